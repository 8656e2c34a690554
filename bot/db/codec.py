"""States, facts, replies and what people keep as JSON, and back to equal values.

The facts of an answer are ten times the rest of a state, and few turns look at them. They are
stored apart, read when first looked at, and written only where they are new.

The JSON is ASCII, so that no character of a person's is one a database refuses: NUL, half a
surrogate pair. Decimals are strings and come back digit for digit.
"""

import json
import logging
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from bot.services import Reply
from core.dialogue.person import Import, PlanVersion
from core.dialogue.state import Answered, DialogueState
from core.facts import Fact, FactBook
from core.finance.weeks import LastSummary
from core.money import Money
from core.nlu.utterance import Slots
from core.requests import Frame
from core.requests.preferences import Preferences

_log = logging.getLogger(__name__)

_FACTS = TypeAdapter(tuple[Fact, ...])
_STATE = TypeAdapter(DialogueState)
_SLOTS = TypeAdapter(Slots)
_REPLY = TypeAdapter(Reply)
_PREFERENCES = TypeAdapter(Preferences)
_PLAN = TypeAdapter(PlanVersion)
_IMPORT = TypeAdapter(Import)
_SUMMARY = TypeAdapter(LastSummary)
_Value = TypeVar("_Value")


class UnreadableError(Exception):
    """Stored JSON does not fit the code, which is newer or older than what wrote it."""


class StoredFacts(FactBook):
    """Facts as they are stored; those that the code no longer reads are none."""

    def __init__(self, words: str) -> None:
        object.__setattr__(self, "words", words)

    words: str

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts, read when first looked at."""
        try:
            return _decode(_FACTS, self.words)
        except UnreadableError:
            _log.warning("stored facts do not fit this version of the code and were dropped")
            return ()


def encode_state(state: DialogueState) -> str:
    """Return a state as JSON, without the facts of its last answer and what is as it began.

    Of a question under discussion most slots are not said: told as nothing they are most of it.
    """
    rest = replace(state, book=_NO_FACTS, frame=None, answers=())
    said = json.dumps(_dumped(_STATE, rest, exclude_defaults=True))
    fields = [said[1:-1]] if rest != _BEGUN else []
    if state.frame:
        fields.append(f'"frame": {encode_frame(state.frame)}')
    if state.answers:
        fields.append(f'"answers": [{", ".join(map(_encode_answered, state.answers))}]')
    return f"{{{', '.join(fields)}}}"


def _encode_answered(answered: Answered) -> str:
    return f'{{"number": {answered.number}, "frame": {encode_frame(answered.frame)}}}'


def encode_frame(frame: Frame) -> str:
    """Return a question as JSON, with what was said of it and no more."""
    slots = _encode_slots(_Same(frame.slots))
    return f'{{"intent": {json.dumps(frame.intent)}, "slots": {slots}}}'


class _Same(Generic[_Value]):
    """A value as a key that no other finds, however equal: 1.50 is not to be read as 1.5."""

    __slots__ = ("value",)

    def __init__(self, value: _Value) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value


@lru_cache(maxsize=4096)
def _encode_slots(slots: _Same[Slots]) -> str:
    """Return what was said of a question: a conversation stores its last ones anew each turn."""
    return json.dumps(_dumped(_SLOTS, slots.value, exclude_defaults=True))


def decode_state(words: str, facts: str | None = None) -> DialogueState:
    """Return a stored state; raise UnreadableError. Its facts are read when first looked at."""
    state = _decode(_STATE, words)
    return state if facts is None else replace(state, book=StoredFacts(facts))


def encode_facts(book: FactBook) -> str:
    """Return facts as JSON."""
    return book.words if isinstance(book, StoredFacts) else _ENCODER.encode(book.facts)


def _as_json(value: object) -> object:
    match value:
        case Decimal():
            return str(value)
        case Money():
            return {"amount": str(value.amount), "currency": value.currency}
        case date():
            return value.isoformat()
        case _:
            raise TypeError(type(value).__name__)


_NO_FACTS = FactBook()
_BEGUN = DialogueState()
_ENCODER = json.JSONEncoder(default=_as_json, check_circular=False, allow_nan=False)


def encode_reply(reply: Reply) -> str:
    """Return a reply as JSON."""
    return _encode(_REPLY, reply)


def decode_reply(words: str) -> Reply:
    """Return a stored reply; raise UnreadableError."""
    return _decode(_REPLY, words)


def encode_preferences(preferences: Preferences) -> str:
    """Return preferences as JSON."""
    return _encode(_PREFERENCES, preferences)


def decode_preferences(words: str) -> Preferences:
    """Return stored preferences; raise UnreadableError."""
    return _decode(_PREFERENCES, words)


def encode_plan(plan: PlanVersion) -> str:
    """Return a version of a plan as JSON."""
    return _encode(_PLAN, plan)


def decode_plan(words: str) -> PlanVersion:
    """Return a stored version of a plan; raise UnreadableError."""
    return _decode(_PLAN, words)


def encode_import(pending: Import) -> str:
    """Return what was read from a file as JSON."""
    return _encode(_IMPORT, pending)


def decode_import(words: str) -> Import:
    """Return what was read from a file; raise UnreadableError."""
    return _decode(_IMPORT, words)


def encode_summary(last: LastSummary) -> str:
    """Return what a summary told as JSON."""
    return _encode(_SUMMARY, last)


def decode_summary(words: str) -> LastSummary:
    """Return what a summary told; raise UnreadableError."""
    last = _decode(_SUMMARY, words)
    return replace(last, at=last.at.astimezone(UTC))  # equal to what was stored, and the same


def _encode(adapter: TypeAdapter[_Value], value: _Value) -> str:
    return json.dumps(_dumped(adapter, value))


def _dumped(adapter: TypeAdapter[_Value], value: _Value, *, exclude_defaults: bool = False) -> Any:  # noqa: ANN401 - JSON
    # A value of a wrong type would be stored and not come back: that shall fail here.
    return adapter.dump_python(
        value, mode="json", warnings="error", exclude_defaults=exclude_defaults
    )


def _decode(adapter: TypeAdapter[_Value], words: str) -> _Value:
    try:
        return adapter.validate_python(json.loads(words))
    except ValueError:  # its message quotes what is stored
        raise UnreadableError from None
