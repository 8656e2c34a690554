"""Whether a named protocol, coin, offer or rate can be believed."""

from dataclasses import dataclass

from core.facts import FactBook, Working
from core.finance.market import MarketSnapshot
from core.requests import CheckYieldRequest, Profile


@dataclass(frozen=True, slots=True)
class CheckYieldAdvice:
    """Whether a named protocol, coin, offer or rate can be believed."""

    book: FactBook
    profile: Profile


def check_yield(request: CheckYieldRequest, snapshot: MarketSnapshot) -> CheckYieldAdvice:
    """Return the answer to a complete question."""
    return CheckYieldAdvice(Working().book, request.profile)
