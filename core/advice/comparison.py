"""Two or more things side by side."""

from dataclasses import dataclass

from core.advice.blend_facts import note_readings_date, note_worst_coins
from core.advice.ease import easiest
from core.advice.option_facts import note_income, note_option
from core.advice.options import Option, Options, options_of
from core.advice.sums import note_capital, note_figure, note_goal
from core.facts import FactBook, Unit, Working
from core.finance.growth import MONTHS
from core.finance.market import MarketSnapshot
from core.money import Money
from core.requests import CompareOptionsRequest, Goal, Profile


@dataclass(frozen=True)
class CompareOptionsAdvice:
    """Two or more things side by side.

    The facts of each option begin with its key: `rate_low`, `rate_mid`, `rate_high` (ratios a
    year), `live_rate` or `live_yield` of `live_share`, `income_low` and `income_high` a month on
    the capital, and `loss` by prices in the crash year.
    """

    book: FactBook
    options: Options
    topic: str | None
    """The page that explains the difference at length."""
    profile: Profile
    wants_ease: bool = False
    """Whether it is asked which is the least work."""
    easiest: Option | None = None
    """The one that is; None where several are alike."""


def compare_options(
    request: CompareOptionsRequest, snapshot: MarketSnapshot
) -> CompareOptionsAdvice:
    """Set what was named side by side: yields, incomes on a capital, the crash year."""
    working, options = Working(), options_of(request, snapshot)
    note_worst_coins(working)
    read = [day for one in options.shown if (day := note_option(working, one, snapshot))]
    if read:
        note_readings_date(working, min(read), request.profile.asked_on)
    if request.capital:
        working.constant("months_per_year", MONTHS, "months a year")
        capital = note_capital(working, request.capital, snapshot)
        for option in options.shown:
            note_income(working, option, capital)
        if request.goal:
            _note_need(working, request.goal, capital, request.profile, snapshot)
    least_work = easiest(options.shown) if request.wants_ease and options.shown else None
    return CompareOptionsAdvice(
        working.book, options, request.topic, request.profile, request.wants_ease, least_work
    )


def _note_need(
    working: Working, goal: Goal, capital: Money, profile: Profile, snapshot: MarketSnapshot
) -> None:
    """Note the yield that the goal takes at its high end, and the most to plan on (ratios)."""
    income = note_goal(working, goal, capital.currency, profile, snapshot)
    need = income.high / capital.amount
    working.derive("needed_yield", need, Unit.RATIO, f"annual_income{income.end} / capital")
    note_figure(working, "unsustainable_yield")
