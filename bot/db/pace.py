"""One pace for the senders of all processes: the bot's limit is one, however many send.

A row says when the next message may go. Who wants to send moves it on by as many messages as wait
there, and sends from where it stood. The server's clock is everybody's.
"""

import asyncio
import contextlib
import logging
from collections import deque
from functools import partial

from sqlalchemy import Connection, bindparam, text

from bot.db.database import Database
from bot.services import StorageError

_log = logging.getLogger(__name__)

ROUNDS = 10
"""Messages are allotted so many times a second at most, several at once when the pace is high."""
_AGAIN_SECONDS = 0.5

_RESERVE = text(
    "INSERT INTO paces AS pace (name, free_at) "
    "VALUES (:name, clock_timestamp() + make_interval(secs => :seconds)) "
    "ON CONFLICT (name) DO UPDATE SET free_at = "
    "GREATEST(pace.free_at, clock_timestamp()) + make_interval(secs => :seconds) "
    "RETURNING EXTRACT(EPOCH FROM free_at - clock_timestamp()) - :seconds"
).bindparams(bindparam("name"), bindparam("seconds"))


class SharedPace:
    """Lets through so many a second, together with all others of its name on the database."""

    def __init__(self, database: Database, name: str, rate: float) -> None:
        self._database = database
        self._name = name
        self._rate = rate
        self._most = max(1, int(rate / ROUNDS))
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._allotting: asyncio.Task[None] | None = None

    async def acquire(self) -> None:
        """Wait for one's turn, however long the database is away."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        if self._allotting is None or self._allotting.done():
            self._allotting = asyncio.create_task(self._allot())
        await turn

    async def close(self) -> None:
        """Let nobody through any more."""
        if self._allotting:
            self._allotting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._allotting

    async def _allot(self) -> None:
        while self._waiting:
            count = min(len(self._waiting), self._most)
            try:
                wait = await self._database.write(partial(self._reserve, count=count))
            except StorageError as error:
                _log.error("no pace could be had", exc_info=error)
                await asyncio.sleep(_AGAIN_SECONDS)
                continue
            await asyncio.sleep(wait)
            for _ in range(min(count, len(self._waiting))):
                turn = self._waiting.popleft()
                if not turn.done():  # or who waited has gone
                    turn.set_result(None)

    def _reserve(self, connection: Connection, count: int) -> float:
        """Move the row on and return how many seconds from now the first may go."""
        values = {"name": self._name, "seconds": count / self._rate}
        return max(0.0, float(connection.execute(_RESERVE, values).scalar_one()))
