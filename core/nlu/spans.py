"""What is found in a message: stretches of text with the value they stand for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.money import Period
from core.nlu.utterance import Offer, Rate


class Kind(StrEnum):
    """What an entity is; the name is also its placeholder in the patterns."""

    SUM = "sum"
    FLOW = "flow"
    COINS = "coins"
    RATE = "rate"
    OFFER = "offer"
    AGE = "age"
    TARGET_AGE = "target"
    YEARS = "years"
    NUMBER = "number"
    DATE = "date"
    ASSET = "asset"
    PROTOCOL = "protocol"
    VENUE = "venue"
    CHAIN = "chain"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Sum:
    """Money as it was said; a single figure has low equal to high, one that recurs a period."""

    low: Decimal
    high: Decimal
    currency: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Coins:
    """A quantity of one coin; of "10-15 ETH" the high end, and `low` the other."""

    asset: str
    quantity: Decimal
    low: Decimal | None = None


Value = Sum | Coins | Rate | Offer | Decimal | date | str


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of the message, from `start` up to `end`, and its value.

    SUM and FLOW hold a Sum; RATE a Rate (a plain ratio: whether it is a yield, a tax or a
    share is for the parser to say); AGE, TARGET_AGE, YEARS and NUMBER a Decimal; DATE a
    date; the names of things a symbol or slug.
    """

    kind: Kind
    start: int
    end: int
    value: Value
