"""What providers say, read strictly: every null survives, and what cannot be meant is refused."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market_data import coingecko, ecb, lido
from bot.market_data.defillama import charts, pools, prices, protocols, stablecoins
from bot.market_data.fetching import Fetcher, MarketDataError
from bot.market_data.screen import judged, lines
from bot.market_data.token_metrics import HoldingRow, TokenMetrics, weights_of
from core.finance.market import bundled_snapshot
from core.finance.renewing import Fresh, renewed
from core.finance.sustainability import Standing
from tests.peers.market import as_json, market_peer
from tests.peers.market_payloads import COINS, HACKS, NOW, PROTOCOLS, chart, pool, rates, stablecoin
from tests.peers.market_payloads import pools as of_pools

ANY_NUMBER = st.none() | st.integers() | st.floats()
ROWS = st.builds(
    pool,
    tvlUsd=ANY_NUMBER,
    apy=ANY_NUMBER,
    apyBase=ANY_NUMBER,
    apyReward=ANY_NUMBER,
    apyPct7D=ANY_NUMBER,
    apyMean30d=ANY_NUMBER,
    mu=ANY_NUMBER,
    count=ANY_NUMBER,
    outlier=st.none() | st.booleans(),
    poolMeta=st.none() | st.text(),
    symbol=st.sampled_from(["USDC", "USDT", "DAI"]) | st.text(max_size=3),
)


def body(value: Any) -> bytes:
    return json.dumps(value).encode()


@given(st.lists(ROWS, max_size=4))
def test_whatever_validates_makes_a_market_of_finite_figures(rows: list[dict[str, Any]]) -> None:
    """Any answer is refused, or every ratio and sum that comes of it is a finite number."""
    try:
        found = pools.parse_pools(body(of_pools(*rows)), NOW)
    except MarketDataError:
        return
    snapshot = renewed(bundled_snapshot(), Fresh(as_of=NOW, yields=found.readings))
    for one in snapshot.yields.values():
        figures = (one.rate, one.size, one.settled, one.base, one.reward, one.change_week)
        assert all(figure is None or figure.is_finite() for figure in figures)
        assert one.size >= 0


def test_the_parts_of_a_yield_survive_their_nulls() -> None:
    """A total without parts stays a total, and percent become ratios once."""
    whole = pool(apy=4.75, apyBase=None, apyReward=None, apyMean30d=None, mu=0, count=0)
    found = pools.parse_pools(body(of_pools(whole)), NOW).readings["aave-usdc"]
    assert (found.rate, found.base, found.reward) == (Decimal("0.0475"), None, None)
    assert (found.usual, found.days, found.change_week) == (None, 0, Decimal("0.002"))


def test_a_name_holds_no_brace() -> None:
    """What would read as the place of a figure in a reply is dropped from a pool's names."""
    row = pool(chain="Ether{eum}", symbol="{USDC}", poolMeta="lent {rate}")
    (read,) = pools.rows_of(body(of_pools(row)))
    assert (read.chain, read.symbol, read.poolMeta) == ("Ethereum", "USDC", "lent rate")


def test_pools_that_nothing_names_are_kept_only_where_place_and_coins_are_known() -> None:
    """A large pool of known coins at a known place is kept; dust and strangers are not."""
    rows = [
        pool(symbol="WETH-USDC", project="uniswap-v3", pool="a" * 36),
        pool(symbol="STETH-WSTETH", project="curve-dex", pool="b" * 36, exposure="multi"),
        pool(symbol="STETH", project="unheard-of", pool="c" * 36),
        pool(symbol="STETH", project="curve-dex", pool="d" * 36, tvlUsd=9_000_000),
    ]
    found = pools.parse_pools(body(of_pools(*rows)), NOW)
    assert found.rows == 4
    assert list(found.readings) == ["pool-curve-dex-ethereum-steth-wsteth-bbbbbbbb"]


@pytest.mark.parametrize(
    "said", [b"", b"null", b"<html>", b"[]", b'{"status": "error"}', b'{"status": "success"}']
)
@pytest.mark.parametrize(
    "parse",
    [
        lambda said: pools.parse_pools(said, NOW),
        charts.parse_chart,
        prices.parse_prices,
        prices.parse_price_charts,
        lambda said: stablecoins.parse_stablecoins(said, NOW),
        lido.parse_apr,
        ecb.parse_rates,
        coingecko.parse_chart,
    ],
)
def test_what_cannot_be_meant_is_refused(said: bytes, parse: Any) -> None:
    """Nothing, a page, another shape: one kind of error, whatever the provider."""
    with pytest.raises(MarketDataError):
        parse(said)


