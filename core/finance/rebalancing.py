"""Rebalancing: how far parts have drifted from their shares, and the fewest moves that mend it.

Parts are named by keys; sums are in one currency, or shares of one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.catalogue import coin_sleeve, stablecoins, staked_coins
from core.finance.portfolio import is_stable, is_staked

ZERO = Decimal(0)
NEW_MONEY = "new_money"
"""The source of moves that put in what comes from outside."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a part should be of the whole, and the band in which it is left alone (ratios)."""

    key: str
    share: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Move:
    """A sum that goes from one part, or from new money, to another part."""

    source: str
    target: str
    amount: Decimal


def index_for(asset: str, kind: str | None) -> str:
    """Return the index that a holding counts as: pools, dollars, or coins."""
    if kind == "pooled":
        return "conservative-defi"
    return "stablecoin-lending" if asset in stablecoins() else "large-cap-staking"


def part_for(asset: str, kind: str | None) -> str:
    """Return the part of a blend that a holding is; a coin that is not staked is one of its own."""
    if kind == "pooled" or is_stable(asset) or is_staked(asset) or asset in staked_coins():
        return index_for(asset, kind)
    return coin_sleeve(asset, idle=kind == "idle").id


def outside(held: Mapping[str, Decimal], targets: Iterable[Target]) -> tuple[str, ...]:
    """Return the parts whose share of the whole (above zero) lies outside their band."""
    whole = sum(held.values(), ZERO)
    return tuple(
        target.key
        for target in targets
        if not target.least <= held.get(target.key, ZERO) / whole <= target.most
    )


def moves(
    held: Mapping[str, Decimal],
    targets: Sequence[Target],
    new_money: Decimal = ZERO,
    least: Decimal = ZERO,
) -> tuple[Move, ...]:
    """Return what brings every part to its share, largest gaps first; none if none is needed.

    New money goes first where it is missing; only if a part is still outside its band is anything
    moved from another. A move below `least` (ratio of the whole) costs more than it mends and is
    left out.
    """
    whole = sum(held.values(), ZERO) + new_money
    if not whole:
        return ()
    gaps = dict(held) | {t.key: held.get(t.key, ZERO) - t.share * whole for t in targets}
    put_in = list(_matched({NEW_MONEY: new_money}, gaps, least * whole)) if new_money else []
    after = dict(held)
    for move in put_in:
        gaps[move.target] += move.amount
        after[move.target] = after.get(move.target, ZERO) + move.amount
    if not outside(after, targets):
        return tuple(put_in)
    return (*put_in, *_matched(gaps, gaps, least * whole))


def _matched(
    sources: Mapping[str, Decimal], gaps: Mapping[str, Decimal], least: Decimal
) -> Iterable[Move]:
    """Yield moves from what is over to what is short, each time between the largest two."""
    over = {key: gap for key, gap in sources.items() if gap > 0}
    short = {key: -gap for key, gap in gaps.items() if gap < 0}
    while over and short:
        source = max(over, key=over.__getitem__)
        target = max(short, key=short.__getitem__)
        amount = min(over[source], short[target])
        if amount < least or not amount:
            return
        yield Move(source, target, amount)
        over[source] -= amount
        short[target] -= amount


def moved(held: Mapping[str, Decimal], done: Iterable[Move]) -> Mapping[str, Decimal]:
    """Return what is held after some moves."""
    after = dict(held)
    for move in done:
        if move.source != NEW_MONEY:
            after[move.source] = after.get(move.source, ZERO) - move.amount
        after[move.target] = after.get(move.target, ZERO) + move.amount
    return after
