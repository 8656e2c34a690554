"""Years of daily prices come to the falls and the rewards that were published of them."""

import csv
import os
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median

import numpy as np
import pytest

from core.finance.compounding import annual_compound
from core.finance.risk import drawdown

PRICES = Path(os.environ["CONFORMANCE_DATA"]) / "prices"


def daily(symbol: str, column: str = "close") -> dict[date, float]:
    """Return a coin's prices by day, without the last row, whose day was not over."""
    with (PRICES / f"{symbol}USDT.csv").open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    place = heads.index(column)
    return {date.fromisoformat(row[0][:10]): float(row[place]) for row in rows[:-1]}


def fall(closes: list[float]) -> float:
    """Return the worst fall from a peak in percent, as the core counts it."""
    prices = np.array(closes)
    return 100 * drawdown(prices[1:] / prices[:-1] - 1)


@pytest.mark.parametrize(
    ("coin", "worst"),
    [("BTC", 81), ("ETH", 94), ("SOL", 96), ("ADA", 94), ("DOT", 97), ("ATOM", 96), ("AVAX", 94)],
)
def test_worst_falls_since_listing(coin: str, worst: int) -> None:
    """As published, by daily closes, in whole percent; AVAX's is 93.5 here."""
    assert fall([*daily(coin).values()]) == pytest.approx(worst, abs=0.52)


def ratio(token: str, coin: str, around: date) -> float:
    """Return what a staking token was worth in its coin, the middle of the days around one."""
    tokens, coins = daily(token), daily(coin)
    days = [around + timedelta(days=offset) for offset in range(-15, 16)]
    return median(tokens[day] / coins[day] for day in days if day in tokens and day in coins)


@pytest.mark.parametrize(
    ("token", "coin", "year", "realised"),
    [("WBETH", "ETH", 2024, 3.3), ("WBETH", "ETH", 2025, 2.8), ("BNSOL", "SOL", 2025, 6.6)],
)
def test_rewards_of_a_year(token: str, coin: str, year: int, realised: float) -> None:
    """What a staking token gained on its coin, net of its fee, within 0.15 points."""
    gain = ratio(token, coin, date(year + 1, 1, 1)) / ratio(token, coin, date(year, 1, 1)) - 1
    yearly = annual_compound(Decimal(str(gain)), Decimal(366 if year == 2024 else 365))
    assert float(yearly) * 100 == pytest.approx(realised, abs=0.15)


def test_scare_of_a_staking_token() -> None:
    """On 10 October 2025 the close was a few percent, the low most of it under the fair ratio."""
    day = date(2025, 10, 10)
    fair = ratio("WBETH", "ETH", day)
    close = daily("WBETH")[day] / daily("ETH")[day] / fair - 1
    low = daily("WBETH", "low")[day] / daily("ETH", "low")[day] / fair - 1
    assert round(100 * close, 1) == -3.1
    assert round(100 * low) == -88
