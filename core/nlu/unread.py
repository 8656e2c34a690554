"""What would be misread and is not read at all: languages, crowns, unknown coins, own mixes."""

import re
from functools import cache

from core.catalogue import read_toml
from core.nlu.figures import has_digit
from core.nlu.reading import Reading
from core.nlu.spans import Entity
from core.nlu.unknown_names import unknown_name
from core.nlu.unknown_units import unknown_unit

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LEAST_FOREIGN = 2
_CROWNS = re.compile(r"(?<![a-z])(?:\d[\d., ]{,24}(?:k|mio?)? ?kr|kr\.? ?\d[\d., ]{,24})(?![a-z])")
_OWN_MIX = re.compile(r"\b(?:how|what) about (?:an? )?[1-9]0 ?/ ?[1-9]0\b")
_POOL_SHARES = re.compile(
    r"\b(?:have|hold|own|got|bought)(?: (?:about|around|some|over))? \d[\d.,]*"
    r" (?:[a-z0-9]{2,8}[/-][a-z0-9]{2,8}(?:[/-][a-z0-9]{2,8})? )?"
    r"(?:lps?|slp|uni-?v[23]|cake-?lp|bpt|pool (?:tokens?|shares?))\b"
)
_TIME_BEFORE = re.compile(
    r"\b(?:in|for|over|after|within|until|last|lasts|horizon(?: is| of)?):? [-\u2212\u2013] ?"
    r"\d{1,4} ?(?:years?|yrs?|months?)\b"
)
_UNREAD_FIGURES = {
    "crowns": _CROWNS,
    "mix": _OWN_MIX,
    "pool_shares": _POOL_SHARES,
    "time_before": _TIME_BEFORE,
}

UNKNOWN_NAME = "coin"
"""What is asked is understood, but not of what; nothing is counted then."""


def unread(reading: Reading, entities: tuple[Entity, ...]) -> str | None:
    """Return why a message cannot be read exactly; None when it can be.

    The reasons are "language", "crowns" (Swedish, Norwegian and Danish ones are all "kr"), "mix"
    (shares without what they are of: "60/40"), "pool_shares", which are not so many of the coins
    in the pool, "time_before" (a span of years below zero), "unit" (a sum in no currency), and
    "coin", a name that stands where a coin belongs and is none known here.
    """
    if _is_foreign(reading):
        return "language"
    if has_digit(reading.lower):
        for reason, pattern in _UNREAD_FIGURES.items():
            if pattern.search(reading.lower):
                return reason
        if unknown_unit(reading, entities):
            return "unit"
    return UNKNOWN_NAME if unknown_name(reading, entities) else None


def _is_foreign(reading: Reading) -> bool:
    """Whether most letters are of another script, or two words are of another language."""
    words = _WORD.findall(reading.lower)
    if not reading.lower.isascii() and _is_of_another_script("".join(words)):
        return True
    return len(_foreign_words().intersection(words)) >= _LEAST_FOREIGN


def _is_of_another_script(letters: str) -> bool:
    return 2 * sum(map(str.isascii, letters)) < len(letters)


@cache
def _foreign_words() -> frozenset[str]:
    return frozenset(read_toml("grammar/foreign.toml")["words"].split())
