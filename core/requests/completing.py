"""From what is known to a complete question, or to the one thing that is still missing."""

from datetime import date

from core.finance.market import MarketSnapshot
from core.nlu.utterance import Intent, Risk
from core.requests.check import CheckYieldRequest, complete_check, names_a_failure
from core.requests.comparison import CompareOptionsRequest, complete_comparison
from core.requests.frame import Frame, MissingSlot, Profile, profile_of
from core.requests.lookup import YieldLookupRequest, complete_lookup
from core.requests.plans import Plan, complete_plan
from core.requests.pool import ImpermanentLossRequest, complete_pool
from core.requests.rate import RateRequest, UtilisationRequest, complete_rate
from core.requests.rebalance import RebalanceRequest, complete_rebalance
from core.requests.stack import YieldStackRequest, complete_stack
from core.requests.staking import StakingAdviceRequest, complete_staking
from core.requests.stress import StressTestRequest, complete_stress
from core.requests.withdrawal import WithdrawalPlanRequest, complete_withdrawal
from core.slot_checks import InvalidSlot, problem_of

Request = (
    Plan
    | StressTestRequest
    | CheckYieldRequest
    | StakingAdviceRequest
    | YieldStackRequest
    | ImpermanentLossRequest
    | CompareOptionsRequest
    | YieldLookupRequest
    | RateRequest
    | UtilisationRequest
    | WithdrawalPlanRequest
    | RebalanceRequest
)

QUESTIONS = frozenset(
    {
        Intent.REQUIRED_YIELD,
        Intent.RECOMMEND_BLEND,
        Intent.REQUIRED_CAPITAL,
        Intent.INCOME_ESTIMATE,
        Intent.TIME_TO_GOAL,
        Intent.WITHDRAWAL_PLAN,
        Intent.REBALANCE,
        Intent.CHECK_YIELD,
        Intent.COMPARE_OPTIONS,
        Intent.STRESS_TEST,
        Intent.IMPERMANENT_LOSS,
        Intent.YIELD_LOOKUP,
        Intent.STAKING_ADVICE,
        Intent.YIELD_STACK,
        Intent.EXPLAIN,
    }
)
"""The intents that are answered by a computation and can be followed up."""


def to_request(
    frame: Frame, risk: Risk | None, snapshot: MarketSnapshot, asked_on: date
) -> Request | MissingSlot | InvalidSlot:
    """Return the complete question, or the one thing that keeps it from being complete.

    `risk` is the level the person named earlier; the snapshot says which currencies and coins
    can be counted.
    """
    problem = problem_of(frame.slots, snapshot)
    if problem:
        return problem
    return _complete(frame, profile_of(frame.slots, risk, asked_on))


def _complete(frame: Frame, profile: Profile) -> Request | MissingSlot:  # noqa: C901, PLR0912 - flat
    slots = frame.slots
    match frame.intent:
        case Intent.STRESS_TEST:
            return complete_stress(slots, profile)
        case Intent.YIELD_LOOKUP | Intent.STAKING_ADVICE if names_a_failure(slots):
            return complete_check(slots, profile)
        case Intent.CHECK_YIELD:
            return complete_check(slots, profile)
        case Intent.STAKING_ADVICE:
            return complete_staking(slots, profile)
        case Intent.YIELD_STACK:
            return complete_stack(slots, profile)
        case Intent.IMPERMANENT_LOSS:
            return complete_pool(slots, profile)
        case Intent.COMPARE_OPTIONS:
            return complete_comparison(slots, profile)
        case Intent.YIELD_LOOKUP:
            return complete_lookup(slots, profile)
        case Intent.REBALANCE:
            return complete_rebalance(slots, profile)
        case Intent.WITHDRAWAL_PLAN:
            return complete_withdrawal(slots, profile)
        case Intent.REQUIRED_YIELD if slots.lasting and slots.horizon_years:
            return complete_withdrawal(slots, profile)
        case Intent.EXPLAIN:
            return complete_rate(slots, profile)
        case _:
            return complete_plan(frame, profile)
