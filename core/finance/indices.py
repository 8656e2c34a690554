"""What an index pays: its house range beside what its constituents pay by live readings."""

from dataclasses import dataclass
from decimal import Decimal

from core.catalogue import Constituent, HouseRange, Index, crash_returns, stablecoins
from core.catalogue.index import CASH
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


def parts_yield(index: Index, end: str) -> Decimal:
    """Return what the constituents' own house ranges pay together at their `low` or `high`.

    Ratio of the whole index a year; what is only held pays nothing (X9, X11).
    """
    return sum(
        (part.weight * getattr(part.house, end) for part in index.constituents if part.house),
        Decimal(0),
    )


def earning_share(index: Index) -> Decimal:
    """Return the share of the index that earns anything (ratio)."""
    return sum((part.weight for part in index.constituents if part.house), Decimal(0))


def price_share(index: Index) -> Decimal:
    """Return the share of the index that moves with coin prices, a pair with dollars by half."""
    moving = (part for part in index.constituents if moves(part))
    return sum((part.weight / (2 if part.paired else 1) for part in moving), Decimal(0))


def moves(part: Constituent) -> bool:
    """Whether a part moves with the price of a coin, recorded or not."""
    return part.asset not in stablecoins() and part.asset != CASH


def is_recorded(index: Index) -> bool:
    """Whether there is a history of all prices that an index moves with."""
    return all(part.asset in crash_returns() for part in index.constituents if moves(part))


@dataclass(frozen=True, slots=True)
class LivePart:
    """A constituent with a live reading, its weight in the index and its house range."""

    id: str
    name: str
    weight: Decimal
    reading_id: str
    reading: YieldReading
    house: HouseRange


def live_parts(index: Index, snapshot: MarketSnapshot) -> tuple[LivePart, ...]:
    """Return the constituents that earn and have a live reading."""
    return tuple(
        LivePart(
            part.id,
            part.name,
            part.weight,
            part.reading,
            snapshot.yields[part.reading],
            part.house,
        )
        for part in index.constituents
        if part.house and part.reading and part.reading in snapshot.yields
    )


def crash_return(index: Index) -> Decimal:
    """Return what prices did to the index in the crash year (ratio); stablecoins did not move."""
    returns = crash_returns()
    return sum(
        (
            part.weight * value_change(part, returns[part.asset].value)
            for part in moving_parts(index)
        ),
        Decimal(0),
    )


def value_change(part: Constituent, price_change: Decimal) -> Decimal:
    """Return what a change of its coin's price does to a part's value (both ratios).

    A pool of a coin with dollars follows the root of the price, as a constant product does: it
    sells on the way up and buys on the way down.
    """
    return (1 + price_change).sqrt() - 1 if part.paired else price_change


def moving_parts(index: Index) -> tuple[Constituent, ...]:
    """Return the constituents that move with the price of a coin that is recorded."""
    return tuple(part for part in index.constituents if part.asset in crash_returns())
