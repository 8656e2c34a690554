"""Patterns of words as data: how a phrase file's lines are read and found in a message.

A line is words with single spaces. `a|b` is either word, `word?` may be missing, `<want>` is a
class of words, `{sum}` an entity of that kind, `*` up to three words between, `...` up to ten,
never over the end of a sentence; `^` is the start of the message, `$` its end.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from types import MappingProxyType

from core.catalogue import read_toml
from core.nlu.reading import Reading
from core.nlu.spans import Entity
from core.nlu.spelling import is_word

_TOKEN = re.compile(r"\d*\.\d+x\b|[a-z0-9']+|[.?!;\n]")
_STOPS = frozenset(".?^$")
_GAPS = {"*": 3, "...": 10}


@dataclass(frozen=True, slots=True)
class Tokens:
    """A message as words, with entities as `{kind}` and sentence ends as `.` or `?`."""

    words: tuple[str, ...]
    entities: Mapping[int, Entity]
    """The entity at each place that holds one."""
    text: str
    """The words with blanks between them, for patterns of letters."""
    places: Mapping[str, Sequence[int]]
    """Where each word stands."""
    is_pasted: bool = False
    """Whether all there is is a figure to the cent, as copied from a table: nobody talks so."""

    def holds(self, words: Iterable[str]) -> bool:
        """Whether any of some words is said."""
        return not self.places.keys().isdisjoint(words)


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a pattern: what it may be, and how many words may come before it."""

    words: frozenset[str]
    gap: int
    commonness: int
    """About how often messages hold a word of it."""


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
    return as_tokens((*words, "$"), held, is_pasted=is_pasted)


def as_tokens(
    words: tuple[str, ...], entities: Mapping[int, Entity], *, is_pasted: bool = False
) -> Tokens:
    """Return words, and the entities at their places, as a message."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    return Tokens(
        words, MappingProxyType(entities), " ".join(words), MappingProxyType(places), is_pasted
    )


_TO_THE_CENT = re.compile(r"\s*\d[\d.,' ]*[.,]\d\d\s*")


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, contractions and misspellings set right."""
    for written in _TOKEN.findall(text):
        yield from _spelt(written)


@lru_cache(maxsize=8192)
def _spelt(written: str) -> tuple[str, ...]:
    """Return the words that a word as written stands for."""
    word = _unstretched(written.strip("'"))
    if word in _spellings():
        return _spellings()[word]
    return (".",) if word in _ENDS else (word.removesuffix("'s"),)


_STRETCHED = re.compile(r"([a-z])\1{2,}")


def _unstretched(word: str) -> str:
    """Return "heyyy" as "hey" and "cooool" as "cool"; no word has a letter three times in a row."""
    once, twice = _STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word)
    return twice if is_word(twice) and not is_word(once) else once


_ENDS = frozenset({"!", ";", "\n", ""})
"""What ends a sentence beside a full stop; of a lone apostrophe nothing is left."""


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
    return Element(frozenset(words), gap, sum(_weights().get(word, 1) for word in words))


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
                rarest, *more = sorted(pattern, key=attrgetter("commonness"))
                others = tuple(element.words for element in more)
                looked_up = (owner, pattern, others)
                for word in rarest.words:
                    self._by_word.setdefault(word, []).append(looked_up)

    def hits(self, said: Tokens) -> Iterator[Hit]:
        """Yield each pattern that is found in a message, at each place where it begins."""
        for owner, pattern in self._candidates(said):
            for places in _found(pattern, said):
                yield Hit(owner, pattern, places)

    def owners(self, said: Tokens, among: Container[int]) -> set[int]:
        """Return the owners, among some, of which any pattern is found: one is enough to know."""
        owners: set[int] = set()
        for owner, pattern in self._candidates(said, among):
            if owner not in owners and _is_found(pattern, said):
                owners.add(owner)
        return owners

    def _candidates(
        self, said: Tokens, among: Container[int] | None = None
    ) -> Iterator[tuple[int, Pattern]]:
        """Yield the patterns, of all owners or some, whose every part has a word in a message."""
        present = frozenset(said.places)
        for word in present:
            for owner, pattern, others in self._by_word.get(word, ()):
                if among is not None and owner not in among:
                    continue
                for needed in others:
                    if present.isdisjoint(needed):
                        break
                else:
                    yield owner, pattern


def _is_found(pattern: Pattern, said: Tokens) -> bool:
    """Whether a pattern is found, each of whose parts has a word in the message."""
    return len(pattern) == 1 or any(_found(pattern, said))


def _found(pattern: Pattern, said: Tokens) -> Iterator[tuple[int, ...]]:
    """Yield the places of a pattern for each one where it begins."""
    for word in pattern[0].words & said.places.keys():
        for place in said.places[word][:_MOST_PLACES]:
            if places := _rest(pattern, said.words, (place,)):
                yield places


_MOST_PLACES = 24
"""So many places a pattern may begin at; nobody repeats a word more often to be understood."""


@cache
def _weights() -> Mapping[str, int]:
    about = read_toml("grammar/words.toml")["common"]
    weights = {"ends": 1000, "most": 300, "many": 100, "some": 40, "few": 15}
    return {word: weights[many] for many, words in about.items() for word in words.split()}


def _rest(
    pattern: Pattern, words: tuple[str, ...], places: tuple[int, ...]
) -> tuple[int, ...] | None:
    """Return the places of a whole pattern whose first parts stand at `places`."""
    if len(places) == len(pattern):
        return places
    element, at = pattern[len(places)], places[-1] + 1
    for place, word in enumerate(words[at : at + element.gap + 1], at):
        if word in element.words and (found := _rest(pattern, words, (*places, place))):
            return found
        if word in _STOPS:
            return None
    return None
