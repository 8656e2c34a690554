"""Blends: the published blends, and the laws that any blend keeps."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Policy, indices, policies
from core.finance import blends
from core.finance.blends import (
    Band,
    Blend,
    Stage,
    nearest_blend,
    policy_blend,
    policy_for,
    reachable_yield,
    yield_within,
)
from core.finance.limits import Limit, limits_of, program_of
from core.finance.quadratic import nearest_shares
from core.finance.verdict import Verdict, judge
from core.nlu.utterance import Risk

NEAR = Decimal("1e-6")


@pytest.mark.parametrize(
    ("risk", "stage", "legs"),
    [
        (
            Risk.MODERATE,
            Stage.NOW,
            {"large-cap-staking": "0.6", "stablecoin-lending": "0.3", "conservative-defi": "0.1"},
        ),
        (
            Risk.MODERATE,
            Stage.LATER,
            {"balanced": "0.5", "defi-yield": "0.3", "large-cap-staking": "0.2"},
        ),
        (Risk.AGGRESSIVE, Stage.GROW, {"aggressive-growth": "0.7", "defi-yield": "0.3"}),
    ],
)
def test_the_published_mixes_are_the_policy(risk: Risk, stage: Stage, legs: dict[str, str]) -> None:
    """E3, E4 and E5 come out exactly for their profiles."""
    blend = policy_blend(policy_for(risk, stage))
    assert {leg.index.id: leg.weight for leg in blend.legs} == {
        name: Decimal(weight) for name, weight in legs.items()
    }


@pytest.mark.parametrize(
    ("stage", "low", "middle", "high"),
    [(Stage.NOW, "0.035", "0.0635", "0.092"), (Stage.LATER, "0.053", "0.082", "0.111")],
)
def test_the_parts_give_what_the_brief_computes(
    stage: Stage, low: str, middle: str, high: str
) -> None:
    """X1: E3's legs give 3.5–9.2 %, middle 6.35; X3: E4's give 5.3–11.1 %, middle 8.2."""
    blend = policy_blend(policy_for(Risk.MODERATE, stage))
    assert blends.low_yield(blend) == Decimal(low)
    assert blends.middle_yield(blend) == Decimal(middle)
    assert blends.high_yield(blend) == Decimal(high)


def test_the_default_bands_at_their_corners() -> None:
    """The steady and the bold policy are corners of B1 and sum to one."""
    steady, bold = policy_for("conservative", Stage.NOW), policy_for("aggressive", Stage.NOW)
    assert {leg.index: leg.weight for leg in steady.legs} == {
        "large-cap-staking": Decimal("0.5"),
        "stablecoin-lending": Decimal("0.4"),
        "conservative-defi": Decimal("0.1"),
    }
    assert [leg.weight for leg in bold.legs] == [Decimal(w) for w in ("0.4", "0.3", "0.2", "0.1")]


def test_every_profile_has_a_policy_whose_shares_sum_to_one() -> None:
    """There is a blend for each risk level and stage, and its bands hold its own shares."""
    for risk in Risk:
        for stage in Stage:
            legs = policy_for(risk, stage).legs
            assert sum(leg.weight for leg in legs) == 1
            assert all(0 <= leg.least <= leg.weight <= leg.most <= 1 for leg in legs)


PROFILES = tuple((policy, risk) for policy in policies() for risk in policy.risks)


def held(blend: Blend, limit: Limit) -> Decimal:
    """Return how much of a limit a blend uses."""
    return sum((leg.weight * limit.counts(leg.index) for leg in blend.legs), Decimal(0))


@pytest.mark.parametrize(
    ("policy", "risk"), PROFILES, ids=lambda value: getattr(value, "id", value)
)
def test_every_policy_keeps_its_own_limits(policy: Policy, risk: str) -> None:
    """The blend to start from breaks no band, no concentration limit and no crash budget."""
    blend = policy_blend(policy)
    for limit in limits_of(policy, risk):
        used = held(blend, limit)
        assert used >= limit.bound if limit.kind == "least" else used <= limit.bound, limit


@given(st.sampled_from(PROFILES), st.decimals("0.001", "0.3", places=4))
def test_a_blend_keeps_its_limits_and_meets_the_need_where_it_can(
    profile: tuple[Policy, str], need: Decimal
) -> None:
    """Shares sum to one within every limit; the need is met or the most possible is paid."""
    policy, risk = profile
    blend = nearest_blend(policy, risk, need).blend
    assert sum(leg.weight for leg in blend.legs) == 1
    for limit in limits_of(policy, risk):
        used = held(blend, limit)
        within = used >= limit.bound - NEAR if limit.kind == "least" else used <= limit.bound + NEAR
        assert within, limit
    goal = min(need, reachable_yield(policy, risk))
    assert blends.middle_yield(blend) >= goal - NEAR


@given(st.decimals("0.0636", "0.077", places=4))
def test_no_blend_that_meets_the_need_is_nearer_to_the_policy(need: Decimal) -> None:
    """Random feasible blends are never closer in risk than the one found."""
    policy = policy_for(Risk.MODERATE, Stage.NOW)
    program = program_of(policy, Risk.MODERATE)
    shares = {
        leg.index.id: leg.weight for leg in nearest_blend(policy, "moderate", need).blend.legs
    }
    found = np.array([float(shares.get(leg.index, 0)) for leg in policy.legs]) - program.target
    tries = np.random.default_rng(7).dirichlet(np.array([6.0, 3.0, 1.5, 1.0]), 20_000)
    inside = (tries @ program.limits.T <= program.most).all(axis=1)
    feasible = tries[inside & (tries @ program.yields >= float(need))] - program.target
    assert len(feasible), "nothing was compared"
    distances = np.einsum("ij,jk,ik->i", feasible, program.covariance, feasible)
    assert np.all(distances >= found @ program.covariance @ found - 1e-8)


@pytest.mark.parametrize("stage", [Stage.NOW, Stage.LATER])
def test_a_higher_risk_level_never_lowers_the_best_reachable_yield(stage: Stage) -> None:
    """The most that a level can pay does not fall; growth first is not held for its yield."""
    reachable = [reachable_yield(policy_for(risk, stage), risk) for risk in Risk]
    assert reachable == sorted(reachable)


@given(st.decimals("0.064", "0.0785", places=4), st.decimals("0.0001", "0.0005", places=4))
def test_a_greater_need_never_comes_nearer_to_the_policy(need: Decimal, more: Decimal) -> None:
    """The distance in risk to the published blend grows with the need."""
    policy = policy_for(Risk.MODERATE, Stage.NOW)
    program = program_of(policy, Risk.MODERATE)
    distances = []
    for wanted in (need, need + more):
        off = nearest_shares(program, float(wanted)).shares - program.target
        distances.append(off @ program.covariance @ off)
    assert distances[0] <= distances[1] + 1e-12


def test_what_binds_is_said_with_what_easing_brings() -> None:
    """At the most the limits allow, a share moved out of lending into DeFi yield pays more."""
    fitted = nearest_blend(policy_for(Risk.MODERATE, Stage.NOW), Risk.MODERATE, Decimal("0.09"))
    assert fitted.binding
    assert fitted.binding.limit == Limit("least", "stablecoin-lending", Decimal("0.3"))
    assert Decimal("0.06") < fitted.binding.easing < Decimal("0.11")


@pytest.mark.parametrize(
    ("staking", "low", "high"),
    [(("0.04", "0.08"), "0.033", "0.116"), (("0.0575", "0.0825"), "0.041", "0.117")],
)
def test_the_default_bands_pay_what_the_brief_computes(
    staking: tuple[str, str], low: str, high: str
) -> None:
    """X10: B1's bands pay 3.3–11.6 % with D1 for staking, 4.1–11.7 % with equal parts of A1–A4."""
    bold = policy_for(Risk.AGGRESSIVE, Stage.NOW)
    for at, (end, published) in enumerate((("low", low), ("high", high))):
        rates = {leg.index: getattr(indices()[leg.index].house, end) for leg in bold.legs}
        rates["large-cap-staking"] = Decimal(staking[at])
        bands = [Band(leg.least, leg.most, rates[leg.index]) for leg in bold.legs]
        found = yield_within(bands, highest=end == "high")
        assert found.quantize(Decimal("0.001")) == Decimal(published)


