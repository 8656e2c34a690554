"""The corpus as a matrix: what the classifier sees of each sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
from scipy import sparse

from core.nlu.entities import find_entities
from core.nlu.features import SIZE, Looks, look
from core.nlu.grammar import met, scores
from core.nlu.matching import tokens
from core.nlu.ranking import facts_of
from core.nlu.reading import read
from core.nlu.roles import bind
from core.nlu.slots import fill
from core.nlu.topics import page_named
from core.nlu.utterance import Context, Intent
from core.nlu.words import read_words
from training.corpus import Sentence, sentences

AT = datetime(2026, 9, 2, tzinfo=UTC)
INTENTS = tuple(intent for intent in Intent if intent is not Intent.UNCLEAR)
_AFTER_AN_ANSWER = 3
"""Every so many sentences are also seen as said after an answer; follow-ups always are."""

Matrix = Any
"""A scipy matrix; scipy ships no types."""
Table = Any
"""A numpy array of numbers."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence as the classifier sees it."""

    sentence: Sentence
    looks: Looks
    is_first: bool


def looks(text: str, context: Context) -> Looks:
    """Return what the classifier sees of a message."""
    reading = read(text)
    said = tokens(reading, find_entities(text, context.at))
    words = read_words(said)
    stated = fill(said, words, bind(said))
    words = replace(words, topic=page_named(said, words.topic))
    facts = facts_of(said, words, stated, context)
    return look(said.words, facts, scores(met(said, facts)))


def corpus() -> list[Seen]:
    """Return every sentence as seen at the start of a conversation, after an answer, or both."""
    first, after = Context(AT), Context(AT, last_intent=Intent.REQUIRED_YIELD)
    seen = []
    for sentence in sentences():
        if not sentence.follows:
            seen.append(Seen(sentence, looks(sentence.text, first), is_first=True))
        if sentence.follows or sentence.line % _AFTER_AN_ANSWER == 0:
            seen.append(Seen(sentence, looks(sentence.text, after), is_first=False))
    return seen


def rarity(seen: Sequence[Looks]) -> Table:
    """Return for each place how rare its pieces are, as a whole number from 0 to 255."""
    met = np.ones(SIZE)
    for one in seen:
        met[list(one.pieces)] += 1
    return np.rint(RARITY_STEPS * np.log((len(seen) + 1) / met)).clip(0, 255).astype(np.uint8)


def matrix(seen: Sequence[Looks], rare: Table) -> Matrix:
    """Return a row a message: its pieces by their rarity, to a common length, facts, patterns."""
    rows, columns, values = list[int](), list[int](), list[float]()
    for row, one in enumerate(seen):
        pieces = sorted(one.pieces)
        weights = rare[pieces].astype(float)
        length = float(np.sqrt((weights**2).sum())) or 1.0
        said = (
            *zip(pieces, PIECE * weights / length, strict=True),
            *((SIZE + fact, FACT) for fact in one.facts),
            *(
                (2 * SIZE + INTENTS.index(i), PATTERN * round(100 * s))
                for i, s in one.patterns.items()
            ),
        )
        rows.extend([row] * len(said))
        columns.extend(place for place, _ in said)
        values.extend(value for _, value in said)
    shape = (len(seen), 2 * SIZE + len(INTENTS))
    return sparse.csr_matrix((values, (rows, columns)), shape=shape)


def _pattern(intent: Intent, score: float) -> tuple[int, float]:
    return 2 * SIZE + INTENTS.index(intent), PATTERN * round(100 * score)


RARITY_STEPS = 20
PIECE = 10.0
"""The length of what a message's pieces come to, before anything is fitted."""
FACT = 0.5
"""How much a fact weighs beside the pieces."""
PATTERN = 0.04
"""The same for a hundredth of what a pattern says."""
