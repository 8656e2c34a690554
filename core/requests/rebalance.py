"""Complete questions about rebalancing."""

from dataclasses import dataclass
from decimal import Decimal

from core.money import DEFAULT_CURRENCY, Money, Period
from core.nlu.utterance import Contribution, Holding, Intent, Slots
from core.requests.frame import MissingSlot, Profile, currency_of


@dataclass(frozen=True, slots=True)
class RebalanceRequest:
    """Whether what is held has drifted from the blend of a risk level, and what to move."""

    holdings: tuple[Holding, ...]
    """Each by its quantity or its value, or all of them by their shares."""
    capital: Money | None
    """What shares are shares of; None where only shares were said."""
    contribution: Contribution | None
    """New money to put in first."""
    profile: Profile
    planned: tuple[tuple[str, Decimal], ...] = ()
    """Index and share (ratio) of each part of the person's own plan; empty where none is kept."""
    currency: str = DEFAULT_CURRENCY
    """What coins and dollars are counted in where no capital says it."""


def complete_rebalance(slots: Slots, profile: Profile) -> RebalanceRequest | MissingSlot:
    """Return the question about rebalancing, or that what is held is missing."""
    counted = tuple(held for held in slots.holdings if held.quantity or held.value)
    shared = tuple(held for held in slots.holdings if held.share)
    if not (counted or shared):
        return MissingSlot("holdings", Intent.REBALANCE)
    capital, new = None, slots.contribution
    if slots.capital and slots.added:
        new = Contribution(slots.capital.amount, slots.capital.currency, Period.MONTH)
    elif slots.capital and not counted:
        capital = Money(slots.capital.amount, slots.capital.currency or currency_of(slots))
    return RebalanceRequest(counted or shared, capital, new, profile)
