"""Texts that have broken parsers, and the shape of patterns that could be slow."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

import core.nlu
from bot.wire import utterance_json
from core.nlu.parser import understand
from core.nlu.several import further_questions
from core.nlu.utterance import Context, Intent, Slots

NOW = datetime(2026, 9, 2, tzinfo=UTC)
CORPUS = Path(__file__).parents[1] / "corpora" / "naughty.txt"
CONTEXTS = (
    Context(NOW),
    Context(NOW, asked_slot="capital"),
    Context(NOW, last_intent=Intent.REQUIRED_YIELD, known=Slots()),
)


def naughty() -> list[str]:
    lines = CORPUS.read_text(encoding="ascii").splitlines()[1:]
    return [line.encode().decode("unicode_escape") for line in lines]


@pytest.mark.parametrize("text", naughty())
def test_naughty_texts_are_read(text: str) -> None:
    """Nothing raises, alone, twice or inside a question; the outcome is plain JSON."""
    for said in (text, text * 50, f"I have {text} and want {text} a month", f"is {text} safe?"):
        for context in CONTEXTS:
            utterance = understand(said, context)
            assert 0 <= utterance.score <= 1
            assert utterance_json(utterance)["intent"] in set(Intent)
        further_questions(said, CONTEXTS[0], Intent.EXPLAIN)


def test_a_long_message_is_read_to_its_end() -> None:
    """Names after hundreds of others stop nothing, and the last words count as the first do."""
    assert understand("aave " * 819, CONTEXTS[0]).slots.protocols == ("aave",)
    rambling = "well " * 750
    asked = understand(f"{rambling}. when ETH falls below $2000 alert me", CONTEXTS[0])
    assert asked.intent is understand("when ETH falls below $2000 alert me", CONTEXTS[0]).intent


def test_bytes_that_are_no_text_are_an_error_of_their_line() -> None:
    """Invalid UTF-8 on stdin is answered on its line, and the lines around it are read."""
    lines = b'{"text": "what is slashing?"}\n\xff\xfe\x80\n{"text": "hi"}\n'
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "parse", "--jsonl"],
        input=lines, capture_output=True, check=True,
    )  # fmt: skip
    first, error, last = done.stdout.decode().splitlines()
    assert '"explain"' in first
    assert '"not_utf8"' in error
    assert '"small_talk"' in last


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Return every compiled pattern of the parser with where it stands."""
    found = []
    for info in iter_modules(core.nlu.__path__):
        module = import_module(f"core.nlu.{info.name}")
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found.append((f"{info.name}.{name}", value))
    return found


def _nests(pattern: re.Pattern[str]) -> bool:
    """Whether a repeat without end stands inside another, as in (a+)+.

    One whose every round begins with a letter of its own, as in (?:[.]a+)+, can be read in one way.
    """
    parser = import_module("re._parser")  # the only way to see a pattern's shape

    def walk(items: Any, *, inside: bool) -> bool:
        if not isinstance(items, parser.SubPattern | list | tuple):
            return False
        if isinstance(items, tuple) and len(items) == 2 and "REPEAT" in str(items[0]):
            _, most, inner = items[1]
            is_open = int(most) > 1000 and str(inner[0][0]) != "LITERAL"
            is_open = is_open or (int(most) > 1000 and len(inner) == 1)
            return (inside and is_open) or walk(inner, inside=inside or is_open)
        return any(walk(item, inside=inside) for item in items)

    return walk(parser.parse(pattern.pattern, pattern.flags), inside=False)


def test_the_shape_of_slow_patterns_is_known() -> None:
    """The check below sees what it looks for."""
    assert _nests(re.compile("(a+)+b"))
    assert _nests(re.compile("(?:x|(?:y*z)*)q"))
    assert not _nests(re.compile("(?:ab){1,3}c+"))


@pytest.mark.parametrize(("place", "pattern"), _patterns(), ids=lambda value: str(value)[:30])
def test_no_pattern_repeats_a_repeat(place: str, pattern: re.Pattern[str]) -> None:
    """No pattern of the parser can take exponential time: repeats without end do not nest."""
    assert not _nests(pattern), place