@pytest.mark.parametrize(
    ("need", "verdict"),
    [
        ("0.03", Verdict.COMFORTABLE),
        ("0.05", Verdict.ACHIEVABLE),
        ("0.08", Verdict.STRETCH),
        ("0.0845", Verdict.STRETCH),
        ("0.085", Verdict.UNSUSTAINABLE),
        ("0.10", Verdict.UNSUSTAINABLE),
        ("0.1333", Verdict.UNSUSTAINABLE),
    ],
)
def test_the_verdict_of_the_moderate_blend(need: str, verdict: Verdict) -> None:
    """E1 is achievable, $2,000 in E3 a stretch, E2 and E5 unsustainable."""
    blend = policy_blend(policy_for(Risk.MODERATE, Stage.NOW))
    published = blend.policy.published
    assert published is not None
    top = max(published.high, blends.planned_high_yield(blend))
    low, middle = blends.low_yield(blend), blends.middle_yield(blend)
    assert judge(Decimal(need), low, middle, top, Decimal("0.10")) is verdict


@given(st.decimals("0", "0.2", places=4), st.decimals("0", "0.2", places=4))
def test_needing_more_is_never_judged_kinder(one: Decimal, other: Decimal) -> None:
    """The verdict never improves as the need grows."""
    order = list(Verdict)
    low, high = sorted((one, other))
    args = (Decimal("0.035"), Decimal("0.0635"), Decimal("0.0845"), Decimal("0.10"))
    assert order.index(judge(low, *args)) <= order.index(judge(high, *args))
