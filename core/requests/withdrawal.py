"""Complete questions about drawing on money."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from core.finance.portfolio import is_stable
from core.money import Money, Period
from core.nlu.utterance import Contribution, Intent, Rate, Slots
from core.requests.frame import Coins, Goal, MissingSlot, Profile, capital_of, first_of, goal_of
from core.requests.mix import held_mix

STEADY = "stablecoin-lending"
"""The index of what does not swing."""


@dataclass(frozen=True, slots=True)
class WithdrawalPlanRequest:
    """How to draw on a capital: whether a sum lasts, or which sum could; how long, how often.

    The profile's horizon is how long it is to last.
    """

    capital: Money | Coins
    goal: Goal | None
    share: Rate | None
    """A share of what is there to take a year, where one was named and no sum."""
    contribution: Contribution | None
    """What still comes in beside it."""
    frequency: Period | None
    """How often; a year's calendar is shown where it was said."""
    reinvest_share: Decimal | None
    """Of what is paid, where no sum is wanted."""
    profile: Profile
    index: str | None = None
    """The one index that all of it is in, where one was named."""
    rate: Rate | None = None
    """What all of it, prices and pay, is to grow a year, where that was named beside a sum."""
    mix: Mapping[str, Decimal | None] = field(default_factory=dict)
    """The coins it lies in, with their shares where those were named; none for a blend."""


def complete_withdrawal(slots: Slots, profile: Profile) -> WithdrawalPlanRequest | MissingSlot:
    """Return the question about drawing, or that the money or a time to last is missing."""
    capital = capital_of(slots)
    if capital is None:
        return MissingSlot("capital", Intent.WITHDRAWAL_PLAN)
    if slots.horizon_years == 0:
        return MissingSlot("horizon_years", Intent.WITHDRAWAL_PLAN)
    counted = any(held.quantity for held in slots.holdings)
    index = None if counted else first_of(slots.indices) or _index_of(slots)
    return WithdrawalPlanRequest(
        capital,
        goal_of(slots),
        None if slots.income else _share(slots),
        slots.contribution,
        slots.frequency,
        slots.reinvest_share,
        profile,
        index,
        slots.yield_ if slots.income else None,
        {} if index else held_mix(slots),
    )


def _share(slots: Slots) -> Rate | None:
    """Return the share to take a year: a part for a shorter time is taken as often as it fits."""
    if slots.yield_ or not slots.offer:
        return slots.yield_
    often = _OFTEN.get(int(slots.offer.days), _DAYS / slots.offer.days)
    return Rate(slots.offer.gain * often, slots.offer.gain * often)


_DAYS = Decimal(365)
_OFTEN = {7: Period.WEEK.per_year, 30: Period.MONTH.per_year, 90: Period.QUARTER.per_year}
"""How often a year what is said of so many days is meant."""


def _index_of(slots: Slots) -> str | None:
    """Return what coins that keep to a currency are lent as; none for others."""
    steady = bool(slots.assets) and all(map(is_stable, slots.assets))
    return STEADY if steady and not slots.holdings else None
