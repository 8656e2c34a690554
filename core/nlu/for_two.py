"""Incomes of several people in one message: "1k a month for me and 500 for my wife"."""

import re
from decimal import Decimal

from core.nlu.matching import Tokens
from core.nlu.spans import Entity, Kind, Sum

_AMOUNT = r"\{(?:sum|flow|number)\}"
_ONE = r"(?:me|myself|us)"
_OTHER = (
    r"(?:my|our|the) (?:wife|husband|partner|girlfriend|boyfriend|spouse|mother|father|mom|mum|dad"
    r"|parents|son|daughter|kids|children|brother|sister)"
)
_FOR_TWO = re.compile(
    rf"(?P<first>{_AMOUNT}) for (?:{_ONE}|{_OTHER}) (?:and |plus |& )?(?P<second>{_AMOUNT}) for "
    rf"(?:{_ONE}|{_OTHER})\b"
)


def incomes_of_two(said: Tokens) -> tuple[tuple[Entity, Entity], Entity | None] | None:
    """Return the two amounts that are for two people, and what they come to together.

    They are nobody's capital. Together they are an income where one of them tells its period, and
    neither another one's.
    """
    found = _FOR_TWO.search(said.text) if "for" in said.places else None
    if found is None:
        return None
    first, second = (
        said.entities[said.text.count(" ", 0, found.start(name))] for name in ("first", "second")
    )
    return (first, second), _together(first, second)


def _together(first: Entity, second: Entity) -> Entity | None:
    one, other = _sum(first), _sum(second)
    if one is None or other is None:
        return None
    periods = {value.period for value in (one, other) if value.period}
    currencies = {value.currency for value in (one, other) if value.currency}
    if len(periods) != 1 or len(currencies) > 1:
        return None
    low, high = one.low + other.low, one.high + other.high
    total = Sum(low, high, next(iter(currencies), None), periods.pop())
    return Entity(Kind.FLOW, first.start, first.end, total)


def _sum(entity: Entity) -> Sum | None:
    """Return an amount as money; a bare figure is some too."""
    if isinstance(entity.value, Sum):
        return entity.value
    if entity.kind is Kind.NUMBER and isinstance(entity.value, Decimal):
        return Sum(entity.value, entity.value)
    return None
