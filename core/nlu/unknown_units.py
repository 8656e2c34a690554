"""Sums in what is no currency and no coin: "500 zorkmids a month" is never counted as if unsaid."""

import re

from core.nlu.currencies import currency_named
from core.nlu.reading import Reading
from core.nlu.spans import Entity, Kind
from core.nlu.spelling import is_word

_FIGURE = r"(?<![\w.,])\d[\d.,]*(?: ?(?:k|m|mio|mil|thousand|million|grand|hundred))? "
_OFTEN = r"(?:(?:a|an|per|each|every) |/ ?)(?:day|week|fortnight|month|quarter|year)|monthly|weekly"
_OF_SUMS = (
    re.compile(
        rf"{_FIGURE}(?!(?:for|over|the|and|with)\b)(?P<unit>[a-z]{{3,20}}) ?"
        rf"(?:{_OFTEN}|yearly|annually|daily)\b"
    ),
    re.compile(
        r"\b(?:have|got|own|hold|add|adding|save|saving|invest|contribute|draw|withdraw|take|need"
        r"|want|spend|earn|from|with)(?: (?:about|around|another|out|in|of))? "
        rf"{_FIGURE}(?P<unit>[a-z]{{3,19}}s)\b"
    ),
)
_NAMES = frozenset(
    {Kind.COINS, Kind.ASSET, Kind.PROTOCOL, Kind.VENUE, Kind.SUM, Kind.FLOW, Kind.RATE, Kind.OFFER}
)


def unknown_unit(reading: Reading, entities: tuple[Entity, ...]) -> str | None:
    """Return the first word that a sum is counted in and that is none; None without one."""
    for pattern in _OF_SUMS:
        for found in pattern.finditer(reading.lower):
            word = found["unit"]
            known = is_word(word) or currency_named(word) or _named(found, reading, entities)
            if not known:
                return word
    return None


def _named(found: re.Match[str], reading: Reading, entities: tuple[Entity, ...]) -> bool:
    """Whether the word is part of what is named, such as a coin."""
    start, end = reading.span(*found.span("unit"))
    return any(e.start < end and start < e.end and e.kind in _NAMES for e in entities)
