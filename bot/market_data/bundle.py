"""Rebuild the packaged market data from a folder of captures.

    python -m bot.market_data.bundle CAPTURES core/data

reads what a stranger to the project can check: DefiLlama's largest pools and stablecoins
(`defillama/*.csv`), daily candles (`prices/<COIN>USDT.csv`), and the European Central Bank's
reference rates that the package currencyconverter carries. It writes `snapshot.toml`,
`price_history.toml` and `monthly_returns.toml`, each figure with its source and date.
"""

import calendar
import csv
import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from currency_converter import CurrencyConverter

from core.catalogue import CRASH_YEAR, KnownPool, known_pools

PRICES_ON = date(2026, 1, 1)
MONTHLY_UNTIL = date(2025, 12, 31)
COINS = ("BTC", "ETH", "SOL", "ADA", "DOT", "ATOM", "AVAX", "LINK", "UNI", "AAVE")


class CaptureError(Exception):
    """The captures do not say what the bundle needs; nothing was written."""


def main(arguments: list[str]) -> None:
    """Read the captures and write the files, all or none."""
    captures, target = Path(arguments[0]), Path(arguments[1])
    made = {
        "snapshot.toml": "\n".join(snapshot_lines(captures)),
        "price_history.toml": "\n".join(history_lines(captures)),
        "monthly_returns.toml": "\n".join(monthly_lines(captures)),
    }
    for name, text in made.items():
        (target / name).write_text(text + "\n", encoding="utf-8")


def snapshot_lines(captures: Path) -> Iterator[str]:
    """Yield the lines of `snapshot.toml`: every pool in use that was captured, by its own names."""
    rows = {row["poolId"]: row for row in _rows(captures / "defillama/yields_top_subset.csv")}
    found = [(pool, _checked(pool, rows)) for pool in known_pools().values() if pool.pool in rows]
    yield "# Made by bot.market_data.bundle; do not edit by hand."
    yield "# Rates are ratios a year, sizes and prices in USD; yields and pegs are read at `as_of`."
    yield 'source = "DefiLlama"'
    yield f"as_of = {_moment(found[0][1]['scrapedAt'])}"
    for pool, row in found:
        yield from _yield_lines(pool, row)
    yield from _coin_price_lines(captures)
    yield from _stablecoin_lines(captures)
    yield from _exchange_rate_lines()


def _yield_lines(pool: KnownPool, row: Mapping[str, str]) -> Iterator[str]:
    yield f"\n[yields.{pool.id}]"
    for name in ("pool", "project", "chain", "symbol"):
        yield f'{name} = "{getattr(pool, name)}"'
    yield f"rate = {plain(Decimal(row['apy']) / 100)}"
    yield f"size = {plain(Decimal(row['tvlUsd']))}"
    parts = {"base": "apyBase", "reward": "apyReward", "change_week": "apyPct7D"}
    for name, column in parts.items():
        if row[column]:
            yield f"{name} = {plain(Decimal(row[column]) / 100)}"
    if row["poolMeta"]:
        yield f'note = "{row["poolMeta"]}"'
    for name, flagged in (("pair", row["exposure"] == "multi"), ("outlier", _is(row["outlier"]))):
        if flagged:
            yield f"{name} = true"


def _is(flag: str) -> bool:
    return flag == "true"


def history_lines(captures: Path) -> Iterator[str]:
    """Yield the lines of `price_history.toml`: what each coin did in the crash year."""
    yield "# Made by bot.market_data.bundle; do not edit by hand."
    yield "# Price change over the calendar year, close to close, as a ratio."
    yield 'source = "Binance daily closes"'
    yield f"as_of = {date(CRASH_YEAR, 12, 31)}"
    yield f"\n[returns_{CRASH_YEAR}]"
    for coin in COINS:
        closes = closes_of(captures / f"prices/{coin}USDT.csv")
        change = closes[date(CRASH_YEAR, 12, 31)] / closes[date(CRASH_YEAR - 1, 12, 31)] - 1
        yield f"{coin} = {plain(change.quantize(Decimal('0.0001')))}"


