"""One small module for each kind of answer: advice in, draft out."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from core.advice import (
    Advice,
    CheckYieldAdvice,
    CompareOptionsAdvice,
    ImpermanentLossAdvice,
    IncomeEstimateAdvice,
    RateAdvice,
    RebalanceAdvice,
    RecommendBlendAdvice,
    RequiredCapitalAdvice,
    RequiredYieldAdvice,
    StakingAdvice,
    StressTestAdvice,
    TimeToGoalAdvice,
    UtilisationAdvice,
    WithdrawalPlanAdvice,
    YieldLookupAdvice,
    YieldStackAdvice,
)
from core.nlg.draft import Draft, Kind
from core.nlg.render.blend import render_blend
from core.nlg.render.capital import render_capital
from core.nlg.render.check import render_check
from core.nlg.render.comparison import render_comparison
from core.nlg.render.goal import render_goal
from core.nlg.render.income import render_income
from core.nlg.render.lookup import render_lookup
from core.nlg.render.need import render_need
from core.nlg.render.pool import render_pool
from core.nlg.render.rate import render_rate
from core.nlg.render.rebalance import render_rebalance
from core.nlg.render.stack import render_stack
from core.nlg.render.staking import render_staking
from core.nlg.render.stress import render_stress
from core.nlg.render.utilisation import render_utilisation
from core.nlg.render.withdrawal import render_withdrawal


def render(advice: Advice, answer: int, as_of: datetime, *, brief: bool = False) -> Draft:
    """Put an advice into words; `answer` is the number its buttons will carry.

    `brief` leaves out what the last answer said already about the same blend.
    """
    return replace(_rendered(advice, answer, as_of, brief=brief), kind=Kind.ANSWER)


def _rendered(  # noqa: C901, PLR0912 - flat
    advice: Advice, answer: int, as_of: datetime, *, brief: bool
) -> Draft:
    match advice:
        case RequiredYieldAdvice():
            return render_need(advice, answer, as_of, brief=brief)
        case RecommendBlendAdvice():
            return render_blend(advice, answer, as_of, brief=brief)
        case RequiredCapitalAdvice():
            return render_capital(advice, answer, as_of)
        case IncomeEstimateAdvice():
            return render_income(advice, answer, as_of)
        case TimeToGoalAdvice():
            return render_goal(advice, answer, as_of)
        case StressTestAdvice():
            return render_stress(advice, answer, as_of, brief=brief)
        case CheckYieldAdvice():
            return render_check(advice, answer, as_of, brief=brief)
        case StakingAdvice():
            return render_staking(advice, answer, as_of, brief=brief)
        case YieldStackAdvice():
            return render_stack(advice, answer, as_of, brief=brief)
        case ImpermanentLossAdvice():
            return render_pool(advice, answer, as_of, brief=brief)
        case CompareOptionsAdvice():
            return render_comparison(advice, answer, as_of, brief=brief)
        case YieldLookupAdvice():
            return render_lookup(advice, answer, as_of, brief=brief)
        case RateAdvice():
            return render_rate(advice, answer)
        case UtilisationAdvice():
            return render_utilisation(advice, answer, as_of)
        case RebalanceAdvice():
            return render_rebalance(advice, answer, as_of)
        case WithdrawalPlanAdvice():
            return render_withdrawal(advice, answer, as_of)
        case _:
            assert_never(advice)
