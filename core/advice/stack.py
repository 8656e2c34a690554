"""What several yields on one holding come to."""

from dataclasses import dataclass

from core.facts import FactBook, Working
from core.finance.market import MarketSnapshot
from core.requests import Profile, YieldStackRequest


@dataclass(frozen=True, slots=True)
class YieldStackAdvice:
    """What several yields on one holding come to."""

    book: FactBook
    profile: Profile


def yield_stack(request: YieldStackRequest, snapshot: MarketSnapshot) -> YieldStackAdvice:
    """Return the answer to a complete question."""
    return YieldStackAdvice(Working().book, request.profile)
