"""Blends: which indices to hold in which shares, and what they pay together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from core.catalogue import Index, Policy, index_named, policies
from core.finance.indices import planned_yield
from core.finance.limits import Limit, limits_of, program_of
from core.finance.quadratic import Solution, highest_yield, nearest_shares

ZERO = Decimal(0)


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


@lru_cache(maxsize=64)
def policy_blend(policy: Policy) -> Blend:
    """Return the policy's own blend."""
    return _blend(policy, tuple(leg.weight for leg in policy.legs))


@lru_cache(maxsize=64)
def policy_yield(policy: Policy) -> Decimal:
    """Return the middle yield of a policy's own blend (ratio a year)."""
    return middle_yield(policy_blend(policy))


@dataclass(frozen=True, slots=True)
class Binding:
    """The limit that holds a blend back most, and what its easing would bring.

    `easing` is the yield a year (ratio) that a whole share of further room would bring; a
    hundredth of it is what one percent of the money does.
    """

    limit: Limit
    easing: Decimal


@dataclass(frozen=True, slots=True)
class Fitted:
    """A blend fitted to a need, with the limit that binds it; None where it is the policy's own."""

    blend: Blend
    binding: Binding | None


@lru_cache(maxsize=64)
def highest_blend(policy: Policy, risk: str) -> Fitted:
    """Return the blend that pays the most within the limits of a policy at a risk level."""
    return _fitted(policy, risk, highest_yield(program_of(policy, risk)))


@lru_cache(maxsize=64)
def reachable_yield(policy: Policy, risk: str) -> Decimal:
    """Return the highest middle yield that any blend within the limits pays (ratio a year)."""
    return middle_yield(highest_blend(policy, risk).blend)


def nearest_blend(policy: Policy, risk: str, need: Decimal) -> Fitted:
    """Return the blend closest to the policy that pays `need`, or the most the limits allow.

    Closest is the least variance of the difference in yearly return; the shares sum to one, keep
    every limit, and their middle yields pay `need` (ratio a year) together.
    """
    if policy_yield(policy) >= need:
        return Fitted(policy_blend(policy), None)
    if need >= reachable_yield(policy, risk):
        return highest_blend(policy, risk)
    return _fitted(policy, risk, nearest_shares(program_of(policy, risk), float(need)))


def _fitted(policy: Policy, risk: str, solution: Solution) -> Fitted:
    blend = _blend(policy, _exact(solution.shares.tolist()))
    costs = solution.easing.tolist()
    dearest = max(costs)
    easing = Decimal(round(dearest / EASING_STEP)) * EASING_UNIT
    if not easing or blend.is_policy:
        return Fitted(blend, None)
    return Fitted(blend, Binding(limits_of(policy, risk)[costs.index(dearest)], easing))


EASING_STEP, EASING_UNIT = 1e-4, Decimal("0.0001")
"""What a limit costs is read from a tilted program, which blurs what is finer."""

STEP, UNIT = 1e-9, Decimal("1e-9")
"""The solver's precision: what is finer is noise of its floating point."""


def _exact(shares: list[float]) -> tuple[Decimal, ...]:
    """Return shares as decimals that sum to one: the largest takes what rounding left."""
    steps = [round(share / STEP) for share in shares]
    steps[steps.index(max(steps))] += round(1 / STEP) - sum(steps)
    return tuple(Decimal(step) * UNIT for step in steps)


@dataclass(frozen=True, slots=True)
class Band:
    """What a part of the whole may be, and what it pays a year (all ratios)."""

    least: Decimal
    most: Decimal
    rate: Decimal


def yield_within(bands: Iterable[Band], *, highest: bool) -> Decimal:
    """Return the most, or the least, that parts within their bands pay when they make up a whole.

    The bands need not sum to one (X10).
    """
    bands = tuple(bands)
    shares = shares_within(bands, highest=highest)
    return sum((w * band.rate for w, band in zip(shares, bands, strict=True)), ZERO)


def shares_within(bands: Sequence[Band], *, highest: bool) -> tuple[Decimal, ...]:
    """Return the shares that sum to one and pay the most, or the least, in the bands' order.

    Each part gets its least, and what is left goes to the best payers, or to the worst.
    """
    shares = [band.least for band in bands]
    left = 1 - sum(shares, ZERO)
    for at in sorted(range(len(bands)), key=lambda at: bands[at].rate, reverse=highest):
        step = min(left, bands[at].most - bands[at].least)
        shares[at] += step
        left -= step
    return tuple(shares)


def low_yield(blend: Blend) -> Decimal:
    """Return what the blend pays when every leg pays its low."""
    return sum((leg.weight * leg.index.house.low for leg in blend.legs), ZERO)


def middle_yield(blend: Blend) -> Decimal:
    """Return what the blend pays when every leg pays the middle of its range."""
    return sum((leg.weight * leg.index.house.middle for leg in blend.legs), ZERO)


def high_yield(blend: Blend) -> Decimal:
    """Return what the blend pays when every leg pays its high."""
    return sum((leg.weight * leg.index.house.high for leg in blend.legs), ZERO)


def planned_high_yield(blend: Blend) -> Decimal:
    """Return the high to plan with: DeFi legs at no more than their middle."""
    return sum((leg.weight * planned_yield(leg.index).high for leg in blend.legs), ZERO)


def stretch_limit(blend: Blend) -> Decimal:
    """Return the most that may be called a stretch: the published top or the planned one."""
    planned = planned_high_yield(blend)
    published = blend.policy.published
    return max(planned, published.high) if published else planned


@lru_cache(maxsize=64)
def verdict_bounds(policy: Policy) -> tuple[Decimal, Decimal, Decimal]:
    """Return low, middle and stretch limit of a policy's own blend, which a need is judged by."""
    own = policy_blend(policy)
    return low_yield(own), middle_yield(own), stretch_limit(own)


def income_share(blend: Blend, leg: Leg) -> Decimal:
    """Return the part of the blend's income that a leg brings, at the middle yields (ratio)."""
    middle = middle_yield(blend)
    return leg.weight * leg.index.house.middle / middle if middle else Decimal(0)


def _blend(policy: Policy, weights: tuple[Decimal, ...]) -> Blend:
    legs = (
        Leg(index_named(leg.index), weight.normalize())
        for leg, weight in zip(policy.legs, weights, strict=True)
        if weight
    )
    return Blend(policy, tuple(sorted(legs, key=lambda leg: leg.weight, reverse=True)))
