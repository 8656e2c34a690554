"""Alerts: what is watched for a person, and when a reading is worth a message.

A level that is crossed is told once. It is told again after the reading came back over it by
more than the noise between two readings.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from core.catalogue import coin_of, income_sources, protocol_facts, protocol_of, read_toml
from core.finance.market import (
    MarketSnapshot,
    PegReading,
    PriceReading,
    ProtocolReading,
    YieldReading,
)
from core.finance.portfolio import Kind, Position, house_range, is_stable, kind_of, live_reading


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

    @property
    def key(self) -> str:
        """The number as the prefix of its facts."""
        return f"a{self.number}"

    @property
    def watches(self) -> "Source":
        """What has to be read for it."""
        return Source(self.subject, self.watched, self.venue)


@dataclass(frozen=True, slots=True)
class Source:
    """What is read once for all who watch it."""

    subject: str
    watched: Watched
    venue: str


@dataclass(frozen=True, slots=True)
class WithHoldings:
    """What is watched with a holding: levels as ratios."""

    peg: Decimal
    size_left: Decimal
    yield_left: Decimal


@cache
def comes_back() -> Mapping[Watched, Decimal]:
    """Return by how much of its level a reading has to come back before it is told again."""
    ratios = read_toml("monitoring.toml")["comes_back"]
    return MappingProxyType({Watched(name): Decimal(ratio) for name, ratio in ratios.items()})


@cache
def with_holdings() -> WithHoldings:
    """Return the levels of what is watched with a holding."""
    return WithHoldings(**read_toml("monitoring.toml")["with_holdings"])


Reading = Decimal | date
"""What is compared with an alert's level; of an incident the day."""


def reading_of(source: Source, snapshot: MarketSnapshot) -> Reading | None:
    """Return what a source says now; None where nothing does."""
    match source.watched:
        case Watched.PRICE:
            price = snapshot.prices.get(coin_of(source.subject))
            return price.price if price else None
        case Watched.PEG:
            return _peg(source.subject, snapshot)
        case Watched.YIELD:
            reading = yield_reading(source, snapshot)
            return reading.rate if reading else None
        case Watched.TVL:
            return _size(source.subject, snapshot)
        case Watched.INCIDENT:
            return _last_incident(source.subject, snapshot)


def read_at(source: Source, snapshot: MarketSnapshot) -> datetime:
    """Return when what a source says was read; the snapshot's own time where it is not known."""
    readings: tuple[PriceReading | PegReading | YieldReading | ProtocolReading | None, ...]
    match source.watched:
        case Watched.PRICE:
            readings = (snapshot.prices.get(coin_of(source.subject)),)
        case Watched.PEG:
            readings = (snapshot.pegs.get(source.subject), snapshot.prices.get(source.subject))
        case Watched.YIELD:
            readings = (yield_reading(source, snapshot),)
        case _:
            known = snapshot.protocols.get(source.subject)
            readings = (known, snapshot.pegs.get(source.subject))
    return next((one.as_of for one in readings if one), snapshot.as_of)


def _peg(asset: str, snapshot: MarketSnapshot) -> Decimal | None:
    """Return what a stablecoin costs in the currency it keeps to."""
    peg = snapshot.pegs.get(asset)
    if peg is None or peg.price is None:
        price = snapshot.prices.get(asset)
        return price.price if price and is_stable(asset) else None
    rate = snapshot.exchange_rates.rate("USD", peg.currency)
    return peg.price * rate if rate else None


def yield_reading(source: Source, snapshot: MarketSnapshot) -> YieldReading | None:
    """Return the reading of a yield: at its venue, else at the usual place of the coin.

    Of several the largest counts; a protocol without a coin is its largest pool.
    """
    if source.subject in protocol_facts():
        return _largest(r for r in snapshot.yields.values() if _at(r) == source.subject)
    usual = income_sources().get(source.subject)
    if not source.venue and usual and usual.reading:
        return snapshot.yields.get(usual.reading)
    names = {source.subject, f"S{source.subject}"}
    return _largest(
        reading
        for reading in snapshot.yields.values()
        if not reading.pair
        and source.venue in {"", _at(reading)}
        and (reading.symbol in names or coin_of(reading.symbol) == source.subject)
    )


