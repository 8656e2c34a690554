"""How likely each intent is: a multinomial logistic regression over a message's looks.

The weights are fitted by `make train` on the project's own corpus and kept as whole numbers, so
that their sums are the same on every machine. They are read when the first message comes.
"""

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from core.catalogue import read_bytes
from core.nlu.features import Looks
from core.nlu.utterance import Intent

if TYPE_CHECKING:
    import numpy as np

    Whole = np.ndarray[Any, np.dtype[Any]]

WEIGHTS = "intents.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What was fitted, in steps of `step`: a row a place, a column an intent.

    Tables are not compared: each fit is itself alone, so that what is kept for one serves no other.
    """

    intents: tuple[Intent, ...]
    rarity: "Whole"
    """How rare the pieces of a place are, from 0 to 255, squared; whole numbers kept as floats."""
    pieces: "Whole"
    facts: "Whole"
    patterns: "Whole"
    """A row an intent whose patterns speak, a column an intent."""
    bias: "Whole"
    unit: float
    """How many whole numbers a unit of log-odds is."""
    step: float
    """What one whole number is worth, after the temperature that calibrates the scores."""

    @property
    def heat(self) -> float:
        """The temperature that log-odds are divided by."""
        return 1 / (self.unit * self.step)


@cache
def weights() -> Weights:
    """Return the committed weights."""
    import numpy as np

    with np.load(io.BytesIO(read_bytes(WEIGHTS)), allow_pickle=False) as kept:
        return as_weights(kept)


def as_weights(kept: Mapping[str, "Whole"]) -> Weights:
    """Return weights from the tables that they are kept as."""
    intents = tuple(Intent(name) for name in kept["intents"].tolist())
    tables = {name: kept[name] for name in ("pieces", "facts", "patterns", "bias")}
    tables["rarity"] = kept["rarity"].astype("float64") ** 2
    return Weights(intents=intents, unit=float(kept["unit"]), step=float(kept["step"]), **tables)


def likelihoods(looks: Looks) -> Mapping[Intent, float]:
    """Return the probability of each intent; together they are one."""
    fitted = weights()
    marks = _marks(fitted, looks)
    most = max(marks)
    shares = [math.exp((mark - most) * fitted.step) for mark in marks]
    total = sum(shares)
    return {intent: share / total for intent, share in zip(fitted.intents, shares, strict=True)}


def _marks(fitted: Weights, looks: Looks) -> list[float]:
    """Return the sum of weights for each intent, in steps; pieces count less the more there are."""
    import numpy as np

    places = np.fromiter(looks.pieces, dtype=np.intp, count=len(looks.pieces))
    ones = np.ones(len(places))
    pieces = ones @ fitted.pieces.take(places, axis=0).astype(np.float64)  # whole, so exact
    length = math.sqrt(ones @ fitted.rarity.take(places)) or 1.0
    fine = _of_facts(fitted, looks.facts)
    if looks.patterns:
        fine = fine + _of_patterns(fitted, tuple(looks.patterns.items()))
    marks: list[float] = (pieces / length + fine / FINE).tolist()
    for intent, more in trusted(looks.patterns).items():
        marks[_columns()[intent]] += more * fitted.unit
    return marks


@cache
def _columns() -> Mapping[Intent, int]:
    return {intent: column for column, intent in enumerate(weights().intents)}


@lru_cache(maxsize=2048)
def _of_facts(fitted: Weights, facts: tuple[int, ...]) -> "Whole":
    """Return what the facts of a message add to the bias; many messages have the same ones."""
    told = fitted.facts.take(facts, axis=0)
    added: Whole = fitted.bias + told.sum(axis=0, dtype=fitted.bias.dtype)
    return added


@lru_cache(maxsize=2048)
def _of_patterns(fitted: Weights, patterns: tuple[tuple[Intent, float], ...]) -> "Whole":
    """Return what patterns add; many messages meet the same ones."""
    import numpy as np

    rows = [_columns()[intent] for intent, _ in patterns]
    hundredths = np.array([round(100 * score) for _, score in patterns])
    added: Whole = hundredths @ fitted.patterns.take(rows, axis=0)
    return added


def trusted(patterns: Mapping[Intent, float]) -> Mapping[Intent, float]:
    """Return the log-odds that what patterns say is worth beyond what was fitted.

    A pattern is written to be exact, by somebody who saw a message fail: it has to decide unless
    everything else speaks against it. Where no pattern is met, that is a sign as well.
    """
    more = {intent: _TRUST * score**2 for intent, score in patterns.items() if score}
    if max(patterns.values(), default=0.0) < _MET:
        more[Intent.OUT_OF_SCOPE] = _UNMET
    return more


_TRUST = 10.0
_MET = 0.5
_UNMET = 1.6


FINE = 1000
"""Facts, patterns and bias are kept in thousandths of a step."""
