"""What something pays now, and where."""

from dataclasses import dataclass

from core.facts import FactBook, Working
from core.finance.market import MarketSnapshot
from core.requests import Profile, YieldLookupRequest


@dataclass(frozen=True, slots=True)
class YieldLookupAdvice:
    """What something pays now, and where."""

    book: FactBook
    profile: Profile


def yield_lookup(request: YieldLookupRequest, snapshot: MarketSnapshot) -> YieldLookupAdvice:
    """Return the answer to a complete question."""
    return YieldLookupAdvice(Working().book, request.profile)
