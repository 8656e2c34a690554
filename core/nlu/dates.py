"""Calendar days in words: "3 Aug 2026", "2026-07-14", "yesterday", "last monday"."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from core.nlu.figures import WORDED, figure, has_digit
from core.nlu.spans import Entity, Kind
from core.nlu.standing import Weekday

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\ (?:of\ )?(?P<year>20\d\d))"
_END = r"(?![\w%$€£]|[.,:/-]\d)"
_ISO = re.compile(r"(?<![\w.-])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
_DAY_FIRST = re.compile(rf"(?<![\w.,$€£/-]){_DAY}\ (?:of\ )?{MONTH}{_YEAR}?{_END}", re.VERBOSE)
_MONTH_FIRST = re.compile(rf"(?<![\w-]){MONTH}\ (?:the\ )?{_DAY}{_YEAR}?{_END}", re.VERBOSE)
_WITH_POINTS = re.compile(
    r"(?<![\w.])(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)\.(?P<year>20\d\d|\d\d)(?![\w.]\d)"
)
_WITH_STROKES = re.compile(r"(?<![\w/])(?P<one>\d?\d)/(?P<other>\d?\d)/(?P<year>20\d\d)(?![\w/])")
_VERBS = re.compile(r"\b(?:may|march)$")
_LEADS_TO_DAY = re.compile(r"(?:^|\b(?:on|since|of|from|for|dated|the)\ |[,:(\n]\ ?)$")


def find_dates(text: str, at: datetime) -> Iterator[Entity]:
    """Yield the days that a text in lower case writes with figures.

    A day without a year is the last one before `at`. "03/08/2026" is two days, so it is none.
    """
    if not has_digit(text):
        return
    for pattern in (_ISO, _DAY_FIRST, _MONTH_FIRST, _WITH_POINTS):
        for found in pattern.finditer(text):
            if _is_verb(found, text):
                continue
            day = _day(found["year"], month_of(found["month"]), int(found["day"]), at)
            if day:
                yield Entity(Kind.DATE, found.start(), found.end(), day)
    for found in _WITH_STROKES.finditer(text):
        if day := _with_strokes(found, at):
            yield Entity(Kind.DATE, found.start(), found.end(), day)


def _is_verb(found: re.Match[str], text: str) -> bool:
    """Whether "may 5" is a verb and a figure: a month stands behind "on", or has a year."""
    if found["year"] or not _VERBS.match(found["month"]) or found.start() == found.start("day"):
        return False
    return not _LEADS_TO_DAY.search(text, 0, found.start())


def month_of(written: str) -> int:
    """Return the number of a month that is written in letters or figures."""
    return int(written) if written.isdigit() else _MONTHS.index(written[:3]) + 1


def _with_strokes(found: re.Match[str], at: datetime) -> date | None:
    """Return the day of 25/12/2026 or 12/25/2026; None where either order makes another day."""
    one, other = int(found["one"]), int(found["other"])
    readings = {
        day
        for day in (_day(found["year"], other, one, at), _day(found["year"], one, other, at))
        if day
    }
    return readings.pop() if len(readings) == 1 else None


def _day(year: str | None, month: int, day: int, at: datetime) -> date | None:
    """Return the day; without a year the last one that has come; None for no day at all."""
    try:
        if year:
            return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
        this_year = date(at.year, month, day)
        return this_year if this_year <= at.date() else date(at.year - 1, month, day)
    except ValueError:
        return None


_TODAY = re.compile(r"\b(?:today|this (?:morning|afternoon|evening)|tonight|just now)\b")
_BEFORE_YESTERDAY = re.compile(r"\bday before yesterday\b")
_YESTERDAY = re.compile(r"\byesterday\b|\blast night\b")
_AGO = re.compile(rf"\b(?P<count>\d{{1,3}}|{WORDED})\ (?P<unit>days?|weeks?)\ ago\b", re.VERBOSE)
_LAST = re.compile(rf"\b(?:last|this past|on|this) ({'|'.join(Weekday)})\b")


def relative_day(text: str, at: datetime) -> date | None:
    """Return the day that words count from `at`: "yesterday", "3 days ago", "last monday"."""
    today = at.date()
    if _BEFORE_YESTERDAY.search(text):
        return today - timedelta(days=2)
    if _YESTERDAY.search(text):
        return today - timedelta(days=1)
    if _TODAY.search(text):
        return today
    if ago := _AGO.search(text):
        count = figure(ago["count"])
        days = int(count or 0) * (7 if ago["unit"].startswith("week") else 1)
        return today - timedelta(days=days) if days else None
    if last := _LAST.search(text):
        back = (today.weekday() - list(Weekday).index(Weekday(last[1]))) % 7
        return today - timedelta(days=back or 7)
    return None
