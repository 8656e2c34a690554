"""Recognise what must never be kept: recovery phrases and private keys."""

import re
from functools import cache, lru_cache
from importlib import import_module

from core.nlu.matching import word_class
from core.nlu.reading import as_written

_PIECE = re.compile(r"[a-z]+|[^a-z\s\d.,;:|/()\[\]\-_'\"*#>&]+")
"""A word, or a mark that does not stand between the words of a phrase."""
_SHORTEST_RUN = 11
_SHORTEST_BLURRED_RUN = 12
"""A phrase that is not spelt as listed has to be whole."""
_MOST_SLIPS = 2
_MOST_EVERYDAY = 2
_UNIQUE = 4
"""By so many letters each word of the list can be told from the others."""
_SHORTEST_SECRET = _SHORTEST_RUN * 4 - 1
"""Characters of the shortest words with one between them; every key is longer."""
_KEYS = re.compile(
    r"""
    (?<![0-9A-Za-z])(?:
        (?:0x)?[0-9a-fA-F]{64}
      | [5KL][1-9A-HJ-NP-Za-km-z]{50,51}
      | [xyzt]prv[1-9A-HJ-NP-Za-km-z]{70,120}
      | [1-9A-HJ-NP-Za-km-z]{86,88}
    )(?![0-9A-Za-z])
    | \[\s*(?:\d{1,3}\s*,\s*){31,63}\d{1,3}\s*\]
    """,
    re.VERBOSE,
)
_PUBLIC = re.compile(r"\b(?:tx|txn|txid|transactions?|hash|block|explorer|etherscan|signature)\b")
_NEAR = 60


def holds_secret(text: str) -> bool:
    """Whether a message holds a recovery phrase or a private key.

    A run of eleven or more words of the BIP-39 list counts, numbered or not, whatever the
    separators; so does a whole phrase of words cut to four letters or with a slip or two. A key
    counts unless the words next to it call it a transaction or a hash.
    """
    reading = as_written(text)
    if len(reading.text) < _SHORTEST_SECRET:
        return False
    return _holds_key(reading.text) or _holds_phrase(reading.lower)


def _holds_key(text: str) -> bool:
    return any(
        not _PUBLIC.search(text[max(0, found.start() - _NEAR) : found.end() + _NEAR].lower())
        for found in _KEYS.finditer(text)
    )


def _holds_phrase(text: str) -> bool:
    """Whether enough words of the list stand in a row; the list is read only if they could."""
    pieces, run = _PIECE.findall(text), list[str]()
    if len(pieces) < _SHORTEST_RUN:
        return False
    for piece in pieces:
        if 3 <= len(piece) <= 9 and piece.isalpha():
            run.append(piece)
            continue
        if _is_phrase(run):
            return True
        run = []
    return _is_phrase(run)


def _is_phrase(run: list[str]) -> bool:
    """Whether a run of short words holds enough listed ones in a row."""
    return len(run) >= _SHORTEST_RUN and (_is_spelt(run) or _is_blurred(run))


def _is_spelt(run: list[str]) -> bool:
    listed, row = _listed_words(), 0
    for word in run:
        row = row + 1 if word in listed else 0
        if row >= _SHORTEST_RUN:
            return True
    return False


def _is_blurred(run: list[str]) -> bool:
    """Whether a whole phrase stands there with words cut to four letters or one or two misspelt.

    Prose comes near the list as well, but it cannot do without everyday words.
    """
    blurs = [_blur(word) for word in run]
    common = word_class("everyday")
    everyday = [word in common for word in run]
    for at in range(len(run) - _SHORTEST_BLURRED_RUN + 1):
        window = slice(at, at + _SHORTEST_BLURRED_RUN)
        if (
            None not in blurs[window]
            and sum(blur or 0 for blur in blurs[window]) <= _MOST_SLIPS
            and sum(everyday[window]) <= _MOST_EVERYDAY
        ):
            return True
    return False


@lru_cache(maxsize=4096)
def _blur(word: str) -> int | None:
    """Return 0 for a listed word or its first four letters, 1 for a misspelt one, else None."""
    if word in _listed_words() or word in _beginnings():
        return 0
    is_close = len(word) >= _UNIQUE and not _shortened(word).isdisjoint(_near_words())
    return 1 if is_close else None


def _shortened(word: str) -> frozenset[str]:
    """Return a word and all that is left of it when one letter is taken out."""
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(word[:_UNIQUE] for word in _listed_words())


@cache
def _near_words() -> frozenset[str]:
    """Return what any listed word is with at most one letter taken out: a slip meets it there."""
    return frozenset(part for word in _listed_words() for part in _shortened(word))


@cache
def _listed_words() -> frozenset[str]:
    """Return the English BIP-39 words; the package is imported only when one may be needed."""
    return frozenset(import_module("mnemonic").Mnemonic("english").wordlist)
