"""Quiet hours in words: "quiet from 10pm to 7am", "don't write me at night"."""

import re
from datetime import time

from core.nlu.figures import figure
from core.nlu.reading import read
from core.nlu.standing import Preference
from core.nlu.utterance import (
    Intent,
    Slots,
    Utterance,
)

NIGHT, NONE = "night", "none"
"""What quiet hours are set to where no clock is named."""

_HOUR = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight"
_SPAN = re.compile(
    rf"""
    \b(?P<begin>{_HOUR})(?:[:.h](?P<past>[0-5]\d))?\ ?h?(?P<half>[ap])?(?:\.?m\b\.?)?
    \ ?(?:-|to|till|until|and)\ ?
    (?P<end>{_HOUR})(?:[:.h](?P<past_end>[0-5]\d))?\ ?h?(?P<half_end>[ap])?(?:\.?m\b)?\b
    """,
    re.VERBOSE,
)
_QUIET = re.compile(
    r"\b(?:quiet|silent|silence|asleep|do not disturb|mute"
    r"|(?:don'?t|do not|never|nobody) (?:\w+ )?(?:write|message|text|send|ping|notify|disturb"
    r"|bother|wake|contact|alert)"
    r"|no (?:messages?|alerts?|notifications?|pings?)|nothing (?:between|from|at night))\b"
)
_AT_NIGHT = re.compile(
    r"\b(?:(?:at|during the|over|by|every) ?night|overnight|nights|night time)\b"
)
_ANY_TIME = re.compile(
    r"\b(?:no|stop|end|remove|(?:turn|switch) off|cancel|drop|delete|forget) (?:my |the )?quiet"
    r" (?:hours|time|nights?)\b"
)
_DAY = 24
_NIGHTLY = range(6, 12)
"""At such an hour, said without its half of the day, a night begins."""


def quiet_hours_wish(text: str) -> Utterance | None:
    """Return the setting that a wish for quiet is.

    >>> quiet_hours_wish("quiet from 10pm to 7am").slots.preference.value
    '22:00-07:00'
    >>> quiet_hours_wish("don't write me at night").slots.preference.value
    'night'
    >>> quiet_hours_wish("is the market quiet at the moment?")
    """
    said = read(text).lower
    if _ANY_TIME.search(said):
        return _setting(NONE)
    if not _QUIET.search(said) or "?" in said:
        return None
    span = _SPAN.search(said)
    if span:
        begin, end = _clock(span), _clock(span, ends=True)
        return _setting(f"{begin:%H:%M}-{end:%H:%M}") if begin and end and begin != end else None
    return _setting(NIGHT) if _AT_NIGHT.search(said) else None


def _setting(value: str) -> Utterance:
    return Utterance(
        Intent.SET_PREFERENCE, Slots(preference=Preference("quiet_hours", value)), score=1.0
    )


def _clock(span: re.Match[str], *, ends: bool = False) -> time | None:
    """Return when a span begins or ends; None for an hour that is none."""
    said, past, half = (
        (span["end"], span["past_end"], span["half_end"])
        if ends
        else (span["begin"], span["past"], span["half"])
    )
    if said in {"noon", "midnight"}:
        return time(12 if said == "noon" else 0)
    value = figure(said)
    hour = int(value) if value is not None else _DAY
    if half:
        hour = _DAY if hour > 12 else hour % 12 + (12 if half == "p" else 0)
    elif not ends and past is None and hour in _NIGHTLY and not _is_morning(span):
        hour += 12
    return time(hour % _DAY, int(past or 0)) if hour <= _DAY else None


def _is_morning(span: re.Match[str]) -> bool:
    """Whether the end says that the hours are those of a day: "from 9 to 17", "9 to 5pm"."""
    end = figure(span["end"])
    return span["half_end"] == "p" or (end is not None and end > 12)
