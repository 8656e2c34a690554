"""Every query: session first, values of the core in and out, by the chat's id where there is one.

None of these commits; `store.py` says what is one transaction.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Insert, UpdateBase, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

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


async def add_updates(
    session: AsyncSession, updates: Sequence[ReceivedUpdate], at: datetime
) -> None:
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
    await session.exec(_insert_new(session, InboxRow), params=rows)


async def waiting_updates(session: AsyncSession) -> list[ReceivedUpdate]:
    """Return the updates that wait, by update id."""
    rows = await session.exec(
        select(InboxRow.update_id, InboxRow.chat_id, InboxRow.payload)
        .where(InboxRow.state == UpdateState.WAITING)
        .order_by(col(InboxRow.update_id))
    )
    return [
        ReceivedUpdate(update_id, chat_id, payload or "") for update_id, chat_id, payload in rows
    ]


async def close_update(session: AsyncSession, update_id: int, state: UpdateState) -> bool:
    """Drop the payload of an update that waits; return False when it waits no more."""
    closed = await session.exec(
        update(InboxRow)
        .where(col(InboxRow.update_id) == update_id, col(InboxRow.state) == UpdateState.WAITING)
        .values(state=state, payload=None)
        .returning(col(InboxRow.update_id))
    )
    return closed.first() is not None


async def answer_update(session: AsyncSession, update_id: int) -> None:
    """Mark an update as answered; raise AlreadyAnsweredError.

    Of two who answer one update the second waits here until the first has committed.
    """
    if not await close_update(session, update_id, UpdateState.ANSWERED):
        raise AlreadyAnsweredError


async def load_chat(session: AsyncSession, chat_id: str) -> Chat:
    """Return a chat, a new one when it is not known.

    A state that the code no longer reads is forgotten: a conversation starts afresh, the chat
    keeps its version.
    """
    rows = await session.exec(
        select(ChatRow.state, ChatRow.version).where(ChatRow.chat_id == chat_id)
    )
    row = rows.one_or_none()
    if row is None:
        return Chat(chat_id)
    words, version = row
    try:
        return Chat(chat_id, decode_state(words), version)
    except UnreadableError:
        _log.warning("a stored state does not fit this version of the code and was dropped")
        return Chat(chat_id, DialogueState(), version)


async def save_chat(session: AsyncSession, chat: Chat, state: DialogueState, at: datetime) -> None:
    """Save the state that follows on `chat`; raise StaleChatError when another did."""
    values = {"state": encode_state(state), "version": chat.version + 1, "updated_at": at}
    statement: UpdateBase
    if chat.version == 0:
        statement = _insert_new(session, ChatRow).values(
            chat_id=chat.chat_id, created_at=at, **values
        )
    else:
        statement = (
            update(ChatRow)
            .where(col(ChatRow.chat_id) == chat.chat_id, col(ChatRow.version) == chat.version)
            .values(**values)
        )
    saved = await session.exec(statement.returning(col(ChatRow.version)))
    if saved.first() is None:
        raise StaleChatError


async def add_reply(
    session: AsyncSession, chat_id: str, update_id: int | None, reply: Reply, at: datetime
) -> Outgoing:
    """Store a reply as "to send"."""
    row = OutboxRow(chat_id=chat_id, update_id=update_id, reply=encode_reply(reply), created_at=at)
    session.add(row)
    await session.flush()
    return Outgoing(row.id, chat_id, reply)


async def unsent_replies(session: AsyncSession) -> list[Outgoing]:
    """Return the replies to send, oldest first; give up one that the code no longer reads."""
    rows = await session.exec(
        select(OutboxRow.id, OutboxRow.chat_id, OutboxRow.reply)
        .where(col(OutboxRow.sent_at).is_(None), col(OutboxRow.failure).is_(None))
        .order_by(col(OutboxRow.id))
    )
    outgoing = []
    for entry_id, chat_id, words in rows.all():
        try:
            outgoing.append(Outgoing(entry_id, chat_id, decode_reply(words)))
        except UnreadableError:
            _log.warning("reply %d does not fit this version of the code and was dropped", entry_id)
            await close_reply(session, entry_id, failure=UNREADABLE)
    return outgoing


async def close_reply(
    session: AsyncSession,
    entry_id: int,
    *,
    sent_at: datetime | None = None,
    failure: str | None = None,
) -> None:
    """Mark a reply as sent or given up, whichever is told first."""
    await session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.id) == entry_id,
            col(OutboxRow.sent_at).is_(None),
            col(OutboxRow.failure).is_(None),
        )
        .values(sent_at=sent_at, failure=failure)
    )


def _insert_new(session: AsyncSession, table: type[InboxRow | ChatRow]) -> Insert:
    """Return an insert that leaves rows alone whose key is there already."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()
