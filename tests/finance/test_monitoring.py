"""Alerts: a crossing is told once, and again only after the reading came back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.finance.market import IncidentReading, bundled_snapshot
from core.finance.monitoring import (
    Alert,
    Source,
    Watched,
    comes_back,
    evaluated,
    judged,
    reading_of,
)

SNAPSHOT = bundled_snapshot()
LEVEL = Decimal(100)
BELOW = Alert(1, "ETH", Watched.PRICE, below=LEVEL)
ABOVE = Alert(1, "ETH", Watched.PRICE, above=LEVEL)


def told(alert: Alert, *readings: Decimal) -> int:
    """How often a series of readings is told."""
    count = 0
    for reading in readings:
        changed = judged(alert, reading)
        if changed:
            alert = changed.alert
            count += changed.told
    return count


@given(st.lists(st.decimals(Decimal("98.1"), Decimal("101.9"), places=1), max_size=30))
def test_noise_is_told_once(readings: list[Decimal]) -> None:
    """Readings that flicker about the level within the noise make at most one message."""
    for alert in (BELOW, ABOVE):
        assert told(alert, *readings) <= 1


@given(st.lists(st.decimals(1, 1000, places=2), max_size=30))
def test_one_message_a_crossing(readings: list[Decimal]) -> None:
    """There are never more messages than times the level was gone past."""
    past = [reading < LEVEL for reading in readings]
    crossings = sum(now and not before for before, now in zip([False, *past], past, strict=False))
    assert told(BELOW, *readings) <= crossings
    assert (told(BELOW, *readings) > 0) == any(past)


def test_told_again_after_it_came_back() -> None:
    """A second fall is a second message, once the first one is over."""
    back = LEVEL * (1 + comes_back()[Watched.PRICE]) + 1
    assert told(BELOW, Decimal(90), back, Decimal(90)) == 2


@pytest.mark.parametrize("alert", [replace(BELOW, paused=True), BELOW])
def test_nothing_read_or_paused(alert: Alert) -> None:
    """Without a reading, or while paused, nothing changes."""
    assert judged(alert, None if alert is BELOW else Decimal(1)) is None


def test_incident() -> None:
    """A loss at a protocol is told once, and the next one again."""
    alert = Alert(1, "aave", Watched.INCIDENT, since=date(2026, 11, 1))
    assert judged(alert, date(2026, 11, 1)) is None
    first = judged(alert, date(2026, 11, 5))
    assert first
    assert first.told
    assert judged(first.alert, date(2026, 11, 5)) is None
    assert judged(first.alert, date(2026, 11, 6))


def test_readings() -> None:
    """Each thing watched is read where the snapshot has it, and nowhere else."""
    assert reading_of(Source("ETH", Watched.PRICE, ""), SNAPSHOT) == SNAPSHOT.prices["ETH"].price
    assert reading_of(Source("USDC", Watched.PEG, ""), SNAPSHOT) == SNAPSHOT.pegs["USDC"].price
    usdt = reading_of(Source("USDT", Watched.YIELD, "aave"), SNAPSHOT)
    assert usdt == SNAPSHOT.yields["aave-usdt"].rate
    assert reading_of(Source("USDC", Watched.TVL, ""), SNAPSHOT) == SNAPSHOT.pegs["USDC"].size
    for watched in Watched:
        assert reading_of(Source("NOTHING", watched, ""), SNAPSHOT) is None


def test_incident_of_the_snapshot() -> None:
    """The newest loss counts, from the catalogue or from the provider's list."""
    day = SNAPSHOT.as_of.date() + timedelta(days=1)
    loss = IncidentReading("aave", day, None, None, None, "test", SNAPSHOT.as_of)
    snapshot = replace(SNAPSHOT, incidents=(loss,))
    assert reading_of(Source("aave", Watched.INCIDENT, ""), snapshot) == day


def test_all_people_together() -> None:
    """Each hears of their own alerts alone, from one pass over all of them."""
    alerts = [
        ("a", Alert(1, "ETH", Watched.PRICE, below=Decimal(1))),
        ("b", Alert(1, "ETH", Watched.PRICE, above=Decimal(1))),
        ("c", Alert(1, "ETH", Watched.PRICE, above=Decimal(1), paused=True)),
    ]
    assert [(owner, changed.told) for owner, changed, _ in evaluated(alerts, SNAPSHOT)] == [
        ("b", True)
    ]
