"""One process at a time works the inbox off.

Two of them would send twice what they both find unsent, and answer one chat's messages out of
order. The lock belongs to the process: however it ends, the system or the server lets it go.
"""

import asyncio
import contextlib
import fcntl
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.services import StorageError

_log = logging.getLogger(__name__)

_LOCK = 0x6B65656C  # any number that is ours
_AGAIN_SECONDS = 0.5


_ALONE, _SHARED = "pg_try_advisory_lock", "pg_try_advisory_lock_shared"


def sole_worker(url: str) -> AbstractAsyncContextManager[None]:
    """Wait until no other process works on this database, and keep others off; StorageError."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _waiting(_file_lock(Path(address.database or "").with_suffix(".lock")))
    return _waiting(_server_lock(url, _ALONE))


def beside_others(url: str) -> AbstractAsyncContextManager[None]:
    """Wait until no process works alone on this PostgreSQL, and keep such off; StorageError."""
    return _waiting(_server_lock(url, _SHARED))


@contextlib.asynccontextmanager
async def _waiting(
    holding: AbstractAsyncContextManager[Callable[[], bool]],
) -> AsyncIterator[None]:
    async with holding as take:
        if not take():
            _log.warning("another process works on this database: waiting until it ends")
            while not await asyncio.to_thread(take):  # noqa: ASYNC110 - no event tells of it
                await asyncio.sleep(_AGAIN_SECONDS)
            _log.info("the other process has ended")
        yield


@contextlib.asynccontextmanager
async def _file_lock(path: Path) -> AsyncIterator[Callable[[], bool]]:
    with path.open("a") as file:

        def take() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        yield take


@contextlib.asynccontextmanager
async def _server_lock(url: str, function: str) -> AsyncIterator[Callable[[], bool]]:
    """Hold an advisory lock of PostgreSQL, which lasts as long as its connection."""
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool)
    try:
        connection: Connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    except DBAPIError as error:
        raise StorageError(type(error).__name__) from error

    def take() -> bool:
        try:
            return bool(connection.execute(text(f"SELECT {function}(:n)"), {"n": _LOCK}).scalar())
        except DBAPIError as error:
            raise StorageError(type(error).__name__) from error

    try:
        yield take
    finally:
        with contextlib.suppress(DBAPIError):
            connection.close()
