"""Blends: which indices to hold in which shares, and what they pay together."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.catalogue import Index, Policy, indices, policies
from core.finance.indices import planned_yield


class Stage(StrEnum):
    """Where a person stands: income from today, in some years, or growth before income."""

    NOW = "now"
    LATER = "later"
    GROW = "grow"


@dataclass(frozen=True, slots=True)
class Leg:
    """An index with its share of the money."""

    index: Index
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Blend:
    """A blend for a person: the policy it follows and the legs, largest first."""

    policy: Policy
    legs: tuple[Leg, ...]

    @property
    def is_policy(self) -> bool:
        """Whether the blend is the policy's own."""
        own = {leg.index: leg.weight for leg in self.policy.legs if leg.weight}
        return own == {leg.index.id: leg.weight for leg in self.legs}


def policy_for(risk: str, stage: Stage) -> Policy:
    """Return the policy of a risk level and stage; there is one for every pair."""
    return next(p for p in policies() if risk in p.risks and stage in p.stages)


def policy_blend(policy: Policy) -> Blend:
    """Return the policy's own blend."""
    return _blend(policy, tuple(leg.weight for leg in policy.legs))


def reachable_yield(policy: Policy) -> Decimal:
    """Return the highest middle yield that any blend within the policy's bands pays."""
    weights = {leg.index: leg.least for leg in policy.legs}
    left = 1 - sum(weights.values(), Decimal(0))
    for leg in sorted(policy.legs, key=lambda leg: _middle(leg.index), reverse=True):
        step = min(left, leg.most - leg.least)
        weights[leg.index] += step
        left -= step
    return sum((_middle(index) * weight for index, weight in weights.items()), Decimal(0))


def nearest_blend(policy: Policy, need: Decimal) -> Blend:
    """Return the blend closest to the policy that pays `need`, or the most the bands allow.

    Closest is the least sum of squared differences of the shares; the shares sum to one, stay
    within the policy's bands, and their middle yields pay `need` (ratio a year) together. A
    quadratic program solved by Goldfarb and Idnani's dual method (quadprog).
    """
    own = policy_blend(policy)
    goal = min(need, reachable_yield(policy))
    if middle_yield(own) >= goal:
        return own
    # Here and not above: most answers are the policy itself and need neither.
    import numpy as np
    import quadprog

    count = len(policy.legs)
    target = np.array([float(leg.weight) for leg in policy.legs])
    yields = np.array([float(_middle(leg.index)) for leg in policy.legs])
    constraints = np.column_stack([np.ones(count), yields, np.eye(count), -np.eye(count)])
    bounds = [
        1.0,
        float(goal) - SLACK,
        *(float(leg.least) for leg in policy.legs),
        *(-float(leg.most) for leg in policy.legs),
    ]
    shares = quadprog.solve_qp(np.eye(count), target, constraints, np.array(bounds), meq=1)[0]
    return _blend(policy, _exact(shares.tolist()))


SLACK = 1e-9
"""Room for rounding where the need is exactly what the bands allow at most (ratio a year)."""

STEP = Decimal("1e-9")
"""The solver's precision: what is finer is noise of its floating point."""


def _exact(shares: list[float]) -> tuple[Decimal, ...]:
    """Return shares as decimals that sum to one: the largest takes what rounding left."""
    rounded = [Decimal(repr(share)).quantize(STEP) for share in shares]
    largest = max(range(len(rounded)), key=rounded.__getitem__)
    rounded[largest] += 1 - sum(rounded, Decimal(0))
    return tuple(rounded)


def low_yield(blend: Blend) -> Decimal:
    """Return what the blend pays when every leg pays its low."""
    return _weighted(blend, {leg.index.id: leg.index.house.low for leg in blend.legs})


def middle_yield(blend: Blend) -> Decimal:
    """Return what the blend pays when every leg pays the middle of its range."""
    return _weighted(blend, {leg.index.id: leg.index.house.middle for leg in blend.legs})


def high_yield(blend: Blend) -> Decimal:
    """Return what the blend pays when every leg pays its high."""
    return _weighted(blend, {leg.index.id: leg.index.house.high for leg in blend.legs})


def planned_high_yield(blend: Blend) -> Decimal:
    """Return the high to plan with: DeFi legs at no more than their middle."""
    return _weighted(blend, {leg.index.id: planned_yield(leg.index).high for leg in blend.legs})


def stretch_limit(blend: Blend) -> Decimal:
    """Return the most that may be called a stretch: the published top or the planned one."""
    planned = planned_high_yield(blend)
    published = blend.policy.published
    return max(planned, published.high) if published else planned


def income_share(blend: Blend, leg: Leg) -> Decimal:
    """Return the part of the blend's income that a leg brings, at the middle yields (ratio)."""
    middle = middle_yield(blend)
    return leg.weight * leg.index.house.middle / middle if middle else Decimal(0)


def exposure(blend: Blend, risk: str) -> Decimal:
    """Return the share of the money that a risk touches."""
    none = Decimal(0)
    return sum((leg.weight * leg.index.exposed.get(risk, none) for leg in blend.legs), none)


def _weighted(blend: Blend, rates: dict[str, Decimal]) -> Decimal:
    return sum((leg.weight * rates[leg.index.id] for leg in blend.legs), Decimal(0))


def _middle(index_id: str) -> Decimal:
    return indices()[index_id].house.middle


def _blend(policy: Policy, weights: tuple[Decimal, ...]) -> Blend:
    legs = (
        Leg(indices()[leg.index], weight.normalize())
        for leg, weight in zip(policy.legs, weights, strict=True)
        if weight
    )
    return Blend(policy, tuple(sorted(legs, key=lambda leg: leg.weight, reverse=True)))
