"""When the regular summary is wanted: how often, on which day, at what time and where."""

import re
from datetime import time

from core.nlu.figures import figure
from core.nlu.places import zone_in
from core.nlu.standing import Cadence, DayPart, Schedule, Weekday

_DAY_NAMES = {
    name: day
    for day in Weekday
    for name in (day.value, day.value[:3], f"{day.value}s", f"{day.value[:3]}s")
} | {"tues": Weekday.TUESDAY, "thur": Weekday.THURSDAY, "thurs": Weekday.THURSDAY}
_DAYS = "|".join(sorted(_DAY_NAMES, key=len, reverse=True))
_WEEKDAY = re.compile(rf"(?:\b(?P<every>every|each) )?\b(?P<day>{_DAYS})\b")
_CADENCES = (
    (Cadence.DAILY, r"daily|(?:every|each)(?: single)? (?:day|morning|evening|night)|once a day"),
    (Cadence.WEEKLY, r"weekly|(?:every|each) week|once a week|per week"),
    (Cadence.MONTHLY, r"monthly|(?:every|each) month|once a month|per month"),
    (Cadence.QUARTERLY, r"quarterly|(?:every|each) quarter|once a quarter"),
)
_CADENCE = tuple((cadence, re.compile(rf"\b(?:{said})\b")) for cadence, said in _CADENCES)
_HOUR = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_CLOCK = re.compile(
    rf"""
    (?<![\w.:$€£+-])(?:
      (?P<half>half\ past|quarter\ past|quarter\ to)\ (?P<past>{_HOUR})
     |(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>[0-5]\d)|h\b|(?=\ ?[ap]\.?m\b|\ ?o'?clock|\ in\ the))
     |(?:\bat|@|\baround|\bby)\ (?P<bare>{_HOUR})
    )
    (?:\ ?o'?clock)?(?:\ ?(?P<noon>[ap])\.?m\b\.?)?
    (?:\ (?:in\ the|at)\ (?P<part>morning|afternoon|evening|night))?
    (?![\w%€$£]|[.:]\d|\ (?:percent|usd|eur|k\b))
    """,
    re.VERBOSE,
)
_NOON = re.compile(r"\b(?:at )?(?:noon|midday)\b")
_DAY_PART = re.compile(rf"\b({'|'.join(DayPart)})s?\b")
_MIDNIGHT = re.compile(r"\b(?:at )?midnight\b")
_PAST = {"half past": 30, "quarter past": 15, "quarter to": -15}


def schedule_of(text: str) -> Schedule | None:
    """Return when a message in lower case wants something; None when it says nothing of it.

    What is said twice differently, such as two weekdays, is not read.
    """
    weekday, is_repeated = _weekday(text)
    frequency = _frequency(text) or (Cadence.WEEKLY if is_repeated else None)
    clock = clock_in(text)
    part = None if clock else _day_part(text)
    schedule = Schedule(frequency, weekday, clock, zone_in(text), part)
    return None if schedule == Schedule() else schedule


UNREAD_TIME, UNREAD_ZONE = "unread_time", "unread_zone"

_TIME_LIKE = re.compile(r"(?<![\w.:])\d{1,2}(?::\d{2}|(?: ?[ap]\.?m\b))|\bat \d{1,2}\b(?! ?[%$€£])")
_ZONE_LIKE = re.compile(
    r"(?:\d|\bo'?clock|\b[ap]\.?m\.?|\bnoon|\bmorning|\bafternoon|\bevening|\bmidnight),? "
    r"(?!(?:that|this|any|same|every|each|local|my|our|your|some|one|next)\b)"
    r"[a-z]+(?: [a-z]+)? time\b"
    r"|\b[a-z]+/[a-z_]+\b"
)


def unread_in(text: str) -> str | None:
    """Return what of a wish in lower case looks like a time or a zone and is none.

    >>> unread_in("subscribe at 25:00"), unread_in("mondays at 9 mars time")
    ('unread_time', 'unread_zone')
    """
    if _TIME_LIKE.search(text) and clock_in(text) is None:
        return UNREAD_TIME
    return UNREAD_ZONE if _ZONE_LIKE.search(text) and zone_in(text) is None else None


def _weekday(text: str) -> tuple[Weekday | None, bool]:
    """Return the one day of the week that is named, and whether it is every such day."""
    found = list(_WEEKDAY.finditer(text))
    days = {_DAY_NAMES[one["day"]] for one in found}
    if len(days) != 1:
        return None, False
    repeated = any(one["every"] or one["day"].endswith("days") for one in found)
    return days.pop(), repeated


def _frequency(text: str) -> Cadence | None:
    said = {cadence for cadence, pattern in _CADENCE if pattern.search(text)}
    return said.pop() if len(said) == 1 else None


def _day_part(text: str) -> DayPart | None:
    said = {DayPart(found[1]) for found in _DAY_PART.finditer(text)}
    return said.pop() if len(said) == 1 else None


def clock_in(text: str) -> time | None:
    """Return the one time of day that a text names.

    >>> clock_in("at half past 8"), clock_in("7 in the evening"), clock_in("at 18:30 or 19:00")
    (datetime.time(8, 30), datetime.time(19, 0), None)
    """
    times = {moment for found in _CLOCK.finditer(text) if (moment := _time(found))}
    if _NOON.search(text):
        times.add(time(12))
    if _MIDNIGHT.search(text):
        times.add(time(0))
    return times.pop() if len(times) == 1 else None


def _time(found: re.Match[str]) -> time | None:
    hours = figure(found["past"] or found["hour"] or found["bare"])
    if hours is None or hours != int(hours):
        return None
    hour = _of_day(int(hours), found["noon"], found["part"])
    minutes = hour * 60 + _PAST.get(found["half"] or "", int(found["minute"] or 0))
    return time(*divmod(minutes % 1440, 60)) if 0 <= hour < 24 else None


def _of_day(hour: int, noon: str | None, part: str | None) -> int:
    """Return the hour of the day; −1 for one that is none, such as 13 am."""
    if noon and not 1 <= hour <= 12:
        return -1
    if noon:
        return hour % 12 + (12 if noon == "p" else 0)
    late = part in {"afternoon", "evening"} or (part == "night" and hour > 5)
    return hour + 12 if late and 1 <= hour < 12 else hour
