"""The corpus the classifier is fitted to, its committed weights, and what they understand."""

from collections import Counter
from pathlib import Path

import pytest

from core.nlu.classifier import likelihoods, weights
from core.nlu.features import SIZE
from core.nlu.utterance import Context, Intent
from training.corpus import lines, sentences
from training.data import AT, INTENTS, looks
from training.evaluating import judged, report

HELD_OUT = sorted((Path(__file__).parents[1] / "corpora" / "heldout").glob("*.jsonl"))


def test_the_corpus_is_large_and_covers_every_intent() -> None:
    """Two thousand hand-written lines, none twice, and no intent without its share."""
    written = Counter(lines())
    by_intent = Counter(intent for intent, _ in written)
    assert set(by_intent) == set(INTENTS)
    assert min(by_intent.values()) >= 20
    assert len(written) >= 2000


def test_the_corpus_is_the_same_every_time() -> None:
    """What is made of a line depends on the line alone."""
    assert list(sentences()) == list(sentences())


def test_held_out_messages_are_not_trained_on() -> None:
    """The messages that judge the classifier are none of its sentences."""
    trained = {sentence.text.casefold() for sentence in sentences()}
    for path in HELD_OUT:
        assert not [row for row in judged(path) if row.label["text"].casefold() in trained]


@pytest.mark.parametrize("path", HELD_OUT, ids=lambda path: path.stem)
def test_held_out_messages_are_understood(path: Path) -> None:
    """Most are, what is none of this bot's business is told so, and nothing is misread."""
    rows = list(judged(path))
    right = sum(row.is_right for row in rows)
    assert right >= 0.85 * len(rows)
    assert not [row for row in rows if set(row.label.get("must_not", ())) & set(row.slots)]
    assert next(report(rows)).startswith(f"messages {len(rows)}: {right} of")


def test_the_weights_fit_the_code() -> None:
    """The committed weights have a row a place and a column an intent."""
    fitted = weights()
    assert fitted.intents == INTENTS
    assert fitted.pieces.shape == fitted.facts.shape == (SIZE, len(INTENTS))
    assert fitted.patterns.shape == (len(INTENTS), len(INTENTS))


@pytest.mark.parametrize("text", ["", "what is slashing?", "x" * 4096, "asdf jkl"])
def test_likelihoods_are_a_distribution(text: str) -> None:
    """They lie between nothing and one and come to one, whatever is said."""
    found = likelihoods(looks(text, Context(AT)))
    assert sum(found.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in found.values())


def test_what_no_pattern_meets_is_still_understood() -> None:
    """A phrase that nobody wrote a pattern for is classified by its likeness to the corpus."""
    seen = looks("forget everything I ever told you", Context(AT))
    best = max(likelihoods(seen).items(), key=lambda item: item[1])[0]
    assert best is Intent.DELETE_DATA
