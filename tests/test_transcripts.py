"""Conversations word for word; `pytest --rewrite-transcripts` writes down what is said now."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.nlg.folding import SCREEN_LINES, lines_of
from tests.transcripts.conversation import replayed

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
README = Path(__file__).parent.parent / "README.md"
OPENING = re.compile(r"```text\n(> .*?)```", re.DOTALL)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_conversation(path: Path, request: pytest.FixtureRequest) -> None:
    """What is said in a conversation is what was reviewed, to the letter, and fits a screen."""
    written = path.read_text(encoding="utf-8")
    now = replayed(written)
    if request.config.getoption("--rewrite-transcripts"):
        path.write_text(now, encoding="utf-8")
    else:
        assert now == written
    assert [said for said, text in _answers(now) if lines_of(text) > SCREEN_LINES] == []


def _answers(conversation: str) -> Iterator[tuple[str, str]]:
    """Yield what is said with the words of its answer."""
    for turn in re.split(r"^> ", conversation, flags=re.MULTILINE)[1:]:
        said, _, answer = turn.partition("\n")
        words = re.split(r"^\[", answer, maxsplit=1, flags=re.MULTILINE)[0]
        yield said, words.strip()


def test_the_conversation_in_the_readme(request: pytest.FixtureRequest) -> None:
    """The README opens with five turns that the bot really answers so."""
    text = README.read_text(encoding="utf-8")
    (written,) = OPENING.findall(text)
    now = replayed(written)
    assert written.count("\n> ") + 1 == 5
    if request.config.getoption("--rewrite-transcripts"):
        README.write_text(text.replace(written, now), encoding="utf-8")
    else:
        assert now == written
