"""Who asks: what a person chose to keep here, as one frozen value beside the dialogue's state."""

from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal

from core.finance.portfolio import Position
from core.nlu.utterance import Risk


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nothing is sent unasked, by the wall clock of the person's zone; may span midnight."""

    begin: time
    end: time


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds for every answer; what was never said is None."""

    currency: str | None = None
    zone: str | None = None
    """An IANA name, such as `Europe/Berlin`."""
    risk: Risk | None = None
    tax_rate: Decimal | None = None
    """A ratio of the income."""
    experience: str | None = None
    language: str | None = None
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """All that is kept about the person of a chat besides the conversation."""

    holdings: tuple[Position, ...] = ()
    """By number, which is the order in which they were first named."""
    preferences: Preferences = field(default_factory=Preferences)
    last_number: int = 0
    """The highest number ever given to anything kept; the next is one more."""