def monthly_lines(captures: Path) -> Iterator[str]:
    """Yield the lines of `monthly_returns.toml`: each coin over the months that all have."""
    closes = {coin: closes_of(captures / f"prices/{coin}USDT.csv") for coin in COINS}
    first = max(min(of_coin) for of_coin in closes.values())
    ends = [day for day in _month_ends(MONTHLY_UNTIL) if day >= first]
    yield "# Made by bot.market_data.bundle; do not edit by hand."
    yield "# Price change from month end to month end, as a ratio, oldest month first."
    yield 'source = "Binance daily closes"'
    yield f"as_of = {ends[-1]}"
    yield f"first_month = {ends[1]}"
    yield "\n[returns]"
    for coin, of_coin in closes.items():
        changes = (of_coin[day] / of_coin[before] - 1 for before, day in itertools.pairwise(ends))
        yield f"{coin} = [{', '.join(plain(c.quantize(Decimal('0.0001'))) for c in changes)}]"


def _month_ends(last: date) -> Iterator[date]:
    """Yield the month ends from the first year of candles to `last`, oldest first."""
    for year in range(2018, last.year + 1):
        for month in range(1, 13):
            yield date(year, month, calendar.monthrange(year, month)[1])


def closes_of(path: Path) -> Mapping[date, Decimal]:
    """Return the closing prices of a candle file by day."""
    return {
        date.fromisoformat(row["open_time"][:10]): Decimal(row["close"]) for row in _candles(path)
    }


def plain(value: Decimal) -> str:
    """Write a number without exponent and without trailing zeros.

    >>> plain(Decimal("2.2120") / 100)
    '0.02212'
    >>> plain(Decimal("100"))
    '100.0'
    """
    text = f"{value:f}"
    return f"{text.rstrip('0').rstrip('.')}" if "." in text else f"{text}.0"


def _candles(path: Path) -> Iterator[Mapping[str, str]]:
    """Yield the candles; a stray second `open_time` column must not hide the first."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        opened, close = header.index("open_time"), header.index("close")
        for line in lines:
            yield {"open_time": line[opened], "close": line[close]}


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _checked(pool: KnownPool, rows: Mapping[str, dict[str, str]]) -> dict[str, str]:
    row = rows[pool.pool]
    seen = (row["project"], row["chain"], row["symbol"])
    if seen != pool.names:
        raise CaptureError(f"{pool.id}: the pool is now {seen}")
    return row


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).replace(microsecond=0).isoformat()


def _coin_price_lines(captures: Path) -> Iterator[str]:
    for coin in COINS:
        price = closes_of(captures / f"prices/{coin}USDT.csv")[PRICES_ON]
        yield f"\n[prices.{coin}]"
        yield f"price = {plain(price)}"
        yield 'source = "Binance daily close"'
        yield f"as_of = {PRICES_ON}T23:59:59+00:00"


def _stablecoin_lines(captures: Path) -> Iterator[str]:
    rows = _rows(captures / "defillama/stablecoins_top19.csv")
    for row in rows:
        if row["price"]:
            yield f"\n[prices.{row['symbol'].upper()}]"
            yield f"price = {plain(Decimal(row['price']))}"
            yield 'source = "DefiLlama"'
            yield f"as_of = {_moment(row['scrapedAt'])}"
    for row in rows:
        yield f"\n[pegs.{row['symbol'].upper()}]"
        yield f'name = "{row["name"]}"'
        yield f'currency = "{row["pegType"].removeprefix("pegged")}"'
        yield f'mechanism = "{row["pegMechanism"]}"'
        if row["price"]:
            yield f"price = {plain(Decimal(row['price']))}"
        yield f"size = {plain(Decimal(row['circulatingUsd']).quantize(Decimal(1)))}"
        if Decimal(row["circulatingPrevWeekUsd"]):
            before = Decimal(row["circulatingPrevWeekUsd"]).quantize(Decimal(1))
            yield f"size_week_ago = {plain(before)}"


def _exchange_rate_lines() -> Iterator[str]:
    rates = CurrencyConverter(decimal=True)
    as_of = rates.bounds["USD"].last_date
    current = sorted(c for c in rates.currencies if rates.bounds[c].last_date == as_of)
    yield "\n[exchange_rates]"
    yield 'source = "ECB by way of currencyconverter"'
    yield f"as_of = {as_of}"
    yield "\n[exchange_rates.per_euro]"
    for code in current:
        yield f"{code} = {plain(Decimal(str(rates.convert(1, 'EUR', code, date=as_of))))}"


if __name__ == "__main__":
    main(sys.argv[1:])
