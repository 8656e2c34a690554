"""The composition root: the only place that reads settings and constructs what lasts."""

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.background import letting_go, reading_hourly
from bot.charts import ChartWorker
from bot.computing import let_the_loop_in
from bot.config import ConfigurationError, Settings
from bot.db.database import Database, open_database
from bot.db.market import DatabaseMarket
from bot.db.migrating import upgrade
from bot.db.misreadings import misreadings
from bot.db.recent import RecentChats
from bot.db.sole import sole_worker
from bot.db.store import (
    DatabaseAlerts,
    DatabaseBudget,
    DatabaseChats,
    DatabaseMailbox,
    DatabaseRetention,
)
from bot.doctor import examine
from bot.logs import configure_logging
from bot.market_data.gathering import PARTS
from bot.market_data.market import Market, Refreshed
from bot.market_data.opening import open_market
from bot.market_data.past import PastPrices
from bot.memory import InMemoryBudget
from bot.oneshot import fixed
from bot.oneshot import services as services_in_memory
from bot.oneshot import wording as wording_by_settings
from bot.services import Services, Snapshots, StorageError
from bot.transports import console
from bot.watching import watch
from bot.wording import wording_of
from core.finance.market import bundled_snapshot

if TYPE_CHECKING:
    from bot.roles import Role
    from bot.task_queue import Hourly
    from bot.transports.telegram.sending import Draw
    from bot.transports.telegram.ways import Ways

