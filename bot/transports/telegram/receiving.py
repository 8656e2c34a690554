"""Receiving by long polling: an update is stored and committed before it is confirmed.

python-telegram-bot confirms a batch before anything of it is handled, so a crash loses what was
in hand, and one update that it cannot parse stops its poller for good. This loop takes raw JSON
instead. An offset confirms all that lies below it: it moves on only once the mailbox has stored.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Protocol

import aiohttp
import stamina

from bot import metrics
from bot.services import Mailbox
from bot.transports.telegram.connection import UNREACHABLE, within
from bot.transports.telegram.failures import TokenRefusedError
from bot.transports.telegram.stopping import pause, until
from bot.transports.telegram.updates import WANTED, as_received, kind_of, read_json

_log = logging.getLogger(__name__)

POLL_SECONDS = 30
BATCH = 100

_REASONS = {
    409: "another program receives this bot's updates: stop it, or give each its own token",
    429: "too many requests",
}
_WEBHOOK = (
    "a webhook was set meanwhile, so another program uses this bot's token: stop it, or give "
    "each its own token"
)


class PollError(Exception):
    """Telegram could not be asked for updates; told with its status and how long to wait."""

    def __init__(
        self, status: int, retry_after: int | None = None, *, webhook: bool = False
    ) -> None:
        reason = _WEBHOOK if webhook else _REASONS.get(status, "no updates in it")
        super().__init__(f"getUpdates answered {status}: {reason}")
        self.retry_after = retry_after


class Backlog(Protocol):
    """What is stored and not yet answered, as the one who receives sees it."""

    def has_room(self) -> bool:
        """Tell whether more can be taken in hand."""
        ...

    def wake(self) -> None:
        """Tell that something was stored."""
        ...


GATHERING = 0.02
"""Seconds between two polls while people write: who comes in between shares a poll and a commit."""


async def receive(
    api: aiohttp.ClientSession, mailbox: Mailbox, backlog: Backlog, stop: asyncio.Event
) -> None:
    """Store updates and have them worked off until the stop; raise TokenRefusedError."""
    offset = 0
    while not stop.is_set():
        if not backlog.has_room():  # Telegram keeps the rest for a day
            await pause(stop, 0.05)
            continue
        batch = await until(stop, _next_batch(api, offset))
        if batch is None:
            return
        try:
            confirmed = await _store(batch, mailbox)
            backlog.wake()
            if batch and not confirmed:  # nothing in it can be confirmed: it comes again at once
                await pause(stop, 1)
            elif 0 < len(batch) < BATCH:
                await pause(stop, GATHERING)
            offset = confirmed or offset
        except Exception as error:  # unconfirmed: the next poll brings it again
            _log.error("updates could not be stored", exc_info=error)
            await pause(stop, 1)


async def _store(batch: list[object], mailbox: Mailbox) -> int:
    """Store what has an id and return the offset that confirms it, 0 for nothing to confirm."""
    updates = [update for raw in batch if (update := as_received(raw))]
    if len(updates) < len(batch):
        metrics.updates_refused.labels("unreadable").inc(len(batch) - len(updates))
        _log.warning("%d updates without a usable id were left out", len(batch) - len(updates))
    if updates:
        await mailbox.store(updates)
    for update in updates:
        metrics.updates_received.labels(kind_of(update)).inc()
    return max((update.update_id + 1 for update in updates), default=0)


async def _next_batch(api: aiohttp.ClientSession, offset: int) -> list[object]:
    """Wait for updates, however long Telegram is out of reach."""
    async for attempt in stamina.retry_context(
        on=_pause_after, attempts=None, timeout=None, wait_initial=0.5, wait_max=30
    ):
        with attempt:
            batch = await _ask(api, offset)
    return batch


async def _ask(api: aiohttp.ClientSession, offset: int) -> list[object]:
    try:
        return await _get_updates(api, offset)
    except PollError as error:
        _log.warning("%s", str(error))
        raise
    except UNREACHABLE as error:
        _log.warning("Telegram is out of reach: %s", type(error).__name__)
        raise


def _pause_after(error: Exception) -> bool | timedelta:
    if isinstance(error, PollError) and error.retry_after:
        return timedelta(seconds=error.retry_after)
    return isinstance(error, (PollError, *UNREACHABLE))


async def _get_updates(api: aiohttp.ClientSession, offset: int) -> list[object]:
    asked = {
        "offset": offset,
        "timeout": POLL_SECONDS,
        "limit": BATCH,
        "allowed_updates": WANTED,
    }
    patience = within(POLL_SECONDS + 10)
    async with api.post("getUpdates", json=asked, timeout=patience) as response:
        status, answer = response.status, await response.read()
    if status in (401, 404):
        raise TokenRefusedError
    match read_json(answer):
        case {"ok": True, "result": list(batch)}:
            return batch
        case {"parameters": {"retry_after": int(seconds)}}:
            raise PollError(status, seconds)
        case {"description": str(why)} if status == 409:
            raise PollError(status, webhook="webhook" in why)
        case _:
            raise PollError(status)
