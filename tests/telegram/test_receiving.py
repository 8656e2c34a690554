import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta

import aiohttp
import pytest

from bot.services import ReceivedUpdate
from bot.transports.telegram import receiving
from bot.transports.telegram.failures import TokenRefusedError
from bot.transports.telegram.receiving import PollError, receive
from bot.transports.telegram.updates import read_json
from tests.peers.bot_api_faults import Fault
from tests.peers.bot_api_state import BotApi
from tests.telegram.conftest import TOKEN
from tests.telegram.fakes import MemoryMailbox


class Watcher:
    """A backlog that only tells when it was called."""

    def __init__(self, *, room: bool) -> None:
        self.called = asyncio.Condition()
        self.room = room

    def has_room(self) -> bool:
        return self.room

    def wake(self) -> None:
        self.woken = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        async with self.called:
            self.called.notify_all()

    async def until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(5), self.called:
            await self.called.wait_for(reached)


@contextlib.asynccontextmanager
async def receiving_from(
    address: str, mailbox: MemoryMailbox, token: str = TOKEN, *, room: bool = True
) -> AsyncIterator[Watcher]:
    stop, watcher = asyncio.Event(), Watcher(room=room)
    async with aiohttp.ClientSession(f"{address}/bot{token}/") as client:
        running = asyncio.create_task(receive(client, mailbox, watcher, stop))
        try:
            yield watcher
        finally:
            stop.set()
            await asyncio.wait_for(running, 5)


def holds(mailbox: MemoryMailbox, count: int) -> Callable[[], bool]:
    return lambda: len(mailbox.updates) >= count


async def test_stored_before_confirmed(api: BotApi, address: str) -> None:
    """Telegram is told that an update arrived only after the mailbox has stored it."""
    offered_while_storing: list[int] = []

    class Slow(MemoryMailbox):
        async def store(self, updates: Sequence[ReceivedUpdate]) -> None:
            await asyncio.sleep(0.05)
            offered_while_storing.append(len(api.pending))
            await super().store(updates)

    mailbox = Slow()
    await api.say(1, "hello")
    async with receiving_from(address, mailbox) as watcher:
        await watcher.until(holds(mailbox, 1))
        await api.say(1, "more")
        await watcher.until(holds(mailbox, 2))
    assert offered_while_storing == [1, 1]


async def test_not_stored_not_confirmed(
    api: BotApi, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update that could not be stored is asked for again."""
    monkeypatch.setattr(receiving, "pause", lambda _stop, _seconds: asyncio.sleep(0))

    class Failing(MemoryMailbox):
        failures = 2

        async def store(self, updates: Sequence[ReceivedUpdate]) -> None:
            if self.failures:
                self.failures -= 1
                raise OSError("the disk is full")
            await super().store(updates)

    mailbox = Failing()
    update_id = await api.say(1, "hello")
    async with receiving_from(address, mailbox) as watcher:
        await watcher.until(holds(mailbox, 1))
    assert list(mailbox.updates) == [update_id]


@pytest.mark.parametrize("junk", [None, [], "x", {"update_id": "7"}, {"message": {}}])
async def test_junk_between_updates(api: BotApi, address: str, junk: object) -> None:
    """What is no update at all does not keep its neighbours from being stored."""
    mailbox = MemoryMailbox()
    await api.push({"message": {"date": math.nan}})
    await api.push(junk, numbered=False)
    await api.push({"message": {"message_id": 10**4000}})
    async with receiving_from(address, mailbox) as watcher:
        await watcher.until(holds(mailbox, 2))
    assert sorted(mailbox.updates) == [1001, 1002]


@pytest.mark.parametrize("kind", ["429", "500", "502", "409", "reset"])
async def test_passing_trouble(api: BotApi, address: str, kind: str) -> None:
    """Flood limits, server errors, a second poller and a broken connection only delay."""
    mailbox = MemoryMailbox()
    api.faults.append(Fault("getUpdates", kind, times=3))
    await api.say(1, "hello")
    async with receiving_from(address, mailbox) as watcher:
        await watcher.until(holds(mailbox, 1))


async def test_refused_token(address: str) -> None:
    """A token that Telegram does not know ends the loop, told without the token."""
    with pytest.raises(TokenRefusedError) as caught:
        async with receiving_from(address, MemoryMailbox(), "1:wrong"):
            await asyncio.sleep(0.2)
    assert "TELEGRAM_BOT_TOKEN" in str(caught.value)
    assert "1:wrong" not in str(caught.value)


async def test_stop_cuts_the_long_poll_short(address: str) -> None:
    """A stop does not wait for the end of a poll."""
    async with asyncio.timeout(2), receiving_from(address, MemoryMailbox()) as watcher:
        del watcher
        await asyncio.sleep(0.1)


async def test_no_room(api: BotApi, address: str) -> None:
    """While too much is in hand nothing is taken from Telegram, which keeps it."""
    mailbox = MemoryMailbox()
    await api.say(1, "hello")
    async with receiving_from(address, mailbox, room=False) as watcher:
        await asyncio.sleep(0.1)
        assert not mailbox.updates
        watcher.room = True
        await watcher.until(holds(mailbox, 1))


async def test_nothing_to_confirm(
    api: BotApi, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Junk that no offset can confirm comes again and again, which must not keep the bot busy."""
    pauses: list[float] = []

    async def pause(_stop: asyncio.Event, seconds: float) -> None:
        pauses.append(seconds)
        api.pending.clear()

    monkeypatch.setattr(receiving, "pause", pause)
    await api.push("junk", numbered=False)
    async with receiving_from(address, MemoryMailbox()) as watcher:
        await watcher.until(lambda: not api.pending)
    assert pauses == [1]


def test_numbers_beyond_measure() -> None:
    """A number that Python refuses to read costs itself alone, not the batch it came with."""
    assert read_json(f"[{'9' * 5000}, 7]") == [None, 7]


def test_pauses() -> None:
    """Telegram's own figure is kept; other passing trouble backs off; anything else is raised."""
    pause_after = receiving._pause_after
    assert pause_after(PollError(429, 7)) == timedelta(seconds=7)
    assert pause_after(PollError(502)) is True
    assert pause_after(aiohttp.ServerDisconnectedError()) is True
    assert pause_after(TokenRefusedError()) is False


def test_second_poller_is_named() -> None:
    """A 409 says what to do about it."""
    assert "another program" in str(PollError(409))
    assert "webhook was set" in str(PollError(409, webhook=True))
