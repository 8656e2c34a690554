"""What a pair loses against holding its coins."""

from dataclasses import dataclass

from core.facts import FactBook, Working
from core.finance.market import MarketSnapshot
from core.requests import ImpermanentLossRequest, Profile


@dataclass(frozen=True, slots=True)
class ImpermanentLossAdvice:
    """What a pair loses against holding its coins."""

    book: FactBook
    profile: Profile


def impermanent_loss(
    request: ImpermanentLossRequest, snapshot: MarketSnapshot
) -> ImpermanentLossAdvice:
    """Return the answer to a complete question."""
    return ImpermanentLossAdvice(Working().book, request.profile)
