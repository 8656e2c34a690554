"""What a shock would do to a plan, a holding or a blend."""

from dataclasses import dataclass

from core.money import Money
from core.nlu.utterance import Shock, Slots
from core.requests.frame import Coins, Goal, MissingSlot, Profile, capital_of, goal_of


@dataclass(frozen=True, slots=True)
class StressTestRequest:
    """What a shock would do to a plan, a holding or a blend."""

    capital: Money | Coins | None
    goal: Goal | None
    shock: Shock | None
    scenario: str | None
    """The id of the scenario of the house that was named, where no shock was."""
    assets: tuple[str, ...]
    """Coins that a capital in money is in, in equal parts; a coin that is shocked is not meant."""
    protocols: tuple[str, ...]
    indices: tuple[str, ...]
    profile: Profile


def complete_stress(slots: Slots, profile: Profile) -> StressTestRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    return StressTestRequest(
        capital_of(slots),
        goal_of(slots),
        slots.shock,
        None if slots.shock else slots.scenario,
        () if slots.shock else slots.assets,
        slots.protocols,
        slots.indices,
        profile,
    )
