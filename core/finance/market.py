"""The market as one frozen value: what things pay and cost, each figure with source and time.

A reading is a sample. `rate` is what was read, unless it could not be believed; what to plan on is
`settled`, which a spike, a zero or a doubled reward does not move.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from statistics import median
from types import MappingProxyType
from typing import Any

from core.catalogue import protocol_of, read_toml
from core.money import ExchangeRates

CoinDays = Mapping[str, frozenset[date]]
"""Days of coins, by symbol."""
PriceDays = Mapping[str, Mapping[date, Decimal]]
"""What coins cost in USD on days, by symbol."""


@dataclass(frozen=True, slots=True)
class YieldReading:
    """What one pool or token paid when it was read.

    Rates are ratios a year, `size` the pool's value in USD. None is not known.
    """

    pool: str
    project: str
    chain: str
    symbol: str
    rate: Decimal
    size: Decimal
    source: str
    as_of: datetime
    base: Decimal | None = None
    """The part paid by borrowers, traders or the network,"""
    reward: Decimal | None = None
    """and the part paid in reward tokens."""
    change_week: Decimal | None = None
    """By how much the rate moved in seven days, as a difference of ratios."""
    mean_month: Decimal | None = None
    """The provider's mean over thirty days."""
    mean_ever: Decimal | None = None
    """The provider's mean over all its days."""
    days: int | None = None
    """Of how many days the provider has samples."""
    outlier: bool = False
    """Whether the provider calls it an outlier among its pools."""
    pair: bool = False
    """Whether more than one coin lies in it."""
    note: str | None = None
    """What tells it from other pools of the same coin, in the provider's words."""
    history: tuple[Decimal, ...] = ()
    """Daily rates as they are kept here, oldest first."""
    disbelieved: Decimal | None = None
    """What was read and not taken as fact; `rate` is then what was usual."""

    @property
    def venue(self) -> str:
        """The name of the protocol, or of the project where the protocol is not known."""
        protocol = protocol_of(self.project)
        return protocol.name if protocol else self.project.replace("-", " ").title()

    @property
    def settled(self) -> Decimal:
        """The rate to plan on: the usual one where it is known."""
        usual = self.usual
        return self.rate if usual is None else usual

    @property
    def usual(self) -> Decimal | None:
        """What it usually pays: the median of the last month, else the provider's mean of it."""
        recent = self.history[-DAYS_OF_USUAL:]
        return Decimal(median(recent)) if len(recent) >= FEWEST_DAYS else self.mean_month


ONE_DAY = timedelta(days=1)
DAYS_OF_USUAL = 30
FEWEST_DAYS = 14
"""A median of fewer days could be a spike itself."""


@dataclass(frozen=True, slots=True)
class YieldDay:
    """What a pool paid on a day (ratio a year), and what lay in it (USD)."""

    day: date
    rate: Decimal
    size: Decimal | None


_CHAINS = {"BSC": "bnb-chain", "OP Mainnet": "optimism"}


def chain_slug(chain: str) -> str:
    """Return a chain, named as a provider does, by the name that questions know it by."""
    return _CHAINS.get(chain, chain.lower().replace(" ", "-"))


@dataclass(frozen=True, slots=True)
class PriceReading:
    """A price of one coin in USD."""

    symbol: str
    price: Decimal
    source: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class PegReading:
    """What a stablecoin costs and how much of it there is, in USD.

    `price` is None where nobody says one; `second` is what another source says.
    """

    symbol: str
    name: str
    currency: str
    mechanism: str
    price: Decimal | None
    size: Decimal
    size_week_ago: Decimal | None
    source: str
    as_of: datetime
    second: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProtocolReading:
    """How a protocol does: what lies in it, how that moved in a week, what it earns a year."""

    slug: str
    size: Decimal
    change_week: Decimal | None
    revenue: Decimal | None
    source: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class IncidentReading:
    """A loss of users' money as a provider lists it; the loss in USD where it is known."""

    protocol: str
    day: date
    loss_usd: Decimal | None
    returned_usd: Decimal | None
    technique: str | None
    source: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class IndexReading:
    """An index as its provider has it: what it is called there, how it moved in a week, its parts.

    The change is a ratio, the weights of its coins add up to one.
    """

    name: str
    change_week: Decimal | None
    weights: Mapping[str, Decimal]
    source: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class DayPrice:
    """What a coin cost in USD, and on which day."""

    day: date
    price: Decimal


@dataclass(frozen=True, eq=False)
class MarketSnapshot:
    """Everything a turn may know of the market.

    One reading of it is one object: what is computed from it can be remembered by it.
    """

    yields: Mapping[str, YieldReading]
    """By our id of the pool."""
    prices: Mapping[str, PriceReading]
    """By symbol."""
    exchange_rates: ExchangeRates
    as_of: datetime
    """When the yields were read."""
    pegs: Mapping[str, PegReading] = field(default_factory=dict)
    """Stablecoins by symbol."""
    protocols: Mapping[str, ProtocolReading] = field(default_factory=dict)
    """By slug."""
    incidents: tuple[IncidentReading, ...] = ()
    """The newest first."""
    indices: Mapping[str, IndexReading] = field(default_factory=dict)
    """By our id, where a provider keeps one that is set to stand for ours."""
    price_days: PriceDays = field(default_factory=dict)
    """What coins cost in USD on the days they were read, by symbol."""

    def price_on(self, symbol: str, day: date) -> DayPrice | None:
        """Return what a coin cost on a day, or on the one beside it; None where it was not read.

        Any other day would be a guess.
        """
        reading, days = self.prices.get(symbol), self.price_days.get(symbol, {})
        read = {**days, reading.as_of.date(): reading.price} if reading else days
        near = (day, day - ONE_DAY, day + ONE_DAY)
        return next((DayPrice(one, read[one]) for one in near if one in read), None)

    def with_price_days(self, more: PriceDays) -> "MarketSnapshot":
        """Return it with prices of more days."""
        days = {one: {**found, **self.price_days.get(one, {})} for one, found in more.items()}
        return replace(self, price_days={**self.price_days, **days})


@cache
def bundled_snapshot() -> MarketSnapshot:
    """Return the snapshot that comes with the package."""
    data = read_toml("snapshot.toml")
    rates = data["exchange_rates"]
    about = {"source": data["source"], "as_of": data["as_of"]}
    return MarketSnapshot(
        yields=MappingProxyType(
            {name: YieldReading(**about, **entry) for name, entry in data["yields"].items()}
        ),
        prices=MappingProxyType(
            {symbol: PriceReading(symbol, **entry) for symbol, entry in data["prices"].items()}
        ),
        exchange_rates=ExchangeRates(
            MappingProxyType(rates["per_euro"]), rates["source"], rates["as_of"]
        ),
        as_of=data["as_of"],
        pegs=MappingProxyType(
            {symbol: _peg(symbol, entry, about) for symbol, entry in data["pegs"].items()}
        ),
    )


def _peg(symbol: str, entry: Mapping[str, Any], about: Mapping[str, Any]) -> PegReading:
    """Return a peg as the file has it: what has no price has none there."""
    may_lack = {"price": entry.get("price"), "size_week_ago": entry.get("size_week_ago")}
    return PegReading(symbol, **{**entry, **may_lack, **about})
