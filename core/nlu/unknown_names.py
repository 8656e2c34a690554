"""Names that stand where a coin or a place belongs and are none that is known here."""

import re
from collections.abc import Iterator

from core.nlu.currencies import currency_named
from core.nlu.lexicon import beside
from core.nlu.reading import Reading
from core.nlu.spans import Entity

_MOVES = (
    r"(?:drops?|falls?|crash(?:es)?|tanks|dumps|halves|depegs?|doubles|collapses|fails|dies"
    r"|(?:gets?|is|was|goes|got) (?:hacked|exploited|drained|rugged|bust|bankrupt|to zero)"
    r"|loses|goes down|is down|minus \d)"
)
_TICKER = r"\$?(?P<name>[A-Z][A-Z0-9]{2,9})"
_IN_CAPITALS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?i:have|hold|own|got|stake|lend|bought)(?: (?i:about|around|some|over))?"
        rf" \d[\d,.]*[kKmM]? {_TICKER}\b",
        rf"\b(?i:stake|staking|unstake|unstaking|lend|lending|deposit|farm|restake)"
        rf"(?: (?i:my|some))? {_TICKER}\b",
        rf"(?<![\w$])\$?{_TICKER} (?i:staking|rewards|yields?|pays?|earns?|validators?)\b",
        rf"(?<![\w$]){_TICKER} (?i:{_MOVES})\b",
        rf"(?<![\w$]){_TICKER},? ?(?:-|at -|by -)\d",
        rf"\b(?i:what|how much) (?i:does|do|can|would|will) {_TICKER} (?i:pay|earn|yield|make)\b",
    )
)
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]{2}")
"""Without them there is no such name, and most messages have none."""
_IN_SMALL = re.compile(
    rf"\b(?:if|when|and|while) (?P<name>[a-z][a-z0-9]{{2,14}}) {_MOVES}(?![a-z])"
)


def unknown_name(reading: Reading, entities: tuple[Entity, ...]) -> str | None:
    """Return the first name that stands where a coin belongs and is none; None without one."""
    found = (span for span in _places(reading) if not _is_known(span, reading, entities))
    span = next(found, None)
    return reading.text[slice(*span)] if span else None


def _places(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield where such names stand: in capitals, unless all is, or in small before a blow."""
    if _CAPITALS.search(reading.text) and not reading.text.isupper():
        for pattern in _IN_CAPITALS:
            for found in pattern.finditer(reading.text):
                if found["name"].lower() not in beside("no_ticker"):
                    yield found.span("name")
    for found in _IN_SMALL.finditer(reading.lower):
        if found["name"] not in beside("no_coin") and _is_whole_word(found["name"]):
            yield found.span("name")


def _is_whole_word(name: str) -> bool:
    """Whether it is no inflected word of talk, such as "something's" or "holding"."""
    return not name.endswith(("ing", "ly", "s"))


def _is_known(span: tuple[int, int], reading: Reading, entities: tuple[Entity, ...]) -> bool:
    start, end = reading.span(*span)
    is_named = any(entity.start < end and start < entity.end for entity in entities)
    return is_named or currency_named(reading.lower[slice(*span)]) is not None
