"""Alerts from end to end: providers are read, levels are crossed, and the chat hears of it once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import httpx
from pydantic import SecretStr

from bot.db.database import Database
from bot.db.market import DatabaseMarket
from bot.db.store import DatabaseAlerts, DatabaseChats, DatabaseMailbox, DatabaseUnasked
from bot.dispatch import Post, dispatch_due
from bot.market_data.hourly import read_and_then
from bot.market_data.market import Market
from bot.services import Services
from bot.transports.telegram import run_bot
from bot.transports.telegram.ways import Deliver, Ways
from bot.unasked import SHARDS
from bot.watching import watch
from tests.e2e.test_peers import TOKEN, Ours, answers, draw, labels
from tests.market_data.test_market import market_at
from tests.peers.bot_api import serving
from tests.peers.bot_api_state import BotApi
from tests.peers.market import MarketPeer, as_json, market_peer
from tests.peers.market_payloads import LIDO, NOW, pool, pools, well

ADA, BO = 42, 43


@dataclass
class Hours:
    """The bot at work, whose hours pass when the test says so."""

    people: Ours
    providers: MarketPeer
    market: Market
    database: Database
    deliver: Deliver
    now: datetime = NOW

    async def read(self, eth_yield: float) -> None:
        """Let an hour pass: the providers are read, alerts are judged, what is due is sent."""
        self.now += timedelta(hours=1)
        paying = pool(**{**LIDO, "apy": eth_yield, "apyBase": eth_yield})
        self.providers.always["/pools"] = as_json(pools(pool(), paying))
        then = partial(watch, store=DatabaseAlerts(self.database))
        await read_and_then(self.market, then, self.now)
        post = Post(DatabaseUnasked(self.database), lambda *_: (), self.deliver)
        for shard in range(SHARDS):
            await dispatch_due(self.now, shard, post)

    async def told(self, chat: int) -> list[str]:
        """Return the alerts that came to a chat."""
        texts = [message["text"] for message in await self.people.messages(chat)]
        return [text for text in texts if "Told once" in text]


@contextlib.asynccontextmanager
async def at_work(database: Database) -> AsyncIterator[Hours]:
    api, stop, ready = BotApi(TOKEN), asyncio.Event(), asyncio.Event()
    delivering: list[Deliver] = []

    async def unasked(deliver: Deliver) -> None:
        delivering.append(deliver)
        ready.set()
        await stop.wait()

    async with (
        serving(api) as address,
        market_peer() as providers,
        httpx.AsyncClient() as client,
    ):
        well(providers)
        market = market_at(providers, client, DatabaseMarket(database))
        services = Services(DatabaseChats(database), market)
        mailbox, ways = DatabaseMailbox(database), Ways(unasked=unasked)
        bot = run_bot(SecretStr(TOKEN), address, services, mailbox, draw, stop, ways=ways)
        task = asyncio.create_task(bot)
        try:
            await asyncio.wait_for(ready.wait(), 20)
            yield Hours(Ours(api, address), providers, market, database, delivering[0])
        finally:
            stop.set()
            await asyncio.wait_for(task, 15)


async def test_one_message_a_crossing(database: Database) -> None:
    """A level is told of once, however long it stays crossed and however it trembles."""
    async with at_work(database) as hours:
        await hours.read(2.4)
        await hours.people.say(ADA, "tell me when the ETH yield drops below 2%")
        await hours.people.say(BO, "tell me when the ETH yield drops below 1%")
        await answers(hours.people, ADA, 1)
        for rate in (2.3, 1.9, 1.8, 2.01, 1.9):
            await hours.read(rate)
        assert len(await hours.told(ADA)) == 1
        await hours.read(2.4)
        await hours.read(1.9)
        assert len(await hours.told(ADA)) == 2
        assert not await hours.told(BO)
        assert "1.9 %" in (await hours.told(ADA))[0]


async def test_paused_by_its_own_button(database: Database) -> None:
    """The button under an alert stops it; "resume all alerts" takes it up again."""
    async with at_work(database) as hours:
        await hours.read(2.4)
        await hours.people.say(ADA, "tell me when the ETH yield drops below 2%")
        await answers(hours.people, ADA, 1)
        await hours.read(1.9)
        (_, alert) = await answers(hours.people, ADA, 2)
        await hours.people.press(ADA, labels(alert)["Stop this one"])
        await answers(hours.people, ADA, 3)
        for rate in (2.4, 1.9):
            await hours.read(rate)
        assert len(await hours.told(ADA)) == 1
        await hours.people.say(ADA, "resume all alerts")
        await answers(hours.people, ADA, 4)
        for rate in (2.4, 1.9):
            await hours.read(rate)
        assert len(await hours.told(ADA)) == 2
