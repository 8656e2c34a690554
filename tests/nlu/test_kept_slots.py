"""Dates, schedules, thresholds, settings and lists of holdings in words: read exactly or not."""

from datetime import UTC, date, datetime, time

import pytest

from bot.wire import slots_json
from core.nlu.clocks import schedule_of
from core.nlu.dates import find_dates, relative_day
from core.nlu.parser import understand
from core.nlu.standing import Cadence, DayPart, Schedule, Weekday
from core.nlu.utterance import (
    Context,
)

NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)  # a Wednesday


def _slots(text: str) -> dict[str, object]:
    return slots_json(understand(text, Context(NOW)).slots)


def _day(text: str) -> date | None:
    written = [entity.value for entity in find_dates(text, NOW)]
    assert len(written) <= 1
    day = written[0] if written else relative_day(text, NOW)
    assert day is None or isinstance(day, date)
    return day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 3 aug 2026", date(2026, 8, 3)),
        ("aug 3rd", date(2026, 8, 3)),
        ("the 3rd of august 2025", date(2025, 8, 3)),
        ("2026-07-14", date(2026, 7, 14)),
        ("14.07.2026", date(2026, 7, 14)),
        ("25/12/2025", date(2025, 12, 25)),
        ("12/25/2025", date(2025, 12, 25)),
        ("december 24", date(2025, 12, 24)),  # of last year: the next has not come
        ("today", date(2026, 9, 2)),
        ("yesterday", date(2026, 9, 1)),
        ("the day before yesterday", date(2026, 8, 31)),
        ("three days ago", date(2026, 8, 30)),
        ("2 weeks ago", date(2026, 8, 19)),
        ("last monday", date(2026, 8, 31)),
        ("on wednesday", date(2026, 8, 26)),
        ("on may 5", date(2026, 5, 5)),
        ("i may 5 times", None),
        ("03/08/2026", None),  # the third of August or the eighth of March
        ("31.02.2026", None),
        ("2026-13-01", None),
        ("last week", None),
        ("1.2.3", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    """A day is read when the words make one day of it, counted from the message's time."""
    assert _day(text) == day


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        (
            "every monday 9am berlin time",
            Schedule(Cadence.WEEKLY, Weekday.MONDAY, time(9), "Europe/Berlin"),
        ),
        ("weekly on fri at 18:30", Schedule(Cadence.WEEKLY, Weekday.FRIDAY, time(18, 30))),
        ("daily at 7 in the evening", Schedule(Cadence.DAILY, time=time(19))),
        ("sundays at noon utc", Schedule(Cadence.WEEKLY, Weekday.SUNDAY, time(12), "Etc/UTC")),
        ("each month at half past eight", Schedule(Cadence.MONTHLY, time=time(8, 30))),
        ("quarter to nine pm", Schedule(time=time(20, 45))),
        ("at 6 p.m. in new york", Schedule(time=time(18), timezone="America/New_York")),
        ("every sunday evening", Schedule(Cadence.WEEKLY, Weekday.SUNDAY, part=DayPart.EVENING)),
        ("12am", Schedule(time=time(0))),
        ("at 8h30, paris", Schedule(time=time(8, 30), timezone="Europe/Paris")),
        ("utc-5", Schedule(timezone="Etc/GMT+5")),
        ("asia/kolkata", Schedule(timezone="Asia/Kolkata")),
        ("mon or tue at 9am", Schedule(time=time(9))),
        ("berlin or paris", None),
        ("at 25:00", None),
        ("at 13pm", None),
        ("at 5%", None),
        ("my summary please", None),
    ],
)
def test_schedules(text: str, schedule: Schedule | None) -> None:
    """Each part is read when it is said once; what is said twice differently is not."""
    assert schedule_of(text) == schedule


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        (
            "alert me when the ETH staking yield falls under 2.5%",
            ("ETH", "yield", "below", "0.025"),
        ),
        ("tell me if usdc trades below 0.98", ("USDC", "peg", "below", "0.98")),
        ("notify me once btc goes over $150k", ("BTC", "price", "above", "150000")),
        ("warn me if aave tvl drops below 10bn", ("aave", "tvl", "below", "10000000000")),
        ("let me know if the usdc apy on aave rises above 8%", ("USDC", "yield", "above", "0.08")),
        ("ping me if eth drops to $2000", ("ETH", "price", "below", "2000")),
    ],
)
def test_thresholds(text: str, threshold: tuple[str, str, str, str]) -> None:
    """What is watched, by which measure, on which side of which level."""
    subject, measure, side, level = threshold
    read = _slots(text)["threshold"]
    assert isinstance(read, dict)
    assert {k: v for k, v in read.items() if k != "currency"} == {
        "subject": subject, "measure": measure, side: level,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "alert me when eth drops 20%",  # a change is no level
        "alert me if usdc or usdt goes below 0.98",
        "alert me when eth is between $2000 and $3000",
        "let me know when something happens to my coins",
    ],
)
def test_no_threshold(text: str) -> None:
    """A change, two coins, a range or nothing at all make no level."""
    assert "threshold" not in _slots(text)


