"""Whether and by which route to stake a coin."""

from dataclasses import dataclass

from core.money import Money
from core.nlu.utterance import Intent, Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of, first_of


@dataclass(frozen=True, slots=True)
class StakingAdviceRequest:
    """Whether and by which route to stake a coin."""

    asset: str
    capital: Money | Coins | None
    protocols: tuple[str, ...]
    profile: Profile


def complete_staking(slots: Slots, profile: Profile) -> StakingAdviceRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    asset = first_of(slots.assets) or next((held.asset for held in slots.holdings), None)
    if asset is None:
        return MissingSlot("assets", Intent.STAKING_ADVICE)
    return StakingAdviceRequest(asset, capital_of(slots), slots.protocols, profile)
