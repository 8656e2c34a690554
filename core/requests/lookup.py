"""What something pays now, and where."""

from dataclasses import dataclass

from core.money import Money
from core.nlu.utterance import Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of


@dataclass(frozen=True, slots=True)
class YieldLookupRequest:
    """What something pays now, and where."""

    assets: tuple[str, ...]
    protocols: tuple[str, ...]
    chain: str | None
    method: str | None
    capital: Money | Coins | None
    profile: Profile


def complete_lookup(slots: Slots, profile: Profile) -> YieldLookupRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    return YieldLookupRequest(
        slots.assets, slots.protocols, slots.chain, slots.method, capital_of(slots), profile
    )
