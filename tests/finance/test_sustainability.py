"""Which yields to believe: the bands, and what must not move a verdict."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import house_yields
from core.finance.sustainability import (
    Doubt,
    Evidence,
    Standing,
    is_spike,
    judge_yield,
    levels,
)

LENDING = house_yields()["stablecoin-lending"]
CALM = (Decimal("0.033"),) * 100
SOLID = Evidence(
    rate=Decimal("0.05"),
    normal=LENDING,
    base=Decimal("0.05"),
    reward=Decimal(0),
    history=(Decimal("0.05"),) * 100,
    size=Decimal(10**9),
    revenue=Decimal(10**8),
    age_days=Decimal(1500),
    audited=True,
    had_incident=False,
)
ORDER = list(Standing)


def test_a_solid_yield_is_steady_and_lacks_nothing() -> None:
    """Normal height, base yield, covered, large, old, audited: no doubt and nothing unknown."""
    found = judge_yield(SOLID)
    assert (found.standing, found.doubts, found.unknown) == (Standing.STEADY, (), ())


@pytest.mark.parametrize("rate", ["1.001", "5.49", "1376"])
def test_above_a_hundred_percent_is_always_screened(rate: str) -> None:
    """B4: whatever else is good."""
    assert judge_yield(replace(SOLID, rate=Decimal(rate), history=())).standing is Standing.SCREENED


@pytest.mark.parametrize(
    ("rate", "standing"),
    [
        ("0.08", Standing.STEADY),
        ("0.081", Standing.WATCH),
        ("0.17", Standing.FRAGILE),
        ("0.46", Standing.FRAGILE),
        ("1", Standing.FRAGILE),
    ],
)
def test_bands_between_steady_and_screened(rate: str, standing: Standing) -> None:
    """X12: above normal is watched, far above it or above 45.2 % is fragile."""
    assert judge_yield(replace(SOLID, rate=Decimal(rate), history=())).standing is standing


@pytest.mark.parametrize("spike", ["0.134", "0", "0.5", "3"])
def test_a_week_of_spikes_moves_no_verdict(spike: str) -> None:
    """A known failure: 13.4 % for a week against 3.3 % around it was planned on as 13.4 %."""
    history = CALM[:-7] + (Decimal(spike),) * 7
    found = judge_yield(replace(SOLID, rate=Decimal(spike), history=history))
    assert found.rate == Decimal("0.033")
    assert found.standing is judge_yield(replace(SOLID, rate=CALM[0], history=CALM)).standing


@pytest.mark.parametrize(
    ("reading", "spike"), [("0", True), ("0.165", True), ("0.164", False), ("0.02", False)]
)
def test_a_zero_or_a_fivefold_jump_is_no_fact(reading: str, spike: bool) -> None:  # noqa: FBT001
    """A reading of nothing, or of five times the median, is not taken as it is."""
    assert is_spike(Decimal(reading), CALM) is spike


def test_reasons_come_in_order_of_weight() -> None:
    """The gravest doubt is said first."""
    found = judge_yield(
        replace(
            SOLID,
            rate=Decimal("0.5"),
            history=(),
            reward=Decimal("0.45"),
            base=Decimal("0.05"),
            size=Decimal(50_000),
            age_days=Decimal(20),
        )
    )
    rest = {Doubt.NEW, Doubt.SMALL}
    assert set(found.doubts[2:]) == rest
    assert found.doubts[:2] == (Doubt.OUTLIER, Doubt.MOSTLY_REWARDS)
    assert found.standing is Standing.FRAGILE


def test_more_than_the_protocol_earns_is_a_doubt() -> None:
    """B3: yield times size above the revenue has to come from somewhere else."""
    found = judge_yield(replace(SOLID, revenue=Decimal(10**7)))
    assert found.doubts == (Doubt.UNCOVERED,)
    assert found.standing is Standing.WATCH


def test_what_is_not_known_is_never_taken_as_good() -> None:
    """Nothing known at all is watched at best, and all that is missing is listed."""
    found = judge_yield(Evidence(rate=Decimal("0.05")))
    assert found.standing is Standing.WATCH
    assert set(found.unknown) >= {"reward", "revenue", "size", "audited", "history"}


def test_what_failed_is_screened() -> None:
    """A protocol that stopped paying out is out, whatever it quotes."""
    assert judge_yield(Evidence(failed=True)).standing is Standing.SCREENED


def test_a_falling_and_a_jumping_history_are_doubted() -> None:
    """A yield that halved, and one that varies more than its median."""
    falling = (Decimal("0.08"),) * 90 + (Decimal("0.03"),) * 30
    assert Doubt.FALLING in judge_yield(replace(SOLID, history=falling)).doubts
    jumping = (Decimal("0.01"), Decimal("0.2"), Decimal("0.01")) * 40
    assert Doubt.VOLATILE in judge_yield(replace(SOLID, history=jumping)).doubts


@given(st.decimals("0", "20", places=4), st.decimals("0", "20", places=4))
def test_a_higher_rate_is_never_judged_kinder(one: Decimal, other: Decimal) -> None:
    """The standing never improves as the quoted rate grows."""
    low, high = (
        judge_yield(replace(SOLID, rate=rate, history=(), revenue=None)).standing
        for rate in sorted((one, other))
    )
    assert ORDER.index(low) <= ORDER.index(high)


def test_levels_stand_in_order() -> None:
    """High, outlier, screen: each band begins above the one before."""
    found = levels()
    assert found["high"] < found["outlier"] < found["screen"] < found["countless"]
