"""Ages and horizons in a reading."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from core.nlu.figures import WORDED, figure, has_digit, tidy
from core.nlu.spans import Entity, Kind

_NO_UNIT = (
    r"(?!\d|[.,/:]\d|-\d|-?\ ?(?:%|percent|bps|k\b|m\b|mil|million|grand|x\b|\$|€|£|usd|eur|gbp"
    r"|dollars|bucks|euros|pounds|quid|cents|days?|weeks?|months?|years?\b(?!\ old)|yrs?\b(?!\ old)"
    r"|hours?|minutes?|mins?|miles|times|people|out\ of|st\b|nd\b|rd\b|thousand|hundred"
    r"|of\ (?:them|the)|btc|eth|sol|usdc|usdt|coins?))"
)
_OLD = r"(?:\ ?(?:y\.?/?o\.?\b|yrs?\.?\ old|years?\ old|year[- ]old|years?\ of\ age))"
_BEFORE_AGE = r"(?:age|the\ age\ of|about|around|roughly|i\ am|i'm|im|i\ turn|the\ time\ i'?\ ?a?m)"
_TARGET = re.compile(
    rf"""
    \b(?:(?:retir\w+|stop\ working|quit\ (?:work|working|my\ job)|fire|financially\ free|early)
         \b[^.?!\n\d]{{0,24}}?\b(?:at|by|around|before|on\ my|when\ i'?\ ?a?m|until|once\ i'?\ ?a?m)
       |by|until|till|before|when\ i'?\ ?a?m|when\ i\ turn|once\ i'?\ ?a?m|at\ age|from\ age|to\ age
       |at\ the\ age\ of|on\ my)
    \ (?:{_BEFORE_AGE}\ )*(?P<age>[2-9]\d)(?:(?:st|nd|rd|th)\ birthday|{_OLD}|{_NO_UNIT}(?![\w]))
    """,
    re.VERBOSE,
)
_AGE = re.compile(
    rf"""
    \b(?:i'?\ ?a?m|we\ are|we're|my\ age\ is|my\ age:?|aged?:?|turned|turning|age\ is)
    \ (?:(?:now|currently|almost|nearly|about|only|just|already|a|still|both|turning|soon|age)\ )*
    (?P<age>[1-9]\d)(?:{_OLD}|{_NO_UNIT}(?![\w]))
    |(?<![\w.$€£])(?<!to\ a\ )(?P<old>[1-9]\d){_OLD}
    |^\W*(?P<first>[1-9]\d)(?=\ (?:now|here|and\ counting|male|female|single|married)\b)
    |\bretir[^.?!\d]{{0,16}}\d\d,?\ (?:i\ am\ |i'm\ )?(?:now|currently)
     \ (?P<now>[1-9]\d)(?=[,.;]|$|\ and\b)
    |\bat\ (?P<at>[1-6]\d)(?=,?\ (?:so\ that\ |and\ |then\ )?(?:by|to\ retire|until)\b)
    """,
    re.VERBOSE,
)
_YEARS = re.compile(
    rf"""
    (?<![\w.,$€£-])(?P<count>\d{{1,3}}(?:[.,]5)?|(?:{WORDED}))
    (?:\ ?(?:-|to|or)\ ?(?P<upto>\d{{1,2}}))?
    \ ?\+?[\ -]?(?P<unit>years?|yrs?|decades?|months?)(?![a-z])(?![- ](?:old|ago|of\ experience
    |treasur|bond|note|chart|history|high|low|mortgage|warranty|of\ age))
    """,
    re.VERBOSE,
)
_UNITS = ("year", "yr", "decade", "month")
"""One of them is in every horizon, and looked for first: the pattern takes longer."""
_PAST = re.compile(
    r"\b(?:last|past|previous|prior|been|was|were|saved|had|did|made|took|lost|missing|over|ago|since"
    r"|bought|first|worked|lived|owned|held)\b(?:(?!\band\b)[^.,;?!\n]){0,16}$"
    r"|\b(?:every|per)\ $",
)
_REACHED = re.compile(
    r"\b(?:month|monthly|mo|year|yearly|income|it|work(?:ing)?|start(?:ing)?)"
    rf"\ (?:from\ )?at\ (?P<age>[3-9]\d){_NO_UNIT}(?!\w)",
    re.VERBOSE,
)
"""An age to reach where another is said: "I am 40 and want 6,000 a month at 60"."""
_FUTURE = re.compile(
    r"\b(?:next|over\ the\ next|over\ the\ coming|over|spread\ over)\ (?:the\ )?$"
    r"|(?<!the\ )(?<!these\ )\blasts?\ (?:me\ |us\ |for\ |about\ |at\ least\ )*$",
    re.VERBOSE,
)
_MONTHS_AHEAD = re.compile(
    r"\b(?:in|within|over|after|next|for)\ (?:the\ )?(?:next\ |about\ )?$", re.VERBOSE
)
_YEAR = re.compile(
    r"\b(?:by|until|till|before|in|through|from|after|starting|as of) "
    r"(?:the )?(?:end of |year |early |mid )?"
    r"(?P<year>20\d\d)(?![\d.,%]*[\dk%])"
)
_YOUNGEST = 14
_LONGEST = 100


def find_times(text: str, at: datetime) -> Iterator[Entity]:
    """Yield ages, ages to reach and horizons in years; `text` is in lower case.

    A calendar year counts from the year of `at`; what lies in the past is not a horizon.
    """
    if not has_digit(text):
        yield from _horizons(text)
        return
    yield from _ages(text)
    yield from _horizons(text)
    yield from _calendar_years(text, at)


def _ages(text: str) -> Iterator[Entity]:
    """Yield the ages to reach, then the others."""
    targets = [_aged(Kind.TARGET_AGE, found, "age") for found in _TARGET.finditer(text)]
    reached = {entity.end for entity in targets}
    ages = [
        _aged(Kind.AGE, found, group)
        for found in _AGE.finditer(text)
        for group in (found.lastgroup or "age",)
        if found.end(group) not in reached and int(found[group]) >= _YOUNGEST
    ]
    if ages and not targets and (found := _REACHED.search(text)):
        yield _aged(Kind.TARGET_AGE, found, "age")
    yield from (*targets, *ages)


def _aged(kind: Kind, found: re.Match[str], group: str) -> Entity:
    return Entity(kind, found.start(group), found.end(group), Decimal(found[group]))


def _horizons(text: str) -> Iterator[Entity]:
    if not any(unit in text for unit in _UNITS):
        return
    for found in _YEARS.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        ahead = _FUTURE.search(before)
        if _PAST.search(before) and not ahead:
            continue
        if found["unit"].startswith("month") and not _MONTHS_AHEAD.search(before):
            continue
        years = _years(found["count"], found["unit"])
        if years is not None and 0 <= years <= 10 * _LONGEST:
            yield Entity(Kind.YEARS, found.start(), found.end(), years)


def _years(count: str, written: str) -> Decimal | None:
    """Return the years of "five years", "18 months", "a decade"; "a year" is a period, not one."""
    value = figure(count)
    if value is None or (count in {"a", "an"} and not written.startswith("decade")):
        return None
    if written.startswith("month"):
        return tidy(round(value / 12, 4))
    return value * 10 if written.startswith("decade") else value


def _calendar_years(text: str, at: datetime) -> Iterator[Entity]:
    for found in _YEAR.finditer(text):
        ahead = int(found["year"]) - at.year
        if 0 < ahead <= _LONGEST:
            yield Entity(Kind.YEARS, *found.span("year"), Decimal(ahead))
