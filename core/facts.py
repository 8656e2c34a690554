"""Facts: figures that can say where they come from.

A fact is a leaf (it has a source) or derived (it has a formula over other facts), so that
"show working" is a walk down a tree and nothing is said that cannot be traced.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

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


class Fact(NamedTuple):
    """A named figure. `formula` is written over the names in `inputs`; leaves have a source.

    A tuple, because an answer makes some fifty of them and a tuple is made at once.
    """

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


@dataclass(frozen=True, eq=False)
class FactBook:
    """The facts of one answer by name; inputs always stand before what is derived from them.

    Books of the same facts are equal, however they came by them: a stored one reads its own late.
    """

    facts: tuple[Fact, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FactBook) and self.facts == other.facts

    def __hash__(self) -> int:
        return hash(self.facts)

    @cached_property
    def by_name(self) -> dict[str, Fact]:
        """The facts by their names."""
        return {fact.name: fact for fact in self.facts}

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def __getitem__(self, name: str) -> Fact:
        return self.by_name[name]

    def behind(self, names: Iterable[str]) -> "FactBook":
        """Return the book of these facts and of all that they rest on."""
        kept: dict[str, Fact] = {}
        waiting = list(names)
        while waiting:
            fact = self[waiting.pop()]
            kept[fact.name] = fact
            waiting.extend(name for name in fact.inputs if name not in kept)
        return FactBook(tuple(fact for fact in self.facts if fact.name in kept))


_NAMES = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*(?!\()\b")


@lru_cache(maxsize=4096)
def _inputs_of(formula: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the names a formula stands on, each once: in order, and as a set."""
    names = tuple(dict.fromkeys(_NAMES.findall(formula)))
    return names, frozenset(names)


class Working:
    """Collects the facts of one answer while it is computed; `book` is the finished value.

    A formula is written over names that were noted before, so that its inputs need no list of
    their own and nothing can rest on a figure that is not there. A name followed by a
    parenthesis is a function of the core, such as `nearest_blend(`.
    """

    def __init__(self) -> None:
        self._facts: dict[str, Fact] = {}

    def given(
        self,
        name: str,
        value: Decimal | Money | date,
        unit: Unit,
        source: str,
        as_of: date | None = None,
        *,
        note: str | None = None,
    ) -> None:
        """Note a leaf: a figure that comes from the person, the house or a provider."""
        self._facts[name] = Fact(name, value, unit, None, (), source, as_of, note)

    def constant(self, name: str, value: Decimal, note: str) -> None:
        """Note a number that holds by definition, such as the months of a year."""
        self.given(name, value, Unit.COUNT, HOUSE, note=f"{note}, by definition")

    def derive(
        self,
        name: str,
        value: Decimal | Money | date,
        unit: Unit,
        formula: str,
        note: str | None = None,
    ) -> None:
        """Note a figure computed by `formula` from facts noted before."""
        inputs, needed = _inputs_of(formula)
        if not needed <= self._facts.keys():
            raise UntraceableFactError(f"{name} = {formula}: {needed - self._facts.keys()}")
        self._facts[name] = Fact(name, value, unit, formula, inputs, None, None, note)

    def include(self, book: FactBook) -> None:
        """Take in facts that were noted apart, such as those that hold for every answer."""
        self._facts.update(book.by_name)

    def number(self, name: str) -> Decimal:
        """Return the number that a fact noted before counts, money without its currency."""
        value = self._facts[name].value
        if isinstance(value, Money):
            return value.amount
        assert isinstance(value, Decimal), f"{name} is a date"
        return value

    def money(self, name: str) -> Money:
        """Return the sum that a fact noted before is."""
        value = self._facts[name].value
        assert isinstance(value, Money), f"{name} is no sum"
        return value

    def __contains__(self, name: str) -> bool:
        return name in self._facts

    @property
    def book(self) -> FactBook:
        """The facts noted so far."""
        return FactBook(tuple(self._facts.values()))
