"""Staking: which route suits an amount, a wish to get out, and the work one is ready for."""

from dataclasses import dataclass
from decimal import Decimal

from core.catalogue import StakingFacts, StakingRoute
from core.finance.compounding import after_fee

WALLET = 1
"""The skill that a person is taken to have."""


@dataclass(frozen=True, slots=True)
class RatedRoute:
    """A route with its points, and whether the amount suffices for it."""

    route: StakingRoute
    points: int
    open: bool


def rated_routes(
    facts: StakingFacts, quantity: Decimal | None, *, skill: int = WALLET, liquid: bool = False
) -> tuple[RatedRoute, ...]:
    """Return the routes of a coin, the best first; those that the amount is too small for last.

    A point against a route for each step of skill it asks beyond the person's, one against a fee,
    one against a middleman whose token can fail, and two against being locked where the person
    wants to get out.
    """
    rated = (
        RatedRoute(route, _points(facts, route, skill, liquid=liquid), _open(route, quantity))
        for route in facts.routes
    )
    return tuple(sorted(rated, key=_order))


def _order(rated: RatedRoute) -> tuple[bool, int]:
    return not rated.open, rated.points


def _open(route: StakingRoute, quantity: Decimal | None) -> bool:
    return quantity is None or quantity >= route.least


def _points(facts: StakingFacts, route: StakingRoute, skill: int, *, liquid: bool) -> int:
    """Return what speaks against a route."""
    locked = liquid and route.kind != "liquid" and facts.unbonding_days > 0
    token = route.kind == "liquid"
    return 2 * max(0, route.skill - skill) + (route.fee is not None) + token + 2 * locked


def net_yield(gross: Decimal, route: StakingRoute) -> Decimal | None:
    """Return what is left of a yield after the route's fee; None where each asks another."""
    if route.kind == "direct":
        return gross
    return after_fee(gross, route.fee) if route.fee is not None else None
