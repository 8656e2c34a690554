"""Translating: a raw update in, what a person did out."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.services import IncomingMessage, ReceivedUpdate
from core.dialogue.state import Said

_ADDRESSED_COMMAND = re.compile(r"^(/\w+)@\w+")
_LARGEST_ID = 2**63 - 1


class UnreadableUpdateError(Exception):
    """An update is not what the Bot API describes."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What an update holds for us: a message to answer, a press to acknowledge, or neither."""

    message: IncomingMessage | None = None
    query_id: str | None = None


def as_received(raw: object) -> ReceivedUpdate | None:
    """Return an update as it is stored, or None for one that has no usable id."""
    match raw:
        case {"update_id": bool()}:
            return None
        case {"update_id": int(update_id)} if 0 <= update_id <= _LARGEST_ID:
            return ReceivedUpdate(update_id, _chat_id(raw), json.dumps(raw))
        case _:
            return None


def _chat_id(raw: object) -> str | None:
    match raw:
        case {"message": {"chat": {"id": int(chat_id)}}} | {
            "callback_query": {"message": {"chat": {"id": int(chat_id)}}}
        }:
            return str(chat_id)
        case _:
            return None


def translate(received: ReceivedUpdate, at: datetime) -> Heard:
    """Return what a person did; raise UnreadableUpdateError for a malformed update.

    The library builds its objects without checking a type, so a mutated update raises nearly
    anything, here or at the first use of a field: this is the one place that catches it all.
    """
    try:
        return _heard(Update.de_json(json.loads(received.payload), None), at)
    except Exception as error:
        raise UnreadableUpdateError from error


def _heard(update: Update, at: datetime) -> Heard:
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query, at)
    if update.message and update.message.chat.type == ChatType.PRIVATE:
        return _wrote(update.update_id, update.message, at)
    return Heard()


def _pressed(update_id: int, query: CallbackQuery, at: datetime) -> Heard:
    query_id = _text(query.id)
    if not query.data or not query.message or query.message.chat.type != ChatType.PRIVATE:
        return Heard(query_id=query_id)
    said = Said(at=at, press=_text(query.data))
    return Heard(IncomingMessage(_number(query.message.chat.id), said, update_id), query_id)


def _wrote(update_id: int, message: Message, at: datetime) -> Heard:
    words = _words(message)
    if words is None:
        return Heard()
    said = Said(at=at, text=_ADDRESSED_COMMAND.sub(r"\1", words))
    return Heard(IncomingMessage(_number(message.chat.id), said, update_id))


def _words(message: Message) -> str | None:
    """Return the text; an empty one for a photo or a voice note, None for a service message."""
    words = message.text or message.caption
    if words:
        return _text(words)
    return "" if message.effective_attachment else None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value.encode(errors="replace").decode()  # half a character could not be sent back


def _number(value: object) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return str(value)
