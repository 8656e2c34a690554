"""Set right a slip of the finger: a letter dropped, doubled, swapped or, in long words, mistaken.

A word that is known stays as it is. One that is not, and that one slip makes of a word people use
here, is read as that word; where several are as near, as the one that is used most.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from core.catalogue import read_toml

SPELLING = "spelling.toml"

_WORD = re.compile(r"(?<![\w@#/.$'])[a-z]{4,16}(?![\w@/'])", re.ASCII)
_SWAPPED_FROM = 4
_DROPPED_FROM = 5
_MISTAKEN_FROM = 7
"""Letters of a word from which on such a slip is thought of: short words are near too many."""


def slips(lower: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a word is a slip of another, and that other, in order.

    >>> list(slips("what would staknig pay"))
    [(11, 18, 'staking')]
    """
    known = _known()
    for found in _WORD.finditer(lower):
        word = found[0]
        if word not in known and (meant := meant_by(word)):
            yield found.start(), found.end(), meant


def is_word(word: str) -> bool:
    """Whether a word is one that people use here."""
    return word in _known()


@lru_cache(maxsize=8192)
def meant_by(word: str) -> str | None:
    """Return the word that an unknown one is a slip of, if any."""
    near, ranks = _near(), _ranks()
    meant = {
        other
        for part in (word, *_without_a_letter(word))
        for other in near.get(part, ())
        if _is_slip(word, other)
    }
    return min(meant, key=ranks.__getitem__, default=None)


def _is_slip(word: str, other: str) -> bool:
    """Whether one slip makes the word of the other; the first letter is hardly ever wrong."""
    if word[0] != other[0] or abs(len(word) - len(other)) > 1:
        return False
    if len(word) != len(other):
        return len(other) >= _DROPPED_FROM
    wrong = [at for at, (one, two) in enumerate(zip(word, other, strict=True)) if one != two]
    if len(wrong) == 1:
        return len(other) >= _MISTAKEN_FROM
    is_swap = wrong[1] == wrong[0] + 1 and word[wrong[0]] == other[wrong[1]]
    return len(wrong) == 2 and is_swap and word[wrong[1]] == other[wrong[0]]


def _without_a_letter(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


@cache
def _ranks() -> Mapping[str, int]:
    """Return the words that slips are slips of, the most used first."""
    return {word: rank for rank, word in enumerate(read_toml(SPELLING)["used"].split())}


@cache
def _known() -> frozenset[str]:
    return frozenset((*_ranks(), *read_toml(SPELLING)["known"].split()))


@cache
def _near() -> Mapping[str, tuple[str, ...]]:
    """Return the words that are left, or nearly, when a letter is taken out of them."""
    near: dict[str, tuple[str, ...]] = {}
    for word in _ranks():
        for part in {word, *_without_a_letter(word)}:
            near[part] = (*near.get(part, ()), word)
    return near
