"""What a pair loses against holding its coins."""

from dataclasses import dataclass
from decimal import Decimal

from core.money import Money
from core.nlu.utterance import PoolShape, Rate, Shock, Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of

A_WEEK = Decimal("0.019")
"""Years; over less, no usual movement can be told."""


@dataclass(frozen=True, slots=True)
class ImpermanentLossRequest:
    """What a pair loses against holding its coins, by a move or over a time."""

    assets: tuple[str, ...]
    shape: PoolShape
    shock: Shock | None
    rate: Rate | None
    years: Decimal | None
    capital: Money | Coins | None
    profile: Profile


def complete_pool(slots: Slots, profile: Profile) -> ImpermanentLossRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    years = slots.horizon_years
    return ImpermanentLossRequest(
        slots.assets,
        slots.pool or PoolShape(),
        slots.shock,
        slots.yield_,
        years if years and years >= A_WEEK else None,
        capital_of(slots),
        profile,
    )