HOW_TO_CONNECT = (
    "Telegram is not connected: set TELEGRAM_BOT_TOKEN to the token that @BotFather gives you, "
    "and start again. Until then, talk here. Press a button by its number: #2. Ctrl-D ends."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run that remembers is made of."""

    services: Services
    database: Database
    mailbox: DatabaseMailbox
    market: Market
    alerts: DatabaseAlerts
    retention: DatabaseRetention


def run() -> int:
    """Be the Telegram bot, or the conversation in the terminal when there is no token."""
    return _exit_code(_run())


def run_web() -> int:
    """Be one of several that receive and answer, over one PostgreSQL."""
    from bot import roles

    return _exit_code(_run_role(roles.web))


def run_worker() -> int:
    """Be one of several that send what is due and read the market, over one PostgreSQL."""
    from bot import roles

    return _exit_code(_run_role(roles.worker))


def chat(*, fresh: bool) -> int:
    """Talk in the terminal; a fresh conversation is not kept."""
    return _exit_code(_chat_fresh() if fresh else _chat())


def doctor(*, model: bool = True) -> int:
    """Check what is configured and say how to mend what fails."""
    return _exit_code(_doctor(model=model))


def phrase_check(n: int) -> int:
    """Have the language model word so many replies, and say how often and why its gate refused."""
    return _exit_code(_phrase_check(n))


def misread() -> int:
    """Print what people said was read wrong."""
    return _exit_code(_misread())


def upgrade_database() -> int:
    """Bring the database to this version's schema."""
    return _exit_code(_upgrade())


def refresh_data() -> int:
    """Read the market now and say what changed."""
    return _exit_code(_refresh())


def read_live() -> Snapshots:
    """Read the market once for a run that keeps nothing; what cannot be had is bundled."""
    done = asyncio.run(_read_once())
    if done is None or done.read_nothing:
        _complain("No provider could be reached: the figures are those that come along.")
    return fixed(bundled_snapshot() if done is None else done.after)


async def _read_once() -> Refreshed | None:
    try:
        settings = _settings()
    except ConfigurationError as error:
        _complain(str(error))
        return None
    async with open_market(settings) as market:
        return await market.refresh(datetime.now(UTC))


async def _refresh() -> int:
    from bot.market_data.changes import changes
    from bot.transports.progress import showing

    async with _kept(_settings()) as kept:
        with showing(PARTS) as tell:
            done = await kept.market.refresh(datetime.now(UTC), tell, force=True)
    for line in changes(done):
        _say(line)
    return int(done.read_nothing)


async def _run() -> int:
    settings = _settings()
    if settings.telegram_bot_token is None:
        _say(HOW_TO_CONNECT)
        return await _converse(settings)
    # Here and not above: the library takes half a second that a terminal need not wait for.
    from bot.transports.telegram import DoorError, run_bot

    let_the_loop_in()
    async with (
        _kept(settings) as kept,
        _reading_hourly(settings, kept),
        letting_go(kept.retention),
        _charts() as charts,
    ):
        await _warm(kept)
        try:
            await run_bot(
                settings.telegram_bot_token,
                settings.telegram_api_url,
                kept.services,
                kept.mailbox,
                charts.draw,
                _stop_on_signals(),
                ways=_ways(settings, kept, charts.draw),
            )
        except DoorError as error:
            _complain(str(error))
            return 1
    return 0


async def _run_role(role: "Role") -> int:
    from bot.roles import World
    from bot.transports.telegram import DoorError

    let_the_loop_in()
    settings = _settings()
    async with _kept(settings) as kept, _charts() as charts:
        world = World(
            settings,
            kept.database,
            kept.services,
            kept.market,
            charts.draw,
            _hourly(settings, kept),
        )
        await _warm(kept)
        try:
            await role(world, _stop_on_signals())
        except DoorError as error:
            _complain(str(error))
            return 1
    return 0


def _reading_hourly(settings: Settings, kept: Kept) -> AbstractAsyncContextManager[None]:
    if not settings.live_market:
        return contextlib.nullcontext()
    return reading_hourly(kept.market, partial(watch, store=kept.alerts))


async def _warm(kept: Kept) -> None:
    from bot.warming import warm

    await asyncio.to_thread(warm, await kept.market())


def _hourly(settings: Settings, kept: Kept) -> "dict[str, tuple[int, Hourly]]":
    from bot.market_data.hourly import MINUTE, read_and_then

    jobs: dict[str, tuple[int, Hourly]] = {"retention": (0, kept.retention.drop_old)}
    if settings.live_market:
        then = partial(watch, store=kept.alerts)
        jobs["market"] = (MINUTE, partial(read_and_then, kept.market, then))
    return jobs


def _ways(settings: Settings, kept: Kept, draw: "Draw") -> "Ways":
    from bot import roles
    from bot.transports.telegram.ways import Ways

    world = roles.World(settings, kept.database, kept.services, kept.market, draw)
    return Ways(
        roles.webhook_of(settings),
        roles.listening_of(settings),
        timedelta(minutes=settings.late_after_minutes),
        sole_worker(settings.database_url.get_secret_value()),
        settings.send_rate,
        pays_for_speed=settings.paid_broadcasts,
        unasked=roles.unasked_of(world),
    )


async def _chat() -> int:
    return await _converse(_settings())


async def _chat_fresh() -> None:
    async with _screen(_settings()) as screen:
        await console.converse(services_in_memory(wording_by_settings()), screen)


async def _converse(settings: Settings) -> int:
    async with _kept(settings) as kept, _screen(settings) as screen:
        await console.converse(kept.services, screen)
    return 0


@contextlib.asynccontextmanager
async def _screen(settings: Settings) -> AsyncIterator[console.Screen]:
    """Open what the conversation is shown on: a terminal with pictures, or a pipe."""
    from bot.transports.terminal import Terminal, has_person

    if not has_person():
        yield console.Pipe(settings.data_dir / "files")
        return
    async with _charts() as charts:
        yield Terminal(settings.data_dir / "pictures", charts.draw)


async def _doctor(*, model: bool) -> int:
    return await examine(_settings(), _say, model=model)


async def _phrase_check(n: int) -> int:
    settings = _settings()
    if settings.llm_model is None:
        _complain("No language model is set: LLM_MODEL names one, such as ollama:name.")
        return 1
    from bot.phrase_check import check_phrasing, tell

    phrasing = wording_of(settings, InMemoryBudget(0), _complain)
    return tell(await check_phrasing(phrasing, n), _say) if phrasing else 1


async def _misread() -> int:
    url = _settings().database_url.get_secret_value()
    await asyncio.to_thread(upgrade, url)
    async with open_database(url) as database:
        cases = await database.read(misreadings)
    for case in cases:
        words = " ".join(case.text.split()) or "(an older message)"
        slots = json.dumps(case.slots, ensure_ascii=False) if case.slots else "nothing more"
        _say(f"{case.noted_on}  {words}")
        _say(f"            read as {case.intent} and {slots}; meant: {case.meant or 'not told'}")
    told = "1 message was" if len(cases) == 1 else f"{len(cases)} messages were"
    _say(f"{told} said to be read wrong.")
    return 0


async def _upgrade() -> int:
    upgrade(_settings().database_url.get_secret_value())
    _say("The database is at this version's schema.")
    return 0


def _settings() -> Settings:
    settings = Settings.read()
    configure_logging(sys.stderr, hidden=settings.secrets)
    return settings


@contextlib.asynccontextmanager
async def _kept(settings: Settings) -> AsyncIterator[Kept]:
    """Open the database, migrated, and the market as it was last read, for the length of a run."""
    url = settings.database_url.get_secret_value()
    await asyncio.to_thread(upgrade, url)
    async with (
        open_database(url) as database,
        open_market(settings, store := DatabaseMarket(database)) as market,
    ):
        await market.open(datetime.now(UTC))
        past_prices = PastPrices(market.connection, store) if settings.live_market else None
        budget = DatabaseBudget(database, settings.llm_daily)
        wording = await asyncio.to_thread(wording_of, settings, budget, _complain)
        services = Services(RecentChats(DatabaseChats(database)), market, wording, past_prices)
        yield Kept(
            services,
            database,
            DatabaseMailbox(database),
            market,
            DatabaseAlerts(database),
            DatabaseRetention(database, settings.retention_days),
        )


@contextlib.asynccontextmanager
async def _charts() -> AsyncIterator[ChartWorker]:
    worker = ChartWorker()
    try:
        yield worker
    finally:
        worker.close()


def _stop_on_signals() -> asyncio.Event:
    """Return an event that SIGTERM or SIGINT sets: what is in hand is finished then."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _exit_code(work: Coroutine[Any, Any, int | None]) -> int:
    """Run a command; what a person can mend is one line, and exit code 1."""
    try:
        return asyncio.run(work) or 0
    except KeyboardInterrupt:
        return 0
    except ConfigurationError as error:
        _complain(str(error))
    except StorageError as error:
        _complain(f"The database cannot be used ({error}). Look at DATABASE_URL, then run doctor.")
    return 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _complain(line: str) -> None:
    """Say what went wrong beside the conversation, which has standard output to itself."""
    sys.stderr.write(f"{line}\n")
