"""Fit the classifier, judge it on lines it has not seen, and round it to whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
from sklearn.linear_model import LogisticRegression

from core.nlu.classifier import FINE, trusted
from core.nlu.features import SIZE
from training.data import FACT, INTENTS, PATTERN, PIECE, Seen, Table, matrix, rarity

FOLDS = 5
_FREEDOM = 3.0
"""The inverse of the penalty on large weights."""
_MOST_STEPS = 127


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted model with the rarity of pieces that it counts on."""

    model: LogisticRegression
    rare: Table

    def marks(self, seen: Sequence[Seen]) -> Table:
        """Return the log-odds of each intent, a row a sentence, with the trust in patterns."""
        looks = [one.looks for one in seen]
        more = [[trusted(one.patterns).get(intent, 0.0) for intent in INTENTS] for one in looks]
        return self.model.decision_function(matrix(looks, self.rare)) + np.array(more)


def fit(seen: Sequence[Seen]) -> Fitted:
    """Return the model fitted to sentences.

    Patterns are written in sight of the corpus and meet nearly all of its lines. So that words
    tell where no pattern is met, as with what people really say, variants are seen without them.
    """
    looks = [
        one.looks if one.sentence.is_written else replace(one.looks, patterns={}) for one in seen
    ]
    rare = rarity(looks)
    labels = [INTENTS.index(one.sentence.intent) for one in seen]
    model = LogisticRegression(C=_FREEDOM, max_iter=200, tol=1e-3)
    model.fit(matrix(looks, rare), labels, sample_weight=_weights(seen))
    return Fitted(model, rare)


def _weights(seen: Sequence[Seen]) -> Table:
    """Return a weight a sentence: rare intents count more, yet not as much as common ones."""
    lines: dict[str, set[int]] = {}
    for one in seen:
        lines.setdefault(one.sentence.intent, set()).add(one.sentence.line)
    most = max(map(len, lines.values()))
    return np.array([(most / len(lines[one.sentence.intent])) ** 0.35 for one in seen])


def held_out(seen: Sequence[Seen], *, by_line: bool) -> Table:
    """Return the log-odds of each sentence by models that did not see it.

    By line, they saw no sentence of its line either: that is how well the classifier does on what
    nobody wrote down.
    """
    marks = np.zeros((len(seen), len(INTENTS)))
    groups = np.array([one.sentence.line if by_line else at for at, one in enumerate(seen)])
    for fold in range(FOLDS):
        outside = groups % FOLDS == fold
        fitted = fit(list(compress(seen, ~outside)))
        marks[outside] = fitted.marks(list(compress(seen, outside)))
    return marks


def temperature(marks: Table, labels: Table) -> float:
    """Return what log-odds are divided by so that scores are as often right as they say."""
    tried = np.arange(0.5, 3.01, 0.05)
    return float(min(tried, key=lambda heat: _surprise(marks / heat, labels)))


def _surprise(marks: Table, labels: Table) -> float:
    top = marks.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(marks - top).sum(axis=1)) + top[:, 0]
    return float((log_sum - marks[np.arange(len(labels)), labels]).mean())


def likelihoods(marks: Table) -> Table:
    """Return log-odds as probabilities."""
    powers = np.exp(marks - marks.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


BINS = 10


def calibration_error(sure: Table, right: Table) -> float:
    """Return by how much scores differ from how often they are right, on average over ten bins."""
    which = np.minimum((sure * BINS).astype(int), BINS - 1)
    bins = (which == one for one in range(BINS) if (which == one).any())
    return float(sum(abs(sure[one].mean() - right[one].mean()) * one.mean() for one in bins))


def rounded(fitted: Fitted, heat: float) -> dict[str, Table]:
    """Return the model as whole numbers: `step` is what one is worth after calibration."""
    by_place = fitted.model.coef_.T
    pieces = by_place[:SIZE] * fitted.rare[:, np.newaxis] * PIECE
    facts = by_place[SIZE : 2 * SIZE] * FACT
    patterns, bias = by_place[2 * SIZE :] * PATTERN, fitted.model.intercept_
    step = float(np.abs(pieces).max()) / _MOST_STEPS
    return {
        "intents": np.array([intent.value for intent in INTENTS]),
        "rarity": fitted.rare,
        "pieces": np.rint(pieces / step).astype(np.int8),
        "facts": np.rint(facts / step * FINE).astype(np.int32),
        "patterns": np.rint(patterns / step * FINE).astype(np.int64),
        "bias": np.rint(bias / step * FINE).astype(np.int64),
        "unit": np.array(1 / step),
        "step": np.array(step / heat),
    }
