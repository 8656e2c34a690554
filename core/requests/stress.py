"""What a shock would do to a plan, a holding or a blend."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from core.catalogue import coin_of, stablecoins, staked_coins
from core.money import Money
from core.nlu.utterance import STAKING_TOKENS, Blow, Deposit, Intent, Slots
from core.requests.frame import Coins, Frame, Goal, MissingSlot, Profile, capital_of, goal_of
from core.requests.mix import Place, places_of, shares_of


@dataclass(frozen=True, slots=True)
class StressTestRequest:
    """What a shock would do to a plan, a holding or a blend."""

    capital: Money | Coins | None
    goal: Goal | None
    shocks: tuple[Blow, ...]
    """What the person named, all of it at the same time."""
    scenario: str | None
    """The id of the scenario of the house that was named."""
    assets: tuple[str, ...]
    """Coins that a capital in money is in; a coin that is only shocked is not meant."""
    shares: Mapping[str, Decimal]
    """The share of the whole in each coin; empty where none was named."""
    places: Mapping[str, tuple[Place, ...]]
    """Where what is held of each coin lies."""
    placed: str | None
    """The protocol or exchange that a sum without a coin lies at."""
    deposits: tuple[Deposit, ...]
    """The sums that lie at a place each; together they are the capital."""
    struck: str | None
    """The coin that a scenario of the house is about, where one was named."""
    indices: tuple[str, ...]
    profile: Profile
    fitted: bool = False
    """Whether the blend moves off its policy to meet the goal, as one that is recommended does."""


def complete_stress(slots: Slots, profile: Profile) -> StressTestRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    struck = _struck(slots)
    return StressTestRequest(
        capital_of(slots),
        goal_of(slots),
        _shocks(slots),
        slots.scenario,
        _held(slots),
        shares_of(slots),
        places_of(slots),
        slots.placed,
        _deposits(slots),
        struck,
        slots.indices,
        profile,
        slots.fitted is True,
    )


def _deposits(slots: Slots) -> tuple[Deposit, ...]:
    """Return the sums at a place each, where they are all of the money."""
    whole = sum((one.amount for one in slots.deposits), Decimal(0))
    is_all = slots.capital is not None and slots.capital.amount == whole
    return slots.deposits if is_all else ()


def _shocks(slots: Slots) -> tuple[Blow, ...]:
    """Return every shock, with the lost peg of a coin that was named beside them."""
    said, struck = slots.shocks, _struck(slots)
    if not said or struck is None or struck in {shock.subject for shock in said}:
        return said
    return (*said, Blow(struck, None))


def held_in(frame: Frame) -> Slots:
    """Return what a question is about as what is held: with the blend that it was answered with."""
    slots = unshocked(frame.slots)
    return replace(slots, fitted=True) if frame.intent is Intent.RECOMMEND_BLEND else slots


def unshocked(slots: Slots) -> Slots:
    """Return what is held without what was tried on it: no shock, and no coin of it alone."""
    return replace(slots, assets=_held(slots)).without("shock", "blows", "scenario")


def _struck(slots: Slots) -> str | None:
    """Return the coin that is said to lose its peg, or to trade at a discount."""
    coins = {"depeg": stablecoins(), "staking_scare": staked_coins()}.get(slots.scenario or "")
    return next((asset for asset in slots.assets if coins and asset in coins), None)


def _held(slots: Slots) -> tuple[str, ...]:
    """Return the coins that are held: all that are named, unless each is only named as shocked.

    A discount is told against the coin of the token, which is not held for being named.
    """
    shocked = {_struck(slots), *(shock.subject for shock in slots.shocks)} - {None}
    if slots.scenario == "staking_scare":
        tokens = staked_coins() if STAKING_TOKENS in shocked else shocked
        shocked |= {coin_of(token) for token in tokens if token}
    return () if set(slots.assets) <= shocked else slots.assets
