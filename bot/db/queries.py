"""Every query: connection first, values of the core in and out, by the chat's id if it has one.

None of these commits; `store.py` says what is one transaction. The statements are built once and
on the tables, not their classes: building one costs more than SQLite takes to run it.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Insert, Table, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from bot.db.codec import UnreadableError, decode_reply, decode_state, encode_reply, encode_state
from bot.db.tables import ChatRow, InboxRow, OutboxRow, UpdateState
from bot.services import (
    AlreadyAnsweredError,
    Chat,
    Outgoing,
    ReceivedUpdate,
    Reply,
    StaleChatError,
)
from core.dialogue.state import DialogueState

_log = logging.getLogger(__name__)

UNREADABLE = "unreadable"


def _table(rows: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(rows.__tablename__)]


def _insert_new(table: Table) -> dict[str, Insert]:
    """Return an insert, by dialect, that leaves rows alone whose key is there already."""
    return {
        "postgresql": postgresql.insert(table).on_conflict_do_nothing(),
        "sqlite": sqlite.insert(table).on_conflict_do_nothing(),
    }


_inbox, _chats, _outbox = _table(InboxRow), _table(ChatRow), _table(OutboxRow)

_ADD_UPDATES = _insert_new(_inbox)
_WAITING = (
    select(_inbox.c.update_id, _inbox.c.chat_id, _inbox.c.payload)
    .where(_inbox.c.state == UpdateState.WAITING)
    .order_by(_inbox.c.update_id)
)
_CLOSE_UPDATE = (
    update(_inbox)
    .where(_inbox.c.update_id == bindparam("the_update"), _inbox.c.state == UpdateState.WAITING)
    .values(state=bindparam("closed_as"), payload=None)
    .returning(_inbox.c.update_id)
)
_LOAD_CHAT = select(_chats.c.state, _chats.c.version).where(
    _chats.c.chat_id == bindparam("the_chat")
)
_ADD_CHAT = {
    dialect: statement.returning(_chats.c.version)
    for dialect, statement in _insert_new(_chats).items()
}
_CHANGE_CHAT = (
    update(_chats)
    .where(_chats.c.chat_id == bindparam("the_chat"), _chats.c.version == bindparam("the_version"))
    .returning(_chats.c.version)
)
_ADD_REPLY = insert(_outbox).returning(_outbox.c.id)
_is_to_send = _outbox.c.sent_at.is_(None) & _outbox.c.failure.is_(None)
_UNSENT = (
    select(_outbox.c.id, _outbox.c.chat_id, _outbox.c.reply)
    .where(_is_to_send)
    .order_by(_outbox.c.id)
)
_CLOSE_REPLY = update(_outbox).where(_outbox.c.id == bindparam("the_entry"), _is_to_send)


def add_updates(connection: Connection, updates: Sequence[ReceivedUpdate], at: datetime) -> None:
    """Store updates as waiting; what is known already stays as it is."""
    rows = [
        {
            "update_id": update.update_id,
            "chat_id": update.chat_id,
            "payload": update.payload,
            "received_at": at,
            "state": UpdateState.WAITING,
        }
        for update in updates
    ]
    connection.execute(_ADD_UPDATES[_dialect(connection)], rows)


def waiting_updates(connection: Connection) -> list[ReceivedUpdate]:
    """Return the updates that wait, by update id."""
    return [
        ReceivedUpdate(update_id, chat_id, payload or "")
        for update_id, chat_id, payload in connection.execute(_WAITING)
    ]


def close_update(connection: Connection, update_id: int, state: UpdateState) -> bool:
    """Drop the payload of an update that waits; return False when it waits no more."""
    closed = connection.execute(_CLOSE_UPDATE, {"the_update": update_id, "closed_as": state})
    return closed.first() is not None


def answer_update(connection: Connection, update_id: int) -> None:
    """Mark an update as answered; raise AlreadyAnsweredError.

    Of two who answer one update the second waits here until the first has committed.
    """
    if not close_update(connection, update_id, UpdateState.ANSWERED):
        raise AlreadyAnsweredError


def load_chat(connection: Connection, chat_id: str) -> Chat:
    """Return a chat, a new one when it is not known.

    A state that the code no longer reads is forgotten: a conversation starts afresh, the chat
    keeps its version.
    """
    row = connection.execute(_LOAD_CHAT, {"the_chat": chat_id}).one_or_none()
    if row is None:
        return Chat(chat_id)
    words, version = row
    try:
        return Chat(chat_id, decode_state(words), version)
    except UnreadableError:
        _log.warning("a stored state does not fit this version of the code and was dropped")
        return Chat(chat_id, DialogueState(), version)


def save_chat(connection: Connection, chat: Chat, state: DialogueState, at: datetime) -> None:
    """Save the state that follows on `chat`; raise StaleChatError when another did."""
    values = {"state": encode_state(state), "version": chat.version + 1, "updated_at": at}
    if chat.version == 0:
        saved = connection.execute(
            _ADD_CHAT[_dialect(connection)], {"chat_id": chat.chat_id, "created_at": at, **values}
        )
    else:
        saved = connection.execute(
            _CHANGE_CHAT, {"the_chat": chat.chat_id, "the_version": chat.version, **values}
        )
    if saved.first() is None:
        raise StaleChatError


def add_reply(
    connection: Connection, chat_id: str, update_id: int, reply: Reply, at: datetime
) -> Outgoing:
    """Store a reply as "to send"."""
    row = {
        "chat_id": chat_id,
        "update_id": update_id,
        "reply": encode_reply(reply),
        "created_at": at,
    }
    return Outgoing(connection.execute(_ADD_REPLY, row).scalar_one(), chat_id, reply)


def unsent_replies(connection: Connection) -> list[Outgoing]:
    """Return the replies to send, oldest first; give up one that the code no longer reads."""
    outgoing = []
    for entry_id, chat_id, words in connection.execute(_UNSENT).all():
        try:
            outgoing.append(Outgoing(entry_id, chat_id, decode_reply(words)))
        except UnreadableError:
            _log.warning("reply %d does not fit this version of the code and was dropped", entry_id)
            mark_failed(connection, entry_id, UNREADABLE)
    return outgoing


def mark_sent(connection: Connection, entry_ids: Sequence[int], at: datetime) -> None:
    """Mark replies as sent, except those that are marked already."""
    rows = [{"the_entry": entry_id, "sent_at": at, "failure": None} for entry_id in entry_ids]
    connection.execute(_CLOSE_REPLY, rows)


def mark_failed(connection: Connection, entry_id: int, failure: str) -> None:
    """Mark a reply as given up, unless it is marked already."""
    connection.execute(_CLOSE_REPLY, {"the_entry": entry_id, "sent_at": None, "failure": failure})


def _dialect(connection: Connection) -> str:
    return connection.dialect.name
