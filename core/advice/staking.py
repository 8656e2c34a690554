"""Whether and by which route to stake a coin."""

from dataclasses import dataclass

from core.facts import FactBook, Working
from core.finance.market import MarketSnapshot
from core.requests import Profile, StakingAdviceRequest


@dataclass(frozen=True, slots=True)
class StakingAdvice:
    """Whether and by which route to stake a coin."""

    book: FactBook
    profile: Profile


def staking_advice(request: StakingAdviceRequest, snapshot: MarketSnapshot) -> StakingAdvice:
    """Return the answer to a complete question."""
    return StakingAdvice(Working().book, request.profile)
