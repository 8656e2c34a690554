"""The whole parser on the project's own corpus: each line is read by one that never saw it.

The lines are dealt to folds, so that no sentence made of a line is on both sides. Of each fold,
every sentence is read as a message would be: by the patterns, and behind them by a classifier
fitted to the other folds alone. The patterns are written by hand, and in sight of the corpus.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import compress
from unittest.mock import patch

import numpy as np

from core.money import Period
from core.nlu import classifier
from core.nlu.parser import understand
from core.nlu.utterance import Amount, Context, Income, Intent, Slots, Utterance
from training.data import AT, INTENTS, Seen, corpus
from training.fitting import FOLDS, fit, rounded


@dataclass(frozen=True, slots=True)
class Crossed:
    """A sentence as read by a parser that never saw its line."""

    seen: Seen
    read: Utterance
    classified: Intent
    """What the classifier alone takes it for."""

    @property
    def is_right(self) -> bool:
        """Whether the whole parser reads the intent that the line was written for."""
        return self.read.intent == self.seen.sentence.intent

    @property
    def is_at_home(self) -> bool:
        """Whether it is read where its line belongs: a follow-up after an answer, others first."""
        return self.seen.is_first or self.seen.sentence.follows


def crossed() -> list[Crossed]:
    """Return every sentence of the corpus as read by a parser that never saw its line."""
    seen = corpus()
    folds = np.array([one.sentence.line % FOLDS for one in seen])
    heat = classifier.weights().heat
    return [
        one
        for fold in range(FOLDS)
        for one in _fold(
            list(compress(seen, folds == fold)), list(compress(seen, folds != fold)), heat
        )
    ]


def _fold(outside: Sequence[Seen], inside: Sequence[Seen], heat: float) -> Iterator[Crossed]:
    """Yield the sentences of one fold, read by a parser fitted to those of all others."""
    fitted = fit(inside)
    fold = classifier.as_weights(rounded(fitted, heat))
    best = fitted.marks(outside).argmax(axis=1)
    with patch.object(classifier, "weights", return_value=fold):
        for one, intent in zip(outside, best, strict=True):
            context = Context(AT) if one.is_first else AFTER
            yield Crossed(one, understand(one.sentence.text, context), INTENTS[intent])


_KNOWN = Slots(
    capital=Amount(Decimal(300_000)),
    income=Income(Decimal(1_000), Decimal(1_000), None, Period.MONTH),
)
AFTER = Context(AT, last_intent=Intent.REQUIRED_YIELD, known=_KNOWN)
"""Where a follow-up is said: after an answer on 300,000 and 1,000 a month."""


def summary(all_crossed: Sequence[Crossed]) -> Iterator[str]:
    """Yield how often the whole parser is right, and the classifier alone, by kind of sentence."""
    home = [one for one in all_crossed if one.is_at_home]
    yield from _shares("lines as written", [o for o in home if o.seen.sentence.is_written])
    yield from _shares("variants made of them", [o for o in home if not o.seen.sentence.is_written])
    others = [one for one in all_crossed if not one.is_at_home]
    yield from _shares("new questions after an answer", others)


def _shares(name: str, part: Sequence[Crossed]) -> Iterator[str]:
    parser = sum(one.is_right for one in part) / len(part)
    alone = sum(one.classified == one.seen.sentence.intent for one in part) / len(part)
    yield f"{len(part)} {name}: whole parser {parser:.2%}, classifier alone {alone:.2%}"
