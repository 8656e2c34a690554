"""What a run left in the database, as far as it must be the same whatever happened on the way."""

import contextlib
from collections import Counter

from sqlalchemy import make_url, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from bot.db.migrating import sync_engine

MEANT = {"chats": {"state", "version"}, "people": {"preferences", "last_number"}}
MEANT |= {
    "holdings": {"number", "asset", "quantity", "venue", "kind", "unlocks"},
    "receipts": {"number", "day", "asset", "quantity", "kind", "worth", "currency", "venue"},
    "alerts": {"number", "subject", "watched", "below", "above", "venue", "paused", "crossed"},
    "subscriptions": {"weekday", "at", "zone", "next_at", "next_day", "review_day"},
    "inbox": {"update_id", "state", "payload"},
    "outbox": {"update_id", "failure"},
}
"""What must be the same in the end, by table; the rest are times and running numbers."""


Kept = dict[str, Counter[str]]


def is_done(url: str, count: int) -> bool:
    """Tell whether so many updates are stored, answered, and their answers marked as sent."""
    inbox, outbox = (SQLModel.metadata.tables[name] for name in ("inbox", "outbox"))
    with contextlib.suppress(DBAPIError), sync_engine(make_url(url)).connect() as connection:
        states = connection.scalars(select(inbox.c.state)).all()
        unsent = select(outbox.c.id).where(outbox.c.sent_at.is_(None))
        left = connection.scalars(unsent).all()
        return len(states) == count and "waiting" not in states and not left
    return False


def kept(url: str) -> Kept:
    """Return the rows of every table, as far as they must be the same whatever happened."""
    found: Kept = {}
    with sync_engine(make_url(url)).connect() as connection:
        for name, columns in MEANT.items():
            table = SQLModel.metadata.tables[name]
            query = select(*(column for column in table.c if column.name in {"chat_id", *columns}))
            found[name] = Counter(repr(tuple(row)) for row in connection.execute(query))
    return found
