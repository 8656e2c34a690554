"""How a sum is split over coins, and where what is held of each coin lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.finance.stress import CASH
from core.nlu.utterance import Holding, Slots


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of one coin lies: a protocol or an exchange, None where none was named.

    `weight` is that part of the coin (ratio).
    """

    venue: str | None
    weight: Decimal


def shares_of(slots: Slots) -> Mapping[str, Decimal]:
    """Return the share of the whole in each coin, where shares or values were named.

    What they leave of the whole is cash.
    """
    parts: dict[str, Decimal] = {}
    for one in slots.holdings:
        share = _share(one, slots)
        if share is not None:
            parts[one.asset] = parts.get(one.asset, Decimal(0)) + share
    left = 1 - sum(parts.values(), Decimal(0))
    return {**parts, CASH: left} if parts and left > 0 else parts


def held_mix(slots: Slots) -> Mapping[str, Decimal | None]:
    """Return the coins that money to live on lies in, None each for equal parts.

    Nothing where a blend is wanted: an index, or a risk level of its own. An index beside coins
    is what the money beside them lies in.
    """
    counted = [held.asset for held in slots.holdings if held.quantity]
    if slots.risk or (slots.indices and not counted):
        return {}
    if counted:
        return dict.fromkeys((*counted, *slots.indices))
    shares = shares_of(slots) if slots.capital else {}
    return dict(shares) or (dict.fromkeys(slots.assets) if slots.capital else {})


def _share(one: Holding, slots: Slots) -> Decimal | None:
    if one.share is not None or one.quantity is not None:
        return one.share if one.quantity is None else None
    if one.value is None or slots.capital is None or not slots.capital.amount:
        return None
    return one.value.amount / slots.capital.amount


def places_of(slots: Slots) -> Mapping[str, tuple[Place, ...]]:
    """Return where each coin lies, by the size of its holdings.

    Where no holding names a place, it is where the sum lies, or the one protocol of the question.
    """
    alone = slots.placed or (slots.protocols[0] if len(slots.protocols) == 1 else None)
    if not any(one.venue for one in slots.holdings):
        return {asset: (Place(alone, Decimal(1)),) for asset in slots.assets if alone}
    return {one.asset: _places(one.asset, slots.holdings) for one in slots.holdings}


def _places(asset: str, holdings: tuple[Holding, ...]) -> tuple[Place, ...]:
    sizes: dict[str | None, Decimal] = {}
    for one in holdings:
        if one.asset == asset:
            sizes[one.venue] = sizes.get(one.venue, Decimal(0)) + _size(one)
    whole = sum(sizes.values(), Decimal(0))
    return tuple(Place(venue, size / whole) for venue, size in sizes.items()) if whole else ()


def _size(one: Holding) -> Decimal:
    """Return how much a holding is, to be compared with others of its coin."""
    return one.quantity or one.share or (one.value.amount if one.value else Decimal(0))
