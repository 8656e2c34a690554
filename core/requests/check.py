"""Whether a named protocol, coin, offer or rate can be believed."""

from dataclasses import dataclass

from core.money import Money
from core.nlu.utterance import Offer, Rate, Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of


@dataclass(frozen=True, slots=True)
class CheckYieldRequest:
    """Whether a named protocol, coin, offer or rate can be believed."""

    capital: Money | Coins | None
    rate: Rate | None
    offer: Offer | None
    assets: tuple[str, ...]
    protocols: tuple[str, ...]
    method: str | None
    profile: Profile
    chain: str | None = None


def complete_check(slots: Slots, profile: Profile) -> CheckYieldRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    return CheckYieldRequest(
        capital_of(slots),
        slots.yield_,
        slots.offer,
        slots.assets,
        slots.protocols,
        slots.method,
        profile,
        slots.chain,
    )
