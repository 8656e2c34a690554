"""Two or more things side by side."""

from dataclasses import dataclass

from core.money import Money
from core.nlu.utterance import Intent, Risk, Slots
from core.nlu.wishes import WALLET
from core.requests.frame import Coins, Goal, MissingSlot, Profile, capital_of, goal_of


@dataclass(frozen=True, slots=True)
class CompareOptionsRequest:
    """Two or more things side by side."""

    risks: tuple[Risk, ...]
    assets: tuple[str, ...]
    protocols: tuple[str, ...]
    indices: tuple[str, ...]
    method: str | None
    topic: str | None
    capital: Money | Coins | None
    goal: Goal | None
    profile: Profile
    wants_ease: bool = False
    """Whether it is asked which is the least work."""


def complete_comparison(slots: Slots, profile: Profile) -> CompareOptionsRequest | MissingSlot:
    """Return the question as it was asked, or ask for what to set side by side."""
    named = (slots.risk, slots.assets, slots.protocols, slots.indices, slots.method, slots.topic)
    if not any(named):
        return MissingSlot("options", Intent.COMPARE_OPTIONS)
    return CompareOptionsRequest(
        slots.risk,
        slots.assets,
        slots.protocols,
        slots.indices,
        slots.method,
        slots.topic,
        capital_of(slots),
        goal_of(slots),
        profile,
        slots.wish is not None and slots.wish.skill == WALLET,
    )
