"""Growth first: in how many years a capital suffices, at stated growth rates (X5)."""

from core.advice.sums import AnnualIncome, note_figure
from core.facts import Unit, Working
from core.finance.growth import years_to_reach
from core.finance.yields import required_capital
from core.money import Money

GROWTH_RATES = ("growth_slow", "growth_steady", "growth_good", "growth_strong")


def note_growth_path(working: Working, capital: Money, income: AnnualIncome) -> None:
    """Note the capital that pays the income at the long-run yield, and the years to it."""
    rate = note_figure(working, "target_yield")
    end = "_high" if income.is_range else ""
    target = Money(required_capital(income.high, rate), capital.currency)
    working.derive("goal_capital", target, Unit.MONEY, f"annual_income{end} / target_yield")
    note_years(working, capital, target)


def note_years(working: Working, capital: Money, target: Money) -> None:
    """Note the years from `capital` to `goal_capital` at each stated growth rate."""
    for name in GROWTH_RATES:
        rate = note_figure(working, name)
        years = years_to_reach(capital.amount, target.amount, rate)
        if years is not None:
            formula = f"years_to_reach(capital, goal_capital, {name})"
            working.derive(f"{name}_years", years, Unit.YEARS, formula)
