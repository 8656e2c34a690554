"""The complete question that a quarterly review answers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.finance.portfolio import Position
from core.requests.frame import Profile
from core.requests.rebalance import RebalanceRequest


@dataclass(frozen=True, slots=True)
class PlanReviewRequest:
    """How the last quarter has left a plan whose owner keeps no holdings."""

    shares: tuple[tuple[str, Decimal], ...]
    """The id of an index, and its share of the whole (ratio)."""
    saved_on: date
    asked_on: date
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """How the last quarter has left what is held: the places, the yields, and the shares."""

    positions: tuple[Position, ...]
    currency: str
    profile: Profile
    rebalance: RebalanceRequest | None
    """What is held against the plan or a blend; None where nothing of it has a price."""
    next_on: date | None = None
    """The day of the next review, for those to whom it is sent."""
