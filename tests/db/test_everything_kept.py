"""Whatever is stored under a chat's id is handed out with its data, and goes with them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import Column, Connection, Table, func, insert, select
from sqlmodel import SQLModel

from bot.db import keeping, queries
from bot.db.accounts import ACCOUNTS
from bot.db.database import Database
from bot.db.statements import table_of
from bot.db.store import DatabaseChats
from bot.db.tables import ChatRow, FactsRow, UpdateState

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
OF_A_CHAT = tuple(t for t in SQLModel.metadata.sorted_tables if "chat_id" in t.c)
VALUES: dict[type, object] = {
    int: 1,
    str: "x",
    bool: False,
    datetime: AT,
    date: AT.date(),
    time: time(9),
    Decimal: Decimal(1),
}
SAID: dict[str, object] = {"reply": '{"text": "x"}', "payload": '{"text": "x"}'}


def value(column: Column[Any]) -> object:
    impl = column.type.impl_instance if hasattr(column.type, "impl_instance") else column.type
    return SAID.get(column.name) or VALUES.get(impl.python_type, "x")


def row(table: Table, chat_id: str, number: int) -> dict[str, object]:
    """A row with something in every column."""
    values = {column.name: value(column) for column in table.c}
    numbered = {name: number for name in ("id", "update_id") if name in values}
    done = {"state": UpdateState.DONE} if table.name == "inbox" else {}
    return values | {"chat_id": chat_id} | numbered | done


def fill(connection: Connection, chat_id: str, number: int) -> None:
    tables = sorted(OF_A_CHAT, key=lambda table: table is not table_of(ChatRow))
    for table in tables:
        connection.execute(insert(table).values(row(table, chat_id, number)))


def count(connection: Connection, chat_id: str) -> dict[str, int]:
    counts = (
        (t.name, select(func.count()).select_from(t).where(t.c.chat_id == chat_id))
        for t in OF_A_CHAT
    )
    return {name: connection.execute(query).scalar_one() for name, query in counts}


def test_all_is_handed_out() -> None:
    """Every table with a chat's id is in the file: what is kept, the conversation, or the rest."""
    conversation = {table_of(ChatRow), table_of(FactsRow)}
    assert {*keeping.KEPT, *ACCOUNTS, *conversation} == set(OF_A_CHAT)


async def test_all_goes(database: Database) -> None:
    """After a deletion no table holds anything under the chat's id; of another nothing goes."""
    for number, chat_id in enumerate(("7", "8"), 1):
        await database.write(partial(fill, chat_id=chat_id, number=number))
    before = await database.read(lambda c: count(c, "8"))
    assert set(before.values()) == {1}
    await database.write(lambda c: queries.forget_chat(c, "7"))
    assert not any((await database.read(lambda c: count(c, "7"))).values())
    assert await database.read(lambda c: count(c, "8")) == before


async def test_only_ones_own(database: Database) -> None:
    """What is handed out is of the asking chat alone."""
    await database.write(lambda c: fill(c, "8", 1))
    chats = DatabaseChats(database)
    assert not any((await chats.accounts("7")).values())
    theirs = await chats.accounts("8")
    assert all(theirs.values())
    assert theirs["replies"][0]["reply"] == "x"
