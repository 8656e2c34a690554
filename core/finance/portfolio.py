"""What a person holds: how each holding lies, what it could pay, and what the whole hangs on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.catalogue import (
    HouseRange,
    asset_facts,
    coin_of,
    house_yields,
    income_sources,
    protocol_facts,
    stablecoins,
    staked_coin,
    staked_coins,
)
from core.catalogue import protocol_of as project_protocol
from core.finance.market import MarketSnapshot, YieldReading


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
    unlocks: date | None = None
    """Until when it is locked, where that was said."""

    @property
    def key(self) -> str:
        """The number as the prefix of its facts."""
        return f"h{self.number}"


_KINDS = (("lending", Kind.LENT), ("savings", Kind.LENT), ("stak", Kind.STAKED))
"""What lies in a protocol of a kind does this, by a word of the kind."""


def kind_of(position: Position) -> Kind:
    """Return what a holding does: as it was said, as its token or its venue tells, else idle."""
    if position.kind:
        return position.kind
    if position.asset in staked_coins():
        return Kind.STAKED
    protocol = protocol_facts().get(position.venue)
    words = protocol.kind if protocol else ""
    if words == "exchange":
        return Kind.POOLED
    return next((kind for word, kind in _KINDS if word in words), Kind.IDLE)


def is_staked(asset: str) -> bool:
    """Whether a coin earns by staking, as far as is known."""
    source = income_sources().get(asset)
    return source is not None and source.method == "staking"


def house_range(asset: str, kind: Kind) -> HouseRange | None:
    """Return the published range of what an asset pays when it does this; None when unknown."""
    match kind:
        case Kind.STAKED:
            source = income_sources().get(asset) or income_sources().get(staked_coin(asset))
            return source.house if source and source.method == "staking" else None
        case Kind.LENT:
            return house_yields()[f"{'stablecoin' if is_stable(asset) else 'volatile'}-lending"]
        case Kind.POOLED:
            return house_yields()["major-pairs"]
        case Kind.IDLE:
            return None


def is_stable(asset: str) -> bool:
    """Whether an asset keeps to a currency."""
    return asset in stablecoins()


def could_do(asset: str) -> Kind | None:
    """Return what an idle asset would earn by: its network's staking, or lending; None if by none.

    A coin that is not listed earns nothing that is known.
    """
    if is_staked(asset):
        return Kind.STAKED
    return Kind.LENT if asset in income_sources() else None


def live_reading(position: Position, snapshot: MarketSnapshot) -> YieldReading | None:
    """Return what a holding pays now, where its very venue and asset are read.

    A staked coin without a venue is read at its usual one.
    """
    kind = kind_of(position)
    source = income_sources().get(position.asset)
    if kind is Kind.STAKED and source and source.reading and not position.venue:
        return snapshot.yields.get(source.reading)
    if kind is Kind.STAKED and position.asset in staked_coins() and not position.venue:
        own = (r for r in snapshot.yields.values() if r.symbol == position.asset and not r.pair)
        return max(own, key=lambda reading: reading.size, default=None)
    if kind in {Kind.IDLE, Kind.POOLED} or not position.venue:
        return None
    symbols = {position.asset, f"S{position.asset}"} if kind is Kind.LENT else None
    found = (
        reading
        for reading in snapshot.yields.values()
        if _is_at(reading, position.venue)
        and (symbols is None or reading.symbol in symbols)
        and (symbols is not None or coin_of(reading.symbol) == coin_of(position.asset))
    )
    return max(found, key=lambda reading: reading.size, default=None)


def _is_at(reading: YieldReading, venue: str) -> bool:
    protocol = project_protocol(reading.project)
    return not reading.pair and venue in {reading.project, protocol.slug if protocol else ""}


def chain_of(position: Position, reading: YieldReading | None) -> str | None:
    """Return the chain a holding lies on: where it is read, else its coin's own; None unknown."""
    facts = asset_facts().get(position.asset) or asset_facts().get(coin_of(position.asset))
    if reading or facts is None:
        return reading.chain if reading else None
    return None if is_stable(position.asset) else facts.chain.replace("-", " ").title()


def protocol_of(position: Position) -> str | None:
    """Return the protocol a holding depends on; None for a wallet, an exchange or a network."""
    return position.venue if position.venue in protocol_facts() else None


def grouped(parts: Iterable[tuple[str | None, Position]]) -> Mapping[str, tuple[Position, ...]]:
    """Return holdings by what they have in common; those without it in no group."""
    groups: dict[str, tuple[Position, ...]] = {}
    for name, position in parts:
        if name is not None:
            groups[name] = (*groups.get(name, ()), position)
    return groups
