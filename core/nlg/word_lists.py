"""The word lists that a rewording is judged by, one packaged file a language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from core.catalogue import read_toml
from core.nlu.lexicon import terms

TOKEN = re.compile(r"\{[a-z0-9_.]+\}|[a-z]+(?:'[a-z]+)?")
"""A name in braces or a word, in a text of lower case with straight apostrophes."""
CLASSES = ("negation", "up", "down", "rose", "fell", "before", "after", "now", "rare", "hedge")
"""Marks whose words stand for one another; any other marked word stands for itself alone."""
NAME, ACT, META, NUMBER, DESCRIBED = "name", "act", "meta", "number", "described"

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Why a word is watched: its list, and the mark it leaves in a text."""

    kind: str
    mark: str


@dataclass(frozen=True, slots=True)
class WordLists:
    """What is watched for in a language."""

    words: Mapping[str, Meaning | None]
    """Single words; one that means nothing here has None."""
    phrases: Mapping[str, tuple[tuple[Phrase, Meaning | None], ...]]
    """Of several words, by the first of them, the longest first."""
    function: frozenset[str]
    before: tuple[str, ...]
    """What may stand before a figure as a part of it."""
    after: tuple[str, ...]
    touching_before: tuple[str, ...]
    """What must not be added before a figure, with the spaces around it."""
    touching_after: tuple[str, ...]
    """What must not be added after a figure, with what parts it from the figure."""
    verdicts: tuple[str, ...]
    names: tuple[str, ...]
    """Names of coins, places and indices that are written small, the longest first."""


LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "wording/english.toml"})
"""The languages with word lists; in any other a model's wording is not used."""


@cache
def word_lists(language: str = "en") -> WordLists:
    """Return the lists of a language, which must have some."""
    data = read_toml(LANGUAGES[language])
    beside = data["beside"]
    meanings = _meanings(data)
    return WordLists(
        MappingProxyType(
            {phrase[0]: said for phrase, said in meanings.items() if len(phrase) == 1}
        ),
        _by_first_word(meanings),
        frozenset(data["function"]["words"]),
        tuple(beside["before"]),
        tuple(beside["after"]),
        tuple(f" {words} " for words in beside["before"]),
        tuple(f"{gap}{words}" for words in (*beside["after"], *beside["added"]) for gap in " -"),
        tuple(data["verdicts"]["words"]),
        tuple(sorted(data["names"]["indices"], key=len, reverse=True)),
    )


@cache
def places() -> frozenset[str]:
    """Return the names of coins, protocols and venues in lower case, everyday words too."""
    return frozenset(terms())


def _meanings(data: Mapping[str, Mapping[str, list[str]]]) -> Mapping[Phrase, Meaning | None]:
    """Return what each phrase means; one that stands in several lists means the last."""
    found: dict[Phrase, Meaning | None] = {}
    for name in (*data["names"]["others"], *_known_names()):
        found[_phrase(name)] = Meaning(NAME, name)
    for word in data["acts"]["words"]:
        found[_phrase(word)] = Meaning(ACT, word)
    for word in data["meta"]["words"]:
        found[_phrase(word)] = Meaning(META, word)
    for word in data["described"]["words"]:
        found[_phrase(word)] = Meaning(DESCRIBED, word)
    for kind in sorted(data["marks"], key=CLASSES.__contains__):
        for word in data["marks"][kind]:
            found[_phrase(word)] = Meaning(kind, kind if kind in CLASSES else word)
    return found | dict.fromkeys(map(_phrase, data["idioms"]["words"]))


def _known_names() -> Iterable[str]:
    """Yield the names that the catalogue knows and that are no everyday words."""
    return (name for name, term in terms().items() if not term.ordinary and name.isascii())


def _phrase(words: str) -> Phrase:
    return tuple(TOKEN.findall(words.lower()))


def _by_first_word(
    meanings: Mapping[Phrase, Meaning | None],
) -> Mapping[str, tuple[tuple[Phrase, Meaning | None], ...]]:
    by_first: dict[str, list[tuple[Phrase, Meaning | None]]] = {}
    for phrase, meaning in meanings.items():
        if len(phrase) > 1:
            by_first.setdefault(phrase[0], []).append((phrase, meaning))
    return MappingProxyType(
        {
            first: tuple(sorted(found, key=lambda entry: len(entry[0]), reverse=True))
            for first, found in by_first.items()
        }
    )
