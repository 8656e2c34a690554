"""Order within a chat, chats side by side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

Job = Callable[[], Awaitable[None]]


class LeftUndoneError(Exception):
    """A job was left undone, so that none behind it may pass."""


class Lanes:
    """One task a lane works off its jobs in order; an idle lane leaves nothing behind.

    Jobs see to their own failures: one that raises ends its lane, with all that waits in it.
    """

    def __init__(self) -> None:
        self._jobs: dict[str, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, lane: str, job: Job) -> None:
        """Put a job at the end of a lane."""
        if lane in self._jobs:
            self._jobs[lane].append(job)
            return
        self._jobs[lane] = deque([job])
        task = asyncio.create_task(self._work_off(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Wait until every lane is idle, at most that long; what is not done by then is dropped."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _work_off(self, lane: str) -> None:
        jobs = self._jobs[lane]
        try:
            while jobs:
                await jobs.popleft()()
        except LeftUndoneError:
            jobs.clear()
        finally:
            del self._jobs[lane]
