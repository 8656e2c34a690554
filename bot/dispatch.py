"""Sending what is due: a plain function of a time, called each minute by whatever has a clock.

What was handed out before and not sent comes first; then page after page of those whose time has
come is composed, handed out and sent. Every step can be repeated, so it may end at any moment.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import metrics
from bot.services import Outgoing
from bot.unasked import Composed, Message, Occasion, Subscriber, Unasked, occasion

_log = logging.getLogger(__name__)

SUBSCRIBERS_AT_ONCE = 50
"""Composed and handed out in one transaction."""
READ_AT_ONCE = 16
"""So few messages are read ahead that somebody who leaves gets none that was read before."""
SENDERS = 16

Compose = Callable[[Subscriber, Occasion], Sequence[Message]]
Deliver = Callable[[Outgoing], Awaitable[None]]


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
    """Yield what each is to get; one that cannot be composed costs no other theirs."""
    for subscriber in page:
        what = occasion(subscriber, now)
        try:
            yield Composed(subscriber, tuple(compose(subscriber, what)), what.then)
        except Exception as error:
            metrics.compose_failures.inc()
            _log.error("a message could not be composed", exc_info=error)
        await asyncio.sleep(0)  # answers to people go on meanwhile


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
