"""Until when a holding is locked: "locked until 2027-03-01", "until March 2027 locked"."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.nlu.dates import MONTH, month_of
from core.nlu.spans import Entity, Kind

_UNTIL = r"(?:till?|until|to|on|by|in)? ?(?:the )?(?:(?:start|beginning|end) of )?$"
_LOCKED_BEFORE = re.compile(
    r"\b(?:locked(?: up| in)?|lock-?up|bonded|vested|stuck|unlocks?|unbonding|unbonds|matures?)"
    rf"(?: ends?| ending| lasts?| is| runs?)? (?:up )?{_UNTIL}"
    r"|\b(?:staked|delegated|deposited|parked|frozen|lent|supplied|fixed|term)\b[^.;?!\d]{0,30}?"
    r" (?:till?|until) (?:the )?(?:(?:start|beginning|end) of )?$"
)
_LOCKED_AFTER = re.compile(
    r"[ ,(]*(?:(?:it|they|that|this) )?(?:is |are )?"
    r"(?:locked\b|lock-?up\b|when (?:it|they) unlocks?\b|unlocks\b)"
)
_NO_DAY = re.compile(rf"\b(?:(?:{MONTH})\ )?(?P<year>20\d\d)\b(?![-./]\d)", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class _Day:
    start: int
    end: int
    day: date


def unlocks_on(told: Iterable[Entity], begin: int, end: int, text: str) -> date | None:
    """Return until when a holding is said to be locked, in the words from `begin` to `end`.

    A day without a year is the next one; a month or a year alone is its first day, or its last
    where its end is said.
    """
    within = (one for one in _days(told, text) if begin <= one.start and one.end <= end)
    return next((one.day for one in within if _is_locked(one, begin, end, text)), None)


def _is_locked(one: _Day, begin: int, end: int, text: str) -> bool:
    before = _LOCKED_BEFORE.search(text, begin, one.start)
    return bool(before or _LOCKED_AFTER.match(text, one.end, end))


def _days(told: Iterable[Entity], text: str) -> Iterator[_Day]:
    for entity in told:
        if entity.kind is Kind.DATE:
            assert isinstance(entity.value, date)
            has_year = re.search(r"\d{4}", text[entity.start : entity.end])
            day = entity.value if has_year else _a_year_later(entity.value)
            yield _Day(entity.start, entity.end, day)
    for found in _NO_DAY.finditer(text):
        year, month = int(found["year"]), month_of(found["month"]) if found["month"] else None
        at_its_end = text.endswith("end of ", 0, found.start())
        day = _end_of(year, month) if at_its_end else date(year, month or 1, 1)
        yield _Day(found.start(), found.end(), day)


def _end_of(year: int, month: int | None) -> date:
    return date(year, month or 12, monthrange(year, month or 12)[1])


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


_STATED = re.compile(r"(?:my )?\d[\d.,]*\ ?[km]? \w+ [^?]*\b(?:locked|lock-?up|unlocks?)\b[^?]*")
_ASKED = re.compile(r"\b(?:what|how|should|would|can|could|if|worth|earn|want|is it)\b")


def stated_with_lock(said: str) -> str | None:
    """Return coins with their lock-up as the holding they are: "10 ATOM staked, locked until …".

    >>> stated_with_lock("10 atom staked, locked until 2027-03-01")
    'i hold 10 atom staked, locked until 2027-03-01'
    >>> stated_with_lock("10 atom locked until may, what would it pay")
    """
    if not _STATED.fullmatch(said) or _ASKED.search(said) or not re.search(r"20\d\d", said):
        return None
    return f"i hold {said.removeprefix('my ')}"
