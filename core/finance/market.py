"""The market as one frozen value: what things pay and cost, each figure with source and time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from core.catalogue import read_toml
from core.money import ExchangeRates


@dataclass(frozen=True, slots=True)
class YieldReading:
    """What one pool or token paid when it was read.

    `rate` is a ratio a year, `size` the pool's value in USD.
    """

    pool: str
    project: str
    chain: str
    symbol: str
    rate: Decimal
    size: Decimal
    source: str
    as_of: datetime

    @property
    def venue(self) -> str:
        """The project's name without its version: `aave-v3` is Aave."""
        return re.sub(r"-v\d+$", "", self.project).replace("-", " ").title()


@dataclass(frozen=True, slots=True)
class PriceReading:
    """A price of one coin in USD."""

    symbol: str
    price: Decimal
    source: str
    as_of: datetime


@dataclass(frozen=True, eq=False)
class MarketSnapshot:
    """Everything a turn may know of the market.

    One reading of it is one object: what is computed from it can be remembered by it.
    """

    yields: Mapping[str, YieldReading]
    """By the constituent's id in the index definitions."""
    prices: Mapping[str, PriceReading]
    """By symbol; a stablecoin's price says how near its peg it is."""
    exchange_rates: ExchangeRates
    as_of: datetime
    """When the yields were read."""


@cache
def bundled_snapshot() -> MarketSnapshot:
    """Return the snapshot that comes with the package."""
    data = read_toml("snapshot.toml")
    rates = data["exchange_rates"]
    return MarketSnapshot(
        yields=MappingProxyType(
            {name: YieldReading(**entry) for name, entry in data["yields"].items()}
        ),
        prices=MappingProxyType(
            {symbol: PriceReading(symbol, **entry) for symbol, entry in data["prices"].items()}
        ),
        exchange_rates=ExchangeRates(
            MappingProxyType(rates["per_euro"]), rates["source"], rates["as_of"]
        ),
        as_of=data["as_of"],
    )
