"""What is stored comes back equal."""

import dataclasses
import types
import typing
from collections import abc
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticSerializationError

from bot.db.codec import UnreadableError, decode_reply, decode_state, encode_reply, encode_state
from bot.services import Reply
from core.dialogue.state import DialogueState
from core.facts import Fact, FactBook, Unit
from core.money import Money

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


@settings(max_examples=60)
@given(values_of(DialogueState))
def test_state_round_trip(state: DialogueState) -> None:
    """Any state comes back equal and in ASCII, so that no database refuses a character."""
    words = encode_state(state)
    assert words.isascii()
    assert decode_state(words) == state
    assert repr(decode_state(words)) == repr(state)  # 1.50 is not 1.5


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
    state = DialogueState(book=FactBook((Fact("figure", value, Unit.COUNT),)))
    assert repr(decode_state(encode_state(state))) == repr(state)


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