def _at(reading: YieldReading) -> str | None:
    protocol = protocol_of(reading.project)
    return protocol.slug if protocol else None


def _largest(readings: Iterable[YieldReading]) -> YieldReading | None:
    return max(readings, key=lambda reading: reading.size, default=None)


def _size(subject: str, snapshot: MarketSnapshot) -> Decimal | None:
    """Return what lies in a protocol, or how much of a stablecoin there is, in USD."""
    if subject in snapshot.protocols:
        return snapshot.protocols[subject].size
    if subject in snapshot.pegs:
        return snapshot.pegs[subject].size
    return None


def _last_incident(slug: str, snapshot: MarketSnapshot) -> date | None:
    known = [one.day for one in snapshot.incidents if one.protocol == slug]
    facts = protocol_facts().get(slug)
    known += [one.day for one in facts.incidents] if facts else []
    return max(known, default=None)


@dataclass(frozen=True, slots=True)
class Judged:
    """An alert whose state a reading changes; `told` when that is worth a message."""

    alert: Alert
    told: bool


def judged(alert: Alert, reading: Reading | None) -> Judged | None:
    """Return what a reading changes about an alert; None when it changes nothing.

    >>> alert = Alert(1, "ETH", Watched.PRICE, below=Decimal(2000))
    >>> crossed = judged(alert, Decimal(1990))
    >>> crossed.told, judged(crossed.alert, Decimal(1985)), judged(crossed.alert, Decimal(2010))
    (True, None, None)
    >>> judged(crossed.alert, Decimal(2041)).told
    False
    """
    if reading is None or alert.paused:
        return None
    if isinstance(reading, date):
        if alert.since is None or reading <= alert.since:
            return None
        return Judged(replace(alert, since=reading), told=True)
    if not alert.crossed:
        beyond = _is_beyond(alert, reading, Decimal(1))
        return Judged(replace(alert, crossed=True), told=True) if beyond else None
    is_back = not _is_beyond(alert, reading, comes_back()[alert.watched] + 1)
    return Judged(replace(alert, crossed=False), told=False) if is_back else None


def _is_beyond(alert: Alert, reading: Decimal, slack: Decimal) -> bool:
    """Whether a reading is past the level, the level moved towards where it came from."""
    if alert.below is not None:
        return reading < alert.below * slack
    return alert.above is not None and reading > alert.above / slack


_Owner = TypeVar("_Owner")


def evaluated(
    alerts: Iterable[tuple[_Owner, Alert]], snapshot: MarketSnapshot
) -> Iterator[tuple[_Owner, Judged, Reading]]:
    """Yield whose alerts a snapshot changes; each source is read once for all of them.

    Alerts come and go one at a time: memory grows with the sources, not with the people.
    """
    readings: dict[Source, Reading | None] = {}
    for owner, alert in alerts:
        source = alert.watches
        if source not in readings:
            readings[source] = reading_of(source, snapshot)
        reading = readings[source]
        changed = judged(alert, reading)
        if changed and reading is not None:
            yield owner, changed, reading


def watched_with(
    positions: Iterable[Position], snapshot: MarketSnapshot, today: date
) -> Iterator[Alert]:
    """Yield what is watched with holdings: pegs, incidents and sizes of protocols, halved yields.

    They have no numbers yet.
    """
    levels = with_holdings()
    for position in positions:
        if is_stable(position.asset):
            yield _default(position.asset, Watched.PEG, below=levels.peg)
        if position.venue in protocol_facts():
            yield replace(_default(position.venue, Watched.INCIDENT), since=today)
            size = _size(position.venue, snapshot)
            if size:
                left = size * levels.size_left
                yield _default(position.venue, Watched.TVL, below=_rounded(left))
        reading = live_reading(position, snapshot)
        if reading and reading.rate > 0 and house_range(position.asset, kind_of(position)):
            half = _rounded(reading.rate * levels.yield_left)
            is_lent = kind_of(position) is Kind.LENT
            venue = position.venue if is_lent else ""
            yield replace(_default(position.asset, Watched.YIELD, below=half), venue=venue)


def _default(subject: str, watched: Watched, *, below: Decimal | None = None) -> Alert:
    return Alert(0, subject, watched, below=below, by_default=True)


def _rounded(value: Decimal) -> Decimal:
    """Return a level in two figures: it is no more exact than that."""
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 1))
