"""The project's own corpus: hand-written lines, and the sentences that are made of them.

A line may hold `(one|other)` alternatives and the names of values such as `{sum}`; a sentence
picks one of each. What is picked depends on the line alone, so the corpus is the same every time.
"""

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
TESTED = HERE.parent / "tests" / "corpora" / "utterances"
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_VALUE = re.compile(r"\{(\w+)\}")
_LONG_WORD = re.compile(r"[a-z]{5,}")
_SENTENCES = 4
_PLAIN_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its intent; sentences of one line share its number."""

    text: str
    intent: str
    line: int
    follows: bool
    """Whether it is said after an answer, as changes of it are."""
    is_written: bool
    """Whether it is the line itself, dressed up in no way."""


def lines() -> Iterator[tuple[str, str]]:
    """Yield each hand-written line with its intent: the corpus's, then the tests'."""
    return ((intent, line) for intent, line, _ in _lines())


def _lines() -> Iterator[tuple[str, str, bool]]:
    """Yield each line with its intent and whether it is said after an answer."""
    for file in sorted(CORPUS.glob("[a-z]*.txt")):
        for line in _lines_of(file):
            yield file.stem, line, file.stem == _FOLLOWING
    for file in _tested():
        said = tomllib.loads(file.read_text(encoding="utf-8"))["said"]
        if isinstance(said, list):
            yield from (
                (file.stem, one["text"], file.stem == _FOLLOWING or "after" in one) for one in said
            )
        else:
            yield from (
                (intent, text, intent == _FOLLOWING)
                for intent, texts in said.items()
                for text in texts
            )


_FOLLOWING = "what_if"
"""The intent whose every line changes an answer."""


def stated_slots() -> dict[str, dict[str, Any]]:
    """Return the slots that the tests' sentences state, as the contract writes them."""
    said = [tomllib.loads(file.read_text(encoding="utf-8"))["said"] for file in _tested()]
    sentences = (sentence for listed in said if isinstance(listed, list) for sentence in listed)
    return {sentence["text"]: _unsaid_as_none(sentence["slots"]) for sentence in sentences}


def _unsaid_as_none(value: Any) -> Any:  # noqa: ANN401 - any TOML
    """Return a value with None for an unsaid currency, which TOML writes as empty."""
    if isinstance(value, dict):
        return {name: _unsaid_as_none(inner) for name, inner in value.items()}
    return None if value == "" else value


def _tested() -> list[Path]:
    return sorted(TESTED.glob("*.toml"))


def _lines_of(file: Path) -> list[str]:
    read = file.read_text(encoding="utf-8").splitlines()
    return [line for line in read if line and not line.startswith("# ")]


def sentences() -> Iterator[Sentence]:
    """Yield every sentence of the corpus: first as written, then dressed up as people write."""
    for number, (intent, line, follows) in enumerate(_lines()):
        draw = random.Random(f"{intent}: {line}")  # noqa: S311 - a corpus, no secret
        several = _SENTENCES if _CHOICE.search(line) or _VALUE.search(line) else _PLAIN_SENTENCES
        for count in range(several):
            text = _filled(line, draw)
            said = text if not count else _dressed(text, draw)
            yield Sentence(said, intent, number, follows, not count)


def _filled(line: str, draw: random.Random) -> str:
    while choice := _CHOICE.search(line):
        picked = draw.choice(choice[1].split("|"))
        line = line[: choice.start()] + picked + line[choice.end() :]
    line = _VALUE.sub(lambda name: draw.choice(values()[name[1]]), line)
    return re.sub(r"\s+", " ", line).strip()


@cache
def values() -> dict[str, list[str]]:
    """Return what may stand for each name in braces."""
    return tomllib.loads((HERE / "values.toml").read_text(encoding="utf-8"))


@cache
def _asides() -> list[str]:
    return _lines_of(CORPUS / "_asides.txt")


def _dressed(text: str, draw: random.Random) -> str:
    """Return a sentence with an aside, a slip of the finger, or another ending."""
    if draw.random() < 0.35:
        aside = draw.choice(_asides())
        text = (
            f"{aside}{draw.choice(['. ', ', ', ' - '])}{text}"
            if draw.random() < 0.6
            else f"{text}. {aside}"
        )
    if draw.random() < 0.5:
        text = _slip(text, draw)
    if draw.random() < 0.3:
        text = text.removesuffix("?") if text.endswith("?") else f"{text}?"
    return text


def _slip(text: str, draw: random.Random) -> str:
    """Return a text with one letter of one long word dropped, doubled or swapped."""
    words = text.split(" ")
    long = [
        at for at, word in enumerate(words) if word.isalpha() and word.islower() and len(word) > 4
    ]
    if not long:
        return text
    at = draw.choice(long)
    word, place = words[at], draw.randrange(1, len(words[at]) - 1)
    words[at] = draw.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
    )
    return " ".join(words)
