"""What several yields on one holding come to."""

from dataclasses import dataclass

from core.money import Money
from core.nlu.utterance import Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of


@dataclass(frozen=True, slots=True)
class YieldStackRequest:
    """What several yields on one holding come to."""

    assets: tuple[str, ...]
    protocols: tuple[str, ...]
    capital: Money | Coins | None
    profile: Profile


def complete_stack(slots: Slots, profile: Profile) -> YieldStackRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    return YieldStackRequest(slots.assets, slots.protocols, capital_of(slots), profile)
