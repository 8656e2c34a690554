"""Which yield an income takes, and what a sustainable blend says to it."""

from dataclasses import dataclass

from core.advice.assessment import Assessment, assess
from core.advice.blend_facts import note_live, note_worst_coins
from core.advice.sums import note_capital, note_goal
from core.facts import FactBook, Working
from core.finance.market import MarketSnapshot
from core.money import Period
from core.requests import Profile, RequiredYieldRequest


@dataclass(frozen=True, slots=True)
class RequiredYieldAdvice:
    """The yield needed and the verdict on it."""

    book: FactBook
    assessment: Assessment
    profile: Profile
    period: Period
    """How often the income is wanted."""
    live: bool


def required_yield(request: RequiredYieldRequest, snapshot: MarketSnapshot) -> RequiredYieldAdvice:
    """Compare the yield an income takes with what a blend at the person's risk level pays."""
    working, profile = Working(), request.profile
    capital = note_capital(working, request.capital, snapshot, request.profile.reserve)
    income = note_goal(working, request.goal, capital.currency, profile, snapshot)
    assessment = assess(working, capital, request.goal, income, profile)
    note_worst_coins(working)
    live = note_live(working, assessment.blend, snapshot, profile.asked_on)
    return RequiredYieldAdvice(
        working.book, assessment, profile, request.goal.period, live and not assessment.growth
    )
