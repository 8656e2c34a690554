"""A round of reading the market: what is taken, what stays, and what is said of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import httpx
import pytest

from bot.db.database import Database
from bot.db.market import DatabaseMarket
from bot.market_data.changes import changes
from bot.market_data.fetching import Fetcher, Manners
from bot.market_data.gathering import PARTS
from bot.market_data.market import Connection, Market
from bot.market_data.providers import Addresses
from bot.services import MarketStore
from core.catalogue import known_pools
from core.finance.market import bundled_snapshot
from tests.peers.market import Answer, MarketPeer, as_json, market_peer
from tests.peers.market_payloads import LIDO, NOW, chart, pool, pools, stablecoin, well

QUICK = Manners(seconds=2, attempts=2, first_pause=0.01, longest_pause=0.1)
HOUR = timedelta(hours=1)


@pytest.fixture
async def peer() -> AsyncIterator[MarketPeer]:
    async with market_peer() as peer:
        well(peer)
        yield peer


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


def market_at(
    peer: MarketPeer, client: httpx.AsyncClient, store: MarketStore | None = None
) -> Market:
    at = Addresses(*[peer.url] * 8)
    return Market(Connection(Fetcher(client, QUICK), at), store)


async def test_a_round_brings_every_kind_of_figure(
    peer: MarketPeer, client: httpx.AsyncClient
) -> None:
    """Yields with their history, prices, pegs, protocols, incidents and exchange rates."""
    told: list[str] = []
    done = await market_at(peer, client).refresh(NOW, told.append)
    after = done.after
    lido = after.yields["lido-steth"]
    assert (lido.rate, lido.as_of, len(lido.history)) == (Decimal("0.024"), NOW, 39)
    assert lido.usual == Decimal("0.033")
    assert after.prices["ETH"].price == 3100
    assert after.prices["SOL"] == done.before.prices["SOL"]
    assert after.pegs["USDX"].price is None
    aave = after.protocols["aave"]
    assert aave.revenue == Decimal(365_000_000)
    assert aave.change_week == pytest.approx(Decimal("-0.025"))
    assert after.incidents[0].protocol == "aave"
    assert after.exchange_rates.as_of == date(2026, 11, 25)
    assert after.exchange_rates.source == "ECB"
    assert set(told) == set(PARTS)


async def test_what_is_in_use_and_was_not_read_stays_with_its_date(
    peer: MarketPeer, client: httpx.AsyncClient
) -> None:
    """A pool that is missing from one answer keeps its last reading; nothing vanishes."""
    after = (await market_at(peer, client).refresh(NOW)).after
    assert after.yields["jito-jitosol"] == bundled_snapshot().yields["jito-jitosol"]
    assert after.yields["aave-usdc"].as_of == NOW


async def test_a_pool_is_found_by_its_names_and_not_by_a_remembered_id(
    peer: MarketPeer, client: httpx.AsyncClient
) -> None:
    """An id that came to stand for another pool is not taken for the one it was."""
    other = pool(**{**LIDO, "symbol": "LDO", "apy": 80.0})
    peer.always["/pools"] = as_json(pools(other))
    after = (await market_at(peer, client).refresh(NOW)).after
    assert after.yields["lido-steth"] == bundled_snapshot().yields["lido-steth"]
    moved = pool(**{**LIDO, "pool": "00000000-0000-0000-0000-000000000000"})
    peer.always["/pools"] = as_json(pools(moved))
    after = (await market_at(peer, client).refresh(NOW)).after
    assert after.yields["lido-steth"].rate == Decimal("0.024")


HTML = Answer(b"<html>maintenance</html>")
WRONG_TYPES = as_json([1, "two", None])


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/pools", HTML),
        ("/pools", Answer(b"")),
        ("/pools", Answer(b'{"status": "error", "data": []}')),
        ("/pools", as_json({"status": "success", "data": [{"pool": 1}] * 50})),
        ("/pools", WRONG_TYPES),
        ("/pools", Answer(status=500)),
        ("/stablecoins", HTML),
        ("/stablecoins", WRONG_TYPES),
        ("/protocols", HTML),
        ("/protocols", WRONG_TYPES),
    ],
)
async def test_what_a_provider_cannot_mean_is_refused_and_the_last_good_stays(
    peer: MarketPeer, client: httpx.AsyncClient, path: str, fault: Answer
) -> None:
    """A part that fails is named, keeps its last figures, and holds up no other part."""
    peer.always[path] = fault
    done = await market_at(peer, client).refresh(NOW)
    assert any("127.0.0.1" in problem for problem in done.problems)
    assert done.after.prices["ETH"].price == 3100
    if path == "/pools":
        assert done.after.yields == done.before.yields
        assert done.after.as_of == done.before.as_of


async def test_a_single_row_that_means_nothing_is_left_out(
    peer: MarketPeer, client: httpx.AsyncClient
) -> None:
    """One odd row among many costs that row and no more."""
    rows = [pool(project=f"p{number}") for number in range(30)]
    peer.always["/pools"] = as_json(pools(*rows, pool(apy="3.3"), pool()))
    after = (await market_at(peer, client).refresh(NOW)).after
    assert after.yields["aave-usdc"].rate == Decimal("0.033")


@pytest.mark.parametrize("rate", [0, 66.0])
async def test_a_zero_and_a_leap_are_not_believed(
    peer: MarketPeer, client: httpx.AsyncClient, rate: float
) -> None:
    """Against forty days of 3.3 % neither nothing nor 66 % is taken as fact, and it is said."""
    peer.always["/pools"] = as_json(pools(pool(apy=rate, apyMean30d=None)))
    done = await market_at(peer, client).refresh(NOW)
    found = done.after.yields["aave-usdc"]
    assert (found.rate, found.disbelieved) == (Decimal("0.033"), Decimal(str(rate)) / 100)
    assert any("is not believed" in line for line in changes(done))


async def test_staking_rewards_counted_twice_are_set_right_by_lido_itself(
    peer: MarketPeer, client: httpx.AsyncClient
) -> None:
    """A doubled reading gives way to what the provider of the token says, named as its source."""
    peer.always[f"/chart/{LIDO['pool']}"] = as_json(chart(40, rate=2.4))
    peer.always["/pools"] = as_json(pools(pool(**{**LIDO, "apy": 4.8})))
    found = (await market_at(peer, client).refresh(NOW)).after.yields["lido-steth"]
    assert (found.rate, found.source) == (Decimal("0.0241"), "Lido")


async def test_a_pool_whose_chart_ended_is_of_the_day_it_ended(
    peer: MarketPeer, client: httpx.AsyncClient
) -> None:
    """A stale row is still delivered as if it were of now; its chart tells."""
    ended = NOW.date() - timedelta(days=20)
    peer.always["/chart/aa70268e-4b52-42bf-a116-608b370f9501"] = as_json(chart(40, last=ended))
    found = (await market_at(peer, client).refresh(NOW)).after.yields["aave-usdc"]
    assert found.as_of.date() == ended


async def test_a_price_that_leaps_needs_a_second_source(
    peer: MarketPeer, client: httpx.AsyncClient
) -> None:
    """A tenth of the last price is believed when another source agrees, and not before."""
    market = market_at(peer, client)
    await market.refresh(NOW)
    path = next(path for path in peer.always if path.startswith("/prices/current/"))
    seconds = int((NOW + HOUR).timestamp())
    fallen = {"coingecko:ethereum": {"price": 310, "timestamp": seconds, "confidence": 0.99}}
    peer.always[path] = as_json({"coins": fallen})
    assert (await market.refresh(NOW + HOUR)).after.prices["ETH"].price == 3100
    peer.always["/simple/price"] = as_json(
        {"ethereum": {"usd": 311, "last_updated_at": seconds}, "unknown": {}}
    )
    assert (await market.refresh(NOW + HOUR)).after.prices["ETH"].price == 310


async def test_one_low_price_asks_a_second_source_before_anything_is_said(
    peer: MarketPeer, client: httpx.AsyncClient
) -> None:
    """A stablecoin at 88 cents is looked up elsewhere, and that price stands beside it."""
    peer.always["/stablecoins"] = as_json({"peggedAssets": [stablecoin("USDC", 0.88)]})
    peer.always["/simple/price"] = as_json({"usd-coin": {"usd": 0.9998}})
    after = (await market_at(peer, client).refresh(NOW)).after
    assert after.pegs["USDC"].second == Decimal("0.9998")


async def test_a_market_is_kept_and_its_histories_with_it(
    peer: MarketPeer, client: httpx.AsyncClient, database: Database
) -> None:
    """The next run begins where the last ended, on both databases, to the digit."""
    store = DatabaseMarket(database)
    first = market_at(peer, client, store)
    done = await first.refresh(NOW)
    second = market_at(peer, client, store)
    await second.open(NOW + HOUR)
    found, before = await second(), done.after
    assert found.prices == before.prices
    assert found.pegs == before.pegs
    assert found.incidents == before.incidents
    assert found.price_days["ETH"] == {NOW.date(): Decimal(3100)}
    assert found.price_on("ETH", NOW.date() - timedelta(days=2)) is None
    lido = found.yields["lido-steth"]
    assert replace(lido, history=()) == replace(before.yields["lido-steth"], history=())
    assert lido.history[-1] == Decimal("0.024")
    assert len(lido.history) == 39


async def test_charts_are_asked_for_once_and_days_add_up(
    peer: MarketPeer, client: httpx.AsyncClient, database: Database
) -> None:
    """What is stored needs no second chart; each day adds one of its own."""
    market = market_at(peer, client, DatabaseMarket(database))
    await market.refresh(NOW)
    await market.refresh(NOW + timedelta(days=1))
    assert peer.count("/chart/aa70268e-4b52-42bf-a116-608b370f9501") == 1
    found = (await market()).yields["aave-usdc"]
    assert len(found.history) == 39
    reopened = market_at(peer, client, DatabaseMarket(database))
    await reopened.open(NOW + timedelta(days=1))
    assert len((await reopened()).yields["aave-usdc"].history) == 40


async def test_what_another_process_just_read_is_not_read_again(
    peer: MarketPeer, client: httpx.AsyncClient, database: Database
) -> None:
    """Two processes on one database read the providers once an hour between them."""
    store = DatabaseMarket(database)
    await market_at(peer, client, store).refresh(NOW)
    other = market_at(peer, client, store)
    await other.refresh(NOW + timedelta(minutes=5))
    assert peer.count("/pools") == 1
    assert (await other()).as_of == NOW


async def test_nobody_in_reach(client: httpx.AsyncClient) -> None:
    """Without a network the figures stay those that come along, and every part is named."""
    market = Market(Connection(Fetcher(client, QUICK), Addresses(*["http://127.0.0.1:9"] * 8)))
    done = await market.refresh(NOW)
    assert done.read_nothing
    assert await market() is bundled_snapshot()
    assert len(done.problems) >= 6
    assert "Nothing could be read" in next(changes(done))


def test_every_reading_of_the_catalogue_is_a_pool_in_use() -> None:
    """What indices, coins and stacks refer to comes along, so it can never be missing."""
    assert bundled_snapshot().yields.keys() <= known_pools().keys()
