"""Readings that are no facts, by the wrong readings that others have planned on."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.finance.glitches import believed
from core.finance.market import YieldReading

CALM = (Decimal("0.033"),) * 60


def reading(
    rate: str, history: tuple[Decimal, ...] = CALM, symbol: str = "USDC", mean: str | None = None
) -> YieldReading:
    return YieldReading(
        "id",
        "aave-v3",
        "Ethereum",
        symbol,
        Decimal(rate),
        Decimal(10**9),
        "DefiLlama",
        datetime(2026, 9, 2, tzinfo=UTC),
        mean_month=None if mean is None else Decimal(mean),
        history=history,
    )


@pytest.mark.parametrize("rate", ["0", "0.165", "0.4"])
def test_nothing_at_all_and_a_fivefold_jump_are_not_taken_as_fact(rate: str) -> None:
    """What was usual stands in, and what was read is still known."""
    found = believed(reading(rate))
    assert (found.rate, found.disbelieved) == (Decimal("0.033"), Decimal(rate))


@pytest.mark.parametrize("rate", ["0.02", "0.05", "0.134"])
def test_a_rate_that_can_be_is_told_as_it_was_read(rate: str) -> None:
    """Up to five times the usual it is told; what to plan on stays the median."""
    found = believed(reading(rate))
    assert (found.rate, found.disbelieved) == (Decimal(rate), None)
    assert found.settled == Decimal("0.033")


def test_a_pool_that_never_pays_may_pay_nothing() -> None:
    """Nothing is no glitch where nothing is usual."""
    assert believed(reading("0", (Decimal(0),) * 60)).disbelieved is None


def test_staking_rewards_counted_twice_are_seen() -> None:
    """A doubled staking yield is a known wrong reading; lending may double."""
    steady = (Decimal("0.022"),) * 60
    assert believed(reading("0.0442", steady, "STETH")).rate == Decimal("0.022")
    assert believed(reading("0.0442", steady, "USDC")).disbelieved is None


def test_a_week_of_spikes_is_not_what_is_planned_on() -> None:
    """Aave USDC at 13.4 % for a week against 3.3 % around it: 3.3 % is what it usually pays."""
    spiked = reading("0.134", CALM[:-7] + (Decimal("0.134"),) * 7)
    assert believed(spiked).settled == Decimal("0.033")


def test_without_a_history_the_mean_of_the_month_stands() -> None:
    """Too few days make no median; with nothing usual a reading stands as it is."""
    assert believed(reading("0.5", (), mean="0.03")).rate == Decimal("0.03")
    assert believed(reading("0.5", ())).rate == Decimal("0.5")
