"""What a pair loses against holding its coins."""

from dataclasses import dataclass

from core.money import Money
from core.nlu.utterance import Rate, Shock, Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of


@dataclass(frozen=True, slots=True)
class ImpermanentLossRequest:
    """What a pair loses against holding its coins."""

    assets: tuple[str, ...]
    shock: Shock | None
    rate: Rate | None
    capital: Money | Coins | None
    profile: Profile


def complete_pool(slots: Slots, profile: Profile) -> ImpermanentLossRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    return ImpermanentLossRequest(
        slots.assets, slots.shock, slots.yield_, capital_of(slots), profile
    )
