"""What one of several processes over one PostgreSQL is made of: any number receive, any work.

Who receives also answers, one chat at a time being one process's. Who works sends what is due and
reads the market. All keep the bot's one pace.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from pydantic import SecretStr

from bot.config import ConfigurationError, Settings
from bot.db.claims import Claims
from bot.db.database import Database
from bot.db.pace import SharedPace
from bot.db.sharing import SharedMailbox
from bot.db.sole import beside_others
from bot.db.store import DatabaseMailbox, DatabaseUnasked
from bot.dispatch import Pace, Post, dispatch_due, each_minute, keeping_pace
from bot.market_data.market import Market
from bot.services import Services, StorageError
from bot.summaries import compose
from bot.task_queue import Hourly, Jobs, work
from bot.transports.telegram import run_bot, run_sender
from bot.transports.telegram.limits import pace_of
from bot.transports.telegram.sending import Draw
from bot.transports.telegram.ways import Deliver, Listening, Unasked, Ways, Webhook
from bot.unasked import SHARDS

_log = logging.getLogger(__name__)

PATROL_SECONDS = 0.25
"""How often a process looks for what others left, and for what came while they had the chat."""
LOOK_SECONDS = 300
"""How often a process that does not read the market looks for what was read."""
UNASKED_SHARE = 0.8
"""Of the bot's pace what is sent unasked may take so much: the rest is for answers."""
DEFAULT_PORT = 8080
"""Where a webhook's requests are received if nothing else is set."""


@dataclass(frozen=True, slots=True)
class World:
    """What every role is made of."""

    settings: Settings
    database: Database
    services: Services
    market: Market
    draw: Draw
    hourly: Mapping[str, tuple[int, Hourly]] = field(default_factory=dict)
    """What workers do each hour, by name: at which minute, and what."""

    @property
    def url(self) -> str:
        """The database's address."""
        return self.settings.database_url.get_secret_value()


Role = Callable[[World, asyncio.Event], Awaitable[None]]


async def web(world: World, stop: asyncio.Event) -> None:
    """Receive by webhook and answer, until the stop; raise ConfigurationError, DoorError."""
    token = _token(world)
    if world.settings.webhook_url is None:
        raise ConfigurationError("WEBHOOK_URL: --role web receives by webhook, so it must be set")
    async with Claims(world.url) as claims, _pace(world, "messages", 1) as pace:
        looking = asyncio.create_task(_look(world.market))
        try:
            await run_bot(
                token,
                world.settings.telegram_api_url,
                world.services,
                SharedMailbox(world.database, claims),
                world.draw,
                stop,
                ways=Ways(
                    webhook_of(world.settings),
                    listening_of(world.settings),
                    timedelta(minutes=world.settings.late_after_minutes),
                    beside_others(world.url),
                    pace=pace,
                    pays_for_speed=world.settings.paid_broadcasts,
                    sets_webhook=partial(_is_first, claims),
                    patrol_seconds=PATROL_SECONDS,
                ),
            )
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)


async def worker(world: World, stop: asyncio.Event) -> None:
    """Send what is due and read the market, until the stop; raise ConfigurationError, DoorError."""
    token = _token(world)
    async with (
        beside_others(world.url),
        Claims(world.url) as claims,
        _pace(world, "messages", 1) as pace,
        _pace(world, "unasked", UNASKED_SHARE) as unasked_pace,
    ):

        async def working(deliver: Deliver) -> None:
            dispatch = _dispatching(world, deliver, unasked_pace)
            stalled = world.settings.worker_stalled_seconds
            jobs = Jobs(partial(_alone, claims, dispatch), world.hourly, stalled)
            await work(world.url, jobs, stop)

        await run_sender(
            token,
            world.settings.telegram_api_url,
            DatabaseMailbox(world.database),
            world.draw,
            stop,
            working,
            ways=Ways(
                listening=listening_of(world.settings),
                pace=pace,
                pays_for_speed=world.settings.paid_broadcasts,
            ),
        )


def unasked_of(world: World) -> Unasked:
    """Return what sends unasked in a process that does everything: a tick each minute."""
    pace = pace_of(world.settings.send_rate * UNASKED_SHARE)

    async def sending(deliver: Deliver) -> None:
        dispatch = _dispatching(world, deliver, pace)

        async def tick(now: datetime) -> None:
            for shard in range(SHARDS):
                await dispatch(shard, now)

        await each_minute(tick)

    return sending


def _token(world: World) -> SecretStr:
    """Return the bot's token where several processes can work; raise ConfigurationError."""
    if world.settings.telegram_bot_token is None:
        raise ConfigurationError("TELEGRAM_BOT_TOKEN: a role needs it")
    if not world.url.startswith("postgresql"):
        raise ConfigurationError("DATABASE_URL: several processes need one PostgreSQL database")
    return world.settings.telegram_bot_token


def _dispatching(
    world: World, deliver: Deliver, pace: Pace
) -> Callable[[int, datetime], Awaitable[None]]:
    unasked = DatabaseUnasked(world.database)
    paced = keeping_pace(deliver, pace, unasked)

    async def dispatch(shard: int, now: datetime) -> None:
        snapshot = await world.services.snapshot()
        composing = partial(compose, at=now, snapshot=snapshot)
        await dispatch_due(now, shard, Post(unasked, composing, paced))

    return dispatch


async def _is_first(claims: Claims) -> bool:
    """Tell whether no other receiver has set the webhook: the claim lasts as long as the process.

    Who starts while another has it leaves Telegram as that one set it.
    """
    return bool(await claims.take(["webhook"]))


async def _alone(
    claims: Claims,
    dispatch: Callable[[int, datetime], Awaitable[None]],
    shard: int,
    now: datetime,
) -> None:
    """Dispatch a shard unless another process is at it, such as one taken for dead too early."""
    name = f"shard {shard}"
    if not await claims.take([name]):
        return
    try:
        await dispatch(shard, now)
    finally:
        with contextlib.suppress(StorageError):  # then the claim is gone as well
            await claims.let_go([name])


async def _look(market: Market) -> None:
    """Take over what a worker read of the market."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await market.open(datetime.now(UTC))
        except StorageError as error:
            _log.warning("the market's figures could not be looked up", exc_info=error)


@contextlib.asynccontextmanager
async def _pace(world: World, name: str, share: float) -> AsyncIterator[SharedPace]:
    pace = SharedPace(world.database, name, world.settings.send_rate * share)
    try:
        yield pace
    finally:
        await pace.close()


def webhook_of(settings: Settings) -> Webhook | None:
    """Return where Telegram delivers updates; None when they are polled for."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    return Webhook(settings.webhook_url, settings.webhook_secret)


def listening_of(settings: Settings) -> Listening | None:
    """Return where our own server listens, if it does."""
    port = settings.http_port or (DEFAULT_PORT if settings.webhook_url else None)
    return Listening(settings.http_host, port) if port else None
