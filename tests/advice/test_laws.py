"""Laws of the answers: an input that matters changes them, and more asked for never needs less."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.advice import RecommendBlendAdvice, StakingAdvice
from core.finance.blends import ZERO
from core.money import Period
from core.nlu.described import PoolShape, StakingWish
from core.nlu.utterance import Intent, Quote, Risk, Shock, Slots
from core.requests import Frame
from tests.advice.questions import advice_of, income, money, rate

PLAN = Slots(
    capital=money(300_000), income=income(1500, period=Period.MONTH), risk=(Risk.MODERATE,)
)
CHANGES = {
    "capital": Slots(capital=money(250_000)),
    "income": Slots(income=income(1900, period=Period.MONTH)),
    "risk": Slots(risk=(Risk.CONSERVATIVE,)),
    "tax_rate": Slots(tax_rate=Decimal("0.25")),
    "inflation": Slots(inflation=Decimal("0.03")),
    "horizon_years": Slots(horizon_years=Decimal(6)),
    "reserve": Slots(reserve=money(50_000)),
    "other_income": Slots(other_income=income(400, period=Period.MONTH)),
}
MATTERS = {
    Intent.REQUIRED_YIELD: (PLAN, tuple(CHANGES)),
    Intent.RECOMMEND_BLEND: (PLAN, tuple(CHANGES)),
    Intent.STRESS_TEST: (PLAN, ("capital", "risk", "horizon_years", "reserve")),
    Intent.INCOME_ESTIMATE: (PLAN, ("capital", "risk", "tax_rate")),
    Intent.REQUIRED_CAPITAL: (PLAN, ("income", "risk", "tax_rate", "other_income")),
    Intent.COMPARE_OPTIONS: (PLAN, ("capital", "income", "tax_rate")),
}
ETH = Slots(assets=("ETH",))
APR = Slots(topic="apr-vs-apy", yield_=rate("0.05"))
DETAILS = [
    (Intent.STRESS_TEST, PLAN, Slots(shock=Shock("ETH", Decimal("-0.6")))),
    (Intent.STRESS_TEST, PLAN, Slots(scenario="depeg")),
    (Intent.IMPERMANENT_LOSS, ETH, Slots(pool=PoolShape(weight=Decimal("0.8")))),
    (Intent.IMPERMANENT_LOSS, ETH, Slots(horizon_years=Decimal(3))),
    (Intent.IMPERMANENT_LOSS, ETH, Slots(shock=Shock("ETH", Decimal(1)))),
    (Intent.EXPLAIN, APR, Slots(quote=Quote("apy"))),
    (Intent.EXPLAIN, APR, Slots(tax_rate=Decimal("0.2"))),
]


@pytest.mark.parametrize(
    ("intent", "slot"), [(intent, slot) for intent, (_, slots) in MATTERS.items() for slot in slots]
)
def test_a_change_that_matters_changes_the_answer(intent: Intent, slot: str) -> None:
    """A known failure of others: a what-if that is accepted and then ignored."""
    before = MATTERS[intent][0]
    after = before.overlaid(CHANGES[slot])
    assert advice_of(Frame(intent, before)).book != advice_of(Frame(intent, after)).book


@pytest.mark.parametrize(("intent", "before", "change"), DETAILS)
def test_a_detail_that_matters_changes_the_answer(
    intent: Intent, before: Slots, change: Slots
) -> None:
    """The same for what only one kind of question reads."""
    after = before.overlaid(change)
    assert advice_of(Frame(intent, before)).book != advice_of(Frame(intent, after)).book


@pytest.mark.parametrize(
    ("wish", "kind"), [(StakingWish(liquid=True), "liquid"), (StakingWish(skill=3), "direct")]
)
def test_a_wish_changes_the_route(wish: StakingWish, kind: str) -> None:
    """Who wants out at once is sent to a token, who runs a server to a validator of their own."""
    advice = advice_of(Frame(Intent.STAKING_ADVICE, Slots(assets=("ETH",), wish=wish)))
    assert isinstance(advice, StakingAdvice)
    assert advice.routes[0].route.kind == kind


incomes = st.integers(1, 10**6)
capitals = st.integers(1_000, 10**8)


@given(capitals, incomes, st.sampled_from(Risk))
def test_any_blend_is_whole_and_its_legs_add_up(capital: int, wanted: int, risk: Risk) -> None:
    """Shares sum to one, and the legs' parts of the income to all of it, whatever is needed."""
    slots = Slots(capital=money(capital), income=income(wanted), risk=(risk,))
    advice = advice_of(Frame(Intent.RECOMMEND_BLEND, slots))
    assert isinstance(advice, RecommendBlendAdvice)
    assert sum((leg.weight for leg in advice.blend.legs), ZERO) == 1
    parts = [fact.value for fact in advice.book if fact.name.endswith(".income_share")]
    assert abs(sum((Decimal(str(part)) for part in parts), ZERO) - 1) < Decimal("1e-18")


@given(capitals, incomes, st.decimals("0", "0.9", places=2))
def test_a_tax_never_lowers_the_need(capital: int, wanted: int, tax: Decimal) -> None:
    """What is left after tax takes at least as much before it."""
    slots = Slots(capital=money(capital), income=income(wanted))
    gross = replace(slots, tax_rate=tax)
    needs = [
        advice_of(Frame(Intent.REQUIRED_YIELD, one)).book["required_yield"].value
        for one in (slots, gross)
    ]
    assert Decimal(str(needs[0])) <= Decimal(str(needs[1]))