def test_a_depeg_needs_no_level() -> None:
    """That a coin leaves its peg is meant without a figure."""
    read = _slots("warn me if USDT depegs")
    assert read["threshold"] == {"subject": "USDT", "measure": "peg"}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("show everything in euros", "currency", "EUR"),
        ("use CHF from now on, set my currency to chf", "currency", "CHF"),
        ("my tax rate is 30%", "tax_rate", "0.3"),
        ("set my risk to aggressive", "risk", "aggressive"),
        ("set my timezone to Lisbon", "timezone", "Europe/Lisbon"),
        ("my timezone is UTC+8", "timezone", "Etc/GMT-8"),
        ("switch language to german", "language", "de"),
        ("I am a beginner in crypto", "experience", "beginner"),
    ],
)
def test_preferences(text: str, name: str, value: str) -> None:
    """A setting is read with its value as the contract writes it."""
    assert _slots(text)["preference"] == {"name": name, "value": value}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            "received 0.031 ETH staking reward today",
            {"quantity": "0.031", "date": "2026-09-02", "assets": ["ETH"]},
        ),
        (
            "log 14.20 USDC interest from aave on 3 Aug 2026",
            {"quantity": "14.2", "date": "2026-08-03", "assets": ["USDC"], "protocols": ["aave"]},
        ),
        (
            "record a reward of 1.2 SOL worth $170 from yesterday",
            {
                "quantity": "1.2",
                "date": "2026-09-01",
                "received_value": {"amount": "170", "currency": "USD"},
                "assets": ["SOL"],
            },
        ),
    ],
)
def test_income_events(text: str, slots: dict[str, object]) -> None:
    """What was received, on which day, and what it was worth."""
    assert _slots(text) == slots


@pytest.mark.parametrize(
    ("text", "holdings"),
    [
        (
            "I hold 2.3 BTC, 14 ETH staked with Lido and 9k USDC on Aave",
            [
                {"asset": "BTC", "quantity": "2.3"},
                {"asset": "ETH", "quantity": "14", "venue": "lido", "kind": "staked"},
                {"asset": "USDC", "quantity": "9000", "venue": "aave"},
            ],
        ),
        (
            "my portfolio: 60% BTC, 30% ETH, 10% SOL",
            [
                {"asset": "BTC", "share": "0.6"},
                {"asset": "ETH", "share": "0.3"},
                {"asset": "SOL", "share": "0.1"},
            ],
        ),
        (
            "my portfolio is btc (80%), eth (20%)",
            [{"asset": "BTC", "share": "0.8"}, {"asset": "ETH", "share": "0.2"}],
        ),
        ("my portfolio is 90% btc, 30% eth", None),
        (
            "I hold staked 10 ETH and 5 SOL in cold storage",
            [
                {"asset": "ETH", "quantity": "10", "kind": "staked"},
                {"asset": "SOL", "quantity": "5", "kind": "idle"},
            ],
        ),
    ],
)
def test_lists_of_holdings(text: str, holdings: list[dict[str, str]] | None) -> None:
    """Each coin has what is said beside it; shares above the whole are none."""
    assert _slots(text).get("holdings") == holdings
