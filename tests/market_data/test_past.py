"""Prices of days before the bot ran: asked for when income is recorded, and never for long."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
import respx

from bot.conversation import take_and_save
from bot.db.database import Database
from bot.db.market import DatabaseMarket
from bot.market_data.fetching import Fetcher, Manners
from bot.market_data.market import Connection
from bot.market_data.past import PastPrices
from bot.market_data.providers import Addresses, Keys
from bot.memory import InMemoryChats
from bot.oneshot import bundled
from bot.services import IncomingMessage, Services
from core.dialogue.person import Person
from core.dialogue.state import Said
from core.dialogue.tables import Document

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = date(2026, 2, 9)
NOON = int(datetime(2026, 2, 9, 12, tzinfo=UTC).timestamp())
ATOM = "https://coins.llama.fi/chart/coingecko:cosmos"
SECOND = "https://api.coingecko.com/api/v3/coins/cosmos/market_chart"
QUICK = Manners(seconds=1, attempts=1, first_pause=0.01, longest_pause=0.1)
SAID = "got 12.5 ATOM rewards on 9 Feb 2026"


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    async with httpx.AsyncClient() as client:
        yield Connection(Fetcher(client, QUICK), Addresses(), Keys(coingecko="demo"))


@pytest.fixture
def asked() -> Any:
    """The providers; what a test does not route answers with nothing."""
    with respx.mock(assert_all_called=False, assert_all_mocked=False) as router:
        yield router


def llama(*points: tuple[int, float], confidence: float = 0.99) -> httpx.Response:
    prices = [{"timestamp": moment, "price": price} for moment, price in points]
    chart = {"symbol": "ATOM", "confidence": confidence, "prices": prices}
    return httpx.Response(200, json={"coins": {"coingecko:cosmos": chart}})


class Kept:
    """A conversation over services that may ask for past prices."""

    def __init__(self, past: PastPrices) -> None:
        self.chats = InMemoryChats()
        self.services = Services(self.chats, bundled, past_prices=past)

    async def take(self, **said: Any) -> str:
        turn, _ = await take_and_save(IncomingMessage("7", Said(NOW, **said)), self.services)
        return turn.draft.text

    async def person(self) -> Person:
        return (await self.chats.load("7")).person


async def test_the_price_of_an_earlier_day_is_fetched(connection: Connection, asked: Any) -> None:
    """Income of a day before the bot ran is worth that day's price, and is told to be."""
    route = asked.get(ATOM).mock(return_value=llama((NOON + 40, 4.0)))
    kept = Kept(PastPrices(connection))
    told = await kept.take(text=SAID)
    assert "$50" in told
    assert "by the price of that day" in told
    (receipt,) = (await kept.person()).receipts
    assert (receipt.day, receipt.worth) == (DAY, Decimal("50.00"))
    assert dict(route.calls.last.request.url.params) == {
        "start": str(NOON),
        "span": "1",
        "period": "1d",
    }


async def test_a_known_day_is_not_asked_for_again(connection: Connection, asked: Any) -> None:
    """What one person's record needed is there for everybody's."""
    route = asked.get(ATOM).mock(return_value=llama((NOON, 4.0)))
    past = PastPrices(connection)
    for _ in range(2):
        await Kept(past).take(text=SAID)
    assert route.call_count == 1


async def test_what_was_fetched_is_stored(
    connection: Connection, asked: Any, database: Database
) -> None:
    """The price of a past day is kept with the others."""
    asked.get(ATOM).mock(return_value=llama((NOON, 4.0)))
    store = DatabaseMarket(database)
    await store.save(await bundled(), NOW)
    await Kept(PastPrices(connection, store)).take(text=SAID)
    stored = await store.load()
    assert stored
    assert stored.snapshot.price_days["ATOM"][DAY] == Decimal(4)


@pytest.mark.parametrize(
    "first",
    [
        httpx.Response(500),
        httpx.Response(200, json={"coins": {}}),
        llama((NOON, 9.0), confidence=0.3),
    ],
)
async def test_the_second_source_stands_in(
    connection: Connection, asked: Any, first: httpx.Response
) -> None:
    """Where the first source fails, or is not sure, the other one's price of the day counts."""
    asked.get(ATOM).mock(return_value=first)
    chart = {"prices": [[NOON * 1000, 4.0], [int(NOW.timestamp() * 1000), 5.0]]}
    route = asked.get(SECOND).mock(return_value=httpx.Response(200, json=chart))
    assert "$50" in await Kept(PastPrices(connection)).take(text=SAID)
    request = route.calls.last.request
    assert request.headers["x-cg-demo-api-key"] == "demo"
    assert request.url.params["days"] == "290"


async def test_out_of_reach_the_worth_is_asked_for(connection: Connection, asked: Any) -> None:
    """Nobody answers: the record is kept, its worth asked for, and nobody is asked for a while."""
    asked.route().mock(side_effect=httpx.ConnectError)
    past = PastPrices(connection)
    kept = Kept(past)
    assert "What was it worth when you received it?" in await kept.take(text=SAID)
    assert (await kept.person()).receipts[0].worth is None
    count = asked.calls.call_count
    await Kept(past).take(text=SAID)
    assert asked.calls.call_count == count > 0


async def test_a_slow_provider_is_not_waited_for(connection: Connection, asked: Any) -> None:
    """A record waits for its price no longer than the patience for it, and holds up nobody."""

    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    asked.get(ATOM).mock(side_effect=never)
    kept = Kept(PastPrices(connection, patience=0.05))
    beside = asyncio.create_task(asyncio.sleep(0, "went on"))
    assert "What was it worth" in await kept.take(text=SAID)
    assert beside.done()


async def test_a_worth_that_was_said_needs_no_price(connection: Connection, asked: Any) -> None:
    """Nobody is asked about what the person said, nor about a coin that is unknown."""
    kept = Kept(PastPrices(connection))
    await kept.take(text=f"{SAID} worth $44")
    assert (await kept.person()).receipts[0].worth == Decimal("44.00")
    assert not asked.calls


async def test_the_rows_of_a_file_have_their_worth(connection: Connection, asked: Any) -> None:
    """Rows without a worth are valued by one request; what has no price stays without."""
    route = asked.get(ATOM).mock(return_value=llama((NOON, 4.0), (NOON + 2 * 86_400, 2.0)))
    rows = "date,asset,quantity,kind,worth\n2026-02-09,ATOM,2,reward,\n2026-02-11,ATOM,3,reward,\n"
    rows += "2026-03-11,ATOM,3,reward,\n2026-02-11,ATOM,5,reward,7\n"
    kept = Kept(PastPrices(connection))
    told = await kept.take(document=Document("file.csv", rows.encode()))
    pending = (await kept.person()).pending
    assert pending
    worths = [one.worth for one in pending.receipts]
    assert worths == [Decimal("8.00"), Decimal("6.00"), None, Decimal(7)]
    assert "2 without a worth in the file, valued by the price of their day" in told
    assert "1 without a worth" in told
    assert route.call_count == 1
    assert route.calls.last.request.url.params["span"] == "31"
