"""The phrase files are whole: every intent has one, and they name only what exists."""

from dataclasses import fields

import pytest

from core.catalogue import data_names, read_toml, topics
from core.nlu.grammar import grammar
from core.nlu.matching import Phrasebook, as_tokens, lines, patterns
from core.nlu.spans import Kind
from core.nlu.utterance import Intent, Slots

SLOTS = {field.name for field in fields(Slots)}
FACTS = {"figure", "amount", "money", "crypto", "known", "short", "answered", "first", "pasted"}
FACTS |= {"stable", "staked", "place", "of_answer", "pool_prices"}
INTENTS = [name for name in data_names("grammar") if name in set(Intent)]


def test_every_intent_has_its_phrases() -> None:
    """Whatever can be meant can be said; only "unclear" has no phrases of its own."""
    assert set(INTENTS) == set(Intent) - {Intent.UNCLEAR}


@pytest.mark.parametrize("name", INTENTS)
def test_phrase_files_name_only_what_exists(name: str) -> None:
    """Slots and conditions of a phrase file are slots, kinds of entity or known facts."""
    about = read_toml(f"grammar/{name}.toml")
    assert set(about["slots"]) <= SLOTS
    for block in about["evidence"]:
        named = {*block.get("with", ()), *block.get("without", ())}
        assert named <= SLOTS | set(Kind) | FACTS


@pytest.mark.parametrize("name", data_names("grammar"))
def test_patterns_name_known_classes_and_kinds(name: str) -> None:
    """A class in angle brackets and a kind in braces exist; a typo would never match."""
    known = {f"{{{kind}}}" for kind in Kind}
    for block in _blocks(read_toml(f"grammar/{name}.toml")):
        for line in lines(block):
            words = {w for pattern in patterns(line) for element in pattern for w in element.words}
            assert {word for word in words if word[0] in "{<"} <= known


def _blocks(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value.endswith("\n") else []
    if isinstance(value, dict):
        return [block for inner in value.values() for block in _blocks(inner)]
    return [block for inner in value for block in _blocks(inner)] if isinstance(value, list) else []


def test_topics_that_are_read_have_a_page() -> None:
    """Every topic a message can name is a page of the knowledge base."""
    assert set(read_toml("grammar/meanings.toml")["topic"]) <= set(topics())


def test_only_some_questions_take_coins_for_holdings() -> None:
    """ "32 ETH to stake" is a requirement where staking is discussed, a holding elsewhere."""
    assert Intent.INCOME_ESTIMATE in grammar().coins_are_held
    assert Intent.STAKING_ADVICE not in grammar().coins_are_held


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("how much", "so how much is it", True),
        ("how much|many need", "how many need", True),
        ("how * need", "how do i really need", True),
        ("how * need", "how a b c d need", False),
        ("how ... need", "how a b c d need", True),
        ("how ... need", "how . need", False),
        ("very? safe", "safe", True),
        ("^ why $|?", "^ why $", True),
        ("^ why $|?", "^ so why $", False),
        ("<retire> at", "retiring at", True),
    ],
)
def test_lines_match_as_their_marks_say(line: str, text: str, *, found: bool) -> None:
    """Bars choose, a question mark makes optional, gaps stay within the sentence."""
    assert bool(list(Phrasebook([(0, line)]).hits(as_tokens(tuple(text.split()), {})))) is found
