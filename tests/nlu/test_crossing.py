"""The measure on our own corpus: whole parser, each line read by a parser that never saw it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.nlu import classifier
from core.nlu.utterance import Context
from training import crossing
from training.corpus import Sentence, sentences
from training.crossing import Crossed, crossed, summary
from training.data import AT, Seen, corpus, looks

_LINES = 4
"""Lines of each intent: enough to fit something, few enough for a test."""
_FOLDS = 2


def _few() -> Iterator[Sentence]:
    lines: dict[str, set[int]] = {}
    for sentence in sentences():
        mine = lines.setdefault(sentence.intent, set())
        if len(mine | {sentence.line}) <= _LINES:
            mine.add(sentence.line)
            yield sentence


@pytest.fixture(scope="module")
def read() -> Iterator[list[Crossed]]:
    """A few lines of each intent, read across the folds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.data.sentences", _few)
        patch.setattr(crossing, "FOLDS", _FOLDS)
        yield crossed()


def test_every_sentence_is_read_once(read: list[Crossed]) -> None:
    """A line counts once at the start of a talk, and once after an answer."""
    lines = Counter(one.seen.sentence.line for one in read if one.seen.sentence.is_written)
    assert len(read) > len(lines)
    assert set(lines.values()) <= {1, 2}


def test_no_line_is_on_both_sides(read: list[Crossed], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a classifier is fitted to holds no variant of a line that it is asked about."""
    seen = [one.seen for one in read]
    asked: list[tuple[set[int], set[int]]] = []

    def noted(outside: list[Seen], inside: list[Seen], _: float) -> Iterator[Crossed]:
        asked.append(({o.sentence.line for o in outside}, {i.sentence.line for i in inside}))
        return iter(())

    monkeypatch.setattr(crossing, "corpus", lambda: seen)
    monkeypatch.setattr(crossing, "_fold", noted)
    crossed()
    assert len(asked) == _FOLDS
    assert all(outside and outside.isdisjoint(inside) for outside, inside in asked)


def test_a_fold_leaves_nothing_behind() -> None:
    """Weights that stood in for a while change no reading after them, nor are they changed."""
    seen, used = looks("what would 5 ETH earn?", Context(AT)), classifier.weights()
    before = classifier.likelihoods(seen)
    other = replace(used, facts=used.facts * 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classifier, "weights", lambda: other)
        assert classifier.likelihoods(seen) != before
    assert classifier.likelihoods(seen) == before


def test_both_readings_are_told(read: list[Crossed]) -> None:
    """The whole parser and the classifier alone, for lines, variants, and after an answer."""
    lines = list(summary(read))
    assert len(lines) == 3
    assert all("whole parser" in line and "classifier alone" in line for line in lines)


def test_follow_ups_are_at_home_after_an_answer() -> None:
    """A change of an answer is never read as the first message."""
    assert not [one for one in corpus() if one.sentence.follows and one.is_first]
