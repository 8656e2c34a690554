"""The page of risks: each risk of the brief with a figure of its own and what softens it."""

import re
import textwrap
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.advice.risk_page import MEASURES, RiskPage, risk_page
from core.facts import Fact
from core.finance.market import bundled_snapshot
from core.finance.risk import risk_shares, whole_returns
from core.nlg.render.risk_page import render_carriers, render_risk_page
from core.nlu.utterance import Holding, Intent, Risk, Slots
from core.requests import Frame, StressTestRequest
from tests.advice.questions import E3, E5, STRESSES, money, request_of
from tests.advice.test_facts import CLOSE, number, recomputed

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BOLD = Slots(risk=(Risk.AGGRESSIVE,), capital=money(100_000))


def page_of(slots: Slots) -> RiskPage:
    request = request_of(Frame(Intent.STRESS_TEST, slots.without("shock")))
    assert isinstance(request, StressTestRequest)
    return risk_page(request, bundled_snapshot())


def text_of(slots: Slots) -> str:
    return render_risk_page(page_of(slots), 1, NOON, long=True).text


@pytest.mark.parametrize(
    ("slots", "sentence"),
    [
        (E3.slots, "Programs: 70 %, of it 20 % in Lido; a fault can take all that lies in one."),
        (E3.slots, "Issuers and borrowers: 35 % in stablecoins, 20 % in USDT."),
        (BOLD, "Pools: 4 % with dollars; a doubled price costs them 5.72 % against holding"),
        (E3.slots, "Pools: 10 % in closely tied pairs; one falling by 13 % costs them 0.2 %"),
        (E3.slots, "Tax: $19,050 a year is usually taxable when it is received."),
        (E3.slots, "Staking: 60 %, 30 % open to slashing, and DOT takes 28 days to get back"),
        (E3.slots, "One chain: 55 % on Ethereum, and coins fall together."),
        (E3.slots, "a year like 2022 takes 52 %"),
    ],
    ids=["C1", "C2", "C3 dollars", "C3 tied", "C4", "C5", "C6", "C7"],
)
def test_every_risk_has_its_own_figure(slots: Slots, sentence: str) -> None:
    """C1 to C7: what of this blend each one reaches, in one plain sentence."""
    assert sentence in text_of(slots)


@pytest.mark.parametrize(
    "softens",
    [
        "Spread over audited, established ones",
        "Use more than one, and only over-collateralised protocols",
        "Keep them small",
        "Keep records, and ask a specialist",
        "Use several careful validators, and keep what you need soon outside",
        "Spread over chains, ways to earn, and things outside crypto",
        "Only less in coins softens that",
    ],
)
def test_every_risk_has_its_mitigation(softens: str) -> None:
    """What the product names against each of C1 to C7 stands beside it."""
    assert softens in text_of(E3.slots)


@pytest.mark.parametrize("slots", [frame.slots for frame in STRESSES])
def test_figures_are_what_their_formulas_give(slots: Slots) -> None:
    """Shares and losses recompute; measures of months are those of what is held."""
    page = page_of(slots)
    for fact in page.book:
        if fact.formula and "_of(" not in fact.formula and _is_plain(fact):
            again, value = recomputed(fact, page.book), number(fact)
            assert isinstance(again, Decimal)
            assert isinstance(value, Decimal)
            assert abs(again - value) <= CLOSE * max(Decimal(1), abs(value)), fact.name
    returns = whole_returns(page.held)
    for name, measure in MEASURES.items():
        if name in page.book:
            assert abs(float(str(number(page.book[name]))) - measure(returns)) < 0.0006
    for one, share in zip(page.held, risk_shares(page.held), strict=True):
        if f"{one.key}.risk_share" in page.book:
            assert abs(float(str(number(page.book[f"{one.key}.risk_share"]))) - share) < 0.0006


def _is_plain(fact: Fact) -> bool:
    return not re.match(r"(nearest_blend|highest_yield|limit_multiplier)\(", fact.formula or "")


@pytest.mark.parametrize("slots", [frame.slots for frame in STRESSES])
def test_the_short_page_fits_a_screen(slots: Slots) -> None:
    """Twenty-eight lines of forty characters hold every risk; what softens each is a tap away."""
    draft = render_risk_page(page_of(slots), 1, NOON, long=False)
    shown = [textwrap.wrap(line, 40) or [""] for line in draft.text.splitlines()]
    assert sum(map(len, shown)) <= 28
    assert any(button.label == "What softens each" for row in draft.buttons for button in row)


def test_risk_stands_beside_income() -> None:
    """Staking carries nearly all of the risk of E3's blend for little more than half its income."""
    text = render_carriers(page_of(E3.slots), 1, NOON).text
    assert "large-cap staking: 96 % · 57 %" in text


def test_what_does_not_move_has_no_price_risk() -> None:
    """Dollars alone: nothing is said of coin prices, and a failure can still take all."""
    text = text_of(Slots(holdings=(Holding("USDC", Decimal(1000)),)))
    assert text.startswith("Nothing here moves with coin prices")


def test_growth_has_no_income_to_tax() -> None:
    """E5's blend pays from its DeFi part alone; the line on tax names that sum."""
    assert "a year is usually taxable" in text_of(E5.slots)
