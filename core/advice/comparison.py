"""Two or more things side by side."""

from dataclasses import dataclass

from core.facts import FactBook, Working
from core.finance.market import MarketSnapshot
from core.requests import CompareOptionsRequest, Profile


@dataclass(frozen=True, slots=True)
class CompareOptionsAdvice:
    """Two or more things side by side."""

    book: FactBook
    profile: Profile


def compare_options(
    request: CompareOptionsRequest, snapshot: MarketSnapshot
) -> CompareOptionsAdvice:
    """Return the answer to a complete question."""
    return CompareOptionsAdvice(Working().book, request.profile)
