"""When work is done, with any number of workers over one PostgreSQL: procrastinate's part.

What is done stands elsewhere; nothing here is relied upon for once-ness, which rows see to. The
queue's traps, and what is done about them: a worker that dies keeps its jobs, so a task without a
lock gives them to others, or drops one behind which another waits that may not wait twice; many
jobs under one lock are slow, so one long job of a shard sends all that is due; a retry blocks what
waits behind its lock, so a job that fails is left to the next minute; a worker ends when the
server restarts, so it is started again.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Status
from sqlalchemy import make_url

from bot import metrics
from bot.unasked import SHARDS

_log = logging.getLogger(__name__)

SCHEMA = "queue"
"""The schema of the database that the queue's own tables are in."""
STALLED_SECONDS = 8.0
"""After so long without a heartbeat a worker is taken for dead, where nothing else is set.

Its work is then taken over within a few seconds. To be wrong costs little: who only was slow
keeps its shards, by their claims, and what another was given comes again with the next minute.
"""
HEARTBEATS = 4
"""So many heartbeats have failed before a worker is taken for dead."""
POLL_SECONDS = 2.0
"""A job that is given to others wakes nobody: so often they look by themselves."""
GRACE_SECONDS = 15
"""What is being sent is sent and marked; what is left of a job goes on elsewhere."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
_LOCK = 0x71756575  # any number that is ours: workers that start together take turns

Dispatch = Callable[[int, datetime], Awaitable[None]]
Hourly = Callable[[datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Jobs:
    """What workers do: send what is due of a shard, and what is done at a minute of each hour."""

    dispatch: Dispatch
    hourly: Mapping[str, tuple[int, Hourly]]
    stalled_seconds: float = STALLED_SECONDS


async def work(url: str, jobs: Jobs, stop: asyncio.Event) -> None:
    """Be a worker until the stop, through every restart of the database."""
    wait = FIRST_PAUSE
    while not stop.is_set():
        begun = asyncio.get_running_loop().time()
        try:
            await _work(url, jobs, stop)
        except (ConnectorException, psycopg.Error, OSError) as error:
            metrics.worker_restarts.inc()
            _log.warning("the worker lost the database and starts anew", exc_info=error)
        lasted = asyncio.get_running_loop().time() - begun
        wait = FIRST_PAUSE if lasted > LONGEST_PAUSE else min(2 * wait, LONGEST_PAUSE)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)


async def _work(url: str, jobs: Jobs, stop: asyncio.Event) -> None:
    await asyncio.to_thread(prepare, url)
    app = queue(url, jobs)
    async with app.open_async():
        working = asyncio.create_task(
            app.run_worker_async(
                concurrency=SHARDS + 2,
                install_signal_handlers=False,
                fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=jobs.stalled_seconds / HEARTBEATS,
                stalled_worker_timeout=jobs.stalled_seconds,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="always",
            )
        )
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (working, stopping):
            task.cancel()
        _, ended = await asyncio.gather(stopping, working, return_exceptions=True)
        if isinstance(ended, Exception):
            raise ended


def queue(url: str, jobs: Jobs) -> procrastinate.App:
    """Return the queue of a database with its tasks; it connects when it is opened."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=_address(url)))

    @app.task(name="dispatch")
    async def dispatch(shard: int) -> None:
        await jobs.dispatch(shard, datetime.now(UTC))

    @app.periodic(cron="* * * * *")
    @app.task(name="tick")
    async def tick(timestamp: int) -> None:
        """Have what is due sent, one job a shard unless one of that shard waits already."""
        del timestamp  # what is due is due by the clock at the time of sending
        for shard in range(SHARDS):
            name = f"dispatch {shard}"
            with contextlib.suppress(AlreadyEnqueued):
                await dispatch.configure(lock=name, queueing_lock=name).defer_async(shard=shard)

    @app.periodic(cron="* * * * * */4")
    @app.task(name="reap")
    async def reap(timestamp: int) -> None:
        """Give the jobs of workers that are dead to others."""
        del timestamp
        since = jobs.stalled_seconds
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=since):
            metrics.jobs_reaped.inc()
            _log.warning("a job of a worker that is gone is taken over: %s", job.task_name)
            try:
                await app.job_manager.retry_job(job)
            except UniqueViolation:  # another of its kind waits already, and does the same
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)

    for name, (minute, what) in jobs.hourly.items():
        _add_hourly(app, name, minute, what)
    return app


def _add_hourly(app: procrastinate.App, name: str, minute: int, what: Hourly) -> None:
    @app.periodic(cron=f"{minute} * * * *")
    @app.task(name=name, lock=name)
    async def hourly(timestamp: int) -> None:
        await what(datetime.fromtimestamp(timestamp, UTC))


def prepare(url: str) -> None:
    """Make the queue's tables if they are not there; of several workers one does.

    Raises psycopg.Error.
    """
    schema = psycopg.sql.Identifier(SCHEMA)
    with psycopg.connect(_address(url)) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        connection.execute(psycopg.sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(schema))
        made = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
        if made == (None,):
            connection.execute(procrastinate.schema.SchemaManager.get_schema())


def _address(url: str) -> str:
    """Return how to connect to a database, with the queue's schema before all others."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.conninfo.make_conninfo(plain, options=f"-c search_path={SCHEMA}")
