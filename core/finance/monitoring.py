"""Alerts: what is watched for a person, and when a reading is worth a message."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Watched(StrEnum):
    """What of a subject an alert watches."""

    YIELD = "yield"
    PRICE = "price"
    PEG = "peg"
    TVL = "tvl"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Alert:
    """A level whose crossing is told once; `number` is its own among all that is kept in a chat.

    Exactly one of `below` and `above` is set, but for an incident, which has no level. A yield is
    a ratio a year; a price, a peg and a size are US dollars.
    """

    number: int
    subject: str
    """A symbol, or a protocol's slug."""
    watched: Watched
    below: Decimal | None = None
    above: Decimal | None = None
    venue: str = ""
    """The protocol where a yield is watched; empty for the usual place of the coin."""
    since: date | None = None
    """From this day on incidents count."""
    by_default: bool = False
    """Whether it came with a holding and not by a wish."""
    paused: bool = False
    crossed: bool = False
    """Whether the level is crossed and was told: it is told again only after it was left."""
