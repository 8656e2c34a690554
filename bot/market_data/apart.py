"""Work for another process: parsing megabytes of JSON in a thread would hold up every chat."""

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import TracebackType
from typing import Self, TypeVar

from bot.market_data.fetching import MarketDataError

T = TypeVar("T")
SMALL = 50_000
"""So many bytes are parsed in a few milliseconds, faster than another process is reached."""


class Apart:
    """A process that lives for one refresh, so that its memory goes with it."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def parsed(self, parse: Callable[[bytes], T]) -> Callable[[bytes], "asyncio.Future[T] | T"]:
        """Return a parse that does its work in the process, unless there is little of it."""

        def dispatch(body: bytes) -> "asyncio.Future[T] | T":
            return (
                parse(body) if len(body) <= SMALL else asyncio.ensure_future(self._run(parse, body))
            )

        return dispatch

    async def _run(self, parse: Callable[[bytes], T], body: bytes) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._running(), parse, body)
        except BrokenProcessPool as error:
            self._pool = None
            raise MarketDataError("the process that parses died") from error

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Spawned, because a fork would copy the threads' locks as they happen to stand.
            # It leaves Ctrl-C, which reaches the whole group, to the process that waits for it.
            self._pool = ProcessPoolExecutor(
                max_workers=1,
                mp_context=get_context("spawn"),
                initializer=signal.signal,
                initargs=(signal.SIGINT, signal.SIG_IGN),
            )
        return self._pool

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None
