"""What is old goes: replies that were sent, updates that were answered, questions long over.

What a person chose to keep stays until they remove it or delete everything.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.db import queries
from bot.db.codec import UnreadableError, decode_state, encode_state
from bot.db.statements import table_of
from bot.db.tables import (
    ChatRow,
    DispatchRow,
    FactsRow,
    ImportRow,
    InboxRow,
    OutboxRow,
    UpdateState,
)
from core.dialogue.state import DialogueState

_inbox, _outbox, _chats = table_of(InboxRow), table_of(OutboxRow), table_of(ChatRow)
_facts, _imports, _dispatches = table_of(FactsRow), table_of(ImportRow), table_of(DispatchRow)

KNOWN = timedelta(days=14)
"""So long at least it is known which updates came and what was sent, whatever else goes: Telegram
delivers again for a day, and a week has one summary. Nothing of what was said is kept with that."""
IMPORT_WAITS = timedelta(days=1)
"""So long a file that was read waits to be confirmed."""
AT_ONCE = 500
"""So many conversations are ended in one transaction."""

_is_closed = _outbox.c.sent_at.is_not(None) | _outbox.c.failure.is_not(None)
_OLD_REPLIES = delete(_outbox).where(_is_closed, _outbox.c.created_at < bindparam("before"))
_OLD_MARKS = (
    delete(_inbox).where(
        _inbox.c.state != UpdateState.WAITING, _inbox.c.received_at < bindparam("before")
    ),
    delete(_dispatches).where(_dispatches.c.at < bindparam("before")),
)
_quiet = select(_chats.c.chat_id).where(_chats.c.updated_at < bindparam("before"))
_DROP_IMPORTS = delete(_imports).where(_imports.c.chat_id.in_(_quiet)).returning(_imports.c.chat_id)
_DROP_FACTS = delete(_facts).where(_facts.c.chat_id == bindparam("the_chat"))
_QUIET_CHATS = (
    select(_chats.c.chat_id, _chats.c.state, _chats.c.updated_at)
    .where(_chats.c.updated_at < bindparam("before"), _chats.c.updated_at > bindparam("after"))
    .order_by(_chats.c.updated_at)
    .limit(AT_ONCE)
)
_END = update(_chats).where(
    _chats.c.chat_id == bindparam("the_chat"), _chats.c.updated_at == bindparam("was_updated")
)


def drop_old(connection: Connection, now: datetime, days: int) -> None:
    """Delete replies, updates and marks of what was sent that are older than so many days."""
    age = timedelta(days=days)
    connection.execute(_OLD_REPLIES, {"before": now - age})
    for statement in _OLD_MARKS:
        connection.execute(statement, {"before": now - max(age, KNOWN)})
    dropped = connection.execute(_DROP_IMPORTS, {"before": now - IMPORT_WAITS}).all()
    for (chat_id,) in dropped:
        queries.outdate(connection, chat_id)


def end_old_conversations(
    connection: Connection, now: datetime, days: int, after: datetime
) -> datetime | None:
    """Forget the questions of chats in which nothing was said for so many days, some at once.

    `after` is where the last call ended; None is returned at the end. Their turns count on, so
    that an old button is known to be old.
    """
    bounds = {"before": now - timedelta(days=days), "after": after}
    quiet = connection.execute(_QUIET_CHATS, bounds).all()
    for chat_id, words, updated_at in quiet:
        key = {"the_chat": chat_id, "was_updated": updated_at}
        connection.execute(_END, key | {"state": encode_state(_ended(words))})
        connection.execute(_DROP_FACTS, {"the_chat": chat_id})
        queries.outdate(connection, chat_id)
    return quiet[-1].updated_at if quiet else None


def _ended(words: str) -> DialogueState:
    try:
        return DialogueState(turns=decode_state(words).turns)
    except UnreadableError:
        return DialogueState()
