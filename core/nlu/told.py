"""What is told of a place that pays a rate: its size, its age, its audits, what the rate is of."""

import re
from decimal import Decimal

from core.nlu.described import Told
from core.nlu.figures import SCALES, figure
from core.nlu.reading import Reading
from core.nlu.roles import Bound

_SUM = r"\$?\ ?(?P<sum>\d{1,4}(?:[.,]\d{1,3})*)\ ?(?P<scale>k|m|mm|mil|mio|million|b|bn|billion)?\b"
_SIZES = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        rf"\b(?:tvl|total\ value\ locked)\ ?(?:is|of|:|=|only|just|about|around)?\ ?{_SUM}",
        rf"(?<![\w.]){_SUM}\ (?:in\ )?(?:tvl|total\ value\ locked|locked\ in\ it)\b",
    )
)
_UNIT = r"(?P<unit>day|week|month|year|yr)s?"
_AGES = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        rf"\b(?P<count>\d{{1,4}})\ {_UNIT}\ old\b",
        r"\b(?:launched|live|started|running|open|exists?)\ (?:for\ |since\ )?(?:only\ |just\ )?"
        rf"(?P<count>\d{{1,3}}|a|one|two|three|a\ few|last)\ {_UNIT}(?:\ ago)?\b",
    )
)
_NEW = re.compile(r"\b(?:brand[ -]?new|launched (?:today|yesterday|recently)|just launched)\b")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365, "yr": 365}
_COUNTS = {"a": 1, "one": 1, "last": 1, "two": 2, "three": 3, "a few": 3}
_UNAUDITED = re.compile(
    r"\b(?:un-?audited|no audits?|not audited|never audited|without (?:an |any )?audits?"
    r"|audited by (?:nobody|noone|no one)|(?:isn'?t|is not|aint|ain't) audited)\b"
)
_AUDITED = re.compile(r"\b(?:audited|audits? (?:by|from|done|ok)|(?:two|three|\d) audits)\b")
_PERCENT = r"(?P<n>\d{{1,4}}(?:[.,]\d{{1,2}})?)\ ?%"
_BASE = re.compile(
    rf"{_PERCENT.format()}\ (?:is\ |in\ |from\ )?(?:base|fees?|trading\ fees|organic|real|native)\b"
    rf"|\bbase\ (?:apr|apy|yield|rate)?\ ?(?:of|is|:)?\ ?{_PERCENT.replace('<n>', '<m>').format()}",
    re.VERBOSE,
)
_REWARD = re.compile(
    rf"{_PERCENT.format()}\ (?:is\ |in\ |from\ |of\ it\ )?(?:paid\ in\ )?(?:\w{{2,6}}\ )?"
    r"(?:rewards?|incentives?|emissions?|boost|tokens?)\b",
    re.VERBOSE,
)
_IN_TOKENS = re.compile(
    r"\b(?:in|from) (?:their|its|own|new) (?:own |native |governance )*tokens?\b"
    r"|\b(?:all|mostly|mainly|just) (?:emissions|incentives|token rewards)\b"
)
_HUNDRED = Decimal(100)


def told_of(text: str) -> Told | None:
    """Return what a text in lower case tells of a place; None for nothing.

    >>> told_of("usdc 9% tvl 20m 3 months old no audit")
    Told(size=Decimal('20000000'), age_days=Decimal('90'), audited=False, base=None, reward=None)
    """
    if not _MAY_TELL.search(text):
        return None
    told = Told(_size(text), _age(text), _audited(text), *_parts(text))
    return None if told == Told() else told


_MAY_TELL = re.compile(
    r"tvl|value locked|liquidity|\bold\b|launch|brand|audit|\bbase\b|\bfees?\b|reward|incentive"
    r"|emission|token|organic|\b(?:live|running|open|around) "
)


def apart_from_told(bound: tuple[Bound, ...], reading: Reading) -> tuple[Bound, ...]:
    """Return the amounts without the size of a place, which is nobody's money."""
    if "tvl" not in reading.lower and "locked" not in reading.lower:
        return bound
    hits = (pattern.search(reading.lower) for pattern in _SIZES)
    spans = [reading.span(*found.span()) for found in hits if found]
    return tuple(b for b in bound if not any(a <= b.entity.start < z for a, z in spans))


def _size(text: str) -> Decimal | None:
    found = next((hit for pattern in _SIZES if (hit := pattern.search(text))), None)
    value = figure(found["sum"]) if found else None
    if found is None or value is None:
        return None
    return value * SCALES.get(found["scale"] or "", Decimal(1))


def _age(text: str) -> Decimal | None:
    """Return the age in days."""
    if _NEW.search(text):
        return Decimal(0)
    found = next((hit for pattern in _AGES if (hit := pattern.search(text))), None)
    if found is None:
        return None
    count = _COUNTS.get(found["count"]) or int(found["count"])
    return Decimal(count * _DAYS[found["unit"]])


def _audited(text: str) -> bool | None:
    if _UNAUDITED.search(text):
        return False
    return True if _AUDITED.search(text) else None


def _parts(text: str) -> tuple[Decimal | None, Decimal | None]:
    """Return what of the rate is earned, and what is paid in tokens (ratios)."""
    base, reward = _BASE.search(text), _REWARD.search(text)
    earned = _ratio(base["n"] or base["m"]) if base else None
    paid = _ratio(reward["n"]) if reward else None
    if paid is None and _IN_TOKENS.search(text):
        return Decimal(0), Decimal(1)
    return earned, paid


def _ratio(written: str) -> Decimal:
    return Decimal(written.replace(",", ".")) / _HUNDRED
