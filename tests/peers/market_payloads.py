"""Payloads in the shapes that the providers document, with the oddities that were seen in them."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.market_data.defillama.prices import coins_query
from core.catalogue import asset_facts
from tests.peers.market import Answer, MarketPeer, as_json, packed

NOW = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
SECONDS = int(NOW.timestamp())


def pool(**fields: Any) -> dict[str, Any]:
    """A row as the provider has it: percent, and null where it knows nothing."""
    return {
        "chain": "Ethereum",
        "project": "aave-v3",
        "symbol": "USDC",
        "pool": "aa70268e-4b52-42bf-a116-608b370f9501",
        "tvlUsd": 1_388_025_296,
        "apyBase": 3.3,
        "apyReward": None,
        "apy": 3.3,
        "rewardTokens": None,
        "apyPct1D": -0.01,
        "apyPct7D": 0.2,
        "apyPct30D": None,
        "stablecoin": True,
        "ilRisk": "no",
        "exposure": "single",
        "predictions": {
            "predictedClass": None,
            "predictedProbability": None,
            "binnedConfidence": None,
        },
        "poolMeta": None,
        "mu": 4.1,
        "sigma": 0.12,
        "count": 700,
        "outlier": False,
        "underlyingTokens": None,
        "il7d": None,
        "apyBase7d": None,
        "apyMean30d": 3.25,
        "volumeUsd1d": None,
        "volumeUsd7d": None,
        "apyBaseInception": None,
        **fields,
    }


LIDO = pool(
    project="lido",
    symbol="STETH",
    pool="747c1d2a-c668-4682-b9f9-296708a3dd90",
    tvlUsd=22_000_000_000,
    apyBase=2.4,
    apy=2.4,
    apyMean30d=2.35,
    stablecoin=False,
)
SUSDS = pool(
    project="sky-lending",
    symbol="SUSDS",
    pool="d8c4eff5-c8a9-46fc-a888-057c4c668e72",
    tvlUsd=4_000_000_000,
    apyBase=None,
    apy=4.75,
    apyMean30d=None,
)


def pools(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"status": "success", "data": list(rows)}


def chart(days: int, rate: float = 3.3, last: date | None = None) -> dict[str, Any]:
    """A row a day, oldest first; some numbers are null."""
    end = last or NOW.date()
    rows = [
        {
            "timestamp": f"{end - timedelta(days=ago)}T23:01:00.000Z",
            "tvlUsd": None if ago == 3 else 1_000_000_000,
            "apy": None if ago == 5 else rate,
            "apyBase": rate,
            "apyReward": None,
            "il7d": None,
            "apyBase7d": None,
        }
        for ago in range(days - 1, -1, -1)
    ]
    return {"status": "success", "data": rows}


def stablecoin(symbol: str, price: float | None, **fields: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "name": symbol.title(),
        "symbol": symbol,
        "gecko_id": symbol.lower(),
        "pegType": "peggedUSD",
        "pegMechanism": "fiat-backed",
        "circulating": {"peggedUSD": 73_000_000_000.5},
        "circulatingPrevWeek": {"peggedUSD": 73_100_000_000},
        "price": price,
        **fields,
    }


def rates(**per_euro: float) -> bytes:
    """The bank's table of a day, packed as it packs it."""
    table = io.StringIO()
    csv.writer(table).writerows(
        [
            ["Date", *(f" {code}" for code in per_euro), " "],
            ["25 November 2026", *(f" {rate}" for rate in per_euro.values()), " "],
        ]
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("eurofxref.csv", table.getvalue())
    return archive.getvalue()


COINS = {
    "coingecko:ethereum": {
        "price": 3100,
        "symbol": "ETH",
        "timestamp": SECONDS,
        "confidence": 0.99,
    },
    "coingecko:usd-coin": {"price": 0.9999, "symbol": "USDC", "timestamp": SECONDS},
    "coingecko:bitcoin": {
        "price": 91000.5,
        "symbol": "BTC",
        "timestamp": SECONDS,
        "decimals": 8,
        "confidence": 0.99,
    },
}
PROTOCOLS = [
    {
        "id": "1599",
        "name": "Aave V3",
        "slug": "aave-v3",
        "category": "Lending",
        "chains": ["Ethereum"],
        "tvl": 30_000_000_000.2,
        "change_1d": None,
        "change_7d": -2.5,
        "audits": "2",
        "parentProtocol": "parent#aave",
    },
    {"id": "2", "slug": "nothing-known", "tvl": None, "change_7d": None, "audits": None},
]
HACKS = [
    {
        "date": SECONDS - 86_400,
        "name": "Aave V3",
        "classification": "Protocol Logic",
        "technique": "Oracle Misconfiguration",
        "amount": 5_000_000,
        "chain": None,
        "returnedFunds": None,
        "defillamaId": 1599,
    },
    {"date": SECONDS, "name": "Elsewhere", "amount": None, "chain": [], "defillamaId": "77"},
]


def well(peer: MarketPeer) -> None:
    """Let every provider answer as it should."""
    peer.always |= {
        "/pools": packed(pools(pool(), LIDO, SUSDS)),
        "/stablecoins": as_json(
            {"peggedAssets": [stablecoin("USDC", 0.9999), stablecoin("USDX", None)]}
        ),
        "/protocols": as_json(PROTOCOLS),
        "/hacks": as_json(HACKS),
        "/summary/fees/aave-v3": as_json({"total24h": 1, "total7d": 7, "total30d": 30_000_000}),
        "/v1/protocol/steth/apr/sma": as_json(
            {"data": {"aprs": [{"timeUnix": SECONDS, "apr": 2.39}], "smaApr": 2.41}, "meta": {}}
        ),
    }
    for known in ("aa70268e-4b52-42bf-a116-608b370f9501", LIDO["pool"], SUSDS["pool"]):
        peer.always[f"/chart/{known}"] = as_json(chart(40))
    table = rates(USD=1.16, GBP=0.86, JPY=180.2)
    peer.always["/stats/eurofxref/eurofxref.zip"] = Answer(table)
    peer.always[f"/prices/current/{coins_query(sorted(asset_facts()))}"] = as_json({"coins": COINS})
