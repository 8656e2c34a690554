"""A new view of the market out of the last one and what could be read since.

What could not be read stays as it was, with its own date. What was read and cannot be is held
against what was usual (`glitches`), and a price that leaps needs a second source.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from core.catalogue import known_pools
from core.finance.glitches import believed
from core.finance.market import (
    IncidentReading,
    IndexReading,
    MarketSnapshot,
    PegReading,
    PriceReading,
    ProtocolReading,
    YieldDay,
    YieldReading,
)
from core.money import ExchangeRates

KEPT_DAYS = 90
"""So many days of a pool's history go along with it."""
STALE = timedelta(days=3)
"""A pool whose chart ended so long ago says nothing of today."""
LEAP = Decimal("0.5")
"""A price that changed by more since the last reading is believed when a second source agrees."""
LEAP_AFTER = timedelta(days=3)
"""After so long without a reading a price may have gone anywhere."""
AGREE = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Fresh:
    """What could be read; None where a provider did not answer."""

    as_of: datetime
    yields: Mapping[str, YieldReading] | None = None
    days: Mapping[str, tuple[YieldDay, ...]] = field(default_factory=dict)
    """The daily rates that are kept, by our id of the pool, oldest first."""
    staking: Mapping[str, YieldReading] = field(default_factory=dict)
    """What staking providers themselves say, by our id of the pool."""
    prices: Mapping[str, PriceReading] = field(default_factory=dict)
    second_prices: Mapping[str, PriceReading] = field(default_factory=dict)
    """What a second source says, where it was asked."""
    pegs: Mapping[str, PegReading] | None = None
    protocols: Mapping[str, ProtocolReading] | None = None
    revenues: Mapping[str, Decimal] = field(default_factory=dict)
    incidents: tuple[IncidentReading, ...] | None = None
    exchange_rates: ExchangeRates | None = None
    indices: Mapping[str, IndexReading] | None = None


def renewed(last: MarketSnapshot, fresh: Fresh) -> MarketSnapshot:
    """Return the market as it is known after a round of reading."""
    prices = _prices(last, fresh)
    return MarketSnapshot(
        yields=_yields(last, fresh),
        prices=prices,
        exchange_rates=_newer(last.exchange_rates, fresh.exchange_rates),
        as_of=last.as_of if fresh.yields is None else fresh.as_of,
        pegs=last.pegs if fresh.pegs is None else _pegs(fresh.pegs, fresh.second_prices),
        protocols=_protocols(last, fresh),
        incidents=last.incidents if fresh.incidents is None else fresh.incidents,
        indices=last.indices if fresh.indices is None else fresh.indices,
        price_days=_price_days(last, prices),
    )


def _price_days(
    last: MarketSnapshot, prices: Mapping[str, PriceReading]
) -> Mapping[str, Mapping[date, Decimal]]:
    """Return the prices of past days with those just read, the last of a day in its place."""
    read = {one.symbol: {one.as_of.date(): one.price} for one in prices.values()}
    symbols = last.price_days.keys() | read.keys()
    return {one: {**last.price_days.get(one, {}), **read.get(one, {})} for one in symbols}


def _yields(last: MarketSnapshot, fresh: Fresh) -> Mapping[str, YieldReading]:
    """Return the readings: what is in use and was not read stays, anything else goes."""
    if fresh.yields is None:
        return last.yields
    kept = {name: one for name, one in last.yields.items() if name in known_pools()}
    read = {
        name: _with_history(one, fresh.days.get(name, ())) for name, one in fresh.yields.items()
    }
    found = {**kept, **{name: believed(one) for name, one in read.items()}}
    return {name: _corroborated(one, fresh.staking.get(name)) for name, one in found.items()}


def _with_history(reading: YieldReading, days: tuple[YieldDay, ...]) -> YieldReading:
    """Return a reading with its past; one whose chart has long ended is of that day."""
    if not days:
        return reading
    ended = datetime.combine(days[-1].day, time(23, 59), UTC)
    as_of = ended if reading.as_of - ended > STALE else reading.as_of
    return replace(reading, as_of=as_of, history=tuple(day.rate for day in days[-KEPT_DAYS:]))


def _corroborated(reading: YieldReading, own: YieldReading | None) -> YieldReading:
    """Return what the provider of the staking token says itself, where the reading is no fact."""
    if own is None or reading.disbelieved is None:
        return reading
    return replace(reading, rate=own.rate, source=own.source, as_of=own.as_of)


def _prices(last: MarketSnapshot, fresh: Fresh) -> Mapping[str, PriceReading]:
    found = {**fresh.second_prices, **fresh.prices}
    believable = {
        symbol: price
        for symbol, price in found.items()
        if _is_believable(price, last.prices.get(symbol), fresh.second_prices.get(symbol))
    }
    return {**last.prices, **believable}


def _is_believable(
    price: PriceReading, before: PriceReading | None, second: PriceReading | None
) -> bool:
    """Whether a price is newer than the last and no leap, or one that two sources saw."""
    if before is None:
        return True
    if price.as_of < before.as_of:
        return False
    leapt = leaps(price, before)
    return not leapt or (second is not None and second is not price and _agree(price, second))


def leaps(price: PriceReading, before: PriceReading) -> bool:
    """Whether a price is so far from the last that a second source is worth asking."""
    if price.as_of - before.as_of > LEAP_AFTER:
        return False
    return abs(price.price / before.price - 1) > LEAP


def _agree(one: PriceReading, other: PriceReading) -> bool:
    return abs(one.price / other.price - 1) <= AGREE


def _pegs(
    pegs: Mapping[str, PegReading], second: Mapping[str, PriceReading]
) -> Mapping[str, PegReading]:
    """Return stablecoins with what a second source says of their prices."""
    return {
        symbol: replace(peg, second=second[symbol].price) if symbol in second else peg
        for symbol, peg in pegs.items()
    }


def _protocols(last: MarketSnapshot, fresh: Fresh) -> Mapping[str, ProtocolReading]:
    """Return how protocols do; revenue is read once a day and stays until then."""
    found = last.protocols if fresh.protocols is None else fresh.protocols
    known = {slug: one.revenue for slug, one in last.protocols.items()} | dict(fresh.revenues)
    return {slug: replace(one, revenue=known.get(slug)) for slug, one in found.items()}


def _newer(last: ExchangeRates, fresh: ExchangeRates | None) -> ExchangeRates:
    return fresh if fresh and fresh.as_of >= last.as_of else last
