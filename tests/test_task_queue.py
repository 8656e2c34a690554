"""Workers over one PostgreSQL: what is due is sent whoever dies, and whatever restarts."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime

import procrastinate
import psycopg
import pytest

from bot import task_queue
from bot.task_queue import Jobs, prepare, queue, work
from bot.unasked import SHARDS
from tests.crash.outages import drop_connections


@dataclass
class Doings:
    """Notes what was done."""

    shards: list[int] = field(default_factory=list)
    hours: list[datetime] = field(default_factory=list)
    did: asyncio.Event = field(default_factory=asyncio.Event)

    async def dispatch(self, shard: int, now: datetime) -> None:
        assert now.tzinfo
        self.shards.append(shard)
        self.did.set()

    async def refresh(self, now: datetime) -> None:
        self.hours.append(now)


@pytest.fixture
def doings() -> Doings:
    return Doings()


@pytest.fixture
async def app(postgres_url: str, doings: Doings) -> AsyncIterator[procrastinate.App]:
    prepare(postgres_url)
    prepare(postgres_url)  # every worker does
    app = queue(postgres_url, Jobs(doings.dispatch, {"refresh": (26, doings.refresh)}))
    async with app.open_async():
        yield app


async def test_tick(app: procrastinate.App, doings: Doings) -> None:
    """Each minute every shard is looked through, unless that waits to be done already."""
    for minute in range(2):
        await app.tasks["tick"](timestamp=60 * minute)
    waiting = await app.job_manager.list_jobs_async(task="dispatch", status="todo")
    assert sorted(str(job.task_kwargs["shard"]) for job in waiting) == list("01234567")
    await app.run_worker_async(wait=False, install_signal_handlers=False, concurrency=2)
    assert set(doings.shards) == set(range(SHARDS))


async def test_hourly(app: procrastinate.App, doings: Doings) -> None:
    """What is done each hour is told the hour it is done for."""
    await app.tasks["refresh"](timestamp=1_790_000_000)
    assert [at.timestamp() for at in doings.hours] == [1_790_000_000]


async def test_worker_that_is_gone(app: procrastinate.App) -> None:
    """A job that a dead worker had begun is given to another; that of a slow one is not."""
    gone = await app.job_manager.register_worker()
    task = app.configure_task("dispatch", lock="dispatch 3", queueing_lock="dispatch 3")
    number = await task.defer_async(shard=3)
    assert await app.job_manager.fetch_job(queues=None, worker_id=gone)
    await app.tasks["reap"](timestamp=0)
    assert (await app.job_manager.get_job_status_async(number)).value == "doing"
    await app.connector.execute_query_async(
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '9 seconds'"
    )
    await app.tasks["reap"](timestamp=0)
    assert (await app.job_manager.get_job_status_async(number)).value == "todo"


async def test_dead_job_behind_which_another_waits(app: procrastinate.App) -> None:
    """Where the next of its kind waits already, the dead one is dropped and blocks it no more."""
    gone = await app.job_manager.register_worker()
    task = app.configure_task("dispatch", lock="dispatch 3", queueing_lock="dispatch 3")
    await task.defer_async(shard=3)
    assert await app.job_manager.fetch_job(queues=None, worker_id=gone)
    waiting = await task.defer_async(shard=3)
    await app.connector.execute_query_async(
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
    )
    await app.tasks["reap"](timestamp=0)
    (left,) = await app.job_manager.list_jobs_async(task="dispatch")
    assert (left.id, left.status) == (waiting, "todo")


async def test_server_restarts(
    app: procrastinate.App, postgres_url: str, doings: Doings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker whose database went away works again when it is back, and ends when told."""
    monkeypatch.setattr(task_queue, "FIRST_PAUSE", 0.05)
    stop = asyncio.Event()
    jobs = Jobs(doings.dispatch, {})
    working = asyncio.create_task(work(postgres_url, jobs, stop))
    for shard in (1, 2):
        doings.did.clear()
        await _defer(postgres_url, shard)
        async with asyncio.timeout(30):
            await doings.did.wait()
        drop_connections(postgres_url)
    stop.set()
    async with asyncio.timeout(20):
        await working
    assert doings.shards == [1, 2]


async def _defer(url: str, shard: int) -> None:
    app = queue(url, Jobs(Doings().dispatch, {}))
    async with app.open_async():
        await app.configure_task("dispatch").defer_async(shard=shard)


def test_password_is_kept_out_of_errors() -> None:
    """A server out of reach is told without its password."""
    with pytest.raises(psycopg.OperationalError) as caught:
        prepare("postgresql+psycopg://bot:hunter22@127.0.0.1:1/bot")
    assert "hunter22" not in str(caught.value)
