"""What to hold: the blend for a profile, what it pays on the money, and what can go wrong."""

from dataclasses import dataclass

from core.advice.assessment import GROWTH, Assessment, assess, policy_stage
from core.advice.blend_facts import (
    BlendRisk,
    note_blend,
    note_crash,
    note_income,
    note_live,
    note_risks,
    note_worst_coins,
)
from core.advice.sums import note_capital, note_goal
from core.facts import FactBook, Working
from core.finance.blends import Blend, Stage, policy_blend, policy_for
from core.finance.market import MarketSnapshot
from core.money import Period
from core.requests import Profile, RecommendBlendRequest


@dataclass(frozen=True, slots=True)
class RecommendBlendAdvice:
    """A blend with its figures; the assessment is there when a goal was said."""

    book: FactBook
    blend: Blend
    assessment: Assessment | None
    profile: Profile
    period: Period | None
    risks: tuple[BlendRisk, ...]
    live: bool


def recommend_blend(
    request: RecommendBlendRequest, snapshot: MarketSnapshot
) -> RecommendBlendAdvice:
    """Recommend the policy's blend, or the one nearest to it that meets the need."""
    working, profile = Working(), request.profile
    capital = (
        note_capital(working, request.capital, snapshot, request.profile.reserve)
        if request.capital
        else None
    )
    assessment = None
    if capital and request.goal:
        income = note_goal(working, request.goal, capital.currency, profile, snapshot)
        assessment = assess(working, capital, request.goal, income, profile, tilt=True)
    blend = _recommended(assessment, profile)
    if assessment is None:
        note_blend(working, blend)
        note_crash(working, blend)
        if capital:
            note_income(working, capital)
    grows = assessment is not None and assessment.growth is not None
    note_worst_coins(working)
    risks = note_risks(working, blend, GROWTH if grows else "")
    live = not grows and note_live(working, blend, snapshot, profile.asked_on)
    return RecommendBlendAdvice(
        book=working.book,
        blend=blend,
        assessment=assessment,
        profile=profile,
        period=request.goal.period if request.goal else None,
        risks=risks,
        live=live,
    )


def _recommended(assessment: Assessment | None, profile: Profile) -> Blend:
    if assessment is None:
        stage = Stage.NOW if profile.horizon_years is None else Stage.LATER
        return policy_blend(policy_for(profile.risk, policy_stage(profile, stage)))
    return assessment.growth or assessment.blend
