"""Every query: connection first, values of the core in and out, by the chat's id if it has one.

None of these commits; `store.py` says what is one transaction. The statements are built once and
on the tables, not their classes: building one costs more than SQLite takes to run it.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from bot.db import keeping, subscribing
from bot.db.codec import (
    UnreadableError,
    decode_reply,
    decode_state,
    encode_facts,
    encode_reply,
    encode_state,
)
from bot.db.statements import insert_new, insert_or_replace, table_of
from bot.db.tables import ChatRow, FactsRow, InboxRow, OutboxRow, UpdateState
from bot.services import (
    AlreadyAnsweredError,
    Chat,
    Outgoing,
    ReceivedUpdate,
    StaleChatError,
)
from core.dialogue.state import DialogueState

_log = logging.getLogger(__name__)

UNREADABLE = "unreadable"


_inbox, _chats, _outbox = table_of(InboxRow), table_of(ChatRow), table_of(OutboxRow)
_facts = table_of(FactsRow)

_ADD_UPDATES = insert_new(_inbox)
_WAITING = (
    select(_inbox.c.update_id, _inbox.c.chat_id, _inbox.c.payload, _inbox.c.received_at)
    .where(_inbox.c.state == UpdateState.WAITING)
    .order_by(_inbox.c.received_at, _inbox.c.update_id)  # ids begin anew after a quiet week
)
_MARK_BLOCKED = update(_chats).where(_chats.c.chat_id == bindparam("the_chat"))
_CLOSE_UPDATE = (
    update(_inbox)
    .where(_inbox.c.update_id == bindparam("the_update"), _inbox.c.state == UpdateState.WAITING)
    .values(state=bindparam("closed_as"), payload=None)
    .returning(_inbox.c.update_id)
)
_LOAD_CHAT = (
    select(_chats.c.state, _chats.c.version, _facts.c.facts)
    .outerjoin(_facts)
    .where(_chats.c.chat_id == bindparam("the_chat"))
)
_SET_FACTS = insert_or_replace(_facts)
_ADD_CHAT = {
    dialect: statement.returning(_chats.c.version)
    for dialect, statement in insert_new(_chats).items()
}
_OUTDATE = (
    update(_chats)
    .where(_chats.c.chat_id == bindparam("the_chat"))
    .values(version=_chats.c.version + 1)
)
_CHANGE_CHAT = (
    update(_chats)
    .where(_chats.c.chat_id == bindparam("the_chat"), _chats.c.version == bindparam("the_version"))
    .returning(_chats.c.version)
)
_ADD_REPLY = insert(_outbox).returning(_outbox.c.id)
_is_to_send = _outbox.c.sent_at.is_(None) & _outbox.c.failure.is_(None)
REPLIES = (
    select(
        _outbox.c.id,
        _outbox.c.chat_id,
        _outbox.c.reply,
        _outbox.c.reply_to,
        _outbox.c.thread_id,
        _outbox.c.edits,
        _outbox.c.picture,
        _outbox.c.created_at,
    )
    .where(_is_to_send)
    .order_by(_outbox.c.id)
)
"""What waits to be sent, answers and others; see `readable`."""
_UNSENT = REPLIES.where(_outbox.c.shard.is_(None))
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


def waiting_updates(
    connection: Connection,
    limit: int | None = None,
    held: Collection[int] = (),
    among: ColumnElement[bool] | None = None,
) -> list[ReceivedUpdate]:
    """Return the updates that wait and are not `held`, in the order in which they were stored."""
    chosen = _WAITING if among is None else _WAITING.where(among)
    rows = connection.execute(chosen.where(_inbox.c.update_id.not_in(held)).limit(limit))
    return [
        ReceivedUpdate(update_id, chat_id, payload or "", received_at)
        for update_id, chat_id, payload, received_at in rows
    ]


def count_waiting(connection: Connection) -> int:
    """Return how many updates wait."""
    waiting = select(func.count()).where(_inbox.c.state == UpdateState.WAITING)
    return connection.execute(waiting).scalar_one()


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
    keeps its version, and the person what they keep.
    """
    row = connection.execute(_LOAD_CHAT, {"the_chat": chat_id}).one_or_none()
    if row is None:
        return Chat(chat_id)
    words, version, facts = row
    person = keeping.load_person(connection, chat_id)
    return Chat(chat_id, _state(words, facts), person, version)


def _state(words: str, facts: str | None) -> DialogueState:
    try:
        return decode_state(words, facts)
    except UnreadableError:
        _log.warning("a stored state does not fit this version of the code and was dropped")
        return DialogueState()


def save_chat(
    connection: Connection, chat: Chat, state: DialogueState, at: datetime, *, anew: bool = False
) -> None:
    """Save the state that follows on `chat`; raise StaleChatError when another did.

    One that begins `anew` counts its turns on, so that a turn on what was there before is stale.
    """
    values = {"state": encode_state(state), "version": chat.version + 1, "updated_at": at}
    if anew or chat.version == 0:
        saved = connection.execute(
            _ADD_CHAT[_dialect(connection)], {"chat_id": chat.chat_id, "created_at": at, **values}
        )
    else:
        saved = connection.execute(
            _CHANGE_CHAT, {"the_chat": chat.chat_id, "the_version": chat.version, **values}
        )
    if saved.first() is None:
        raise StaleChatError
    if state.book is not chat.state.book:
        row = {"chat_id": chat.chat_id, "facts": encode_facts(state.book)}
        connection.execute(_SET_FACTS[_dialect(connection)], row)


