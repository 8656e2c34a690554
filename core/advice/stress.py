"""What a shock would do to a plan, a holding or a blend."""

from dataclasses import dataclass

from core.facts import FactBook, Working
from core.finance.market import MarketSnapshot
from core.requests import Profile, StressTestRequest


@dataclass(frozen=True, slots=True)
class StressTestAdvice:
    """What a shock would do to a plan, a holding or a blend."""

    book: FactBook
    profile: Profile


def stress_test(request: StressTestRequest, snapshot: MarketSnapshot) -> StressTestAdvice:
    """Return the answer to a complete question."""
    return StressTestAdvice(Working().book, request.profile)
