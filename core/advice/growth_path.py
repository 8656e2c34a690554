"""Growth first: in how many years a capital suffices, at stated growth rates (X5)."""

from decimal import Decimal

from core.advice.sums import AnnualIncome, note_figure
from core.facts import Unit, Working
from core.finance.growth import years_to_reach
from core.finance.yields import required_capital
from core.money import Money

GROWTH_RATES = ("growth_slow", "growth_steady", "growth_good", "growth_strong")


def note_growth_path(working: Working, capital: Money, income: AnnualIncome) -> None:
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

    `monthly` is what is added each month, the fact `monthly_contribution`.
    """
    extra = ", monthly_contribution" if monthly else ""
    for name in rates:
        years = years_to_reach(capital.amount, target.amount, working.number(name), monthly)
        if years is not None:
            formula = f"years_to_reach(capital, goal_capital, {name}{extra})"
            working.derive(f"{name}_years", years, Unit.YEARS, formula)