def add_reply(
    connection: Connection, update_id: int, outgoing: Outgoing, at: datetime, *, is_last: bool
) -> Outgoing:
    """Store a reply as "to send"."""
    row = {
        "chat_id": outgoing.chat_id,
        "update_id": update_id,
        "reply": encode_reply(outgoing.reply),
        "created_at": at,
        "reply_to": outgoing.reply_to,
        "thread_id": outgoing.thread_id,
        "edits": outgoing.edits,
        "picture": outgoing.picture,
        "is_last": is_last,
    }
    entry_id = connection.execute(_ADD_REPLY, row).scalar_one()
    return replace(outgoing, entry_id=entry_id, created_at=at)


def forget_chat(connection: Connection, chat_id: str) -> None:
    """Delete all that is kept about a chat; what the person keeps goes with the chat's row.

    Of what it wrote only the numbers of the updates stay, which tell no one whose they were.
    """
    connection.execute(delete(_outbox).where(_outbox.c.chat_id == chat_id))
    connection.execute(delete(_chats).where(_chats.c.chat_id == chat_id))
    answered = (_inbox.c.chat_id == chat_id) & (_inbox.c.state != UpdateState.WAITING)
    connection.execute(update(_inbox).where(answered).values(chat_id=None))


def outdate(connection: Connection, chat_id: str) -> None:
    """Let no turn be saved that was taken before this: something else changed what it rests on."""
    connection.execute(_OUTDATE, {"the_chat": chat_id})


def mark_blocked(connection: Connection, chat_id: str, at: datetime | None) -> None:
    """Note since when nothing can be sent to a chat; None when it can be again.

    Who blocks the bot gets nothing unasked any more, also when the block is lifted.
    """
    if at:
        subscribing.drop_subscription(connection, chat_id)
        subscribing.call_off_alerts(connection, chat_id)
    connection.execute(_MARK_BLOCKED, {"the_chat": chat_id, "blocked_at": at})
    outdate(connection, chat_id)


def migrate_chat(connection: Connection, chat_id: str, to: str) -> None:
    """Let all that is kept under one id go on under another.

    Where the other is known already its state is the newer one and stays.
    """
    old = _chats.c.chat_id == chat_id
    names = [column.name for column in _chats.c if column.name != "chat_id"]
    moved = select(literal(to), *(_chats.c[name] for name in names)).where(
        old, ~exists().where(_chats.alias("known").c.chat_id == to)
    )
    moving = insert(_chats).from_select(["chat_id", *names], moved).returning(_chats.c.chat_id)
    is_moved = connection.execute(moving).first() is not None
    for table in (_outbox, _inbox, *((_facts,) if is_moved else ())):
        connection.execute(update(table).where(table.c.chat_id == chat_id).values(chat_id=to))
    subscribing.move_subscription(connection, chat_id, to)
    keeping.move_person(connection, chat_id, to)
    outdate(connection, to)
    connection.execute(delete(_chats).where(old))


def unsent_replies(connection: Connection) -> list[Outgoing]:
    """Return the answers to send, oldest first."""
    return readable(connection, _UNSENT)


def readable(
    connection: Connection, replies: Executable, values: Mapping[str, object] | None = None
) -> list[Outgoing]:
    """Return what a selection of `REPLIES` finds; give up what the code no longer reads."""
    outgoing = []
    for entry_id, chat_id, words, *place in connection.execute(replies, values or {}).all():
        try:
            outgoing.append(Outgoing(entry_id, chat_id, decode_reply(words), *place))
        except UnreadableError:
            _log.warning("reply %d does not fit this version of the code and was dropped", entry_id)
            mark_failed(connection, entry_id, UNREADABLE)
    return outgoing


def mark_sent(connection: Connection, entry_ids: Sequence[int], at: datetime) -> None:
    """Mark replies as sent, except those that are marked already."""
    rows = [{"the_entry": entry_id, "sent_at": at, "failure": None} for entry_id in entry_ids]
    connection.execute(_CLOSE_REPLY, rows)
    _drop_last(connection, entry_ids)


def mark_failed(
    connection: Connection, entry_id: int, failure: str, gone_at: datetime | None = None
) -> None:
    """Mark a reply as given up, unless it is marked already, and since when nobody is there."""
    if gone_at:
        chat = select(_outbox.c.chat_id).where(_outbox.c.id == entry_id)
        for chat_id in connection.scalars(chat).all():
            mark_blocked(connection, chat_id, gone_at)
    connection.execute(_CLOSE_REPLY, {"the_entry": entry_id, "sent_at": None, "failure": failure})
    _drop_last(connection, [entry_id])


def _drop_last(connection: Connection, entry_ids: Sequence[int]) -> None:
    """Delete a last reply that is closed, and its chat if nothing was said there since."""
    closed = delete(_outbox).where(_outbox.c.id.in_(entry_ids), _outbox.c.is_last)
    gone = connection.execute(closed.returning(_outbox.c.chat_id, _outbox.c.created_at)).all()
    for chat_id, at in gone:
        unchanged = (_chats.c.chat_id == chat_id) & (_chats.c.updated_at == at)
        replies = exists().where(_outbox.c.chat_id == chat_id)
        connection.execute(delete(_chats).where(unchanged, ~replies))
        answered = (_inbox.c.chat_id == chat_id) & (_inbox.c.state != UpdateState.WAITING)
        connection.execute(update(_inbox).where(answered).values(chat_id=None))


def _dialect(connection: Connection) -> str:
    return connection.dialect.name
