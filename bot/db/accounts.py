"""What is stored of one chat besides the conversation and what its person chose to keep.

With `keeping.KEPT`, the chat's state and its facts this is everything that has a chat's id.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from bot.db.statements import table_of
from bot.db.tables import ChatRow, DispatchRow, InboxRow, OutboxRow, SubscriptionRow, WordingRow

_SHOWN: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "chat": (table_of(ChatRow), ("created_at", "updated_at", "blocked_at")),
    "messages": (table_of(InboxRow), ("received_at", "state", "payload")),
    "replies": (table_of(OutboxRow), ("created_at", "sent_at", "kind", "reply")),
    "sent_unasked": (table_of(DispatchRow), ("kind", "period", "at")),
    "next_summary": (table_of(SubscriptionRow), ("next_at", "next_day", "review_day")),
    "wordings": (table_of(WordingRow), ("day", "taken")),
}
ACCOUNTS = tuple(table for table, _ in _SHOWN.values())
"""The tables that `accounts_of` reads."""
_QUERIES = {
    name: select(*(table.c[column] for column in columns)).where(
        table.c.chat_id == bindparam("the_chat")
    )
    for name, (table, columns) in _SHOWN.items()
}


def accounts_of(connection: Connection, chat_id: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return by name what there is of a chat, as JSON has it."""
    return {
        name: [
            {column: _plain(column, value) for column, value in row.items()}
            for row in connection.execute(query, {"the_chat": chat_id}).mappings()
        ]
        for name, query in _QUERIES.items()
    }


def _plain(column: str, value: Any) -> object:  # noqa: ANN401 - what a column holds
    """Return a value as JSON has it; of a reply its words, without the files that went with it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if column == "reply":
        return json.loads(value).get("text")
    return json.loads(value) if column == "payload" and value else value
