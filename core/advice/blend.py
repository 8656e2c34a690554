"""What to hold: the mix for a profile, what it pays on the money, and what can go wrong."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.growth_path import note_growth_path
from core.advice.mix import (
    BlendRisk,
    note_blend,
    note_crash,
    note_income,
    note_live,
    note_risks,
    note_worst_coins,
)
from core.advice.need import note_later, note_need, stage_of
from core.advice.sums import AnnualIncome, note_capital, note_figure, note_goal
from core.facts import FactBook, Unit, Working
from core.finance.blends import Blend, Stage, nearest_blend, policy_blend, policy_for
from core.finance.market import MarketSnapshot
from core.finance.verdict import Verdict, judge
from core.money import Money
from core.requests import Goal, Profile, RecommendBlendRequest


@dataclass(frozen=True, slots=True)
class RecommendBlendAdvice:
    """A mix with its figures; the verdict is there when a goal was said."""

    book: FactBook
    blend: Blend
    stage: Stage
    profile: Profile
    risks: tuple[BlendRisk, ...]
    live: bool
    verdict: Verdict | None
    falls_short: bool
    """Whether even the most the bands allow pays less than the need."""


def recommend_blend(
    request: RecommendBlendRequest, snapshot: MarketSnapshot
) -> RecommendBlendAdvice:
    """Recommend the policy's mix, or the one nearest to it that meets the need."""
    working, profile = Working(), request.profile
    capital = note_capital(working, request.capital, snapshot) if request.capital else None
    income = _note_goal(working, request.goal, capital, profile, snapshot)
    need = _note_planned_need(working, capital, income)
    stage = stage_of(profile, need or Decimal(0))
    policy = policy_for(profile.risk, stage)
    counted = need if need and stage is not Stage.GROW else None
    blend = nearest_blend(policy, counted) if counted else policy_blend(policy)
    yields = note_blend(working, blend, need_name(working.book))
    verdict = None
    if counted:
        limit = note_figure(working, "unsustainable_yield")
        verdict = judge(counted, yields.low, yields.middle, yields.top, limit)
    if capital:
        note_income(working, capital)
    if capital and income:
        if profile.horizon_years is not None:
            note_later(working, capital, income, profile, yields)
        if stage is Stage.GROW:
            note_growth_path(working, capital, income)
    note_crash(working, blend)
    note_worst_coins(working)
    risks = note_risks(working, blend)
    live = note_live(working, blend, snapshot, profile.asked_on)
    return RecommendBlendAdvice(
        live=live,
        risks=risks,
        book=working.book,
        blend=blend,
        stage=stage,
        profile=profile,
        verdict=verdict,
        falls_short=bool(counted and yields.middle < counted - TOLERANCE),
    )


def need_name(book: FactBook) -> str:
    """Return the name of the need a mix is planned for."""
    return "planned_need" if "planned_need" in book else "required_yield"


TOLERANCE = Decimal("1e-6")
"""Yields nearer than this are the same: the optimiser's shares are floating point (ratio)."""


def _note_goal(
    working: Working,
    goal: Goal | None,
    capital: Money | None,
    profile: Profile,
    snapshot: MarketSnapshot,
) -> AnnualIncome | None:
    if goal is None or capital is None:
        return None
    return note_goal(working, goal, capital.currency, profile, snapshot)


def _note_planned_need(
    working: Working, capital: Money | None, income: AnnualIncome | None
) -> Decimal | None:
    """Note the need a mix is planned for, the middle of a range, and return it."""
    if capital is None or income is None:
        return None
    low, high = note_need(working, capital, income)
    need = (low + high) / 2
    if income.is_range:
        formula = "(required_yield_low + required_yield_high) / 2"
        working.derive("planned_need", need, Unit.RATIO, formula)
    return need
