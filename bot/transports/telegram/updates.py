"""Translating: a raw update in, what a person did out."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from telegram import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    InlineQuery,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.constants import ChatMemberStatus, ChatType

from bot.services import IncomingMessage, ReceivedUpdate
from bot.transports.telegram.documents import SentFile
from bot.transports.telegram.inline import InlineQuestion
from bot.transports.telegram.keyboards import read_data
from core.dialogue.commands import COMMANDS
from core.dialogue.state import Said
from core.nlu.secrets import holds_secret

WANTED = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query")
"""The kinds of updates that Telegram is asked for."""

_COMMAND = re.compile(r"^(/\w+)(?:@(\w+))?(?!\S)", re.ASCII)
_KIND = re.compile(rf'"({"|".join(WANTED)})":')
_LARGEST_ID = 2**63 - 1
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_ANONYMOUS_ADMIN = 1087968824
"""Telegram's own account in whose name the administrators of a group write unnamed."""


class UnreadableUpdateError(Exception):
    """An update is not what the Bot API describes."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself, as others address it in a group."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What an update holds for us: one of these, or nothing.

    `query_id` is a press to acknowledge and `pressed` the button: message and data. `moved_to` is
    the new id of a group, `blocked` whether the bot may write to this chat no more. `said_at` is
    when a message was written, by Telegram's clock. `file` is one that came with the
    message. `secret` tells that the update holds a recovery phrase somewhere. `person` is who
    did it, where that is known.
    """

    message: IncomingMessage | None = None
    query_id: str | None = None
    pressed: tuple[int, str] | None = None
    moved_to: str | None = None
    blocked: bool | None = None
    said_at: datetime | None = None
    inline: InlineQuestion | None = None
    file: SentFile | None = None
    person: str | None = None


def as_received(raw: object) -> ReceivedUpdate | None:
    """Return an update as it is stored, or None for one that has no usable id."""
    match raw:
        case {"update_id": bool()}:
            return None
        case {"update_id": int(update_id)} if 0 <= update_id <= _LARGEST_ID:
            return ReceivedUpdate(update_id, _chat_id(raw), json.dumps(raw))
        case _:
            return None


def kind_of(update: ReceivedUpdate) -> str:
    """Return the kind of a stored update, for counting: one of a few fixed words."""
    first = _KIND.search(update.payload, 0, 100)
    return first[1] if first else "other"


def read_json(body: str | bytes) -> object:
    """Return the JSON, or None. A number no id can have must not cost the batch it came with."""
    try:
        return json.loads(body, parse_int=lambda digits: int(digits) if len(digits) < 20 else None)
    except (ValueError, RecursionError):
        return None


def _chat_id(raw: object) -> str | None:
    match raw:
        case (
            {"message": {"chat": {"id": int(chat_id)}}}
            | {"edited_message": {"chat": {"id": int(chat_id)}}}
            | {"my_chat_member": {"chat": {"id": int(chat_id)}}}
            | {"callback_query": {"message": {"chat": {"id": int(chat_id)}}}}
        ):
            return str(chat_id)
        case _:
            return None


def has_secret(received: ReceivedUpdate) -> bool:
    """Tell whether a recovery phrase or a key stands anywhere in an update, quotations included."""
    return any(holds_secret(text) for text in _texts(read_json(received.payload)))


def _texts(value: object) -> Iterator[str]:
    """Yield the strings in a JSON value, however deep, without recursion."""
    left = [value]
    while left:
        match left.pop():
            case str(text) if len(text) > 30:
                yield text
            case dict(members):
                left += members.values()
            case list(items):
                left += items


def translate(received: ReceivedUpdate, at: datetime, me: Me) -> Heard:
    """Return what a person did; raise UnreadableUpdateError for a malformed update.

    The library builds its objects without checking a type, so a mutated update raises nearly
    anything, here or at the first use of a field: this is the one place that catches it all.
    """
    try:
        return _Reading(received, at, me).heard()
    except Exception as error:
        raise UnreadableUpdateError from error


