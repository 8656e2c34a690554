"""Every real capture is read whole, and what follows from it is sane."""

import csv
import json
import os
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from bot.market_data import coingecko
from bot.market_data.bundle import snapshot_lines
from bot.market_data.defillama import charts, pools, prices, protocols, stablecoins
from bot.market_data.screen import judged
from core.finance.market import bundled_snapshot
from core.finance.pegs import Peg, judge_peg
from core.finance.sustainability import Standing

DATA = Path(os.environ["CONFORMANCE_DATA"])
LLAMA = DATA / "defillama"
CAPTURED = date(2025, 8, 31)
NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)


def rows_of(name: str) -> list[dict[str, str]]:
    with (LLAMA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(words: str) -> float | None:
    return float(words) if words else None


def body(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_every_pool_of_a_day_has_a_meaning_and_none_above_a_hundred_percent_survives() -> None:
    """1,134 pools of exchanges: all rows are read, all are judged, and B4 holds for each."""
    found = judged((LLAMA / "pools_2025-08-31.json").read_bytes(), CAPTURED)
    assert len(found) == 1134
    for reading, judgement in found:
        assert judgement.standing is Standing.SCREENED or reading.rate <= 1
        assert judgement.standing is Standing.SCREENED or reading.settled <= 1


def test_the_flags_of_a_day_follow_from_the_rates() -> None:
    """All 119 above 100 % are flagged, and no other's long-run mean exceeds 45.2 %."""
    rows = pools.rows_of((LLAMA / "pools_2025-08-31.json").read_bytes())
    high = [row for row in rows if row.apy and row.apy > 100]
    assert len(high) == 119
    assert all(row.outlier for row in high)
    assert max(row.mu for row in rows if row.mu and not row.outlier) <= Decimal("45.2")


def test_rows_with_awkward_nulls_are_read() -> None:
    """Five rows as they were sent: parts without a total, a total without parts, no predictions."""
    said = json.loads((LLAMA / "pools_verbatim_5.json").read_text())
    rows = pools.rows_of(body({"status": "success", **said}))
    assert len(rows) == len(said["data"])
    found = pools.parse_pools(body({"status": "success", **said}), NOW).readings
    assert found["sky-susds"].base is None
    assert found["aave-susde"].rate == 0


def test_lending_pools_of_two_months_are_read() -> None:
    """2,123 readings of 156 stablecoin pools: each makes a row of the documented shape."""
    rows = rows_of("stable_lending_panel_2026.csv")
    said = [
        {
            "chain": row["chain"],
            "project": row["protocol"],
            "symbol": row["asset"],
            "pool": row["pool"],
            "tvlUsd": number(row["tvl_usd"]),
            "apy": number(row["apy_total"]),
            "apyBase": number(row["apy_base"]),
            "apyReward": number(row["apy_reward"]),
            "apyMean30d": number(row["apy_30d_avg"]),
            "count": int(row["count"]),
            "outlier": row["outlier"] == "True",
        }
        for row in rows
    ]
    assert len(pools.rows_of(body({"status": "success", "data": said}))) == len(rows)
    assert pools.parse_pools(body({"status": "success", "data": said}), NOW).readings


def test_years_of_daily_charts_are_read() -> None:
    """14,421 days of 37 pools, any number of which may be missing; medians are what they were."""
    by_pool: dict[str, list[dict[str, str]]] = {}
    for row in rows_of("pool_history_dex_top40.csv"):
        by_pool.setdefault(row["pool_id_defillama"], []).append(row)
    assert len(by_pool) == 37
    for rows in by_pool.values():
        said = [
            {
                "timestamp": f"{row['timestamp'][:10]}T00:00:00.000Z",
                "tvlUsd": number(row["tvl_usd"]),
                "apy": number(row["apy"]),
            }
            for row in rows
        ]
        days = charts.parse_chart(body({"status": "success", "data": said}))
        rated = {row["timestamp"][:10]: float(row["apy"]) for row in rows if row["apy"]}
        assert len(days) == len(rated)
        middle = median(float(day.rate) for day in days)
        assert middle == pytest.approx(median(rated.values()) / 100)


def test_recorded_answers_for_prices_are_read() -> None:
    """Answers of DefiLlama and CoinGecko as they were recorded, known coins and unknown."""
    recorded = json.loads((DATA / "coingecko_defillama_beaconchain_responses.json").read_text())
    read = 0
    for answer in recorded:
        if "/prices/" in answer["uri"] and "llama.fi" in answer["uri"]:
            prices.parse_prices(body(answer["body"]))
            read += 1
        elif "/simple/price" in answer["uri"] and "vs_currencies=usd" in answer["uri"]:
            coingecko.parse_prices(body(answer["body"]), NOW)
            read += 1
    assert read >= 6


def test_ten_years_of_incidents_are_read() -> None:
    """470 incidents, put in the shape of the interface, are matched to the places known here."""
    said = [
        {
            "date": int(datetime.fromisoformat(row["date"]).replace(tzinfo=UTC).timestamp()),
            "name": row["name"],
            "technique": row["technique"],
            "amount": row["amount_usd"],
            "chain": row["chain"],
            "returnedFunds": None,
            "defillamaId": None,
        }
        for row in json.loads((LLAMA / "hacks_2016_2026-03.json").read_text())
    ]
    assert len(said) == 470
    found = protocols.parse_hacks(body(said), {}, NOW)
    assert {"curve", "euler", "balancer", "compound"} <= {one.protocol for one in found}
    assert all(one.loss_usd and one.loss_usd > 0 for one in found)


def test_no_real_stablecoin_is_called_off_its_peg() -> None:
    """The nineteen largest of a day, one dead, two that grow: no false alarm."""
    said = [
        {
            "name": row["name"],
            "symbol": row["symbol"],
            "pegType": row["pegType"],
            "pegMechanism": row["pegMechanism"],
            "price": number(row["price"]),
            "circulating": {row["pegType"]: number(row["circulatingUsd"])},
            "circulatingPrevWeek": {row["pegType"]: number(row["circulatingPrevWeekUsd"])},
        }
        for row in rows_of("stablecoins_top19.csv")
    ]
    found = stablecoins.parse_stablecoins(body({"peggedAssets": said}), NOW)
    assert len(found) == 19
    rates = bundled_snapshot().exchange_rates
    judged_pegs = {judge_peg(one, rates, NOW).peg for one in found.values()}
    assert judged_pegs == {Peg.HOLDS, Peg.GROWS, Peg.UNKNOWN}


def test_what_comes_along_is_what_was_captured() -> None:
    """The packaged snapshot is rebuilt from the captures to the letter, up to exchange rates."""
    packaged = (Path(__file__).parents[2] / "core/data/snapshot.toml").read_text()
    rebuilt = "\n".join(snapshot_lines(DATA))
    assert rebuilt.split("[exchange_rates]")[0] == packaged.split("[exchange_rates]")[0]
