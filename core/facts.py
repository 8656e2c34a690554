"""Facts: figures that can say where they come from.

A fact is a leaf (it has a source) or derived (it has a formula over other facts), so that
"show working" is a walk down a tree and nothing is said that cannot be traced.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.money import Money

YOU = "you"
HOUSE = "house"


class Unit(StrEnum):
    """What a fact's value counts. A ratio of 0.05 is five percent; rates are per year."""

    RATIO = "ratio"
    MONEY = "money"
    MONEY_MONTH = "money/month"
    MONEY_YEAR = "money/year"
    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"
    COUNT = "count"
    DATE = "date"
    PROBABILITY = "probability"


@dataclass(frozen=True, slots=True)
class Fact:
    """A named figure. `formula` is written over the names in `inputs`; leaves have a source."""

    name: str
    value: Decimal | Money | date
    unit: Unit
    formula: str | None = None
    inputs: tuple[str, ...] = ()
    source: str | None = None
    as_of: date | None = None
    note: str | None = None
    """What a leaf is, in words, for "show working" (for example "middle of the house range")."""


class UntraceableFactError(Exception):
    """A fact was derived from a name that the book does not hold: a mistake of ours."""


@dataclass(frozen=True, slots=True)
class FactBook:
    """The facts of one answer by name; inputs always stand before what is derived from them."""

    facts: tuple[Fact, ...] = ()

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def __contains__(self, name: str) -> bool:
        return any(fact.name == name for fact in self.facts)

    def __getitem__(self, name: str) -> Fact:
        for fact in self.facts:
            if fact.name == name:
                return fact
        raise KeyError(name)

    def leaves_of(self, name: str) -> tuple[Fact, ...]:
        """Return the leaves that a fact rests on, in the order they are met."""
        fact = self[name]
        if not fact.inputs:
            return (fact,)
        return tuple(
            dict.fromkeys(leaf for inner in fact.inputs for leaf in self.leaves_of(inner))
        )

    def renamed(self, prefix: str) -> "FactBook":
        """Return the book with every name put under `prefix`, for a part within a whole."""
        return FactBook(
            tuple(
                replace(
                    fact,
                    name=f"{prefix}.{fact.name}",
                    inputs=tuple(f"{prefix}.{name}" for name in fact.inputs),
                )
                for fact in self.facts
            )
        )
