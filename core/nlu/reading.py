"""A message as it is read: one plain script, plain digits, quotes and dashes, no invisible marks.

Every character of the reading knows where it stood in the message, so that a span found in
the reading can be shown in the message.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.nlu.courtesies import without_courtesies
from core.nlu.spelling import slips

_SPELLED = {
    "½": ".5",
    "¼": ".25",
    "¾": ".75",
    "\u2019": "'",
    "\u2018": "'",
    "\u02bc": "'",
    "\u00b4": "'",
    "`": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2044": "/",
    "\u00d7": "x",
    "\r": " ",
    "\t": " ",
    "\u0625": "\u0625",  # in the sign of the dirham; without its hamza it is in the dinar's
}
_LOOK_ALIKES = dict(
    zip(
        "авекмнорстухіјѕԁցһІЈЅАВЕКМНОРСТУХԌαεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "abekmhopctyxijsdghIJSABEKMHOPCTYXGaeikvoptuxABEZHIKMNOPTYX",
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The readable text, and for each of its characters the place in the message."""

    text: str
    lower: str
    places: Sequence[int]
    """One longer than `text`: the last entry is the length of the message."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the message a stretch of the reading stands."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]

    def index(self, place: int) -> int:
        """Return the first character of the reading at or after a place in the message."""
        return bisect_left(self.places, place)


@lru_cache(maxsize=32)
def read(text: str) -> Reading:
    """Return what a message says: slips of the finger set right, and courtesies left out."""
    return _spelt(_cut(as_written(text)))


def _cut(reading: Reading) -> Reading:
    """Return the reading without its courtesies."""
    begin, end = without_courtesies(reading.lower)
    if (begin, end) == (0, len(reading.lower)):
        return reading
    places = (*reading.places[begin:end], reading.places[end])
    return Reading(reading.text[begin:end], reading.lower[begin:end], places)


def _spelt(reading: Reading) -> Reading:
    """Return the reading with slips set right; symbols in capitals are names, and are kept."""
    shouts = reading.text.isupper()
    pieces, places, at = list[str](), list[int](), 0
    for start, end, meant in slips(reading.lower):
        if not shouts and reading.text[start:end].isupper():
            continue
        pieces += (reading.text[at:start], meant)
        places += reading.places[at:start]
        places += (reading.places[min(start + i, end - 1)] for i in range(len(meant) - 1))
        places.append(reading.places[end - 1])
        at = end
    if not at:
        return reading
    text = "".join((*pieces, reading.text[at:]))
    return Reading(text, _lowered(text), (*places, *reading.places[at:]))


def _lowered(text: str) -> str:
    return text.lower() if text.isascii() else "".join(char.lower()[:1] for char in text)


@lru_cache(maxsize=32)
def as_written(text: str) -> Reading:
    """Return the message in one plain script; plain ASCII is its own reading."""
    marks = _emphasis(text)
    if text.isascii() and not marks:
        plain = text.translate(_ASCII_SPACES)
        return Reading(plain, plain.lower(), range(len(text) + 1))
    pieces = [(place, _plain(char)) for place, char in enumerate(text) if place not in marks]
    letters = [(place, letter) for place, piece in pieces for letter in piece]
    plain = _without_look_alikes("".join(letter for _, letter in letters))
    return Reading(plain, _lowered(plain), (*(place for place, _ in letters), len(text)))


def _emphasis(text: str) -> frozenset[int]:
    """Return the places of the marks around words; most messages have none."""
    if "*" not in text and "_" not in text and "~" not in text:
        return frozenset()
    return frozenset(place for mark in _EMPHASIS.finditer(text) for place in range(*mark.span()))


_EMPHASIS = re.compile(
    r"(?<![\w*_~])(?:[*_]{1,3}|~~)(?=[\w$€£+])|(?<=[\w%$€£.,!?)])(?:[*_]{1,3}|~~)(?![\w*_~])"
)
"""Markdown marks around words, which say nothing: "**300k**"."""

_ASCII_SPACES = str.maketrans({"\r": " ", "\t": " ", "\x0b": " ", "\x0c": " ", "`": "'"})


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """Return what one character reads as: nothing when it is invisible."""
    if char in _SPELLED or char.isascii():
        return _SPELLED.get(char, char)
    kind = unicodedata.category(char)
    if kind in {"Cf", "Mn", "Me", "Co", "Cn", "Cs", "Cc"}:
        return ""
    if kind == "Nd":
        return str(unicodedata.digit(char))
    if kind == "Pd" or char == "\u2212":
        return "-"
    if kind == "Zs":
        return " "
    if kind in {"Zl", "Zp"}:
        return "\n"
    spread = unicodedata.normalize("NFKD", char)
    if len(spread) > _LONGEST_SPREAD:
        return char
    return "".join(part for part in spread if unicodedata.category(part) not in {"Mn", "Cf"})


_LONGEST_SPREAD = 4
"""Letters one character may stand for; one for a whole phrase has it in another script."""


def _without_look_alikes(text: str) -> str:
    """Return the text with words that only pretend to be Latin spelt in Latin letters."""
    if not any(char in _LOOK_ALIKES for char in text) or not any(map(_is_latin, text)):
        return text
    return "".join(_latin(run) for run in _runs(text))


def _runs(text: str) -> list[str]:
    """Return the text cut wherever letters begin or end."""
    cuts = [i for i in range(1, len(text)) if text[i].isalpha() != text[i - 1].isalpha()]
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _latin(run: str) -> str:
    """Return a word in Latin letters when each of its letters is Latin or looks it."""
    if all(char in _LOOK_ALIKES or _is_latin(char) for char in run):
        return "".join(_LOOK_ALIKES.get(char, char) for char in run)
    return run


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
