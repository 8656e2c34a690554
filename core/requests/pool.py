"""What a pair loses against holding its coins."""

from dataclasses import dataclass
from decimal import Decimal

from core.catalogue import coin_of
from core.money import Money
from core.nlu.utterance import PoolShape, Rate, Shock, Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of

A_WEEK = Decimal("0.019")
"""Years; over less, no usual movement can be told."""
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
