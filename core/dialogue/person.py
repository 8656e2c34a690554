"""Who asks: what a person chose to keep here, as one frozen value beside the dialogue's state."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.facts import FactBook
from core.finance.monitoring import Alert
from core.finance.portfolio import Position
from core.finance.receipts import Receipt
from core.finance.weeks import LastSummary
from core.requests import Frame
from core.requests.preferences import Preferences
from core.schedule import Weekly


@dataclass(frozen=True, slots=True)
class PlanLeg:
    """A part of a plan: an index by its id, and its share of the whole (ratio)."""

    index: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A recommendation kept as "my plan": the question it answered, and the answer as it read."""

    number: int
    saved_on: date
    frame: Frame
    legs: tuple[PlanLeg, ...]
    template: str
    figures: FactBook
    """The figures that the answer shows, as they were, with what they rest on."""


@dataclass(frozen=True, slots=True)
class Import:
    """What was read from a file and waits to be confirmed; `number` names its buttons' file."""

    number: int
    receipts: tuple[Receipt, ...] = ()
    holdings: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """All that is kept about the person of a chat besides the conversation."""

    holdings: tuple[Position, ...] = ()
    """By number, which is the order in which they were first named."""
    plans: tuple[PlanVersion, ...] = ()
    """The versions of the plan, the newest last."""
    receipts: tuple[Receipt, ...] = ()
    """What was received, bought and sold, as recorded."""
    alerts: tuple[Alert, ...] = ()
    pending: Import | None = None
    preferences: Preferences = field(default_factory=Preferences)
    weekly: Weekly | None = None
    """When the weekly summary is wanted; None for those who did not subscribe."""
    last_summary: LastSummary | None = None
    last_number: int = 0
    """The highest number ever given to anything kept; the next is one more."""
