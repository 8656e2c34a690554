"""Queries of what is sent unasked: whose time has come, what was handed out, what waits.

Pages go on from a key, so memory does not grow with the subscribers. Everything but a page is by
the id of one chat.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, or_, select, tuple_, update

from bot.db import keeping, queries
from bot.db.codec import encode_reply
from bot.db.statements import insert_new, table_of
from bot.db.subscribing import columns_of
from bot.db.tables import DispatchRow, OutboxRow, SubscriptionRow
from bot.services import Outgoing
from bot.unasked import Awaited, Composed, Message, Subscriber, shard_of
from core.schedule import Weekly

_subscriptions, _dispatches = table_of(SubscriptionRow), table_of(DispatchRow)
_outbox = table_of(OutboxRow)

_DUE = (
    select(_subscriptions)
    .where(
        _subscriptions.c.shard == bindparam("the_shard"),
        _subscriptions.c.next_at <= bindparam("now"),
    )
    .order_by(_subscriptions.c.next_at, _subscriptions.c.chat_id)
)
_AWAIT = (
    update(_subscriptions)
    .where(
        _subscriptions.c.chat_id == bindparam("the_chat"),
        _subscriptions.c.next_at == bindparam("was_next"),
    )
    .returning(_subscriptions.c.chat_id)
)
_CLAIM = {
    dialect: statement.returning(_dispatches.c.chat_id)
    for dialect, statement in insert_new(_dispatches).items()
}
_ADD = insert(_outbox)
_TO_SEND = queries.REPLIES.where(
    _outbox.c.shard == bindparam("the_shard"),
    _outbox.c.id > bindparam("after"),
    or_(_outbox.c.not_before.is_(None), _outbox.c.not_before <= bindparam("now")),
)
_POSTPONE = update(_outbox).where(_outbox.c.id == bindparam("the_entry"))


def due_subscribers(
    connection: Connection, shard: int, now: datetime, after: Subscriber | None, limit: int
) -> list[Subscriber]:
    """Return those of a shard whose time has come, by time and id, from one on."""
    page = _DUE.limit(limit)
    if after:
        key = tuple_(_subscriptions.c.next_at, _subscriptions.c.chat_id)
        page = page.where(key > (after.next.at, after.chat.chat_id))
    rows = connection.execute(page, {"the_shard": shard, "now": now}).all()
    return [
        Subscriber(
            queries.load_chat(connection, row.chat_id),
            Weekly(row.weekday, row.at, row.zone),
            Awaited(row.next_at, row.next_day, row.review_day),
        )
        for row in rows
    ]


def hand_out(connection: Connection, composed: Composed, now: datetime) -> int:
    """Put messages into the outbox that were not there before; return how many those are.

    The subscription must stand as it was read. Of two who come here together the second waits
    until the first has committed, and finds it changed.
    """
    chat_id = composed.subscriber.chat.chat_id
    key = {"the_chat": chat_id, "was_next": composed.subscriber.next.at}
    if connection.execute(_AWAIT, key | columns_of(composed.then)).first() is None:
        return 0
    new = [message for message in composed.messages if _is_new(connection, chat_id, message, now)]
    for message in new:
        row = {"chat_id": chat_id, "reply": encode_reply(message.reply), "created_at": now}
        connection.execute(_ADD, row | {"shard": shard_of(chat_id), "kind": message.kind})
        person = composed.subscriber.chat.person
        keeping.apply_effects(connection, chat_id, person, message.effects)
        queries.outdate(connection, chat_id)
    return len(new)


def _is_new(connection: Connection, chat_id: str, message: Message, now: datetime) -> bool:
    row = {"chat_id": chat_id, "kind": message.kind, "period": message.period, "at": now}
    return connection.execute(_CLAIM[connection.dialect.name], row).first() is not None


def to_send(
    connection: Connection, shard: int, now: datetime, after: int, limit: int
) -> Sequence[Outgoing]:
    """Return what of a shard is to be sent by now, oldest first, from an entry on."""
    values = {"the_shard": shard, "now": now, "after": after}
    return queries.readable(connection, _TO_SEND.limit(limit), values)


def postpone(connection: Connection, entry_id: int, until: datetime) -> None:
    """Send an entry not before a time."""
    connection.execute(_POSTPONE, {"the_entry": entry_id, "not_before": until})
