"""A database that is open: short transactions on SQLite or PostgreSQL, off the event loop."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self, TypeVar

from sqlalchemy import URL, Connection, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.db.crews import Crew, GroupCommit, Transactions
from bot.db.sqlite import OUTSIDE_TRANSACTION, owe_purge, prepare, purge

_log = logging.getLogger(__name__)

T = TypeVar("T")

PAUSE_FACTOR = 9
"""A purge is followed by so many times its own length without one,"""
LONGEST_PAUSE = 60
"""but by no more than so many seconds."""


class Database:
    """Transactions on one database; `async with` closes it."""

    def __init__(self, readers: Crew, writers: Crew) -> None:
        self._readers = readers
        self._writers = writers
        self._writing: Transactions = GroupCommit(writers) if self._is_file else writers
        self._purging = asyncio.Lock()
        self._purges_asked = self._purges_done = 0
        self._no_purge_before = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection; the last of SQLite folds the write-ahead log into the file."""
        for crew in (self._readers, self._writers):
            await asyncio.to_thread(crew.close)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` makes of the database as it is at one moment; raise StorageError."""
        return await self._readers.do(work)

    async def write(self, work: Callable[[Connection], T], *, erase: bool = False) -> T:
        """Do `work` and commit, or leave no trace; raise StorageError.

        Who is cancelled while waiting does not know whether it was committed. With `erase` it is
        noted that what `work` overwrites must not stay in SQLite's files: see `purge`.
        """
        if not erase or not self._is_file:
            return await self._writing.do(work)

        def owing(connection: Connection) -> T:
            result = work(connection)
            owe_purge(connection)
            return result

        return await self._writing.do(owing)

    async def purge(self) -> None:
        """Return when nothing of what was erased before this call stays in SQLite's files.

        Those that come while a purge is under way share the next one. Rewriting the file keeps
        all who write waiting, so it is given a tenth of the time at most, and whoever posts
        secret after secret is the one who waits. PostgreSQL keeps an overwritten row until
        autovacuum reclaims it, unseen by any query, and its write-ahead log for as long as its
        settings say: only its operator can shorten that.
        """
        if not self._is_file:
            return
        self._purges_asked += 1
        mine, loop = self._purges_asked, asyncio.get_running_loop()
        async with self._purging:
            if self._purges_done >= mine:
                return
            await asyncio.sleep(self._no_purge_before - loop.time())
            asked, begun = self._purges_asked, loop.time()
            await self._writers.in_thread(self._purge)
            self._purges_done = asked
            pause = min(LONGEST_PAUSE, PAUSE_FACTOR * (loop.time() - begun))
            self._no_purge_before = loop.time() + pause

    @property
    def _is_file(self) -> bool:
        return self._writers.engine.dialect.name == "sqlite"

    def _purge(self) -> None:
        """Purge the file; when that fails it is still owed, and made up for at the next start.

        The reply is saved by then, and must go out: it tells the person that the secret is burnt.
        """
        try:
            with self._writers.engine.connect() as connection:
                purge(connection.execution_options(**{OUTSIDE_TRANSACTION: True}))
        except (DBAPIError, PoolTimeoutError) as error:
            _log.exception("an erased message may still be in the database file", exc_info=error)


def open_database(url: str) -> Database:
    """Return the database at a URL; it connects when first used."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        # SQLite has one writer at a time. With one connection for it writers queue up in order,
        # where several would poll for the lock.
        return Database(
            readers=_sqlite_crew(address, begin="BEGIN", connections=4),
            writers=_sqlite_crew(address, begin="BEGIN IMMEDIATE", connections=1),
        )
    crew = _crew(address, connections=10)
    return Database(crew, crew)


def _sqlite_crew(address: URL, *, begin: str, connections: int) -> Crew:
    crew = _crew(address.set(drivername="sqlite"), connections)
    prepare(crew.engine, begin=begin)
    return crew


def _crew(address: URL, connections: int) -> Crew:
    engine = create_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=address.get_backend_name() != "sqlite",  # a file does not go away
        pool_size=connections,
        max_overflow=0,
    )
    return Crew(engine, ThreadPoolExecutor(connections, thread_name_prefix="database"))
