"""What is found in a message, word for word: corpora of what is read and what must not be."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from core.nlu.entities import Coins, Entity, Kind, Sum, find_entities
from core.nlu.utterance import Offer, Rate

NOW = datetime(2026, 9, 2, tzinfo=UTC)
CORPORA = Path(__file__).parents[1] / "corpora" / "entities"
KINDS = {
    "money": {Kind.SUM},
    "flows": {Kind.FLOW},
    "rates": {Kind.RATE, Kind.OFFER},
    "times": {Kind.AGE, Kind.TARGET_AGE, Kind.YEARS},
    "names": {Kind.ASSET, Kind.COINS, Kind.PROTOCOL, Kind.VENUE, Kind.CHAIN, Kind.INDEX},
}


def _corpus(part: str) -> Iterator[tuple[str, str, str]]:
    for name in KINDS:
        corpus = tomllib.loads((CORPORA / f"{name}.toml").read_text(encoding="utf-8"))
        for meaning, texts in corpus[part].items():
            yield from ((name, meaning, text) for text in texts)


def _found(name: str, text: str) -> list[Entity]:
    return [entity for entity in find_entities(text, NOW) if entity.kind in KINDS[name]]


def _written(entity: Entity) -> str:
    match entity.value:
        case Sum(low, high, currency, period):
            figures = f"{low:f}" if low == high else f"{low:f}..{high:f}"
            return " ".join(filter(None, (figures, currency or "?", period)))
        case Rate(low, high):
            return f"{low:f}" if low == high else f"{low:f}..{high:f}"
        case Offer(gain, days):
            return f"{gain:f} in {days:f}"
        case Coins(asset, quantity):
            return f"coins {quantity:f} {asset}"
        case Decimal():
            return f"{entity.kind} {entity.value:f}"
        case _:
            return f"{entity.kind} {entity.value}"


@pytest.mark.parametrize(("name", "meaning", "text"), list(_corpus("positive")))
def test_what_people_write_is_read(name: str, meaning: str, text: str) -> None:
    """Each way of writing a value is read as that value, and as one."""
    assert [_written(entity) for entity in _found(name, text)] == [meaning]


@pytest.mark.parametrize(("name", "meaning", "text"), list(_corpus("negative")))
def test_false_friends_are_not_read(name: str, meaning: str, text: str) -> None:
    """What only looks like a value of this kind is left alone."""
    assert [_written(entity) for entity in _found(name, text)] == []


@pytest.mark.parametrize(
    "text", ["a €5 note", "zero\u200bwidth $5k here", "\u202e$5k", "５０００ €"]
)
def test_spans_are_places_in_the_message(text: str) -> None:
    """A span cuts the value out of the message as it was written, invisible marks included."""
    (entity,) = find_entities(text, NOW)
    assert any(sign in text[entity.start : entity.end] for sign in "$€")
    assert text[entity.start : entity.end].strip() == text[entity.start : entity.end]


def test_entities_do_not_overlap() -> None:
    """Every character belongs to one entity at most, and they come in order."""
    found = find_entities(
        "I'm 50, $1.5m, want 75k a year in 5 years, 36% in 60 days on 10 ETH", NOW
    )
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len(found) == 6


def test_a_calendar_year_counts_from_now() -> None:
    """The same words are a shorter horizon when they are said later."""
    (entity,) = find_entities("by 2035", datetime(2030, 1, 1, tzinfo=UTC))
    assert entity.value == Decimal(5)


def test_a_way_to_go_is_no_range() -> None:
    """From ten to a hundred thousand are two sums; from one to two thousand a month is a range."""
    way = [e.value for e in find_entities("from 10k to 100k at 8%", NOW) if e.kind is Kind.SUM]
    assert [(one.low, one.high) for one in way if isinstance(one, Sum)] == [
        (Decimal(10_000), Decimal(10_000)),
        (Decimal(100_000), Decimal(100_000)),
    ]
    (flow,) = (e.value for e in find_entities("from 1k to 2k a month", NOW) if e.kind is Kind.FLOW)
    assert isinstance(flow, Sum)
    assert (flow.low, flow.high) == (Decimal(1000), Decimal(2000))
