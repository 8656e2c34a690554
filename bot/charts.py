"""Pictures of a reply, drawn in a process of their own so that no chat waits for a drawing."""

import asyncio
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from multiprocessing import get_context, parent_process
from typing import assert_never

from core.nlg.draft import (
    AllocationChart,
    BarsChart,
    Chart,
    FanChart,
    HistoryChart,
    RangesChart,
    WeeksChart,
)

ATTEMPTS = 2


class ChartError(Exception):
    """A picture could not be drawn; the reply's words stand without it."""


DRAWN = 64
"""So many pictures are kept: the same question brings the same picture again."""


@lru_cache(maxsize=DRAWN)
def draw(chart: Chart) -> bytes:
    """Return the chart as PNG."""
    # Here and not above: matplotlib takes a second and fifty megabytes, which belong to the
    # worker. The process that talks to Telegram never loads it.
    from bot import (
        allocation_picture,
        bars_picture,
        fan_picture,
        history_picture,
        ranges_picture,
        weeks_picture,
    )

    match chart:
        case AllocationChart():
            return allocation_picture.picture_of(chart)
        case FanChart():
            return fan_picture.picture_of(chart)
        case BarsChart():
            return bars_picture.picture_of(chart)
        case RangesChart():
            return ranges_picture.picture_of(chart)
        case HistoryChart():
            return history_picture.picture_of(chart)
        case WeeksChart():
            return weeks_picture.picture_of(chart)
        case _:
            assert_never(chart)


class ChartWorker:
    """Draws charts off the event loop, one after another.

    Its process starts with the first chart. A process that died, as under a shortage of memory,
    is replaced once for each chart.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def draw(self, chart: Chart) -> bytes:
        """Return the chart as PNG; raises ChartError when it cannot be drawn."""
        loop = asyncio.get_running_loop()
        died: BrokenProcessPool | None = None
        for _ in range(ATTEMPTS):
            pool = self._running()
            try:
                return await loop.run_in_executor(pool, draw, chart)
            except BrokenProcessPool as error:
                self._forget(pool)
                died = error
            except Exception as error:
                raise ChartError("the chart could not be drawn") from error
        raise ChartError("the process that draws died, and so did its successor") from died

    def close(self) -> None:
        """Stop the process; a chart still waiting in the queue is not drawn."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        self._pool = None

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Spawned, because a fork would copy the threads' locks as they happen to stand.
            self._pool = ProcessPoolExecutor(
                max_workers=1, mp_context=get_context("spawn"), initializer=_serve_parent
            )
        return self._pool

    def _forget(self, pool: ProcessPoolExecutor) -> None:
        """Let a broken pool go, unless another chart has replaced it already."""
        if self._pool is pool:
            self._pool = None
        pool.shutdown(wait=False)


def _serve_parent() -> None:
    """Leave Ctrl-C, which reaches the whole group, to the parent, and end when that has ended.

    One that is killed tells its pool nothing, which would wait for a chart for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent
    parent.join()
    os._exit(0)
