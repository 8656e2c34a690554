"""When a weekly message is due: weeks, wall clocks and zones, as pure arithmetic.

A week has one moment, whatever the clocks do in it. A wall-clock time that a change of clocks
leaves out comes when it would have been, by the clock as it stood before; one that comes twice
counts the first time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Weekly:
    """Once a week: on a weekday, 0 for Monday, at a time of the wall clock in a zone.

    The zone is the IANA name of one that exists; see `find_zone`.
    """

    weekday: int
    at: time
    zone: str


@dataclass(frozen=True, slots=True)
class Due:
    """The one message of a week: when it is due, in UTC, and on which day by its own calendar."""

    at: datetime
    day: date

    @property
    def period(self) -> str:
        """The ISO week that it is the message of: `2026-W48`."""
        return f"{self.day:%G-W%V}"


def find_zone(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, None when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is an OSError
        return None


def next_due(weekly: Weekly, after: datetime) -> Due:
    """Return the first message that is due after a moment."""
    return next(due for due in _around(weekly, after) if due.at > after)


def latest_due(weekly: Weekly, until: datetime) -> Due:
    """Return the last message that is due by a moment."""
    return [due for due in _around(weekly, until) if due.at <= until][-1]


def quarter(day: date) -> str:
    """Return the quarter of a day: `2026-Q4`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def next_quarter(day: date) -> date:
    """Return the first day of the quarter after that of a day."""
    month = 3 * ((day.month + 2) // 3) + 1
    return date(day.year + month // 12, month % 12, 1)


def next_review(weekly: Weekly, after: datetime) -> Due:
    """Return the first message of the quarter that begins after a moment."""
    zone = ZoneInfo(weekly.zone)
    begin = datetime.combine(next_quarter(after.astimezone(zone).date()), time.min, zone)
    return next_due(weekly, begin - timedelta(microseconds=1))


def coming_review(weekly: Weekly, first: Due) -> Due:
    """Return the first message, from one on, that is the first of its quarter."""
    before = latest_due(weekly, first.at - timedelta(microseconds=1))
    opens = quarter(before.day) != quarter(first.day)
    return first if opens else next_review(weekly, first.at)


def _around(weekly: Weekly, moment: datetime) -> Iterator[Due]:
    """Yield the messages of the weeks about a moment, in order."""
    zone = ZoneInfo(weekly.zone)
    today = moment.astimezone(zone).date()
    day = today - timedelta(days=today.weekday()) + timedelta(days=weekly.weekday)
    for weeks in (-2, -1, 0, 1, 2):
        on = day + weeks * _WEEK
        yield Due(datetime.combine(on, weekly.at, zone).astimezone(UTC), on)
