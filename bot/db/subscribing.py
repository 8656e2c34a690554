"""Queries of subscriptions: who gets the weekly summary, and when the next one is due."""

from datetime import date

from sqlalchemy import Connection, bindparam, delete, exists, update

from bot.db.statements import insert_or_replace, table_of
from bot.db.tables import DispatchRow, OutboxRow, SubscriptionRow
from bot.unasked import Awaited, Kind, shard_of
from core.schedule import Weekly

_subscriptions, _dispatches = table_of(SubscriptionRow), table_of(DispatchRow)
_outbox = table_of(OutboxRow)

_PUT = insert_or_replace(_subscriptions)
_DROP = delete(_subscriptions).where(_subscriptions.c.chat_id == bindparam("the_chat"))
_UNSENT = delete(_outbox).where(
    _outbox.c.chat_id == bindparam("the_chat"),
    _outbox.c.shard.is_not(None),
    _outbox.c.sent_at.is_(None),
    _outbox.c.failure.is_(None),
)
_DROP_ALERTS = _UNSENT.where(_outbox.c.kind == Kind.ALERT)
_DROP_SUMMARIES = _UNSENT.where(_outbox.c.kind.is_distinct_from(Kind.ALERT))


def put_subscription(connection: Connection, chat_id: str, weekly: Weekly, awaits: Awaited) -> None:
    """Subscribe a chat that is known, or change when its summary comes."""
    row = {
        "chat_id": chat_id,
        "weekday": weekly.weekday,
        "at": weekly.at,
        "zone": weekly.zone,
        "shard": shard_of(chat_id),
        **columns_of(awaits),
    }
    connection.execute(_PUT[connection.dialect.name], row)


def columns_of(awaits: Awaited) -> dict[str, date]:
    """Return what is next as it stands in a row."""
    return {"next_at": awaits.at, "next_day": awaits.day, "review_day": awaits.review_day}


def drop_subscription(connection: Connection, chat_id: str) -> None:
    """Send a chat no summary any more, those that wait to be sent included."""
    connection.execute(_DROP, {"the_chat": chat_id})
    connection.execute(_DROP_SUMMARIES, {"the_chat": chat_id})


def call_off_alerts(connection: Connection, chat_id: str) -> None:
    """Send a chat none of the alerts that wait to be sent."""
    connection.execute(_DROP_ALERTS, {"the_chat": chat_id})


def move_subscription(connection: Connection, chat_id: str, to: str) -> None:
    """Let a subscription go on under another id, unless that one has its own."""
    for table in (_subscriptions, _dispatches):
        known = exists().where(table.alias("known").c.chat_id == to)
        moved = update(table).where(table.c.chat_id == chat_id, ~known)
        connection.execute(moved.values(chat_id=to))
    own = (_subscriptions.c.chat_id == to, _outbox.c.chat_id == to)
    connection.execute(update(_subscriptions).where(own[0]).values(shard=shard_of(to)))
    unasked = _outbox.c.shard.is_not(None)
    connection.execute(update(_outbox).where(own[1], unasked).values(shard=shard_of(to)))
