"""A database that is open: short transactions on SQLite or PostgreSQL."""

import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Self

from sqlalchemy import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db.sqlite import OUTSIDE_TRANSACTION, owe_purge, prepare, purge
from bot.services import StorageError

_log = logging.getLogger(__name__)


class Database:
    """Sessions of one database; `async with` closes it."""

    def __init__(self, readers: AsyncEngine, writers: AsyncEngine) -> None:
        self._readers = readers
        self._writers = writers

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection; the last of SQLite folds the write-ahead log into the file."""
        for engine in {self._readers, self._writers}:
            await engine.dispose()

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session that sees the database at one moment; raise StorageError."""
        async with _session(self._readers) as session:
            yield session

    @contextlib.asynccontextmanager
    async def writing(self, *, erase: bool = False) -> AsyncIterator[AsyncSession]:
        """Give a session that commits at its end, or leaves no trace; raise StorageError.

        With `erase`, nothing of what it overwrites stays in SQLite's files. PostgreSQL keeps an
        overwritten row until autovacuum reclaims it, unseen by any query, and its write-ahead
        log for as long as its settings say: only its operator can shorten that.
        """
        is_sqlite = self._writers.dialect.name == "sqlite"
        async with _session(self._writers) as session:
            yield session
            if erase and is_sqlite:
                await (await session.connection()).run_sync(owe_purge)
        if erase and is_sqlite:
            await self._purge()

    async def _purge(self) -> None:
        """Purge the file; when that fails it is still owed, and made up for at the next start.

        The reply is saved by then, and must go out: it tells the person that the secret is burnt.
        """
        try:
            async with self._writers.connect() as connection:
                await connection.execution_options(**{OUTSIDE_TRANSACTION: True})
                await connection.run_sync(purge)
        except (DBAPIError, PoolTimeoutError) as error:
            _log.exception("an erased message may still be in the database file", exc_info=error)


def open_database(url: str) -> Database:
    """Return the database at a URL with an async driver; it connects when first used."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        # SQLite has one writer at a time. With one connection for it writers queue up in order,
        # where several would poll for the lock.
        return Database(
            readers=_sqlite_engine(address, begin="BEGIN", connections=4),
            writers=_sqlite_engine(address, begin="BEGIN IMMEDIATE", connections=1),
        )
    engine = create_async_engine(
        address, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=0
    )
    return Database(engine, engine)


def _sqlite_engine(address: URL, *, begin: str, connections: int) -> AsyncEngine:
    engine = create_async_engine(
        address, hide_parameters=True, pool_size=connections, max_overflow=0
    )
    prepare(engine.sync_engine, begin=begin)
    return engine


@contextlib.asynccontextmanager
async def _session(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    try:
        async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except (DBAPIError, PoolTimeoutError, OSError) as error:
        raise StorageError(type(error).__name__) from error