def test_a_chart_has_a_row_a_day_and_any_number_may_be_missing() -> None:
    """Days without a rate are left out; of two rows of a day the later counts."""
    said = chart(10)
    said["data"].append({**said["data"][-1], "timestamp": f"{NOW.date()}T23:59:00Z", "apy": 9.9})
    days = charts.parse_chart(body(said))
    assert [one.day for one in days] == sorted({one.day for one in days})
    assert len(days) == 9
    assert (days[-1].day, days[-1].rate) == (NOW.date(), Decimal("0.099"))
    assert any(one.size is None for one in days)


def test_prices_without_an_id_of_ours_or_without_confidence_are_left_out() -> None:
    """An unknown coin is absent, a doubtful price is none."""
    doubtful = {"coingecko:solana": {"price": 1, "timestamp": 1_764_000_000, "confidence": 0.1}}
    strange = {"coingecko:nobody": {"price": 1, "timestamp": 1_764_000_000}}
    free = {"coingecko:tether": {"price": 0, "timestamp": 1_764_000_000}}
    found = prices.parse_prices(body({"coins": {**COINS, **doubtful, **strange, **free}}))
    assert sorted(found) == ["BTC", "ETH", "USDC"]
    assert found["BTC"].price == Decimal("91000.5")


def test_price_charts_by_both_sources() -> None:
    """Seconds with DefiLlama, milliseconds with CoinGecko: both give days."""
    point = {"timestamp": 1_764_000_000, "price": 3000.5}
    said = {"coins": {"coingecko:ethereum": {"prices": [point]}}}
    by_llama = prices.parse_price_charts(body(said))
    by_gecko = coingecko.parse_chart(body({"prices": [[1_764_000_000_000, 3000.5]]}))
    day = datetime.fromtimestamp(1_764_000_000, UTC).date()
    assert by_llama["ETH"] == by_gecko == {day: Decimal("3000.5")}


def test_the_key_of_coingecko_goes_under_the_name_its_host_wants() -> None:
    """The paid host wants another header than the one for everybody."""
    free, paid = "https://api.coingecko.com/api/v3", "https://pro-api.coingecko.com/api/v3"
    assert coingecko.key_header(free, "k") == {"x-cg-demo-api-key": "k"}
    assert coingecko.key_header(paid, "k") == {"x-cg-pro-api-key": "k"}
    assert coingecko.key_header(free, None) == {}


def test_stablecoins_dead_growing_and_shared_by_name() -> None:
    """A dead coin has no price, a growing one its own; of two of one name the larger counts."""
    small = stablecoin("USDC", 0.5, circulating={"peggedUSD": 1000})
    dead = stablecoin("USDX", None, circulatingPrevWeek={"peggedUSD": 0})
    said = {"peggedAssets": [stablecoin("USDC", 1), small, dead, stablecoin("USYC", 1.1358)]}
    found = stablecoins.parse_stablecoins(body(said), NOW)
    assert found["USDC"].price == 1
    assert (found["USDX"].price, found["USDX"].size_week_ago) == (None, None)
    assert found["USYC"].price == Decimal("1.1358")
    euro = stablecoin("EURC", 1.16, pegType="peggedEUR", circulating={"peggedEUR": 300_000_000})
    found = stablecoins.parse_stablecoins(body({"peggedAssets": [euro]}), NOW)
    assert found["EURC"].currency == "EUR"


def test_protocols_fees_and_losses_are_those_of_known_places() -> None:
    """Parts add up to a protocol; an incident is matched by id, by number or by text."""
    found = protocols.parse_protocols(body(PROTOCOLS), NOW)
    assert set(found.readings) == {"aave"}
    assert found.slugs == {"1599": "aave"}
    losses = protocols.parse_hacks(body(HACKS), found.slugs, NOW)
    assert [(one.protocol, one.loss_usd) for one in losses] == [("aave", Decimal(5_000_000))]
    assert protocols.parse_hacks(body(HACKS), {}, NOW)[0].protocol == "aave"
    assert protocols.parse_fees(body({"total7d": 7, "total30d": None})) == 365
    assert protocols.parse_fees(body({})) is None


