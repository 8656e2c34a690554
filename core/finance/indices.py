"""What an index pays: its house range beside what its constituents pay by live readings."""

from dataclasses import dataclass
from decimal import Decimal

from core.catalogue import HouseRange, Index, crash_returns
from core.finance.market import MarketSnapshot, YieldReading


@dataclass(frozen=True, slots=True)
class PlannedYield:
    """The yields to plan an index with: ratios a year, the top cut where it is never planned on."""

    low: Decimal
    middle: Decimal
    high: Decimal


def planned_yield(index: Index) -> PlannedYield:
    """Return the house range, DeFi legs planned at no more than their middle (X3)."""
    house = index.house
    return PlannedYield(
        house.low, house.middle, house.middle if index.plan_on_middle else house.high
    )


@dataclass(frozen=True, slots=True)
class LivePart:
    """A constituent with a live reading, its weight in the index and its house range."""

    name: str
    weight: Decimal
    reading_id: str
    reading: YieldReading
    house: HouseRange


def live_parts(index: Index, snapshot: MarketSnapshot) -> tuple[LivePart, ...]:
    """Return the constituents that earn and have a live reading."""
    return tuple(
        LivePart(part.name, part.weight, part.reading, snapshot.yields[part.reading], part.house)
        for part in index.constituents
        if part.house and part.reading and part.reading in snapshot.yields
    )


def crash_return(index: Index) -> Decimal:
    """Return what prices did to the index in the crash year, as a ratio; stablecoins did not move.

    A constituent counts by its coin's price alone: a pair of ETH with dollars falls by half of
    what ETH does, which its `exposed` share to market risk expresses.
    """
    returns = crash_returns()
    moved = [part for part in index.constituents if part.asset in returns]
    weight = sum((part.weight for part in moved), Decimal(0))
    if not weight:
        return Decimal(0)
    mean = sum((part.weight * returns[part.asset].value for part in moved), Decimal(0)) / weight
    return mean * index.exposed.get("market-risk", Decimal(0))