@dataclass(frozen=True, slots=True)
class _Reading:
    """One update being read."""

    received: ReceivedUpdate
    at: datetime
    me: Me

    def heard(self) -> Heard:
        update = Update.de_json(json.loads(self.received.payload), None)
        message = update.message or update.edited_message
        if update.callback_query:
            return self._pressed(update.callback_query)
        if update.inline_query:
            return self._asked(update.inline_query)
        if update.my_chat_member:
            return self._member(update.my_chat_member)
        if not message:
            return Heard()
        _number(message.chat.id)
        if message.migrate_to_chat_id:
            return Heard(moved_to=_number(message.migrate_to_chat_id))
        return self._wrote(message, edited=update.edited_message is not None)

    def _pressed(self, query: CallbackQuery) -> Heard:
        query_id = _text(query.id)
        if not query.data or not query.message:
            return Heard(query_id=query_id)  # under a message of inline mode, which is not ours
        chat, data = query.message.chat, _text(query.data)
        _number(chat.id)
        if chat.type not in (ChatType.PRIVATE, *_GROUPS):
            return Heard(query_id=query_id)
        number = int(_number(query.message.message_id))
        press, picture = read_data(data)
        message = self._incoming(
            Said(at=self.at, press=press, locale=_locale(chat, query.from_user)),
            reply_to=number if chat.type in _GROUPS else None,
            thread_id=_thread(query.message) if isinstance(query.message, Message) else None,
        )
        return Heard(
            replace(message, pressed_on=number, picture=picture),
            query_id,
            pressed=(number, data),
            person=_number(query.from_user.id),
        )

    def _asked(self, query: InlineQuery) -> Heard:
        words = _text(query.query).strip()
        said = Said(at=self.at, text=words)
        return Heard(inline=InlineQuestion(_text(query.id), said) if words else None)

    def _member(self, change: ChatMemberUpdated) -> Heard:
        _number(change.chat.id)
        return Heard(blocked=_text(change.new_chat_member.status) in _GONE)

    def _wrote(self, message: Message, *, edited: bool) -> Heard:
        words = _words(message)
        if words is None or (edited and not words):  # a place that moves is edited all the time
            return Heard()
        if message.chat.type in _GROUPS:
            if not self._is_for_me(message, words):
                return Heard()
        elif message.chat.type != ChatType.PRIVATE:
            return Heard()
        locale = _locale(message.chat, message.from_user)
        said = Said(at=self.at, text=self._without_my_name(words), locale=locale)
        in_group = message.chat.type in _GROUPS
        incoming = self._incoming(
            said,
            reply_to=int(_number(message.message_id)) if in_group else None,
            thread_id=_thread(message),
        )
        said_at = (message.edit_date if edited else None) or message.date
        sender = message.from_user
        person = _number(sender.id) if sender else None
        return Heard(incoming, said_at=said_at, file=_file(message), person=person)

    def _incoming(
        self, said: Said, *, reply_to: int | None, thread_id: int | None
    ) -> IncomingMessage:
        """Return a message of the chat under whose id the update is kept, which may have moved.

        Only what is said in a group is a reply to something, and only there others read along.
        """
        assert self.received.chat_id
        said = replace(said, overheard=reply_to is not None)
        return IncomingMessage(
            self.received.chat_id, said, self.received.update_id, reply_to, thread_id
        )

    def _is_for_me(self, message: Message, words: str) -> bool:
        """Tell whether a message in a group is meant for the bot: by command, reply or name."""
        sender = message.from_user
        if message.is_automatic_forward or (
            sender and sender.is_bot and sender.id != _ANONYMOUS_ADMIN
        ):
            return False  # two bots that answer each other would never end
        command = _COMMAND.match(words)
        if command:
            to = command[2]
            return to.casefold() == self._name if to else command[1] in COMMANDS
        answered = message.reply_to_message
        if answered and answered.from_user and answered.from_user.id == self.me.id:
            return True
        return any(self._names_me(entity, said) for entity, said in _entities(message).items())

    def _names_me(self, entity: MessageEntity, said: str) -> bool:
        if entity.type == MessageEntity.TEXT_MENTION:
            return bool(entity.user and entity.user.id == self.me.id)
        return said.casefold() == f"@{self._name}"

    def _without_my_name(self, words: str) -> str:
        """Return the words without the bot's own name, which is no part of the question."""
        words = _COMMAND.sub(r"\1", words)
        if not self._name:
            return words
        mine = re.compile(rf"\s*(?<!\w)@{re.escape(self._name)}(?!\w)[,:]?", re.IGNORECASE)
        return mine.sub("", words).strip() if mine.search(words) else words

    @property
    def _name(self) -> str:
        return self.me.username.casefold()


def _locale(chat: Chat, sender: User | None) -> str | None:
    """Return the language of a person's app; in a group nobody's own counts."""
    if chat.type != ChatType.PRIVATE or sender is None or sender.language_code is None:
        return None
    return _text(sender.language_code)


def _entities(message: Message) -> dict[MessageEntity, str]:
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    if message.text:
        return message.parse_entities(kinds)
    return message.parse_caption_entities(kinds) if message.caption else {}


def _thread(message: Message) -> int | None:
    """Return the topic of a forum; a thread of replies elsewhere is none."""
    if not message.is_topic_message or message.message_thread_id is None:
        return None
    return int(_number(message.message_thread_id))


def _file(message: Message) -> SentFile | None:
    sent = message.document
    if sent is None:
        return None
    name, media_type = _text(sent.file_name or "file"), _text(sent.mime_type or "")
    size = sent.file_size or 0
    return SentFile(_text(sent.file_id), name, media_type, int(_number(size)))


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
