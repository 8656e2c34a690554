"""Writers of SQLite share a transaction, and each is told of its own work alone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError

from bot.db.database import Database, open_database
from bot.services import StaleChatError, StorageError

Work = Callable[[Connection], int]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{tmp_path / 'a.db'}") as opened:
        await opened.write(lambda c: c.execute(text("CREATE TABLE notes (note INTEGER UNIQUE)")))
        yield opened


def noting(note: int) -> Work:
    def work(connection: Connection) -> int:
        connection.execute(text("INSERT INTO notes VALUES (:note)"), {"note": note})
        return note

    return work


def failing(note: int, error: Exception) -> Work:
    def work(connection: Connection) -> int:
        noting(note)(connection)
        raise error

    return work


async def noted(database: Database) -> list[int]:
    return await database.read(
        lambda c: list(c.scalars(text("SELECT note FROM notes ORDER BY rowid")))
    )


async def test_what_waits_is_committed_together_and_in_order(database: Database) -> None:
    begun: list[Connection] = []
    event.listen(database._writers.engine, "begin", begun.append)
    results = await asyncio.gather(*(database.write(noting(n)) for n in range(20)))
    assert results == list(range(20))
    assert await noted(database) == results
    assert len(begun) < len(results) / 2


async def test_one_that_fails_costs_no_other_its_work(database: Database) -> None:
    works = [noting(1), failing(2, StaleChatError()), noting(3), noting(1), noting(4)]
    one, stale, three, again, four = await asyncio.gather(
        *map(database.write, works), return_exceptions=True
    )
    assert (one, three, four) == (1, 3, 4)
    assert isinstance(stale, StaleChatError)
    assert isinstance(again, IntegrityError)
    assert await noted(database) == [1, 3, 4]


async def test_who_no_longer_waits_leaves_the_others_waiting_for_nothing_else(
    database: Database,
) -> None:
    gone = asyncio.ensure_future(database.write(noting(1)))
    await asyncio.sleep(0)
    gone.cancel()
    assert await database.write(noting(2)) == 2
    assert gone.cancelled()
    assert 2 in await noted(database)


async def test_all_are_told_when_the_database_cannot_be_used(database: Database) -> None:
    await database.close()
    told = await asyncio.gather(
        *(database.write(noting(n)) for n in range(3)), return_exceptions=True
    )
    assert [type(error) for error in told] == [RuntimeError] * 3


async def test_a_database_that_is_away_is_a_storage_error_for_each(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path / 'nowhere' / 'a.db'}") as away:
        told = await asyncio.gather(
            *(away.write(noting(n)) for n in range(3)), return_exceptions=True
        )
    assert [type(error) for error in told] == [StorageError] * 3
