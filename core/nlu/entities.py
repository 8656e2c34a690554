"""Find what a message names: money, rates, offers, ages, horizons, coins and protocols."""

from bisect import bisect_left
from datetime import datetime
from itertools import islice

from core.nlu.amounts import find_amounts
from core.nlu.dates import find_dates
from core.nlu.reading import Reading, read
from core.nlu.spans import Coins, Entity, Kind, Sum
from core.nlu.terms import find_terms
from core.nlu.times import find_times

__all__ = ["Coins", "Entity", "Kind", "Sum", "find_entities"]

LONGEST_MESSAGE = 4096
"""Characters of a message that are read; Telegram sends no more."""

MOST_OF_A_KIND = 200
"""Amounts, and times, that are read; what names more is a list, not a question."""


def find_entities(text: str, at: datetime) -> tuple[Entity, ...]:
    """Return what a message names, in order and without overlaps; spans are of the message.

    `at` is the time of the message: calendar years become horizons from then on.
    """
    reading = read(text[:LONGEST_MESSAGE])
    return tuple(_placed(entity, reading) for entity in _apart(_found(reading, at)))


def _found(reading: Reading, at: datetime) -> list[Entity]:
    """Return all that is found; what stands first in the list wins where two overlap."""
    terms = find_terms(reading)
    coins = {entity.start: entity for entity in terms if entity.kind is Kind.ASSET}
    amounts = tuple(islice(find_amounts(reading, coins, terms), MOST_OF_A_KIND))
    terms_of_offers = [entity for entity in amounts if entity.kind is Kind.OFFER]
    times = tuple(islice(find_times(reading.lower, at), MOST_OF_A_KIND))
    dates = islice(find_dates(reading.lower, at), MOST_OF_A_KIND)
    return [*terms_of_offers, *dates, *times, *amounts, *terms]


def _apart(entities: list[Entity]) -> list[Entity]:
    """Return the entities without those that overlap an earlier one of the list, by place."""
    kept: list[Entity] = []
    for entity in entities:
        at = bisect_left(kept, entity.start, key=lambda other: other.start)
        is_free = at == len(kept) or entity.end <= kept[at].start
        if is_free and (at == 0 or kept[at - 1].end <= entity.start):
            kept.insert(at, entity)
    return kept


def _placed(entity: Entity, reading: Reading) -> Entity:
    start, end = reading.span(entity.start, entity.end)
    return Entity(entity.kind, start, end, entity.value)
