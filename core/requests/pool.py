"""What a pair loses against holding its coins."""

from dataclasses import dataclass, replace
from decimal import Decimal

from core.catalogue import coin_of
from core.money import Money
from core.nlu.described import PoolShape
from core.nlu.utterance import Rate, Shock, Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of

A_WEEK = Decimal("0.019")
"""Years; over less, no usual movement can be told."""
ONE = Decimal(1)
A_PERCENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ImpermanentLossRequest:
    """What a pair loses against holding its coins, by a move or over a time."""

    assets: tuple[str, ...]
    shape: PoolShape
    shock: Shock | None
    beside: Shock | None
    """What the other coin does at the same time, where both were said to move."""
    rate: Rate | None
    years: Decimal | None
    capital: Money | Coins | None
    profile: Profile


def complete_pool(slots: Slots, profile: Profile) -> ImpermanentLossRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    years, both = slots.horizon_years, _both(slots)
    alone = slots.shock if slots.shock and _concerns(slots.shock, slots.assets) else None
    return ImpermanentLossRequest(
        slots.assets,
        slots.pool or PoolShape(),
        both[0] if both else alone,
        both[1] if both else None,
        slots.yield_ or _fees(slots.fee),
        years if years and years >= A_WEEK else None,
        capital_of(slots),
        profile,
    )


def repooled(before: Slots, said: Slots) -> Slots:
    """Return a question about a pool with what was said of the same pool put over it.

    A price that is gone to takes the place of a move, and a move that of such a price; who names
    one coin of the pair speaks of the same pair.
    """
    moved = said.pool is not None and said.pool.end is not None
    kept = before.without("shock", "blows") if moved else before
    pool = _over(before.pool or PoolShape(), said.pool or PoolShape(), moved=bool(said.shocks))
    slots = replace(kept.overlaid(said), pool=None if pool == PoolShape() else pool)
    same = bool(before.assets) and set(said.assets) <= set(before.assets)
    return replace(slots, assets=before.assets) if same else slots


def _over(before: PoolShape, said: PoolShape, *, moved: bool) -> PoolShape:
    """Return a pool's shape with a later one over it, in the later one's prices."""
    low, high, start = said.low, said.high, said.start
    base = before.start
    if low and high and start == ONE and base and base != ONE:
        low, high, start = low * base, high * base, base
    elif low and start is None:
        start = base if base != ONE else None
    elif low is None:
        low, high, start = before.low, before.high, start or base
    end = None if moved else said.end or before.end
    if said.weight and not said.low:
        return PoolShape(said.weight, start=start if end else None, end=end)
    return PoolShape(None if low else before.weight, low, high, start, end)


def _fees(said: Decimal | None) -> Rate | None:
    """Return what a pool is said to pay in fees; what it takes of a trade is a percent at most."""
    return Rate(said, said) if said and said > A_PERCENT else None


def _both(slots: Slots) -> tuple[Shock, Shock] | None:
    """Return the moves of both coins of a pair, in its order, where both were named."""
    moves = {coin_of(one.subject): one.change for one in slots.shocks if one.subject.isupper()}
    pair = [(asset, moves.get(coin_of(asset))) for asset in slots.assets[:2]]
    named = [Shock(asset, change) for asset, change in pair if change is not None]
    return (named[0], named[1]) if len(named) == 2 and len(moves) == 2 else None


def _concerns(shock: Shock, assets: tuple[str, ...]) -> bool:
    """Whether a move is of a coin in the pool, or of prices at large."""
    pooled = {coin_of(asset) for asset in assets[:2]}
    return not pooled or not shock.subject.isupper() or coin_of(shock.subject) in pooled
