"""Queries of alerts for all people at once: page by page, and each crossing written once."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, insert, select, tuple_, update

from bot.db import queries
from bot.db.codec import decode_preferences, encode_reply
from bot.db.statements import table_of
from bot.db.tables import AlertRow, ChatRow, OutboxRow, PersonRow
from bot.unasked import Kind, shard_of
from bot.watching import Crossing, Owned, quiet_until, reply_to
from core.finance.monitoring import Alert
from core.requests.preferences import Preferences

_alerts, _chats = table_of(AlertRow), table_of(ChatRow)
_people, _outbox = table_of(PersonRow), table_of(OutboxRow)

_ACTIVE = (
    select(_alerts)
    .join(_chats, _chats.c.chat_id == _alerts.c.chat_id)
    .where(_alerts.c.paused.is_(False), _chats.c.blocked_at.is_(None))
    .order_by(_alerts.c.chat_id, _alerts.c.number)
)
_CHANGE = (
    update(_alerts)
    .where(
        _alerts.c.chat_id == bindparam("the_chat"),
        _alerts.c.number == bindparam("the_number"),
        _alerts.c.crossed == bindparam("was_crossed"),
        _alerts.c.since.is_not_distinct_from(bindparam("was_since")),
        _alerts.c.paused.is_(False),
    )
    .returning(_alerts.c.number)
)
_PREFERENCES = select(_people.c.preferences).where(_people.c.chat_id == bindparam("the_chat"))
_ADD = insert(_outbox)
_ALERTS = TypeAdapter(tuple[Alert, ...])


def page(connection: Connection, after: Owned | None, limit: int) -> list[Owned]:
    """Return alerts that are not paused, by chat and number, from one on.

    Those of a chat that nothing can be sent to are left alone.
    """
    wanted = _ACTIVE.limit(limit)
    if after:
        key = tuple_(_alerts.c.chat_id, _alerts.c.number)
        wanted = wanted.where(key > (after.chat_id, after.alert.number))
    rows = connection.execute(wanted).mappings().all()
    alerts = _ALERTS.validate_python([dict(row) for row in rows])
    return [Owned(row["chat_id"], alert) for row, alert in zip(rows, alerts, strict=True)]


def settle(connection: Connection, crossings: Sequence[Crossing], now: datetime) -> int:
    """Store what changed, and put its messages into the outbox; return how many those are.

    An alert must stand as it was read: of two who judge it, or where the person changed it
    meanwhile, nothing is told twice and nothing that is not wanted any more.
    """
    return sum(_settle(connection, crossing, now) for crossing in crossings)


def _settle(connection: Connection, crossing: Crossing, now: datetime) -> bool:
    before, after = crossing.before, crossing.after
    key = {
        "the_chat": before.chat_id,
        "the_number": before.alert.number,
        "was_crossed": before.alert.crossed,
        "was_since": before.alert.since,
    }
    change = {"crossed": after.crossed, "since": after.since}
    if connection.execute(_CHANGE, key | change).first() is None:
        return False
    queries.outdate(connection, before.chat_id)
    if crossing.draft is None:
        return False
    preferences = _preferences(connection, before.chat_id)
    row = {
        "chat_id": before.chat_id,
        "reply": encode_reply(reply_to(crossing.draft, preferences)),
        "created_at": now,
        "shard": shard_of(before.chat_id),
        "kind": Kind.ALERT,
        "not_before": quiet_until(preferences, now),
    }
    connection.execute(_ADD, row)
    return True


def _preferences(connection: Connection, chat_id: str) -> Preferences:
    words = connection.execute(_PREFERENCES, {"the_chat": chat_id}).scalar_one_or_none()
    return decode_preferences(words) if words else Preferences()
