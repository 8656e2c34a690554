"""The numbers: one complete question in, one frozen advice out, with every figure a fact."""

from typing import assert_never

from core.advice.blend import RecommendBlendAdvice, recommend_blend
from core.advice.capital import RequiredCapitalAdvice, required_capital
from core.advice.check import CheckYieldAdvice, check_yield
from core.advice.comparison import CompareOptionsAdvice, compare_options
from core.advice.goal import TimeToGoalAdvice, time_to_goal
from core.advice.income import IncomeEstimateAdvice, income_estimate
from core.advice.lookup import YieldLookupAdvice, yield_lookup
from core.advice.need import RequiredYieldAdvice, required_yield
from core.advice.pool import ImpermanentLossAdvice, impermanent_loss_of
from core.advice.rate import RateAdvice, rate_advice
from core.advice.rebalance import RebalanceAdvice, rebalance
from core.advice.stack import YieldStackAdvice, yield_stack
from core.advice.staking import StakingAdvice, staking_advice
from core.advice.stress import StressTestAdvice, stress_test
from core.advice.utilisation import UtilisationAdvice, utilisation_advice
from core.advice.withdrawal import WithdrawalPlanAdvice, withdrawal_plan
from core.finance.market import MarketSnapshot
from core.requests import (
    CheckYieldRequest,
    CompareOptionsRequest,
    ImpermanentLossRequest,
    IncomeEstimateRequest,
    RateRequest,
    RebalanceRequest,
    RecommendBlendRequest,
    Request,
    RequiredCapitalRequest,
    RequiredYieldRequest,
    StakingAdviceRequest,
    StressTestRequest,
    TimeToGoalRequest,
    UtilisationRequest,
    WithdrawalPlanRequest,
    YieldLookupRequest,
    YieldStackRequest,
)

__all__ = [
    "Advice",
    "CheckYieldAdvice",
    "CompareOptionsAdvice",
    "ImpermanentLossAdvice",
    "IncomeEstimateAdvice",
    "RateAdvice",
    "RebalanceAdvice",
    "RecommendBlendAdvice",
    "RequiredCapitalAdvice",
    "RequiredYieldAdvice",
    "StakingAdvice",
    "StressTestAdvice",
    "TimeToGoalAdvice",
    "UtilisationAdvice",
    "WithdrawalPlanAdvice",
    "YieldLookupAdvice",
    "YieldStackAdvice",
    "advise",
]

Advice = (
    RequiredYieldAdvice
    | RecommendBlendAdvice
    | RequiredCapitalAdvice
    | IncomeEstimateAdvice
    | TimeToGoalAdvice
    | YieldLookupAdvice
    | CompareOptionsAdvice
    | ImpermanentLossAdvice
    | YieldStackAdvice
    | StakingAdvice
    | CheckYieldAdvice
    | StressTestAdvice
    | RateAdvice
    | UtilisationAdvice
    | WithdrawalPlanAdvice
    | RebalanceAdvice
)


def advise(request: Request, snapshot: MarketSnapshot) -> Advice:  # noqa: C901, PLR0912 - flat
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
        case StressTestRequest():
            return stress_test(request, snapshot)
        case CheckYieldRequest():
            return check_yield(request, snapshot)
        case StakingAdviceRequest():
            return staking_advice(request, snapshot)
        case YieldStackRequest():
            return yield_stack(request, snapshot)
        case ImpermanentLossRequest():
            return impermanent_loss_of(request, snapshot)
        case CompareOptionsRequest():
            return compare_options(request, snapshot)
        case YieldLookupRequest():
            return yield_lookup(request, snapshot)
        case RateRequest():
            return rate_advice(request)
        case UtilisationRequest():
            return utilisation_advice(request, snapshot)
        case RebalanceRequest():
            return rebalance(request, snapshot)
        case WithdrawalPlanRequest():
            return withdrawal_plan(request, snapshot)
        case _:
            assert_never(request)