@pytest.mark.parametrize("said", ["2.4", None, -1, 240.0, [2.4]])
def test_lidos_rate_is_a_number_or_refused(said: Any) -> None:
    """Text that looks like a number is refused, as is what no staking pays."""
    with pytest.raises(MarketDataError):
        lido.parse_apr(body({"data": {"smaApr": said}}))


def test_the_banks_table_is_read_by_its_own_day() -> None:
    """The rates of the last day, with the euro itself; a bomb of a file is refused."""
    found = ecb.parse_rates(rates(USD=1.16, GBP=0.86))
    assert (found.as_of, found.per_euro["USD"]) == (date(2026, 11, 25), Decimal("1.16"))
    assert found.rate("GBP", "USD") == Decimal("1.16") / Decimal("0.86")


def _held(symbol: str, **weight: float) -> HoldingRow:
    name = "token_symbol" if "weight" in weight else "TOKEN_SYMBOL"
    return HoldingRow.model_validate({name: symbol, **weight})


def test_weights_are_parts_of_one_however_they_come() -> None:
    """In percent or as ratios, told by their sum; any other sum is refused."""
    percent = [_held("eth", WEIGHT=60), _held("BTC", WEIGHT=40)]
    ratios = [_held("ETH", weight=0.6), _held("BTC", weight=0.4)]
    expected = {"ETH": Decimal("0.6"), "BTC": Decimal("0.4")}
    assert weights_of(percent) == weights_of(ratios) == expected
    with pytest.raises(MarketDataError):
        weights_of(percent[:1])


async def test_token_metrics_is_read_page_by_page_with_its_key() -> None:
    """Pages are of a hundred, spelt as in either version; a refusal is an error."""
    async with market_peer() as peer, httpx.AsyncClient() as client:
        rows = [{"ID": number, "NAME": f"Index {number}", "7D": 1.5} for number in range(100)]
        peer.queued["/indices"] = [
            as_json({"success": True, "message": "", "length": 100, "data": rows}),
            as_json({"success": True, "data": [{"id": 100, "name": "Last", "7_d": None}]}),
            as_json({"success": False, "message": "no credits", "data": []}),
        ]
        peer.always["/indices-holdings"] = as_json(
            {"success": True, "data": [{"TOKEN_SYMBOL": "ETH", "WEIGHT": 1}]}
        )
        peer.always["/indices-performance"] = as_json(
            {"success": True, "data": [{"DATE": "2026-11-24", "INDEX_CUMULATIVE_ROI": 0.25}]}
        )
        metrics = TokenMetrics(Fetcher(client), peer.url, "key")
        found = await metrics.indices()
        assert len(found) == 101
        more = as_json({"success": True, "data": rows[:5]})
        peer.queued["/indices"].insert(0, more)
        ours = await metrics.readings({"balanced": 3, "defi-yield": 77}, NOW)
        assert list(ours) == ["balanced"]
        index = ours["balanced"]
        assert (index.change_week, dict(index.weights)) == (Decimal("0.015"), {"ETH": Decimal(1)})
        made = await metrics.performance(0, "2026-11-01", "2026-11-25")
        assert made == {"2026-11-24": Decimal("0.25")}
        with pytest.raises(MarketDataError):
            await metrics.indices()
        assert {asked.headers["x-api-key"] for asked in peer.asked} == {"key"}


def test_no_pool_above_a_hundred_percent_survives_the_screen() -> None:
    """By its month or by the moment; the table says how many and why."""
    rows = [
        pool(project="curve-dex", apy=150, apyMean30d=8),
        pool(project="curve-dex", apy=8, apyMean30d=150),
        pool(project="curve-dex", apy=4, apyMean30d=4),
    ]
    found = judged(body(of_pools(*rows)), NOW.date())
    standings = [judgement.standing for _, judgement in found]
    assert standings[:2] == [Standing.SCREENED] * 2
    assert standings[2] is not Standing.SCREENED
    assert "| yield above 100 % | 2 | 66.7% |" in list(lines(found, NOW.date()))
