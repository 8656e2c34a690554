"""What people say around a question out of courtesy: "hi all, quick question", "thanks in advance".

It is left out of the reading, so that the question reads the same with and without it. A message
that is nothing else is kept whole: a greeting is small talk.
"""

import re
from functools import cache

from core.catalogue import read_toml

_BETWEEN = r"[\s,.!?:;\-()]*"
_ENDING = re.compile(r"[.,!?;\n\-(]+\s*")
_LONGEST_ENDING = 90
_MOST_ENDINGS = 6
_LAST_WORD = re.compile(r"\s([a-z]+)[\s.!?)]*$")
_FIRST_WORD = re.compile(r"[\s,.!?:;\-()]*([a-z';]+)")
_WORD = re.compile(r"[a-z0-9']+")


def without_courtesies(lower: str) -> tuple[int, int]:
    """Return where what is said begins and ends.

    >>> said = "hi guys, quick question: is lido safe? thanks"
    >>> said[slice(*without_courtesies(said))]
    'is lido safe?'
    """
    begin, end = _begins(lower), _ends(lower)
    if begin >= end or not _says_something(lower[begin:end]):
        return (0, end) if _says_something(lower[:end]) else (0, len(lower))
    return begin, end


def _says_something(rest: str) -> bool:
    """Whether a question can be left: several words, a figure, or one long word."""
    words = _WORD.findall(rest[:_LONGEST_ENDING])
    return len(words) > 1 or any(word.isdigit() or len(word) > _SHORT for word in words)


_SHORT = 4


def _begins(lower: str) -> int:
    """Return where the courtesies at the beginning end."""
    at = 0
    while found := _before(lower, at):
        at = found
    return at


def _before(lower: str, at: int) -> int | None:
    first = _FIRST_WORD.match(lower, at)
    if first is None or first[1] not in _first_words("before"):
        return None
    found = _phrases("before").match(lower, at)
    return found.end() if found else None


def _ends(lower: str) -> int:
    """Return where the courtesies at the end begin."""
    end = len(lower)
    for _ in range(_MOST_ENDINGS):
        before = _after(lower, end)
        if before is None:
            break
        end = before
    return end


def _after(lower: str, end: int) -> int | None:
    """Return where the last courtesy before a place begins."""
    last = _LAST_WORD.search(lower, max(0, end - _LONGEST_ENDING), end)
    if last and last[1] in _last_words():
        return last.start()
    tail = max(0, end - _LONGEST_ENDING)
    for mark in _ENDING.finditer(lower, tail, end):
        first = _FIRST_WORD.match(lower, mark.end(), end)
        if first and _is_courtesy(lower, first, mark.end(), end):
            return mark.end()
    return None


def _is_courtesy(lower: str, first: re.Match[str], begin: int, end: int) -> bool:
    if first[1] in _first_words("after") and _phrases("after").fullmatch(lower, begin, end):
        return True
    return (
        first[1] in _first_words("opinions")
        and bool(_phrases("opinions").fullmatch(lower, begin, end))
        and ("?" in lower[:begin] or not _asking().isdisjoint(lower[:begin].split()))
    )


@cache
def _asking() -> frozenset[str]:
    return frozenset(read_toml("grammar/words.toml")["classes"]["asking"].split())


@cache
def _last_words() -> frozenset[str]:
    return frozenset(read_toml("grammar/courtesies.toml")["last"].split())


@cache
def _first_words(place: str) -> frozenset[str]:
    return frozenset(
        word
        for line in read_toml("grammar/courtesies.toml")[place].strip().splitlines()
        for word in _first_of(line.split())
    )


def _first_of(elements: list[str]) -> list[str]:
    """Return the words that a phrase may begin with."""
    words = elements[0].removesuffix("?").split("|")
    return words + _first_of(elements[1:]) if elements[0].endswith("?") else words


@cache
def _phrases(place: str) -> re.Pattern[str]:
    """Return the phrases of a place as one pattern, with the marks between them and what follows.

    A phrase at the beginning may be joined to its question: "sorry, dumb question but …".
    """
    about = read_toml("grammar/courtesies.toml")
    longest_first = sorted(about[place].strip().splitlines(), key=len, reverse=True)
    phrases = "|".join(map(_phrase, longest_first))
    if place == "before":
        never = "|".join(about["never_before"].split())
        ended = rf"(?![\w'/$%])(?!{_BETWEEN}(?:{never})\b)"
        joined = rf"{ended}(?:{_BETWEEN}\bbut\b)?{_BETWEEN}"
        return re.compile(rf"{_BETWEEN}(?:{phrases}){joined}")
    return re.compile(rf"(?:{phrases})[\s.!?;:)\-]*")


def _phrase(line: str) -> str:
    """Return a line as a pattern: its words with blanks between them."""
    pattern = ""
    for element in line.split():
        words = "|".join(map(re.escape, element.removesuffix("?").split("|")))
        gap = r"[\s,:]+" if pattern else ""
        pattern += f"(?:{gap}(?:{words})){'?' if element.endswith('?') else ''}"
    return pattern
