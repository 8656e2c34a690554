"""Standing wishes as values: when the summary comes, what an alert watches, settings."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Cadence(StrEnum):
    """How often the regular summary comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Weekday(StrEnum):
    """A day of the week, Monday first, as `date.weekday` counts them."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class DayPart(StrEnum):
    """A part of the day, named instead of an hour."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the regular summary is wanted; a part that was not said is None.

    `time` is the wall clock's in `timezone`, an IANA name such as `Europe/Berlin`. Who names a
    part of the day has named no time: which hour that means is for the dialogue to say.
    """

    frequency: Cadence | None = None
    weekday: Weekday | None = None
    time: dt.time | None = None
    timezone: str | None = None
    part: DayPart | None = None


class Measure(StrEnum):
    """What of a subject an alert watches."""

    YIELD = "yield"
    PRICE = "price"
    PEG = "peg"
    TVL = "tvl"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A level whose crossing is to be told: exactly one of `below` and `above` is set.

    The subject is a symbol or a protocol's slug, or `portfolio` or `yields` for what is held as a
    whole. A yield is a ratio (0.04), a peg the price of one coin (0.98), a price and a total
    value locked are money in `currency`, None when none was named.
    """

    subject: str
    measure: Measure
    below: Decimal | None = None
    above: Decimal | None = None
    currency: str | None = None
    either_side: bool = False
    """Whether the words name no side: then it is met from where it is now."""


@dataclass(frozen=True, slots=True)
class Preference:
    """A setting and its value as text.

    `currency` is a code (`EUR`), `risk` a level, `tax_rate` a ratio (`0.25`), `timezone` an IANA
    name, `language` a code (`de`), `experience` one of `beginner`, `intermediate`, `expert`,
    `lot_method` one of `fifo`, `lifo`, `hifo`.
    """

    name: str
    value: str
