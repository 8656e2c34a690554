"""Index pages: bottom-up figures beside the published ranges."""

from decimal import Decimal

import pytest

from core.advice.index_page import index_page
from core.catalogue import indices
from core.finance.market import bundled_snapshot
from core.nlg.render.index_page import render_index_page
from tests.advice.questions import ASKED_ON
from tests.advice.test_facts import CLOSE, number, recomputed


def figure(index_id: str, name: str) -> Decimal:
    page = index_page(indices()[index_id], bundled_snapshot(), ASKED_ON)
    value = page.book[name].value
    assert isinstance(value, Decimal)
    return value


def test_the_staking_index_is_published_below_its_members() -> None:
    """X11: D1's 4–8 % is below the 5.75–8.25 % that equal parts of A1–A4 quote."""
    found = [figure("large-cap-staking", f"parts_yield_{end}") for end in ("low", "high")]
    assert found == [Decimal("0.0575"), Decimal("0.0825")]


def test_the_balanced_index_needs_defi_on_its_income_part() -> None:
    """X9: 3–7 % of the whole is 7.5–17.5 % on the two fifths that earn."""
    found = [figure("balanced", f"implied_yield_{end}") for end in ("low", "high")]
    assert found == [Decimal("0.075"), Decimal("0.175")]


@pytest.mark.parametrize("index_id", indices())
def test_every_index_has_a_page_whose_formulas_hold(index_id: str) -> None:
    """What the page derives is what its formulas give, and every figure it names is there."""
    page = index_page(indices()[index_id], bundled_snapshot(), ASKED_ON)
    for fact in page.book:
        if fact.formula and fact.name != "readings_age":
            again, value = recomputed(fact, page.book), number(fact)
            assert isinstance(again, Decimal)
            assert isinstance(value, Decimal)
            assert abs(again - value) < CLOSE, fact.name
    assert render_index_page(page, 1, bundled_snapshot().as_of).text


@pytest.mark.parametrize("index_id", indices())
def test_an_index_is_made_of_whole_parts(index_id: str) -> None:
    """The weights of the constituents sum to one."""
    assert sum(part.weight for part in indices()[index_id].constituents) == 1


def test_stablecoins_do_not_move() -> None:
    """The lending index holds nothing whose price moves, and its page says so."""
    page = index_page(indices()["stablecoin-lending"], bundled_snapshot(), ASKED_ON)
    assert "volatility" not in page.book
    assert "no coin whose price moves" in render_index_page(page, 1, bundled_snapshot().as_of).text
