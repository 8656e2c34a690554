"""Whether and by which route to stake a coin."""

from dataclasses import dataclass
from decimal import Decimal

from core.money import Money
from core.nlu.described import StakingWish
from core.nlu.utterance import Intent, Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of, first_of


@dataclass(frozen=True, slots=True)
class StakingAdviceRequest:
    """Whether and by which route to stake a coin; how much of it, where that was said."""

    asset: str
    others: tuple[str, ...]
    """Further coins that were named, of which only the way out is told."""
    quantity: Decimal | None
    capital: Money | Coins | None
    wish: StakingWish
    profile: Profile


def complete_staking(slots: Slots, profile: Profile) -> StakingAdviceRequest | MissingSlot:
    """Return the question as it was asked, or the coin it lacks."""
    held = {one.asset: one.quantity for one in slots.holdings}
    asset = first_of(slots.assets) or next(iter(held), None)
    if asset is None:
        return MissingSlot("assets", Intent.STAKING_ADVICE)
    wish = slots.wish or StakingWish()
    others = tuple(one for one in slots.assets if one != asset)
    return StakingAdviceRequest(asset, others, held.get(asset), capital_of(slots), wish, profile)
