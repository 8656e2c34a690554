"""Patterns of words as data: how a phrase file's lines are read and found in a message.

A line is words with single spaces. `a|b` is either word, `word?` may be missing, `<want>` is a
class of words, `{sum}` an entity of that kind, `*` up to three words between, `...` up to ten,
never over the end of a sentence; `^` is the start of the message, `$` its end.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from core.catalogue import read_toml
from core.nlu.reading import Reading
from core.nlu.spans import Entity, Kind

_TOKEN = re.compile(r"[a-z0-9']+|[.?!;\n]")
_STOPS = frozenset(".?^$")
_GAPS = {"*": 3, "...": 10}
_MOST_TOKENS = 700


@dataclass(frozen=True, slots=True)
class Tokens:
    """A message as words, with entities as `{kind}` and sentence ends as `.` or `?`."""

    words: tuple[str, ...]
    entities: Mapping[int, Entity]
    """The entity at each place that holds one."""


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a pattern: what it may be, and how many words may come before it."""

    words: frozenset[str]
    gap: int = 0


Pattern = tuple[Element, ...]


def tokens(reading: Reading, entities: Sequence[Entity]) -> Tokens:
    """Return the words of a reading, its entities replaced by their kinds."""
    words, held, at = ["^"], {}, 0
    for entity in entities:
        start, end = reading.index(entity.start), reading.index(entity.end)
        words.extend(_words(reading.lower[at:start]))
        held[len(words)] = entity
        words.append(f"{{{entity.kind}}}")
        at = end
    words.extend(_words(reading.lower[at:]))
    return Tokens((*words[:_MOST_TOKENS], "$"), MappingProxyType(held))


def _words(text: str) -> Iterator[str]:
    spelt = _spellings()
    for found in _TOKEN.finditer(text):
        word = found[0].strip("'")
        if word in spelt:
            yield from spelt[word]
        elif word in "!;\n":
            yield "."
        elif word:
            yield word.removesuffix("'s")


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    """Return contractions and common misspellings with the words they stand for."""
    about = read_toml("grammar/words.toml")
    both = about["contractions"] | about["misspellings"]
    return {word: tuple(meant.split()) for word, meant in both.items()}


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in read_toml("grammar/words.toml")["classes"].items()}


@cache
def patterns(line: str) -> tuple[Pattern, ...]:
    """Return the patterns a line stands for: one with and one without each optional word."""
    found: list[Pattern] = [()]
    gap = 0
    for word in line.split():
        if word in _GAPS:
            gap = _GAPS[word]
            continue
        element = Element(_choices(word.removesuffix("?") if len(word) > 1 else word), gap)
        with_it = [(*pattern, element) for pattern in found]
        found = [*with_it, *found] if len(word) > 1 and word.endswith("?") else with_it
        gap = 0
    return tuple(pattern for pattern in found if pattern)


def _choices(word: str) -> frozenset[str]:
    choices: set[str] = set()
    for choice in word.split("|"):
        if choice.startswith("<"):
            choices |= _classes()[choice.strip("<>")]
        elif choice == "{money}":
            choices |= {"{sum}", "{flow}"}
        else:
            choices.add(choice)
    return frozenset(choices)


def match(pattern: Pattern, words: Sequence[str], at: int) -> tuple[int, ...] | None:
    """Return the places of the pattern's elements from `at` on; None when it is not there."""
    if words[at] not in pattern[0].words:
        return None
    if len(pattern) == 1:
        return (at,)
    return _rest(pattern, 1, words, at + 1, (at,))


def _rest(
    pattern: Pattern, part: int, words: Sequence[str], at: int, places: tuple[int, ...]
) -> tuple[int, ...] | None:
    element = pattern[part]
    for place in range(at, min(at + element.gap + 1, len(words))):
        if words[place] in element.words:
            found = (*places, place)
            if part + 1 == len(pattern):
                return found
            if ends := _rest(pattern, part + 1, words, place + 1, found):
                return ends
        if words[place] in _STOPS:
            return None
    return None


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern that was found: whose it is, and where its elements stand."""

    owner: int
    pattern: Pattern
    places: tuple[int, ...]


class Phrasebook:
    """Many patterns, each with an owner, looked up by the word they begin with."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        self._by_first: dict[str, list[tuple[int, Pattern]]] = {}
        for owner, line in lines:
            for pattern in patterns(line):
                for word in pattern[0].words:
                    self._by_first.setdefault(word, []).append((owner, pattern))

    def hits(self, words: Sequence[str]) -> Iterator[Hit]:
        """Yield each pattern that is found in the words, at each place where it begins."""
        for at, word in enumerate(words):
            for owner, pattern in self._by_first.get(word, ()):
                if places := match(pattern, words, at):
                    yield Hit(owner, pattern, places)


ENTITY_KINDS = frozenset(f"{{{kind}}}" for kind in Kind)
"""The placeholders a pattern may name."""
