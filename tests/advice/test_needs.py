"""What a goal takes when money is kept aside, other income helps, and inflation counts."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.advice import RecommendBlendAdvice, RequiredYieldAdvice
from core.finance.market import bundled_snapshot
from core.money import Money, Period
from core.nlu.utterance import Amount, Holding, Intent, Shock, Slots
from core.requests import Frame, to_request
from core.slot_checks import InvalidSlot, Problem
from tests.advice.questions import ASKED_ON, E1, E2, advice_of, income, money


def needed(slots: Slots) -> Decimal:
    advice = advice_of(Frame(Intent.REQUIRED_YIELD, slots))
    assert isinstance(advice, RequiredYieldAdvice)
    value = advice.book["required_yield"].value
    assert isinstance(value, Decimal)
    return value


def problem(slots: Slots) -> object:
    request = to_request(Frame(Intent.REQUIRED_YIELD, slots), None, bundled_snapshot(), ASKED_ON)
    return (request.problem, request.asks) if isinstance(request, InvalidSlot) else request


def test_a_reserve_is_not_put_to_work() -> None:
    """50,000 a year from 1,000,000 of which 200,000 stay aside takes 6.25 %, not 5 %."""
    assert needed(replace(E1.slots, reserve=money(200_000))) == Decimal("0.0625")


def test_a_reserve_without_a_rate_is_refused() -> None:
    """Beside a sum whose currency was not said, one that cannot be converted is asked for again."""
    slots = replace(E1.slots, reserve=Amount(Decimal(1), "XXX"))
    assert problem(slots) == (Problem.NO_RATE, "reserve")


def test_a_reserve_in_another_currency_is_converted() -> None:
    """Euros kept aside count at their rate in dollars."""
    rate = bundled_snapshot().exchange_rates.rate("EUR", "USD")
    assert rate
    found = needed(replace(E1.slots, reserve=Amount(Decimal(100_000), "EUR")))
    assert abs(found - 50_000 / (1_000_000 - 100_000 * rate)) < Decimal("1e-12")


def test_other_income_covers_a_part_of_the_goal() -> None:
    """1,000 a month from elsewhere leaves 38,000 of 50,000 a year to earn."""
    other = income(1000, period=Period.MONTH)
    assert needed(replace(E1.slots, other_income=other)) == Decimal("0.038")


def test_other_income_of_nothing_counts_the_whole_goal() -> None:
    """The button for an income on top of the other says zero, and the goal is whole again."""
    assert needed(replace(E1.slots, other_income=income(0))) == Decimal("0.05")


def test_the_tax_is_on_what_the_money_earns() -> None:
    """Other income covers a part first; only the rest is grossed up for tax."""
    slots = replace(E1.slots, other_income=income(20_000), tax_rate=Decimal("0.25"))
    assert needed(slots) == Decimal("0.04")


def test_what_would_work_instead_leaves_other_income_out() -> None:
    """The income that can be planned on is what the money pays, beside the pension."""
    slots = replace(E2.slots, other_income=income(10_000), income=income(60_000))
    book = advice_of(Frame(Intent.REQUIRED_YIELD, slots)).book
    assert book["affordable_income"].value == Money(Decimal("31750.000"), "USD")


def test_what_takes_all_is_refused_with_the_right_question() -> None:
    """A reserve as large as the money asks for the money, a pension above the goal for the goal."""
    coins = (Holding("ETH", Decimal(1)),)
    goal = income(100)
    aside = Slots(holdings=coins, income=goal, reserve=money(1_000_000))
    assert problem(aside) == (Problem.TAKES_ALL, "capital")
    assert problem(replace(E1.slots, reserve=money(1_000_000))) == (Problem.TAKES_ALL, "capital")
    covered = replace(E1.slots, other_income=income(60_000))
    assert problem(covered) == (Problem.TAKES_ALL, "income")


def test_inflation_has_to_stay_in_the_money() -> None:
    """X18: to keep up with 3 % a year, 5 % income takes 8 %."""
    book = advice_of(
        Frame(Intent.REQUIRED_YIELD, replace(E1.slots, inflation=Decimal("0.03")))
    ).book
    assert book["inflated_need"].value == Decimal("0.08")


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_more_income_never_needs_less_yield(one: int, other: int) -> None:
    """The need grows with the income."""
    low, high = sorted((one, other))
    assert needed(replace(E1.slots, income=income(low))) <= needed(
        replace(E1.slots, income=income(high))
    )


def test_a_goal_beyond_the_limits_says_by_how_much_it_falls_short() -> None:
    """At 8 % the most that moderate limits allow is 7.9 %; what binds is named with its easing."""
    slots = Slots(capital=money(300_000), income=income(2000, period=Period.MONTH))
    advice = advice_of(Frame(Intent.RECOMMEND_BLEND, slots))
    assert isinstance(advice, RecommendBlendAdvice)
    assert advice.assessment
    assert advice.assessment.binding
    assert advice.book["best_yield"].value == Decimal("0.079")
    assert advice.book["yield_shortfall"].value == Decimal("0.001")


def test_a_need_no_portfolio_should_be_planned_for_moves_nothing() -> None:
    """E2's 10 % gets the published blend, with the most that the limits allow beside it."""
    advice = advice_of(Frame(Intent.RECOMMEND_BLEND, E2.slots))
    assert isinstance(advice, RecommendBlendAdvice)
    assert advice.blend.is_policy
    assert advice.book["yield_shortfall"].value == Decimal("0.021")


def test_money_beside_coins_falls_with_nothing() -> None:
    """200,000 in cash and some ETH: a crash of coins takes a part of the ETH alone."""
    slots = Slots(
        capital=money(200_000),
        holdings=(Holding("ETH", Decimal(5)),),
        shock=Shock("market", Decimal("-0.4")),
    )
    book = advice_of(Frame(Intent.STRESS_TEST, slots)).book
    share = book["eth.weight"].value
    assert isinstance(share, Decimal)
    assert book["named.loss"].value == share * Decimal("0.4")
