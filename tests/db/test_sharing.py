"""Several processes over one PostgreSQL: each chat is one's at a time, and the pace is shared."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from bot.db.claims import Claims
from bot.db.database import Database, open_database
from bot.db.pace import SharedPace
from bot.db.sharing import SharedMailbox
from bot.db.store import DatabaseChats
from bot.services import Chat, StorageError
from tests.crash.outages import drop_connections
from tests.db.test_store import received, turn


@dataclass
class Process:
    """What one of several processes has of its own."""

    database: Database
    claims: Claims
    mailbox: SharedMailbox
    chats: DatabaseChats
    end: Callable[[], Awaitable[None]]


@pytest.fixture
async def processes(postgres_url: str) -> AsyncIterator[list[Process]]:
    async with AsyncExitStack() as both:
        made = []
        for _ in range(2):
            own = await both.enter_async_context(AsyncExitStack())
            database = await own.enter_async_context(open_database(postgres_url))
            claims = await own.enter_async_context(Claims(postgres_url))
            mailbox = SharedMailbox(database, claims)
            made.append(Process(database, claims, mailbox, DatabaseChats(database), own.aclose))
        yield made


async def ids(process: Process, held: tuple[int, ...] = ()) -> list[int]:
    return [update.update_id for update in await process.mailbox.waiting(100, held)]


async def test_claims(processes: list[Process]) -> None:
    """What one has claimed another does not get, until it is let go or its holder ends."""
    one, two = (process.claims for process in processes)
    assert await one.take(["a", "b"]) == {"a", "b"}
    assert await two.take(["a", "b", "c"]) == {"c"}
    await one.let_go(["a"])
    assert await two.take(["a", "b"]) == {"a"}
    await processes[0].end()
    async with asyncio.timeout(20):  # the server learns of it in a moment
        while not await two.take(["b"]):  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.01)


async def test_claims_of_a_server_that_restarts(
    processes: list[Process], postgres_url: str
) -> None:
    """When the connection breaks every claim is gone, here and there, and can be made anew."""
    one, two = (process.claims for process in processes)
    await one.take(["a"])
    await two.take(["z"])
    drop_connections(postgres_url)
    with pytest.raises(StorageError):
        await one.take(["b"])
    assert one.held == frozenset()
    with pytest.raises(StorageError):
        await two.take(["a"])
    assert await two.take(["a"]) == {"a"}
    assert await one.take(["a", "b"]) == {"b"}


async def test_chat_is_one_process_s(processes: list[Process]) -> None:
    """Two updates of a chat go to the process that has the first, whoever stored the second."""
    one, two = processes
    await one.mailbox.store([received(1, "7")])
    assert await ids(one) == [1]
    await two.mailbox.store([received(2, "7"), received(3, "8")])
    assert await ids(two) == [3]
    assert await ids(one, (1,)) == [2]


async def test_readiness_leaves_claims(processes: list[Process]) -> None:
    """Whoever asks whether a process is ready takes no chat from it."""
    one, two = processes
    await one.mailbox.store([received(1, "7")])
    assert await ids(one) == [1]
    await one.mailbox.check()
    assert await ids(two) == []


async def test_chat_goes_on_elsewhere(
    processes: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chat with nothing in hand is free: the next update is answered where it is seen first."""
    monkeypatch.setattr("bot.db.sharing.LEFT_TO_OTHERS_SECONDS", 0)
    one, two = processes
    await one.mailbox.store([received(1, "7")])
    assert await ids(one) == [1]
    await one.mailbox.finish(1)
    await one.mailbox.store([received(2, "7")])
    assert await ids(two) == []
    assert await ids(one, (9,)) == [2]  # 1 is done, so the chat was let go and taken again
    await one.mailbox.finish(2)
    assert await ids(one) == []
    await one.mailbox.store([received(3, "7")])
    assert await ids(two) == [3]


async def test_answer_that_was_not_sent_comes_first(processes: list[Process]) -> None:
    """What a process that ended had answered and not sent is sent before the chat goes on."""
    one, two = processes
    await one.mailbox.store([received(1, "7"), received(2, "7")])
    assert await ids(one) == [1, 2]
    outgoing = await one.chats.save(Chat("7"), turn(Chat("7"), 1))
    assert await two.mailbox.unsent() == []
    await one.end()
    assert await ids(two) == []
    async with asyncio.timeout(20):
        while not (unsent := await two.mailbox.unsent()):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
    (left,) = unsent
    assert left.entry_id == outgoing.entry_id
    assert await ids(two) == [2]
    assert await two.mailbox.unsent() == []
    assert left.entry_id
    await two.mailbox.mark_sent(left.entry_id)


async def test_update_of_no_chat(processes: list[Process]) -> None:
    """An update that belongs to no chat is one process's as well."""
    one, two = processes
    await one.mailbox.store([received(1, None), received(2, None)])
    assert await ids(one) == [1, 2]
    assert await ids(two) == []


async def test_shared_pace(processes: list[Process]) -> None:
    """Two processes that send as fast as they may keep one pace together, and take turns."""
    sent: list[float] = []

    async def send(pace: SharedPace, times: int) -> None:
        for _ in range(times):
            await pace.acquire()
            sent.append(time.monotonic())

    paces = [SharedPace(process.database, "messages", 50) for process in processes]
    await asyncio.gather(*(send(pace, 3) for pace in paces for _ in range(4)))
    for pace in paces:
        await pace.close()
    assert len(sent) == 24
    assert sent[-1] - sent[0] >= (len(sent) - 1 - 5) / 50  # one round of five goes together


async def test_pace_of_who_has_gone(processes: list[Process]) -> None:
    """Who gives up waiting keeps nobody behind waiting."""
    pace = SharedPace(processes[0].database, "messages", 100)
    first = asyncio.create_task(pace.acquire())
    await asyncio.sleep(0)
    first.cancel()
    await pace.acquire()
    await pace.close()
