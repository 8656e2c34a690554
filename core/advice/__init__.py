"""The numbers: one complete question in, one frozen advice out, with every figure a fact."""

from typing import assert_never

from core.advice.blend import RecommendBlendAdvice, recommend_blend
from core.advice.capital import RequiredCapitalAdvice, required_capital
from core.advice.goal import TimeToGoalAdvice, time_to_goal
from core.advice.income import IncomeEstimateAdvice, income_estimate
from core.advice.need import RequiredYieldAdvice, required_yield
from core.finance.market import MarketSnapshot
from core.requests import (
    IncomeEstimateRequest,
    RecommendBlendRequest,
    Request,
    RequiredCapitalRequest,
    RequiredYieldRequest,
    TimeToGoalRequest,
)

__all__ = [
    "Advice",
    "IncomeEstimateAdvice",
    "RecommendBlendAdvice",
    "RequiredCapitalAdvice",
    "RequiredYieldAdvice",
    "TimeToGoalAdvice",
    "advise",
]

Advice = (
    RequiredYieldAdvice
    | RecommendBlendAdvice
    | RequiredCapitalAdvice
    | IncomeEstimateAdvice
    | TimeToGoalAdvice
)


def advise(request: Request, snapshot: MarketSnapshot) -> Advice:
    """Compute the answer to a complete question on one view of the market."""
    match request:
        case RequiredYieldRequest():
            return required_yield(request, snapshot)
        case RecommendBlendRequest():
            return recommend_blend(request, snapshot)
        case RequiredCapitalRequest():
            return required_capital(request, snapshot)
        case IncomeEstimateRequest():
            return income_estimate(request, snapshot)
        case TimeToGoalRequest():
            return time_to_goal(request, snapshot)
        case _:
            assert_never(request)
