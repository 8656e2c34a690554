"""Money, periods and exchange rates: the units every other module counts in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

DEFAULT_CURRENCY = "USD"
"""What a sum is counted in when no currency was named, and coins are priced in."""


class Period(StrEnum):
    """How often a sum recurs."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def per_year(self) -> Decimal:
        """How many of them make a year (a year has 365 days, 52 weeks)."""
        return _PER_YEAR[self]


_PER_YEAR = {
    Period.DAY: Decimal(365),
    Period.WEEK: Decimal(52),
    Period.MONTH: Decimal(12),
    Period.QUARTER: Decimal(4),
    Period.YEAR: Decimal(1),
}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code)."""

    amount: Decimal
    currency: str

    def times(self, factor: Decimal) -> "Money":
        """Return the amount multiplied by a plain number."""
        return Money(self.amount * factor, self.currency)


@dataclass(frozen=True, slots=True)
class ExchangeRates:
    """Units of each currency for one euro, with where and when they were read."""

    per_euro: Mapping[str, Decimal]
    source: str
    as_of: date

    def rate(self, base: str, quote: str) -> Decimal | None:
        """Return how many units of `quote` one unit of `base` buys; None when either is unknown."""
        if base not in self.per_euro or quote not in self.per_euro:
            return None
        return self.per_euro[quote] / self.per_euro[base]
