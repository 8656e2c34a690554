"""Sending what is due: a plain function of a time, called each minute by whatever has a clock.

What was handed out before and not sent comes first; then page after page of those whose time has
come is composed, handed out and sent. Every step can be repeated, so it may end at any moment.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot import metrics
from bot.computing import in_thread
from bot.services import Outgoing
from bot.unasked import Composed, Message, Occasion, Subscriber, Unasked, occasion

_log = logging.getLogger(__name__)

SUBSCRIBERS_AT_ONCE = 50
"""Composed and handed out in one transaction."""
READ_AT_ONCE = 16
"""So few messages are read ahead that somebody who leaves gets none that was read before."""
SENDERS = 8
"""So many messages are on their way at most, from being sent to being marked, whatever the number
of shards at work in a process: those that a kill may send twice."""

PATIENCE_SECONDS = 30
"""After so long a message waits no more in its place: its chat asked for a pause, or does not
answer. The next minutes try again from half an hour on."""
PAUSE = timedelta(minutes=30)

Compose = Callable[[Subscriber, Occasion], Sequence[Message]]
Deliver = Callable[[Outgoing], Awaitable[None]]


class Pace(Protocol):
    """How fast messages are sent unasked."""

    async def acquire(self) -> None:
        """Wait for one's turn to send a message."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """What dispatching is done with; `compose` is pure, `deliver` sees to its own failures."""

    unasked: Unasked
    compose: Compose
    deliver: Deliver


async def dispatch_due(now: datetime, shard: int, post: Post) -> int:
    """Send all of a shard that is due at a time; return how many messages were handed out."""
    await send_stored(now, shard, post)
    handed_out, last = 0, None
    while page := await post.unasked.due(shard, now, last, SUBSCRIBERS_AT_ONCE):
        composed = [each async for each in _composed(page, now, post.compose)]
        handed_out += await post.unasked.hand_out(composed, now)
        await send_stored(now, shard, post)
        last = page[-1]
    metrics.handed_out.inc(handed_out)
    return handed_out


async def _composed(
    page: Sequence[Subscriber], now: datetime, compose: Compose
) -> AsyncIterator[Composed]:
    """Yield what each is to get; one that cannot be composed costs no other theirs.

    A summary may take a simulation: it is composed in a thread, and answers to people go on.
    """
    for subscriber in page:
        what = occasion(subscriber, now)
        try:
            messages = await in_thread(compose, subscriber, what)
            yield Composed(subscriber, tuple(messages), what.then)
        except Exception as error:
            metrics.compose_failures.inc()
            _log.error("a message could not be composed", exc_info=error)


async def send_stored(now: datetime, shard: int, post: Post) -> None:
    """Send what of a shard is stored, some at a time: who answers slowly keeps no one waiting."""
    entries, reading = _stored(now, shard, post.unasked), asyncio.Lock()

    async def sender() -> None:
        while True:
            async with reading:
                outgoing = await anext(entries, None)
            if outgoing is None:
                return
            await post.deliver(outgoing)

    async with asyncio.TaskGroup() as group:
        for _ in range(SENDERS):
            group.create_task(sender())


async def _stored(now: datetime, shard: int, unasked: Unasked) -> AsyncIterator[Outgoing]:
    last = 0
    while page := await unasked.to_send(shard, now, last, READ_AT_ONCE):
        for outgoing in page:
            assert outgoing.entry_id is not None
            last = outgoing.entry_id
            yield outgoing


def keeping_pace(deliver: Deliver, pace: Pace, unasked: Unasked) -> Deliver:
    """Return what delivers below a pace, and leaves a message for later that keeps others waiting.

    The pace is below the bot's own, so that answers to people need not wait behind a broadcast.
    """

    on_their_way = asyncio.Semaphore(SENDERS)

    async def delivered(outgoing: Outgoing) -> None:
        await pace.acquire()
        try:
            async with on_their_way, asyncio.timeout(PATIENCE_SECONDS):
                await deliver(outgoing)
        except TimeoutError:
            assert outgoing.entry_id is not None
            await unasked.postpone(outgoing.entry_id, datetime.now(UTC) + PAUSE)

    return delivered


async def each_minute(work: Callable[[datetime], Awaitable[None]]) -> None:
    """Do something now and at the beginning of each minute, until cancelled; no failure ends it."""
    while True:
        try:
            await work(datetime.now(UTC))
        except Exception as error:
            _log.error("what is due was not sent; the next minute tries again", exc_info=error)
        await asyncio.sleep(60 - datetime.now(UTC).timestamp() % 60)
