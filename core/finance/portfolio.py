"""What a person holds, and what it is worth, pays and hangs on."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a holding is doing."""

    STAKED = "staked"
    LENT = "lent"
    POOLED = "pooled"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Position:
    """A holding that is kept: so many coins of an asset, where and how they lie.

    `number` is the holding's own among all that is kept in a chat and is never given twice.
    """

    number: int
    asset: str
    quantity: Decimal
    venue: str = ""
    """Where it lies, a protocol's slug or an exchange's name; empty when that was not said."""
    kind: Kind | None = None
