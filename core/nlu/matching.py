"""Patterns of words as data: how a phrase file's lines are read and found in a message.

A line is words with single spaces. `a|b` is either word, `word?` may be missing, `<want>` is a
class of words, `{sum}` an entity of that kind, `*` up to three words between, `...` up to ten,
never over the end of a sentence; `^` is the start of the message, `$` its end.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from core.catalogue import read_toml
from core.nlu.reading import Reading
from core.nlu.spans import Entity

_TOKEN = re.compile(r"\d*\.\d+x\b|[a-z0-9']+|[.?!;\n]")
_STOPS = frozenset(".?^$")
_GAPS = {"*": 3, "...": 10}


@dataclass(frozen=True, slots=True)
class Tokens:
    """A message as words, with entities as `{kind}` and sentence ends as `.` or `?`."""

    words: tuple[str, ...]
    entities: Mapping[int, Entity]
    """The entity at each place that holds one."""
    is_pasted: bool = False
    """Whether all there is is a figure to the cent, as copied from a table: nobody talks so."""


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
        words.extend(words_of(reading.lower[at:start]))
        held[len(words)] = entity
        words.append(f"{{{entity.kind}}}")
        at = end
    words.extend(words_of(reading.lower[at:]))
    is_pasted = bool(_TO_THE_CENT.fullmatch(reading.text))
    return Tokens((*words, "$"), MappingProxyType(held), is_pasted)


_TO_THE_CENT = re.compile(r"\s*\d[\d.,' ]*[.,]\d\d\s*")


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, contractions and misspellings set right."""
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
    slips = {slip: word for word in about["slips"]["words"].split() for slip in _slips(word)}
    return {word: tuple(meant.split()) for word, meant in (slips | both).items()}


def _slips(word: str) -> Iterator[str]:
    """Yield a word with one inner letter missing, and with two inner letters swapped."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    about = read_toml("grammar/words.toml")["classes"]
    return {f"<{name}>": frozenset(words.split()) for name, words in about.items()}


@cache
def word_class(name: str) -> frozenset[str]:
    """Return the words of a class, named without its brackets."""
    return _classes()[f"<{name}>"]


def lines(block: str) -> list[str]:
    """Return the pattern lines of a block of a phrase file."""
    return [line for line in block.splitlines() if line]


def patterns(line: str) -> list[Pattern]:
    """Return the patterns a line stands for: one with and one without each optional word."""
    found: list[Pattern] = [()]
    gap = 0
    for word in line.split():
        if word in _GAPS:
            gap = _GAPS[word]
            continue
        optional = len(word) > 1 and word[-1] == "?" and word[-2] != "|"
        element = _element(word[:-1] if optional else word, gap)
        with_it = [(*pattern, element) for pattern in found]
        found = with_it + found if optional else with_it
        gap = 0
    return [pattern for pattern in found if pattern]


@cache
def _element(choices: str, gap: int) -> Element:
    words: set[str] = set()
    for choice in choices.split("|"):
        words |= _classes().get(choice) or _PLACEHOLDERS.get(choice) or {choice}
    return Element(frozenset(words), gap)


_PLACEHOLDERS = {"{money}": frozenset({"{sum}", "{flow}"})}


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern that was found: whose it is, and where its elements stand."""

    owner: int
    pattern: Pattern
    places: tuple[int, ...]


class Phrasebook:
    """Many patterns, each with an owner, looked up by the rarest of their words."""

    def __init__(self, said_by: Iterable[tuple[int, str]]) -> None:
        self._by_word: dict[str, list[tuple[int, Pattern, tuple[frozenset[str], ...]]]] = {}
        for owner, line in said_by:
            for pattern in patterns(line):
                rarest = min(pattern, key=_commonness)
                others = tuple(element.words for element in pattern if element is not rarest)
                for word in rarest.words:
                    self._by_word.setdefault(word, []).append((owner, pattern, others))

    def hits(self, words: tuple[str, ...]) -> Iterator[Hit]:
        """Yield each pattern that is found in the words, at each place where it begins."""
        line = _line(words)
        for owner, pattern in self._candidates(line):
            yield from _found(owner, pattern, line)

    def owners(self, words: tuple[str, ...], among: Container[int]) -> set[int]:
        """Return the owners, among some, of which any pattern is found: one is enough to know."""
        line, owners = _line(words), set[int]()
        for owner, pattern in self._candidates(line):
            is_open = owner in among and owner not in owners
            if is_open and any(_found(owner, pattern, line)):
                owners.add(owner)
        return owners

    def _candidates(self, line: "_Line") -> Iterator[tuple[int, Pattern]]:
        """Yield the patterns of which every part has a word in the message."""
        for word in line.said:
            for owner, pattern, others in self._by_word.get(word, ()):
                for needed in others:
                    if needed.isdisjoint(line.said):
                        break
                else:
                    yield owner, pattern


class _Line(NamedTuple):
    """The words of a message as phrases are looked for in them."""

    words: tuple[str, ...]
    said: frozenset[str]
    places: Mapping[str, list[int]]
    """Where each word stands."""


@lru_cache(maxsize=4)
def _line(words: tuple[str, ...]) -> _Line:
    """Return the words to look in; several phrasebooks look at the same message in a row."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    return _Line(words, frozenset(places), MappingProxyType(places))


def _found(owner: int, pattern: Pattern, line: _Line) -> Iterator[Hit]:
    """Yield a pattern at each place where its first word stands and the others follow."""
    for word in pattern[0].words & line.said:
        for place in line.places[word][:_MOST_PLACES]:
            if ends := _rest(pattern, 1, line.words, place + 1, (place,)):
                yield Hit(owner, pattern, ends)


_MOST_PLACES = 24
"""So many places a pattern may begin at; nobody repeats a word more often to be understood."""


@cache
def _commonness(element: Element) -> int:
    """Return about how often messages hold a word of the element."""
    weights = _weights()
    return sum(weights.get(word, 1) for word in element.words)


@cache
def _weights() -> Mapping[str, int]:
    about = read_toml("grammar/words.toml")["common"]
    weights = {"ends": 1000, "words": 100, "kinds": 30}
    return {word: weights[kind] for kind, words in about.items() for word in words.split()}


def _rest(
    pattern: Pattern, part: int, words: Sequence[str], at: int, places: tuple[int, ...]
) -> tuple[int, ...] | None:
    """Return the places of a whole pattern whose first parts stand at `places`."""
    if part == len(pattern):
        return places
    element = pattern[part]
    for place in range(at, min(at + element.gap + 1, len(words))):
        word = words[place]
        if word in element.words:
            found = _rest(pattern, part + 1, words, place + 1, (*places, place))
            if found:
                return found
        if word in _STOPS:
            return None
    return None
