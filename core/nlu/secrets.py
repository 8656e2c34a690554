"""Recognise what must never be kept: recovery phrases and private keys."""

import re
from functools import cache
from importlib import import_module

from core.nlu.reading import read

_PIECE = re.compile(r"[a-z]+|[^a-z\s\d.,;:|/()\[\]\-_'\"*#>&]+")
"""A word, or a mark that does not stand between the words of a phrase."""
_SHORTEST_RUN = 11
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
    separators; so does a key, unless the words next to it call it a transaction or a hash.
    """
    reading = read(text)
    return _holds_key(reading.text) or _holds_phrase(reading.lower)


def _holds_key(text: str) -> bool:
    return any(
        not _PUBLIC.search(text[max(0, found.start() - _NEAR) : found.end() + _NEAR].lower())
        for found in _KEYS.finditer(text)
    )


def _holds_phrase(text: str) -> bool:
    """Whether enough words of the list stand in a row; the list is read only if they could."""
    run: list[str] = []
    for found in _PIECE.finditer(text):
        if 3 <= len(found[0]) <= 8 and found[0].isalpha():
            run.append(found[0])
            continue
        if _is_phrase(run):
            return True
        run = []
    return _is_phrase(run)


def _is_phrase(run: list[str]) -> bool:
    """Whether a run of short words holds enough listed ones in a row."""
    if len(run) < _SHORTEST_RUN:
        return False
    listed, row = _listed_words(), 0
    for word in run:
        row = row + 1 if word in listed else 0
        if row >= _SHORTEST_RUN:
            return True
    return False


@cache
def _listed_words() -> frozenset[str]:
    """Return the English BIP-39 words; the package is imported only when one may be needed."""
    return frozenset(import_module("mnemonic").Mnemonic("english").wordlist)
