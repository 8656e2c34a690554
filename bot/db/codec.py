"""States, replies and preferences as JSON, and back to equal values.

The JSON is ASCII, so that no character of a person's is one a database refuses: NUL, half a
surrogate pair. Decimals are strings and come back digit for digit.
"""

import json
from typing import TypeVar

from pydantic import TypeAdapter

from bot.services import Reply
from core.dialogue.person import Preferences
from core.dialogue.state import DialogueState

_STATE = TypeAdapter(DialogueState)
_REPLY = TypeAdapter(Reply)
_PREFERENCES = TypeAdapter(Preferences)
_Value = TypeVar("_Value")


class UnreadableError(Exception):
    """Stored JSON does not fit the code, which is newer or older than what wrote it."""


def encode_state(state: DialogueState) -> str:
    """Return a state as JSON."""
    return _encode(_STATE, state)


def decode_state(words: str) -> DialogueState:
    """Return a stored state; raise UnreadableError."""
    return _decode(_STATE, words)


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


def _encode(adapter: TypeAdapter[_Value], value: _Value) -> str:
    # A value of a wrong type would be stored and not come back: that shall fail here.
    return json.dumps(adapter.dump_python(value, mode="json", warnings="error"))


def _decode(adapter: TypeAdapter[_Value], words: str) -> _Value:
    try:
        return adapter.validate_python(json.loads(words))
    except ValueError:  # its message quotes what is stored
        raise UnreadableError from None
