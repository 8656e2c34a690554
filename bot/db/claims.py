"""What one of several processes works on alone: claims by PostgreSQL's advisory locks.

A claim belongs to a connection that is kept for nothing else. However the process ends, the
server lets go of it at once, or within half a minute when the whole machine is gone: there is no
clock to keep in step and no row to tidy up. After a restart of the server all claims are gone,
and two processes may then work on one thing for a moment; what they do allows for that.
"""

import asyncio
import contextlib
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.services import StorageError

T = TypeVar("T")

_SEED = 0x6B65656C
"""Any number that is ours: it keeps our names apart from other users of advisory locks."""
_NOTICE_A_LOST_MACHINE = (
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
)
_TAKE = text(
    "SELECT name FROM unnest(CAST(:names AS text[])) AS name "
    "WHERE pg_try_advisory_lock(hashtextextended(name, :seed))"
)
_LET_GO = text(
    "SELECT pg_advisory_unlock(hashtextextended(name, :seed)) "
    "FROM unnest(CAST(:names AS text[])) AS name"
)


class Claims:
    """Names that this process has for itself among all on one database; `async with` ends it."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="claims")
        self._connection: Connection | None = None
        self._held: set[str] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)
        self._thread.shutdown()

    @property
    def held(self) -> frozenset[str]:
        """What is claimed, as far as is known."""
        return frozenset(self._held)

    async def take(self, names: Collection[str]) -> frozenset[str]:
        """Claim names and return those that are this process's now; raise StorageError."""
        wanted = [name for name in names if name not in self._held]
        if wanted:
            self._held |= set(await self._run(lambda c: c.scalars(_TAKE, _values(wanted)).all()))
        return frozenset(names) & self._held

    async def let_go(self, names: Collection[str]) -> None:
        """Leave names to others; raise StorageError, and then nothing is held any more."""
        gone = [name for name in names if name in self._held]
        if gone:
            self._held -= set(gone)
            await self._run(lambda connection: connection.execute(_LET_GO, _values(gone)))

    async def _run(self, work: Callable[[Connection], T]) -> T:
        def connected() -> T:
            if self._connection is None:
                self._connection = self._engine.connect()
            return work(self._connection)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, connected)
        except (DBAPIError, OSError) as error:
            self._held.clear()
            await asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)
            raise StorageError(type(error).__name__) from error

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(DBAPIError):
                connection.close()


def _engine(url: str) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"options": _NOTICE_A_LOST_MACHINE},
    )


def _values(names: Collection[str]) -> dict[str, object]:
    return {"names": list(names), "seed": _SEED}
