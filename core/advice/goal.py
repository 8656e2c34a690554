"""How long until a capital suffices."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.blend_facts import note_weights
from core.advice.growth_path import (
    GROWTH_RATES,
    note_chances,
    note_goal_capital,
    note_years,
)
from core.advice.held_blend import note_held_blend
from core.advice.life_path import note_life_path
from core.advice.sums import (
    AnnualIncome,
    note_capital,
    note_converted,
    note_figure,
    note_goal,
    note_inflation,
    note_own_rate,
)
from core.catalogue import figures
from core.facts import YOU, FactBook, Unit, Working
from core.finance.blends import Blend, Stage, policy_blend, policy_for
from core.finance.growth import MONTHS
from core.finance.market import MarketSnapshot
from core.finance.outlook import Outlook
from core.money import Money, Period
from core.requests import Profile, TimeToGoalRequest


@dataclass(frozen=True, slots=True)
class TimeToGoalAdvice:
    """The years to a goal at each growth rate; a rate whose years are missing never gets there."""

    book: FactBook
    rates: tuple[str, ...]
    """Names of the growth rates, slowest first."""
    reached: bool
    starts_with: bool
    """Whether there is a capital to start with."""
    income_period: Period | None
    """How often the income is wanted; None when the goal is a sum."""
    contribution_period: Period | None
    profile: Profile
    blend: Blend
    """What the simulated futures hold."""
    seen: Outlook | None
    """What was simulated; None where the goal is there already or never comes."""
    drawing: Blend | None
    """What to shift to before an income is drawn; None where no path was asked for."""
    holds_own: bool = False
    """Whether the futures hold the coins that are held, and not a blend."""


def time_to_goal(request: TimeToGoalRequest, snapshot: MarketSnapshot) -> TimeToGoalAdvice:
    """Return the years until the capital, with contributions, reaches the goal.

    At the person's own rate where one was named, else at the stated growth rates: nothing here
    is a forecast, and the answer says so.
    """
    working = Working()
    capital = note_capital(working, request.capital, snapshot, request.profile.reserve)
    target, income = _note_target(working, request, capital, snapshot)
    monthly = _note_contribution(working, request, capital, snapshot)
    rates = _note_rates(working, request)
    if request.profile.horizon_years is not None:
        working.given("horizon", request.profile.horizon_years, Unit.YEARS, YOU)
    reached = capital.amount >= target.amount
    if request.profile.inflation is not None:
        note_inflation(working, request.profile)
    note_years(working, capital, target, rates, monthly)
    stage, risk = _stage(request.profile), request.profile.risk
    own = None if reached else note_held_blend(working, request.capital, request.mix, stage, risk)
    blend = own or policy_blend(policy_for(risk, stage))
    seen = None
    if not reached:
        if own is None:
            note_weights(working, blend)
        own_rate = request.rate is not None
        seen = note_chances(working, blend, request.profile, rates, own_rate=own_rate)
    drawing = note_life_path(working, blend, income, request.profile) if income else None
    return TimeToGoalAdvice(
        book=working.book,
        rates=rates,
        reached=reached,
        starts_with=capital.amount > 0,
        income_period=request.goal.period if request.goal and not request.target else None,
        contribution_period=request.contribution.period if request.contribution else None,
        profile=request.profile,
        blend=blend,
        seen=seen,
        drawing=drawing,
        holds_own=own is not None,
    )


def _stage(profile: Profile) -> Stage:
    """Return where a person stands: growth first is for who is known to have time."""
    years, age = profile.horizon_years, profile.age
    if years is not None and years < figures()["later_horizon"].value:
        return Stage.NOW
    young = age is not None and age < figures()["growth_age"].value
    return Stage.GROW if young else Stage.LATER


def _note_target(
    working: Working, request: TimeToGoalRequest, capital: Money, snapshot: MarketSnapshot
) -> tuple[Money, AnnualIncome | None]:
    """Note and return the capital aimed at, and the income it is to pay where one was named."""
    if request.target:
        target = note_converted(working, "goal_capital", request.target, capital.currency, snapshot)
        return target, None
    assert request.goal
    income = note_goal(working, request.goal, capital.currency, request.profile, snapshot)
    return note_goal_capital(working, income), income


def _note_contribution(
    working: Working, request: TimeToGoalRequest, capital: Money, snapshot: MarketSnapshot
) -> Decimal:
    said = request.contribution
    if said is None:
        return Decimal(0)
    amount = Money(said.amount, said.currency or capital.currency)
    noted = note_converted(working, "contribution", amount, capital.currency, snapshot)
    working.constant("months_per_year", MONTHS, "months a year")
    per_year = said.period.per_year
    working.constant("contributions_per_year", per_year, f"{said.period}s a year")
    monthly = noted.amount * per_year / MONTHS
    formula = "contribution * contributions_per_year / months_per_year"
    amount = Money(monthly, capital.currency)
    working.derive("monthly_contribution", amount, Unit.MONEY_MONTH, formula)
    return monthly


def _note_rates(working: Working, request: TimeToGoalRequest) -> tuple[str, ...]:
    if request.rate is None:
        for name in GROWTH_RATES:
            note_figure(working, name)
        return GROWTH_RATES
    note_own_rate(working, request.rate)
    note_figure(working, "unsustainable_yield")
    single = request.rate.low == request.rate.high
    return ("rate_low",) if single else ("rate_low", "rate_high")
