"""A plan in a few figures: said plainly, weighed, and begun with."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from core.advice.gist import Gist, gist
from core.catalogue import indices
from core.finance.market import bundled_snapshot
from core.money import Period
from core.nlg.draft import Draft
from core.nlg.render import gist as words
from core.nlu.utterance import Intent, Risk, Slots
from core.requests import Frame, StressTestRequest
from tests.advice.questions import E3, E4, E5, income, money, request_of
from tests.advice.test_facts import PROGRAMS, assert_recomputes

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHORT = Slots(capital=money(100_000), income=income(1000, period=Period.MONTH))
CASES = (E3.slots, E4.slots, E5.slots, SHORT, Slots(risk=(Risk.CONSERVATIVE,)))
RENDERERS = (words.render_plainly, words.render_weighed, words.render_first_steps)


def gist_of(slots: Slots) -> Gist:
    request = request_of(Frame(Intent.STRESS_TEST, slots))
    assert isinstance(request, StressTestRequest)
    return gist(request, bundled_snapshot())


@pytest.mark.parametrize("slots", CASES)
def test_its_figures_recompute(slots: Slots) -> None:
    """Every figure follows from its formula."""
    book = gist_of(slots).book
    for fact in book:
        if fact.formula and not fact.formula.startswith(PROGRAMS):
            assert_recomputes(fact, book)


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("slots", CASES)
def test_it_is_short(slots: Slots, render: Callable[[Gist, int, datetime], Draft]) -> None:
    """A phone screen holds it, with or without a capital."""
    text = render(gist_of(slots), 1, NOON).text
    assert sum(-(-len(line) // 46) or 1 for line in text.splitlines()) <= 30


def test_every_index_has_plain_words_and_a_beginning() -> None:
    """No index is told by its name alone."""
    assert set(words.PLAINLY) == set(words.BEGUN_BY) == set(indices())


def test_a_plan_that_falls_short_says_so() -> None:
    """Whoever asks whether to do it hears first what it does not pay."""
    assert (
        "You asked for 12 % of the money a year"
        in words.render_weighed(gist_of(SHORT), 1, NOON).text
    )
    assert "You asked" not in words.render_weighed(gist_of(CASES[-1]), 1, NOON).text
