"""Questions: what is known so far (Frame), and what is complete enough to compute (Request).

A slot that is missing or makes no sense is a value too, so that a calculator never meets one.
Each kind of question has a module with its request and what completes it.
"""

from core.requests.check import CheckYieldRequest
from core.requests.comparison import CompareOptionsRequest
from core.requests.completing import QUESTIONS, Request, to_request
from core.requests.frame import Coins, Frame, Goal, MissingSlot, Profile
from core.requests.lookup import YieldLookupRequest
from core.requests.plans import (
    IncomeEstimateRequest,
    RecommendBlendRequest,
    RequiredCapitalRequest,
    RequiredYieldRequest,
    TimeToGoalRequest,
)
from core.requests.pool import ImpermanentLossRequest, repooled
from core.requests.rate import RateRequest, UtilisationRequest, computes
from core.requests.rebalance import RebalanceRequest
from core.requests.review import PlanReviewRequest, ReviewRequest
from core.requests.simulated import may_simulate
from core.requests.stack import YieldStackRequest, restacked
from core.requests.staking import StakingAdviceRequest
from core.requests.stress import StressTestRequest, held_in, unshocked
from core.requests.withdrawal import WithdrawalPlanRequest

__all__ = [
    "QUESTIONS",
    "CheckYieldRequest",
    "Coins",
    "CompareOptionsRequest",
    "Frame",
    "Goal",
    "ImpermanentLossRequest",
    "IncomeEstimateRequest",
    "MissingSlot",
    "PlanReviewRequest",
    "Profile",
    "RateRequest",
    "RebalanceRequest",
    "RecommendBlendRequest",
    "Request",
    "RequiredCapitalRequest",
    "RequiredYieldRequest",
    "ReviewRequest",
    "StakingAdviceRequest",
    "StressTestRequest",
    "TimeToGoalRequest",
    "UtilisationRequest",
    "WithdrawalPlanRequest",
    "YieldLookupRequest",
    "YieldStackRequest",
    "computes",
    "held_in",
    "may_simulate",
    "repooled",
    "restacked",
    "to_request",
    "unshocked",
]
