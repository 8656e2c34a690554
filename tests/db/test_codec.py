"""What is stored comes back equal."""

import dataclasses
import types
import typing
from collections import abc
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticSerializationError

from bot.db.codec import (
    StoredFacts,
    UnreadableError,
    decode_reply,
    decode_state,
    encode_facts,
    encode_reply,
    encode_state,
)
from bot.services import Reply
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said
from core.dialogue.turn import take_turn
from core.facts import Fact, FactBook, Unit
from core.finance.market import bundled_snapshot
from core.money import Money
from core.nlg import asides

ANY_TEXT = st.text(st.characters(), max_size=8)  # with NUL and halves of surrogate pairs
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: ANY_TEXT,
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    time: st.times().filter(lambda time: not time.fold),  # a schedule repeats: no fold
    type(None): st.none(),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type of the core; a field that is added there is covered here."""
    if kind in LEAVES:
        return LEAVES[kind]
    if isinstance(kind, type) and (dataclasses.is_dataclass(kind) or hasattr(kind, "_fields")):
        hints = get_type_hints(kind)
        return st.builds(kind, **{name: values_of(hints[name]) for name in hints})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    inner = get_args(kind)
    match get_origin(kind), inner:
        case (types.UnionType | typing.Union, _):
            return st.one_of(*map(values_of, inner))
        case (typing.Literal, _):
            return st.sampled_from(inner)
        case (abc.Mapping, (key, value)):
            return st.dictionaries(values_of(key), values_of(value), max_size=2)
        case (_, (item, types.EllipsisType())):
            return st.lists(values_of(item), max_size=2).map(tuple)
        case (_, (_, *_)):
            return st.tuples(*map(values_of, inner))
    raise AssertionError(f"no values for {kind}")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])  # a state is large
@given(values_of(DialogueState))
def test_state_round_trip(state: DialogueState) -> None:
    """Any state comes back equal and in ASCII, so that no database refuses a character."""
    words, facts = encode_state(state), encode_facts(state.book)
    assert words.isascii()
    assert facts.isascii()
    loaded = decode_state(words, facts)
    assert loaded == state
    assert repr(replace(loaded, book=FactBook(loaded.book.facts))) == repr(state)  # 1.50 is not 1.5


@settings(max_examples=60)
@given(values_of(Reply))
def test_reply_round_trip(reply: Reply) -> None:
    """Any reply comes back equal, its charts with every digit."""
    assert repr(decode_reply(encode_reply(reply))) == repr(reply)


@pytest.mark.parametrize(
    "value",
    [
        Decimal(20260101),  # could be read as a date
        Decimal(1577836800),  # could be read as a moment
        Decimal("1E+3"),
        Decimal("-0.00"),
        Money(Decimal("0.10"), "USD"),
        date(2026, 1, 1),
    ],
)
def test_value_of_a_fact_keeps_its_type(value: Decimal | Money | date) -> None:
    """A number stays a number, and a date a date."""
    facts = (Fact("figure", value, Unit.COUNT),)
    assert repr(StoredFacts(encode_facts(FactBook(facts))).facts) == repr(facts)


def test_facts_are_stored_apart() -> None:
    """The state holds none of its facts, and reads stored ones when they are first looked at."""
    state = DialogueState(book=FactBook((Fact("figure", Decimal(7), Unit.COUNT),)))
    assert "figure" not in encode_state(state)
    unread = decode_state(encode_state(state), "no facts at all")
    assert "figure" not in unread.book


def test_working_of_facts_that_cannot_be_read() -> None:
    """Asked for the working of facts of another version, the bot has none and does not fail."""
    at = datetime(2026, 9, 2, tzinfo=UTC)
    asked = Said(at, text="I have 300k and want 1500 a month")
    state = take_turn(DialogueState(), Person(), asked, bundled_snapshot()).state
    unread = replace(state, book=StoredFacts("[[]]"))
    turn = take_turn(unread, Person(), Said(at, text="how did you get that?"), bundled_snapshot())
    assert turn.draft == asides.no_question_yet()


def test_wrong_type_fails_when_written() -> None:
    """A word where the core promises a number fails at once and not when it is read."""
    turns: Any = "three"
    with pytest.raises(PydanticSerializationError):
        encode_state(DialogueState(turns=turns))


@pytest.mark.parametrize("words", ["", "{", "null", "[]", '{"frame": {"intent": "gone"}}'])
def test_unreadable(words: str) -> None:
    """Stored JSON of another version is one error, which does not quote what is stored."""
    with pytest.raises(UnreadableError) as caught:
        decode_state(words)
    assert str(caught.value) == ""
    assert caught.value.__suppress_context__
