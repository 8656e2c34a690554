"""The subscription in words: when the summary comes, how that is changed, how it is stopped."""

from datetime import date
from decimal import Decimal

from core.facts import YOU, FactBook, Unit, Working
from core.nlg.draft import Button, Draft
from core.nlg.press import say
from core.nlg.render.parts import lines, paragraphs
from core.nlg.writing import write
from core.nlu.utterance import Weekday
from core.schedule import Due, Weekly

_DAYS = tuple(day.value.capitalize() for day in Weekday)
_STOP = say("/unsubscribe", "Stop these summaries")
_NOW = say("/summary", "Show it now")
_ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "Asia/Singapore")


def subscribed(
    weekly: Weekly, first: Due, today: date, *, other_cadence: bool, zone_known: bool
) -> Draft:
    """Say when the summary comes, the first on which day, and how to change that."""
    working = Working()
    working.given("first_day", first.day, Unit.DATE, YOU, today, note="of the first summary")
    clock = _clock(working, weekly)
    text = paragraphs(
        f"**Your summary comes every {_DAYS[weekly.weekday]} {clock}, {_zone(weekly.zone)}.**",
        lines(
            "The first is on {first_day}, within ten minutes of that time. It tells what moved, "
            "what came in and what deserves a look; a quiet week takes two lines.",
            "It comes once a week; in between, ask for it at any time." if other_cadence else None,
        ),
        None if zone_known else "Where do you live? Until you say, the time is that of UTC.",
    )
    return write(text, working.book, closing="", buttons=_buttons(weekly, zone_known=zone_known))


def _clock(working: Working, weekly: Weekly) -> str:
    """Say a time of day in words, its numbers facts: "at half past 8 in the morning"."""
    hour, minute = weekly.at.hour, weekly.at.minute
    if minute == 45:
        hour = (hour + 1) % 24
    if minute == 0 and hour in {0, 12}:
        return "at noon" if hour else "at midnight"
    working.given("summary_hour", _on_the_dial(hour), Unit.COUNT, YOU, note="o'clock")
    part = "in the morning" if hour < 12 else "in the afternoon" if hour < 18 else "in the evening"
    match minute:
        case 0:
            return f"at {{summary_hour}} {part}"
        case 15 | 30 | 45:
            words = {15: "a quarter past", 30: "half past", 45: "a quarter to"}[minute]
            return f"at {words} {{summary_hour}} {part}"
        case _:
            working.given("summary_minute", Decimal(minute), Unit.COUNT, YOU, note="minutes")
            unit = "minute" if minute == 1 else "minutes"
            return f"at {{summary_minute}} {unit} past {{summary_hour}} {part}"


def _on_the_dial(hour: int) -> Decimal:
    return Decimal(hour % 12 or 12)


def _zone(zone: str) -> str:
    """Return "Berlin time" for Europe/Berlin; zones that are numbers are named by nothing else."""
    city = _city(zone)
    if zone == "UTC":
        return "UTC"
    return "by your zone" if any(c.isdigit() for c in city) else f"{city} time"


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _buttons(weekly: Weekly, *, zone_known: bool) -> tuple[tuple[Button, ...], ...]:
    days = tuple(say(f"/subscribe {day}", day) for day in _others(weekly.weekday))
    hours = (
        say("/subscribe at 8 in the morning", "Morning"),
        say("/subscribe at noon", "Noon"),
        say("/subscribe at 7 in the evening", "Evening"),
    )
    zones = tuple(
        say(f"/subscribe {zone}", zone.rpartition("/")[2].replace("_", " ")) for zone in _ZONES
    )
    rows = (days, hours) if zone_known else (zones[:2], zones[2:], days, hours)
    return (*rows, (_NOW, _STOP))


def _others(weekday: int) -> tuple[str, ...]:
    """Return the days that people choose most, without the one that is chosen."""
    return tuple(day for day in (_DAYS[0], _DAYS[4], _DAYS[6]) if day != _DAYS[weekday])


def unsubscribed() -> Draft:
    """Say that no summary comes any more, which holds at once."""
    return write(
        "**Stopped.** No summary comes any more, and nothing of what was on its way. What you "
        "keep here stays; the summary can be asked for at any time.",
        FactBook(),
        closing="",
        buttons=((say("/subscribe", "Send it again"), _NOW),),
    )


def not_subscribed() -> Draft:
    """Say that there is nothing to stop."""
    return write(
        "No summary is sent to you, so there is nothing to stop.",
        FactBook(),
        closing="",
        buttons=((say("/subscribe", "Send it every week"), _NOW),),
    )
