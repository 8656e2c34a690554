"""Income that is there already, and what is kept aside: both in a goal, neither its capital."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.money import Period
from core.nlu.parser import understand
from core.nlu.utterance import Amount, Context, Income, Intent, Slots

NOW = Context(datetime(2026, 11, 25, tzinfo=UTC))


def each(amount: int, period: Period = Period.MONTH) -> Income:
    return Income(Decimal(amount), Decimal(amount), None, period)


@pytest.mark.parametrize(
    ("text", "other", "capital"),
    [
        ("i want 2k a month, rent gives me 800 already, 400k", each(800), 400_000),
        ("500k, need 30k a year, i have 5k rent a year", each(5000, Period.YEAR), 500_000),
        ("we need 4000 a month, 1500 is covered by my pension, 700k saved", each(1500), 700_000),
        ("have 300k, want 2000 a month and social security pays 1400", each(1400), 300_000),
        ("i earn 300/month from dividends, want 1500/month with 250k", each(300), 250_000),
        ("i get 1200 in pension and need 3000 a month from 500k", each(1200), 500_000),
        ("500k, need 2k monthly on top of my pension of 900", None, 500_000),
        ("my dad has 300k, pension 1100 a month, needs 2000", each(1100), 300_000),
        ("i get 350 a month from a flat and want 1600 all in all with 280k", each(350), 280_000),
        ("300k want 3k a month, pension 2000 a month", each(2000), 300_000),
        ("want 3000 in total, 1800 comes from state pension, savings 280k", each(1800), 280_000),
        ("600k, 2-3k per month, rent income 700, tax 30%, keep 40k", each(700), 600_000),
        ("i need 2k a month, 500 coming in from a lodger, and 350k", each(500), 350_000),
    ],
)
def test_income_that_is_there(text: str, other: Income | None, capital: int) -> None:
    """It is told by what pays it, as often as the income that is wanted where nothing is said."""
    read = understand(text, NOW)
    assert read.intent is Intent.REQUIRED_YIELD
    assert read.slots.other_income == other
    assert read.slots.capital == Amount(Decimal(capital))


@pytest.mark.parametrize(
    "text",
    [
        "300k, want 20k aside, need 1k a month",
        "i have 300k and want 1k a month with 20k set aside",
        "have 300k, keep 20k in cash, need 1000 a month",
    ],
)
def test_what_is_kept_aside(text: str) -> None:
    assert understand(text, NOW).slots.reserve == Amount(Decimal(20_000))


def test_a_part_is_kept_aside() -> None:
    """Of the money that is named, or of that under discussion."""
    kept = Amount(Decimal(30_000))
    assert understand("300k, 1200/month, set 10% aside", NOW).slots.reserve == kept
    known = Slots(capital=Amount(Decimal(300_000)), income=each(1200))
    after = Context(NOW.at, last_intent=Intent.REQUIRED_YIELD, known=known)
    assert understand("keep 10% in reserve", after).slots == Slots(reserve=kept)


def test_another_income_comes_on_top_of_the_first() -> None:
    known = Slots(capital=Amount(Decimal(300_000)), income=each(1500), other_income=each(600))
    after = Context(NOW.at, last_intent=Intent.REQUIRED_YIELD, known=known)
    read = understand("and rent of 200 on top of that", after)
    assert read.slots.other_income == each(800)


def test_all_of_a_long_message_is_read() -> None:
    read = understand(
        "i need 1-2k a month after 20% tax, have 300k, already get 400 rent and want 20k aside", NOW
    )
    assert read.slots == Slots(
        capital=Amount(Decimal(300_000)),
        income=Income(Decimal(1000), Decimal(2000), None, Period.MONTH),
        other_income=each(400),
        reserve=Amount(Decimal(20_000)),
        tax_rate=Decimal("0.2"),
    )


def test_an_income_in_the_money_of_today_is_no_conversion() -> None:
    read = understand("need 50k a year from 1m in 10 years, today's dollars", NOW)
    assert (read.intent, read.slots.real) == (Intent.REQUIRED_YIELD, True)


@pytest.mark.parametrize(
    "text", ["500k, 3k/mo from 2040", "500k, 3k a month starting 2040", "500k, 3k/mo after 2040"]
)
def test_a_year_from_which_on(text: str) -> None:
    assert understand(text, NOW).slots.horizon_years == 14


@pytest.mark.parametrize(
    ("text", "income"),
    [
        ("my dad has 300k, pension 1100 a month, needs 2000", each(2000)),
        ("want 3000 in total, 1800 comes from state pension, savings 280k", each(3000)),
        ("250k gives me 1000 a month ok?", each(1000)),
    ],
)
def test_what_is_wanted_is_not_what_is_there(text: str, income: Income) -> None:
    assert understand(text, NOW).slots.income == income


def test_a_sum_to_reach_is_no_income() -> None:
    """What is told "in total" without another income beside it is a sum."""
    read = understand("i want to have 500k in total, have 200k and add 1k a month", NOW)
    assert read.slots.target_capital == Amount(Decimal(500_000))
    assert read.slots.income is None


def test_an_inflation_needs_no_percent() -> None:
    read = understand("what yield for 3000 monthly from 550k, inflation at 2.2", NOW)
    assert read.slots.inflation == Decimal("0.022")


def test_a_part_for_emergencies_is_no_yield() -> None:
    read = understand("650k, need 3.1k a month, 5% for emergencies", NOW)
    assert read.slots.reserve == Amount(Decimal(32_500))
    assert read.slots.yield_ is None


def test_a_tax_rate_needs_no_percent() -> None:
    read = understand("i got 1.2m and want to live off 4k monthly, taxes about 25", NOW)
    assert read.slots.tax_rate == Decimal("0.25")
