"""Growth first: in how many years a capital suffices, at stated growth rates (X5)."""

from decimal import ROUND_CEILING, Decimal

from core.advice.likelihood import (
    LONGEST,
    futures,
    note_closer,
    note_futures,
    note_holding,
)
from core.advice.sums import AnnualIncome, note_figure
from core.facts import Unit, Working
from core.finance.blends import Blend
from core.finance.compounding import real_yield
from core.finance.growth import years_to_reach
from core.finance.outlook import Outlook
from core.finance.yields import required_capital
from core.money import Money
from core.requests import Profile

GROWTH_RATES = ("growth_slow", "growth_steady", "growth_good", "growth_strong")


STEADY = "growth_steady"
"""The rate whose years stand for the others where one is to be looked at closer."""


def note_growth_path(
    working: Working,
    capital: Money,
    income: AnnualIncome,
) -> None:
    """Note the capital that pays the income at the long-run yield, and the years to it."""
    target = note_goal_capital(working, income)
    for name in GROWTH_RATES:
        note_figure(working, name)
    note_years(working, capital, target, GROWTH_RATES)


def note_goal_capital(working: Working, income: AnnualIncome) -> Money:
    """Note and return the capital that pays an income at the long-run yield."""
    rate = note_figure(working, "target_yield")
    target = Money(required_capital(income.high, rate), income.currency)
    formula = f"annual_income{income.end} / target_yield"
    working.derive("goal_capital", target, Unit.MONEY, formula)
    return target


def note_years(
    working: Working,
    capital: Money,
    target: Money,
    rates: tuple[str, ...],
    monthly: Decimal = Decimal(0),
) -> None:
    """Note the years from `capital` to `goal_capital` at each rate that gets there.

    `monthly` is what is added each month, the fact `monthly_contribution`. Where inflation is
    noted, goal and contributions rise with it: what counts is the rate above it.
    """
    extra = ", monthly_contribution" if monthly else ""
    inflation = working.number("inflation") if "inflation" in working else None
    for name in rates:
        rate, grows = working.number(name), name
        if inflation is not None:
            rate = real_yield(rate, inflation)
            grows = f"(1 + {name}) / (1 + inflation) - 1"
        years = years_to_reach(capital.amount, target.amount, rate, monthly)
        if years is not None:
            formula = f"years_to_reach(capital, goal_capital, {grows}{extra})"
            working.derive(f"{name}_years", years, Unit.YEARS, formula)


def note_chances(
    working: Working,
    blend: Blend,
    profile: Profile,
    rates: tuple[str, ...],
    within: str = "",
    *,
    own_rate: bool = False,
) -> Outlook | None:
    """Note how likely the goal is held by the years noted at each rate, and what may go wrong.

    Return what was simulated, up to the last of these years; None where there are none to look
    at. The chance that stands for the others is told with level prices too, with its error, and
    with the worst fall on the way.
    """
    spans = {f"{name}_years": f"{name}_chance" for name in rates if _near(working, f"{name}_years")}
    if "horizon" in working and working.number("horizon") <= LONGEST:
        spans["horizon"] = "horizon_chance"
    if not spans:
        return None
    names = note_futures(working, blend, profile, within, own_rate=own_rate)
    if "monthly_contribution" in working:
        names = (*names, "monthly_contribution")
    goal, longest = working.number("goal_capital"), max(map(working.number, spans))
    whole_years = longest.to_integral_value(ROUND_CEILING)
    seen = futures(working, names, goal=goal, years=whole_years)
    for years, chance in spans.items():
        note_holding(working, chance, seen, "goal_capital", years, names)
    years = main_span(tuple(spans))
    note_closer(working, names, years, spans[years])
    return seen


def main_span(spans: tuple[str, ...]) -> str:
    """Return the years to look at closer: the person's own, else those at the steady rate."""
    wanted = ("horizon", f"{STEADY}_years", *spans)
    return next(name for name in wanted if name in spans)


def _near(working: Working, years: str) -> bool:
    return years in working and 0 < working.number(years) <= LONGEST
