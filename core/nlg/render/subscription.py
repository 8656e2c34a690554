"""The subscription in words: when the summary comes, how that is changed, how it is stopped."""

from datetime import date

from core.facts import YOU, FactBook, Unit, Working
from core.nlg.draft import Button, Draft
from core.nlg.press import say
from core.nlg.render.clock import clock_words
from core.nlg.render.parts import lines, paragraphs
from core.nlg.writing import write
from core.nlu.clocks import UNREAD_TIME, UNREAD_ZONE
from core.nlu.standing import Weekday
from core.schedule import Due, Weekly

_DAYS = tuple(day.value.capitalize() for day in Weekday)
_STOP = say("/unsubscribe", "Stop these summaries")
_NOW = say("/summary", "Show it now")
_ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "Asia/Singapore")


def subscribed(
    weekly: Weekly,
    first: Due,
    today: date,
    *,
    other_cadence: bool,
    zone_known: bool,
    unread: str | None = None,
) -> Draft:
    """Say when the summary comes, the first on which day, and how to change that.

    `unread` tells what of the wish could not be read.
    """
    working = Working()
    working.given("first_day", first.day, Unit.DATE, YOU, today, note="of the first summary")
    clock = clock_words(working, "summary", weekly.at)
    text = paragraphs(
        f"**Your summary comes every {_DAYS[weekly.weekday]} {clock}, {_zone(weekly.zone)}.**",
        _UNREAD.get(unread or ""),
        lines(
            "The first is on {first_day}, within ten minutes of that time. It tells what moved, "
            "what came in and what deserves a look; a quiet week takes two lines.",
            "It comes once a week; in between, ask for it at any time." if other_cadence else None,
        ),
        None if zone_known else "Where do you live? Until you say, the time is that of UTC.",
    )
    return write(text, working.book, closing="", buttons=_buttons(weekly, zone_known=zone_known))


_UNREAD = {
    UNREAD_TIME: "The time of day in your message could not be read, so the hour is as before. Say "
    "it like “at half past seven in the evening”.",
    UNREAD_ZONE: "No time zone of that name is known, so the zone is as before. Say a large city "
    "in yours.",
}


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


_ALERTS_STAY = "Alerts still come when something you watch is crossed."
_STOP_ALERTS = say("stop all alerts", "Stop the alerts too")


def unsubscribed(*, watched: bool) -> Draft:
    """Say that no summary comes any more, which holds at once; `watched` where alerts go on."""
    text = paragraphs(
        "**Stopped.** No summary comes any more, and none that was on its way. What you keep here "
        "stays; the summary can be asked for at any time.",
        _ALERTS_STAY if watched else None,
    )
    again = (say("/subscribe", "Send it again"), _NOW)
    rows = (again, (_STOP_ALERTS,)) if watched else (again,)
    return write(text, FactBook(), closing="", buttons=rows)


def all_stopped(*, watched: bool) -> Draft:
    """Say that nothing comes unasked any more; `watched` where that pauses alerts."""
    paused = "All alerts are paused, and kept." if watched else "No alert is active."
    text = paragraphs(
        f"**Nothing comes unasked any more.** The summary is stopped. {paused} What was on its way "
        "is not sent. You can ask for anything as before.",
    )
    alerts = (say("resume all alerts", "Watch again"),) if watched else ()
    again = (*alerts, say("/subscribe", "Send the summary again"))
    return write(text, FactBook(), closing="", buttons=(again,))


def not_subscribed(*, watched: bool) -> Draft:
    """Say that there is no summary to stop; `watched` where alerts go on."""
    alerts = f" {_ALERTS_STAY}" if watched else ""
    ways = (say("/subscribe", "Send it every week"), _NOW)
    rows = (ways, (_STOP_ALERTS,)) if watched else (ways,)
    text = f"No summary is sent to you, so there is none to stop.{alerts}"
    return write(text, FactBook(), closing="", buttons=rows)
