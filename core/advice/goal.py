"""How long until a capital suffices."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.growth_path import GROWTH_RATES
from core.advice.sums import note_capital, note_figure, note_goal
from core.facts import YOU, FactBook, Unit, Working
from core.finance.growth import MONTHS, years_to_reach
from core.finance.market import MarketSnapshot
from core.finance.yields import required_capital
from core.money import Money
from core.requests import Profile, TimeToGoalRequest


@dataclass(frozen=True, slots=True)
class TimeToGoalAdvice:
    """The years to a goal at each growth rate; a rate whose years are missing never gets there."""

    book: FactBook
    rates: tuple[str, ...]
    """Names of the growth rates, slowest first."""
    reached: bool
    own_rate: bool
    from_income: bool
    """Whether the goal was an income (its capital is derived) and not a sum."""
    profile: Profile


def time_to_goal(request: TimeToGoalRequest, snapshot: MarketSnapshot) -> TimeToGoalAdvice:
    """Return the years until the capital, with contributions, reaches the goal.

    At the person's own rate where one was named, else at the stated growth rates: nothing here
    is a forecast, and the answer says so.
    """
    working = Working()
    capital = note_capital(working, request.capital, snapshot)
    target = _note_target(working, request, capital, snapshot)
    monthly = _note_contribution(working, request, capital, snapshot)
    rates = _note_rates(working, request)
    if request.profile.horizon_years is not None:
        working.given("horizon", request.profile.horizon_years, Unit.YEARS, YOU)
    for name in rates:
        years = years_to_reach(capital.amount, target.amount, working.number(name), monthly)
        if years is not None:
            extra = ", monthly_contribution" if monthly else ""
            formula = f"years_to_reach(capital, goal_capital, {name}{extra})"
            working.derive(f"{name}_years", years, Unit.YEARS, formula)
    return TimeToGoalAdvice(
        book=working.book,
        rates=rates,
        reached=capital.amount >= target.amount,
        own_rate=request.rate is not None,
        from_income=request.target is None,
        profile=request.profile,
    )


def _note_target(
    working: Working, request: TimeToGoalRequest, capital: Money, snapshot: MarketSnapshot
) -> Money:
    if request.target:
        return _note_in(working, "goal_capital", request.target, capital.currency, snapshot)
    assert request.goal
    income = note_goal(working, request.goal, capital.currency, request.profile, snapshot)
    rate = note_figure(working, "target_yield")
    target = Money(required_capital(income.high, rate), capital.currency)
    end = "_high" if income.is_range else ""
    working.derive("goal_capital", target, Unit.MONEY, f"annual_income{end} / target_yield")
    return target


def _note_contribution(
    working: Working, request: TimeToGoalRequest, capital: Money, snapshot: MarketSnapshot
) -> Decimal:
    said = request.contribution
    if said is None:
        return Decimal(0)
    amount = Money(said.amount, said.currency or capital.currency)
    note = f"a {said.period}"
    noted = _note_in(working, "contribution", amount, capital.currency, snapshot, note)
    working.constant("months_per_year", MONTHS, "months a year")
    working.constant("contributions_per_year", said.period.per_year, f"{said.period}s a year")
    monthly = noted.amount * said.period.per_year / MONTHS
    working.derive(
        "monthly_contribution",
        Money(monthly, capital.currency),
        Unit.MONEY_MONTH,
        "contribution * contributions_per_year / months_per_year",
    )
    return monthly


def _note_in(
    working: Working,
    name: str,
    money: Money,
    currency: str,
    snapshot: MarketSnapshot,
    note: str | None = None,
) -> Money:
    """Note a sum of the person's in `currency`, converted where it was said in another."""
    if money.currency == currency:
        working.given(name, money, Unit.MONEY, YOU, note=note)
        return money
    rates = snapshot.exchange_rates
    rate = rates.rate(money.currency, currency)
    assert rate is not None, "to_request lets no currency without a rate through"
    working.given(f"{name}.said", money, Unit.MONEY, YOU, note=note)
    working.given(
        f"{name}.exchange_rate",
        rate,
        Unit.COUNT,
        rates.source,
        rates.as_of,
        note=f"{currency} for one {money.currency}",
    )
    converted = Money(money.amount * rate, currency)
    working.derive(name, converted, Unit.MONEY, f"{name}.said * {name}.exchange_rate")
    return converted


def _note_rates(working: Working, request: TimeToGoalRequest) -> tuple[str, ...]:
    if request.rate is None:
        for name in GROWTH_RATES:
            note_figure(working, name)
        return GROWTH_RATES
    working.given("rate_low", request.rate.low, Unit.RATIO, YOU)
    if request.rate.low == request.rate.high:
        return ("rate_low",)
    working.given("rate_high", request.rate.high, Unit.RATIO, YOU)
    return ("rate_low", "rate_high")
