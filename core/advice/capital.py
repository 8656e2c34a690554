"""How much capital, or how many coins, an income takes."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.blend_facts import note_blend, note_worst_coins
from core.advice.sums import AnnualIncome, note_goal, note_inflation, note_own_rate
from core.catalogue import IncomeSource, coin_of, income_sources
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.blends import Blend, Stage, policy_blend, policy_for
from core.finance.growth import MONTHS
from core.finance.market import MarketSnapshot
from core.finance.yields import required_capital as capital_needed
from core.money import DEFAULT_CURRENCY, Money, Period
from core.requests import Profile, RequiredCapitalRequest


@dataclass(frozen=True, slots=True)
class RequiredCapitalAdvice:
    """The capital needed at the low, middle and high of a rate; coins where an asset was named."""

    book: FactBook
    blend: Blend | None
    source: IncomeSource | None
    profile: Profile
    is_range: bool
    period: Period
    own_rate: bool
    """Whether the person named the rate."""
    uncounted: str | None
    """The coin that was asked about and has no yield or price here."""


def required_capital(
    request: RequiredCapitalRequest, snapshot: MarketSnapshot
) -> RequiredCapitalAdvice:
    """Return the capital at the person's own rate, the asset's, or a blend's."""
    working = Working()
    source = income_sources().get(request.asset) if request.asset else None
    priced = source if source and coin_of(source.asset) in snapshot.prices else None
    currency = DEFAULT_CURRENCY if priced else request.goal.currency
    income = note_goal(working, request.goal, currency, request.profile, snapshot)
    blend = None
    if request.rate:
        note_own_rate(working, request.rate)
        _note_middle(working)
    elif priced:
        _note_source_rate(working, priced)
    else:
        blend = policy_blend(policy_for(request.profile.risk, Stage.NOW))
        note_blend(working, blend)
        note_worst_coins(working)
    _note_capitals(working, income)
    if request.profile.real:
        _note_keeping_up(working, income, request.profile)
    if request.years:
        _note_term(working, income, request.years)
    if priced:
        _note_coins(working, priced, snapshot)
    return RequiredCapitalAdvice(
        book=working.book,
        blend=blend,
        source=priced,
        profile=request.profile,
        is_range=income.is_range,
        period=request.goal.period,
        own_rate=request.rate is not None,
        uncounted=None if priced else request.asset,
    )


def _note_source_rate(working: Working, source: IncomeSource) -> None:
    note = f"house range for {source.asset} {source.method}"
    for end, value in (("low", source.house.low), ("high", source.house.high)):
        working.given(f"rate_{end}", value, Unit.RATIO, HOUSE, source.house.adopted, note=note)
    _note_middle(working)


def _note_middle(working: Working) -> None:
    middle = (working.number("rate_low") + working.number("rate_high")) / 2
    working.derive("rate_mid", middle, Unit.RATIO, "(rate_low + rate_high) / 2")


def _note_capitals(working: Working, income: AnnualIncome) -> None:
    """Note the capital at each rate: the highest rate needs the least."""
    prefix = "rate" if "rate_low" in working else "blend_yield"
    for side, rate_end in (("low", "high"), ("mid", "mid"), ("high", "low")):
        rate = f"{prefix}_{rate_end}"
        needed = Money(capital_needed(income.high, working.number(rate)), income.currency)
        formula = f"annual_income{income.end} / {rate}"
        working.derive(f"required_capital_{side}", needed, Unit.MONEY, formula)


def _note_keeping_up(working: Working, income: AnnualIncome, profile: Profile) -> None:
    """Note the capital that pays the income while both grow with inflation (X18).

    What inflation takes of the money has to stay in it: only the yield beyond it pays. At a yield
    no higher than inflation there is no such capital.
    """
    inflation = note_inflation(working, profile)
    rate = "rate_mid" if "rate_mid" in working else "blend_yield_mid"
    left = working.number(rate) - inflation
    working.derive("rate_left", left, Unit.RATIO, f"{rate} - inflation")
    if left > 0:
        needed = Money(capital_needed(income.high, left), income.currency)
        formula = f"annual_income{income.end} / rate_left"
        working.derive("capital_keeping_up", needed, Unit.MONEY, formula)


def _note_term(working: Working, income: AnnualIncome, years: Decimal) -> None:
    """Note what an income for some years takes: all of it in cash, or its present value.

    The latter is an annuity paid at the end of each month, used up by the end at the middle yield.
    """
    working.constant("months_per_year", MONTHS, "months a year")
    working.given("term_years", years, Unit.YEARS, YOU)
    rate = "rate_mid" if "rate_mid" in working else "blend_yield_mid"
    yearly = f"annual_income{income.end}"
    cash = Money(income.high * years, income.currency)
    working.derive("term_cash", cash, Unit.MONEY, f"{yearly} * term_years")
    growth = 1 + working.number(rate)
    paid = (1 - growth**-years) / (growth ** (1 / MONTHS) - 1)
    value = Money(income.high / MONTHS * paid, income.currency)
    formula = (
        f"{yearly} / months_per_year * ((1 - (1 + {rate}) ** (-term_years)) "
        f"/ ((1 + {rate}) ** (1 / months_per_year) - 1))"
    )
    working.derive("term_capital", value, Unit.MONEY, formula)


def _note_coins(working: Working, source: IncomeSource, snapshot: MarketSnapshot) -> None:
    reading = snapshot.prices[coin_of(source.asset)]
    price = Money(reading.price, DEFAULT_CURRENCY)
    working.given("price", price, Unit.MONEY, reading.source, reading.as_of.date())
    working.given(
        "price_date", reading.as_of.date(), Unit.DATE, reading.source, reading.as_of.date()
    )
    for side in ("low", "mid", "high"):
        quantity = working.number(f"required_capital_{side}") / reading.price
        working.derive(
            f"required_quantity_{side}", quantity, Unit.COUNT, f"required_capital_{side} / price"
        )
