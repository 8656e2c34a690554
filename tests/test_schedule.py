"""When a weekly message is due, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.schedule import (
    Weekly,
    coming_review,
    find_zone,
    latest_due,
    next_due,
    next_quarter,
    next_review,
    quarter,
)

ZONES = (
    "Australia/Lord_Howe",  # its clocks change by half an hour
    "Pacific/Apia",  # a Friday was left out at the end of 2011
    *sorted(available_timezones()),
)
weeklies = st.builds(
    Weekly,
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
)
moments = st.integers(1_100_000_000, 2_300_000_000).map(lambda at: datetime.fromtimestamp(at, UTC))
"""From 2004 to 2042."""


def monday_in_berlin(at: str = "09:00", weekday: int = 0) -> Weekly:
    return Weekly(weekday, time.fromisoformat(at), "Europe/Berlin")


def test_wall_clock_in_summer_and_winter() -> None:
    """Nine in the morning stays nine in the morning."""
    due = next_due(monday_in_berlin(), datetime(2026, 10, 19, 12, tzinfo=UTC))
    assert due.at == datetime(2026, 10, 26, 8, tzinfo=UTC)
    before = latest_due(monday_in_berlin(), due.at - timedelta(seconds=1))
    assert before.at == datetime(2026, 10, 19, 7, tzinfo=UTC)
    assert (before.period, due.period) == ("2026-W43", "2026-W44")


def test_time_that_is_left_out() -> None:
    """On the night the clocks go forward, half past two comes at half past three."""
    due = next_due(monday_in_berlin("02:30", 6), datetime(2026, 3, 28, tzinfo=UTC))
    assert due.at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert due.at.astimezone(ZoneInfo("Europe/Berlin")).time() == time(3, 30)


def test_time_that_comes_twice() -> None:
    """On the night the clocks go back, half past two counts the first time only."""
    weekly = monday_in_berlin("02:30", 6)
    first = next_due(weekly, datetime(2026, 10, 24, tzinfo=UTC))
    assert first.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_due(weekly, first.at).day == date(2026, 11, 1)


def test_turn_of_the_year() -> None:
    """The week that belongs to two years has one name."""
    due = next_due(monday_in_berlin(weekday=4), datetime(2026, 12, 30, tzinfo=UTC))
    assert (due.day, due.period) == (date(2027, 1, 1), "2026-W53")


@given(weeklies, moments)
def test_never_skipped_never_twice(weekly: Weekly, begin: datetime) -> None:
    """Following the clock for two years, every week has one message, in order."""
    due = next_due(weekly, begin)
    for _ in range(104):
        following = next_due(weekly, due.at)
        assert following.day - due.day == timedelta(weeks=1)
        assert following.period != due.period
        assert latest_due(weekly, following.at - timedelta(microseconds=1)) == due
        due = following


@given(weeklies, moments)
def test_around_a_moment(weekly: Weekly, moment: datetime) -> None:
    """A moment lies between the last message and the next, which are a week apart."""
    last, following = latest_due(weekly, moment), next_due(weekly, moment)
    assert last.at <= moment < following.at
    assert following.day - last.day == timedelta(weeks=1)


@given(weeklies, moments)
def test_review_is_the_first_of_a_quarter(weekly: Weekly, moment: datetime) -> None:
    """A quarter's review comes with the first weekly message in it, and not before."""
    review = next_review(weekly, moment)
    assert review.at > moment
    assert review == next_due(weekly, review.at - timedelta(microseconds=1))
    local = review.at.astimezone(ZoneInfo(weekly.zone)).date()
    assert local.month in (1, 4, 7, 10)
    assert local.day <= 8  # the eighth where a day was left out


@given(weeklies, moments)
def test_review_comes_with_what_opens_a_quarter(weekly: Weekly, moment: datetime) -> None:
    """A coming review is the first message, from one on, in another quarter than the one before."""
    first = next_due(weekly, moment)
    review = coming_review(weekly, first)
    before = latest_due(weekly, review.at - timedelta(microseconds=1))
    assert review.at >= first.at
    assert quarter(before.day) != quarter(review.day)
    assert review.day - first.day <= timedelta(days=98)


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_quarters_follow_one_another(day: date) -> None:
    """The next quarter begins after the day, and the day before it still is in the old one."""
    begin = next_quarter(day)
    assert quarter(day) == quarter(begin - timedelta(days=1)) != quarter(begin)


@pytest.mark.parametrize(
    "name",
    ["Mars/Olympus", "", "Europe", "../etc/passwd", "Europe/Berlin\0", "/etc/passwd", "x" * 999],
)
def test_zone_that_does_not_exist(name: str) -> None:
    """A name of no zone is none, whatever it looks like."""
    assert find_zone(name) is None
