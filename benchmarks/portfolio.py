"""The cost of what people keep: a view of 200 holdings, a file of 10,000 rows, everybody's alerts.

    python -m benchmarks.portfolio

The file is read as a ratio to pandas reading the same bytes into a frame, which checks no row.
Alerts are those of 100,000 people on 1,000 things watched, judged by a market in which all moved;
memory is the peak of the pass, for ten times as many people as well: it has to stay flat.
"""

import io
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import pandas as pd

from core.advice.portfolio import Owner, portfolio_advice
from core.dialogue.tables import Table, read_table
from core.finance.market import MarketSnapshot, PriceReading, bundled_snapshot
from core.finance.monitoring import Alert, Watched, evaluated
from core.finance.portfolio import Kind, Position
from core.nlg.render.portfolio import render_portfolio

HOLDINGS, ROWS, PEOPLE, THINGS = 200, 10_000, 100_000, 1_000
TODAY = date(2026, 11, 25)
SNAPSHOT = bundled_snapshot()
OWNER = Owner("EUR", Decimal("0.25"), TODAY)


def best(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the fastest of some rounds in seconds: the others were disturbed."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def holdings() -> tuple[Position, ...]:
    """Return 200 holdings of all coins with a price, in several places."""
    coins, kinds = sorted(SNAPSHOT.prices), (*Kind, None)
    return tuple(
        Position(n, coins[n % len(coins)], Decimal(n) / 7, f"place-{n % 9}", kinds[n % len(kinds)])
        for n in range(1, HOLDINGS + 1)
    )


def view() -> str:
    """Return the view of 200 holdings as text, without its picture."""
    advice = portfolio_advice(holdings(), OWNER, SNAPSHOT)
    return render_portfolio(advice, 1, SNAPSHOT.as_of).text


def file_of_rows() -> bytes:
    """Return a table of 10,000 rewards."""
    lines = [f"2026-{n % 10 + 1:02}-{n % 28 + 1:02},ATOM,{n}.5,reward,{n}.25" for n in range(ROWS)]
    return ("date,asset,quantity,kind,worth\n" + "\n".join(lines)).encode()


def moved_market() -> MarketSnapshot:
    """Return a market of 1,000 coins, each at two dollars."""
    coins = [f"COIN{n}" for n in range(THINGS)]
    prices = {coin: PriceReading(coin, Decimal(2), "made up", SNAPSHOT.as_of) for coin in coins}
    return replace(SNAPSHOT, prices=MappingProxyType(prices))


def alerts(people: int) -> Iterator[tuple[int, Alert]]:
    """Yield an alert of each person; one in a hundred is crossed."""
    for person in range(people):
        below = Decimal(3) if person % 100 == 0 else Decimal(1)
        yield person, Alert(1, f"COIN{person % THINGS}", Watched.PRICE, below=below)


def judge(people: int, market: MarketSnapshot) -> int:
    """Judge all alerts; return how many are told."""
    return sum(judged.told for _, judged, _ in evaluated(alerts(people), market))


def peak(people: int, market: MarketSnapshot) -> float:
    """Return the peak of memory that judging takes, in megabytes."""
    tracemalloc.start()
    judge(people, market)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """Print the three, with the goals they are to meet."""
    print(f"view of {HOLDINGS} holdings {best(view) * 1e3:8.1f} ms (goal: at most 20)")
    content = file_of_rows()
    table = read_table(content, TODAY, 1)
    assert isinstance(table, Table)
    assert len(table.receipts) == ROWS
    ours = best(lambda: read_table(content, TODAY, 1))
    peer = best(lambda: pd.read_csv(io.BytesIO(content), parse_dates=["date"]))
    print(f"file of {ROWS:,} rows {ours:8.2f} s (goal: at most 2), {ours / peer:.0f} × pandas")
    market = moved_market()
    assert judge(PEOPLE, market) == PEOPLE // 100
    seconds = best(lambda: judge(PEOPLE, market), rounds=2)
    print(f"alerts of {PEOPLE:,} people {seconds:8.2f} s (goal: at most 5)")
    few, many = peak(PEOPLE // 10, market), peak(PEOPLE, market)
    print(f"memory {few:.2f} MB for {PEOPLE // 10:,} people, {many:.2f} MB for {PEOPLE:,}")


if __name__ == "__main__":
    main()
