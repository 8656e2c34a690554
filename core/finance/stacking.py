"""Yield stacking: what a further layer adds, and what it adds to the chance of a loss."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.catalogue import ProtocolFacts

ONE = Decimal(1)


def protocol_years(protocols: Iterable[ProtocolFacts], today: date) -> Decimal:
    """Return how many years the protocols have been open together, each from its first year."""
    return Decimal(sum(max(0, today.year - one.since) for one in protocols))


def grave_incidents(protocols: Iterable[ProtocolFacts], least: Decimal) -> Decimal:
    """Return how often users lost at least `least` USD, a failed protocol counted as once."""
    return Decimal(
        sum(
            sum(loss.loss_usd >= least for loss in one.incidents) + (one.failed is not None)
            for one in protocols
        )
    )


def any_of(chance: Decimal, layers: int) -> Decimal:
    """Return the chance a year that at least one of several layers is hit: 1 − (1 − p)^n.

    As if they failed independently; layers that rest on one another are hit together, which
    makes each hit worse and not rarer.
    """
    return ONE - (ONE - chance) ** layers


def bearable_loss(extra: Decimal, added_chance: Decimal) -> Decimal:
    """Return the share of the money that an incident may take before the extra is not worth it."""
    return extra / added_chance if added_chance else Decimal(0)


def times_over(share: Decimal, *, repeats: bool) -> Decimal:
    """Return how often money works in all when a share (0 to 1) of each pledge is borrowed.

    1 + s + s² + … = 1 / (1 − s) where what is bought is pledged again each time, 1 + s once.
    """
    return ONE / (ONE - share) if repeats else ONE + share


def looped_yield(held: Decimal, times: Decimal, again: Decimal, cost: Decimal) -> Decimal:
    """Return the yield a year of money that works `times` over, all but once on borrowed money.

    It earns `held` itself; what is borrowed earns `again` and costs `cost` (ratios a year).
    """
    return held + (times - ONE) * (again - cost)
