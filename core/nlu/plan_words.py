"""Wishes about the person's own plan, which are no question: keep this as it, show it again."""

import re
from calendar import month_name, monthrange
from datetime import date, timedelta

from core.nlu.reading import read

_KEEP = re.compile(
    r"(?:please\ |ok\ |yes\ )?(?:save|keep|store|remember|take)\ (?:this|it|that)(?:\ one)?"
    r"\ as\ (?:my|the)\ (?:new\ )?plan\W*",
    re.VERBOSE,
)
_SHOW = re.compile(
    r"(?:show|see|open|what(?:'s|\ is|\ was))?\ ?(?:me\ )?my\ (?:last\ |old\ )?(?:plan|plans)"
    r"(?:\ (?:back\ )?(?:in|from|of|for|as\ of|last)\ .{3,24})?\W*"
    r"|what\ (?:did|have)\ you\ (?:tell|told|say|said|recommend(?:ed)?|advise)\b.{0,40}",
    re.VERBOSE,
)


_MONTHS = {
    name: number
    for number, whole in enumerate(month_name)
    if whole
    for name in (whole.lower(), whole[:3].lower())
} | {"sept": 9}
_MONTH = re.compile(rf"\b(?P<month>{'|'.join(_MONTHS)})\b\.?(?:\ (?:of\ )?(?P<year>20\d\d))?")
_YEAR = re.compile(r"\bin (?P<year>20\d\d)\b")
_LAST = re.compile(r"\blast (?P<what>month|year)\b")


def plan_asked_of(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of the time whose plan is asked for; None for no time.

    A month without its year is the last one of that name.

    >>> plan_asked_of("what did you tell me in March?", date(2026, 11, 25))
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    """
    said = read(text).lower
    month, year, last = _MONTH.search(said), _YEAR.search(said), _LAST.search(said)
    if month:
        number = _MONTHS[month["month"]]
        when = int(month["year"]) if month["year"] else today.year - (number > today.month)
        return _month(when, number)
    if year:
        return date(int(year["year"]), 1, 1), date(int(year["year"]), 12, 31)
    if last and last["what"] == "year":
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    before = today.replace(day=1) - timedelta(days=1)
    return _month(before.year, before.month) if last else None


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def keeps_plan(text: str) -> bool:
    """Whether a message asks to keep the answer just given as the plan.

    >>> keeps_plan("save this as my plan"), keeps_plan("is this my plan?")
    (True, False)
    """
    return bool(_KEEP.fullmatch(read(text).lower.strip()))


def shows_plan(text: str) -> bool:
    """Whether a message asks for the plan, or for what was told before.

    >>> shows_plan("show my plan"), shows_plan("What did you tell me in March?")
    (True, True)
    >>> shows_plan("stress my plan")
    False
    """
    return bool(_SHOW.fullmatch(read(text).lower.strip()))
