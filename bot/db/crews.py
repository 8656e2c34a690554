"""Transactions on a database's connections, in threads of their own, off the event loop.

A transaction is one function. An asynchronous driver of SQLite has such a thread too, but crosses
over to it and back for every cursor, statement and row set, many times a transaction.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.services import StorageError

T = TypeVar("T")
Work = Callable[[Connection], T]


class Transactions(Protocol):
    """Whoever does work on a database."""

    async def do(self, work: Work[T]) -> T:
        """Do some work and commit, or leave no trace; raise StorageError."""
        ...


@dataclass(frozen=True, slots=True)
class Crew:
    """An engine and as many threads as it has connections, so that none waits for another."""

    engine: Engine
    threads: ThreadPoolExecutor

    async def do(self, work: Work[T]) -> T:
        """Do some work in a transaction of its own; raise StorageError."""
        with _told_as_storage_error():
            return await self.in_thread(partial(_alone, self.engine, work))

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Return what work comes to that sees to its transactions itself."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, work)

    def close(self) -> None:
        """Finish what is under way, then close the connections."""
        self.threads.shutdown()
        self.engine.dispose()


class GroupCommit:
    """Commits together what waits while a transaction is under way, where one writes at a time.

    To begin, to commit and to wake a thread and the loop cost more than what a message writes.
    Should one of a group fail, each is done again in a transaction of its own, for none has left
    a trace by then. So work changes nothing but the database.
    """

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._waiting: list[tuple[Work[Any], asyncio.Future[Any]]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def do(self, work: Work[T]) -> T:
        """Do some work together with what else waits; raise StorageError."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._at_work is None or self._at_work.done():
            self._at_work = asyncio.create_task(self._work_off())
        with _told_as_storage_error():
            return await done

    async def _work_off(self) -> None:
        while self._waiting:
            works, waiting = zip(*self._waiting, strict=True)
            self._waiting = []
            try:
                outcomes = await self._crew.in_thread(partial(_together, self._crew.engine, works))
            except Exception as error:
                outcomes = [error] * len(works)
            for done, outcome in zip(waiting, outcomes, strict=True):
                _tell(done, outcome)


def _alone(engine: Engine, work: Work[T]) -> T:
    with engine.begin() as connection:
        return work(connection)


def _together(engine: Engine, works: Sequence[Work[Any]]) -> list[Any]:
    """Return what each comes to, or the exception that it raised."""
    try:
        return _alone(engine, lambda connection: [work(connection) for work in works])
    except Exception as error:
        return [error] if len(works) == 1 else [_tried(engine, work) for work in works]


def _tried(engine: Engine, work: Work[Any]) -> Any:  # noqa: ANN401 - as in `_together`
    try:
        return _alone(engine, work)
    except Exception as error:
        return error


def _tell(done: asyncio.Future[Any], outcome: object) -> None:
    if done.done():  # who waited was cancelled
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)


@contextlib.contextmanager
def _told_as_storage_error() -> Iterator[None]:
    try:
        yield
    except (DataError, IntegrityError):  # a row of ours is wrong: no waiting mends that
        raise
    except (DBAPIError, PoolTimeoutError, OSError) as error:
        raise StorageError(type(error).__name__) from error
