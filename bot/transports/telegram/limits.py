"""How fast we send: below what Telegram allows, so that it need not tell us to wait.

The library's own limiter lets one chat's wait hold up all, has no pace for a private chat and
ends a halt early. Here a chat waits for itself alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter, ExtBot

from bot import metrics
from bot.transports.telegram.ways import Pace

PRIVATE = (5, 5)
"""Messages and seconds: one a second in the long run, and a burst of a few."""
GROUP = (20, 60)
"""Messages and seconds that a group takes."""
IN_FLIGHT = 8
"""Requests under way at once; more of them are slower, not faster."""
ON_THEIR_WAY = 2 * IN_FLIGHT
"""Replies under way or taken and not yet noted as sent: those that a kill may send twice."""
MOST_CHATS = 10_000
"""So many chats' paces are remembered; who wrote longest ago has long been idle."""

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Request = Callable[..., Coroutine[Any, Any, Answer]]
Note = Callable[[], Awaitable[None]]
"""Notes that a reply was sent."""
PacedBot = ExtBot[Note]


class Limits(BaseRateLimiter[Note]):
    """Lets a request through when its chat, then all chats together, have room for it."""

    def __init__(self, send_rate: float, overall: Pace | None = None) -> None:
        """Keep a pace of one's own, or one that is shared with other processes."""
        self._overall = overall or pace_of(send_rate)
        self._paces: dict[str, AsyncLimiter] = {}
        self._halts: dict[str, float] = {}
        self._on_their_way = asyncio.Semaphore(ON_THEIR_WAY)
        self._slots = asyncio.Semaphore(IN_FLIGHT)

    async def initialize(self) -> None:
        """Have nothing to prepare."""

    async def shutdown(self) -> None:
        """Have nothing to close."""

    async def process_request(
        self,
        callback: Request,
        args: Any,  # noqa: ANN401 - the library's own types
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Note | None,
    ) -> Answer:
        """Make a request when it may be made; a chat that is told to wait halts itself alone.

        What is told as `rate_limit_args` is noted before others take its place.
        """
        chat = str(data.get("chat_id", ""))
        if not is_message(endpoint):
            return await self._made(partial(callback, *args, **kwargs), chat)
        await self._turn_of(chat)
        async with self._on_their_way:
            answer = await self._made(partial(callback, *args, **kwargs), chat)
            if rate_limit_args:
                await rate_limit_args()
        return answer

    async def _made(self, request: Callable[[], Awaitable[Answer]], chat: str) -> Answer:
        async with self._slots:
            try:
                return await request()
            except RetryAfter as error:
                self._halts[chat] = _now() + _seconds(error.retry_after)
                raise

    async def _turn_of(self, chat: str) -> None:
        begun = _now()
        await asyncio.sleep(max(0, self._halts.get(chat, 0) - begun))
        if self._halts.get(chat, 0) <= _now():  # left until it is over: all of a chat wait for it
            self._halts.pop(chat, None)
        await self._pace_of(chat).acquire()
        await self._overall.acquire()
        metrics.send_wait_seconds.observe(_now() - begun)

    def _pace_of(self, chat: str) -> AsyncLimiter:
        """Return a chat's own pace; that of who wrote last stays longest."""
        pace = self._paces.pop(chat, None) or AsyncLimiter(*_pace(chat))
        self._paces[chat] = pace
        if len(self._paces) > MOST_CHATS:
            del self._paces[next(iter(self._paces))]
        return pace


def pace_of(rate: float) -> Pace:
    """Return the pace of one process that sends alone."""
    return AsyncLimiter(max(rate, 1), max(rate, 1) / rate)


def is_message(endpoint: str) -> bool:
    """Tell whether a request counts as a message; a sign such as "typing" does not."""
    return endpoint.startswith(("send", "edit")) and endpoint != "sendChatAction"


def _pace(chat: str) -> tuple[int, int]:
    return GROUP if chat.startswith("-") else PRIVATE


def _seconds(wait: int | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


def _now() -> float:
    return asyncio.get_running_loop().time()
