"""Blends: the published blends, and the laws that any blend keeps."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import Policy, indices, policies
from core.finance import blends
from core.finance.blends import Stage, nearest_blend, policy_blend, policy_for
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


@given(st.sampled_from(policies()), st.decimals("0.001", "0.3", places=4))
def test_a_mix_keeps_its_bands_and_meets_the_need_where_it_can(
    policy: Policy, need: Decimal
) -> None:
    """Shares sum to one and stay in their bands; the need is met or the most possible is paid."""
    blend = nearest_blend(policy, need)
    bands = {leg.index: leg for leg in policy.legs}
    assert sum(leg.weight for leg in blend.legs) == 1
    for leg in blend.legs:
        band = bands[leg.index.id]
        assert band.least - NEAR <= leg.weight <= band.most + NEAR
    goal = min(need, blends.reachable_yield(policy))
    assert blends.middle_yield(blend) >= goal - NEAR


@given(st.decimals("0.0636", "0.079", places=4))
def test_no_mix_that_meets_the_need_is_nearer_to_the_policy(need: Decimal) -> None:
    """Random feasible blends are never closer than the one found: the program is solved."""
    policy = policy_for(Risk.MODERATE, Stage.NOW)
    own = np.array([float(leg.weight) for leg in policy.legs])
    middles = np.array([float(indices()[leg.index].house.middle) for leg in policy.legs])
    found = {leg.index.id: float(leg.weight) for leg in nearest_blend(policy, need).legs}
    best = np.sum((np.array([found.get(leg.index, 0.0) for leg in policy.legs]) - own) ** 2)
    least = np.array([float(leg.least) for leg in policy.legs])
    most = np.array([float(leg.most) for leg in policy.legs])
    tries = least + np.random.default_rng(7).random((4000, len(own))) * (most - least)
    tries[:, 0] = 1 - tries[:, 1:].sum(axis=1)
    inside = (tries[:, 0] >= least[0]) & (tries[:, 0] <= most[0])
    feasible = tries[inside & (tries @ middles >= float(need))]
    assert np.all(((feasible - own) ** 2).sum(axis=1) >= best - 1e-6)


def test_a_higher_risk_level_never_lowers_the_best_reachable_yield() -> None:
    """Conservative, moderate, aggressive: the most that income now can pay does not fall."""
    reachable = [blends.reachable_yield(policy_for(risk, Stage.NOW)) for risk in Risk]
    assert reachable == sorted(reachable)


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
