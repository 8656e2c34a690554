"""The sustainability screen over every pool of a capture, as a table by band.

    python -m bot.market_data.screen CAPTURE.json 2025-08-31

writes Markdown: how many pools stand where, what they pay, and how many are doubted for what.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from statistics import median

from bot.market_data.defillama.pools import reading_of, rows_of
from core.finance.evidence import judge_reading
from core.finance.market import YieldReading, bundled_snapshot
from core.finance.sustainability import Doubt, Judgement, Standing

Judged = tuple[YieldReading, Judgement]

REASONS = {
    Doubt.OVER_SCREEN: "yield above 100 %",
    Doubt.FAILED: "the protocol has failed",
    Doubt.OUTLIER: "above 45.2 %, or an outlier by the provider's rule",
    Doubt.FAR_ABOVE_NORMAL: "more than twice the top of what such a source pays",
    Doubt.ABOVE_NORMAL: "above the top of what such a source pays",
    Doubt.HIGH: "unusually high, and nothing known to compare it with",
    Doubt.MOSTLY_REWARDS: "more than 80 % paid in reward tokens",
    Doubt.REWARDS: "more than half paid in reward tokens",
    Doubt.UNCOVERED: "more than the protocol earns",
    Doubt.INCIDENT: "users lost a million or more there within two years",
    Doubt.UNAUDITED: "no audit known",
    Doubt.NEW: "younger than 90 days",
    Doubt.YOUNG: "younger than a year",
    Doubt.UNKNOWN: "the place is not known",
    Doubt.VOLATILE: "varies more than its median",
    Doubt.FALLING: "has been falling",
    Doubt.SMALL: "holds less than a million dollars",
}


def judged(body: bytes, on: date) -> list[Judged]:
    """Return every pool of a capture with what is to be thought of it on the day of the capture."""
    moment = datetime.combine(on, time(), UTC)
    readings = [reading_of(row, moment) for row in rows_of(body) if row.apy is not None]
    snapshot = bundled_snapshot()
    return [(reading, judge_reading(reading, snapshot, on)) for reading in readings]


def lines(found: Sequence[Judged], on: date) -> Iterator[str]:
    """Yield the table as Markdown."""
    yield f"Pools: {len(found)}, captured from DefiLlama on {on}.\n"
    yield "| band | pools | share | money in them | median yield | highest yield |"
    yield "|---|---:|---:|---:|---:|---:|"
    for standing in Standing:
        yield _band(standing, [r for r, j in found if j.standing is standing], len(found))
    yield "\n| doubted because | pools | share |"
    yield "|---|---:|---:|"
    counts = Counter(doubt for _, judgement in found for doubt in judgement.doubts)
    for doubt, pools in counts.most_common():
        yield f"| {REASONS[doubt]} | {pools} | {pools / len(found):.1%} |"


def _band(standing: Standing, readings: Sequence[YieldReading], of: int) -> str:
    size = sum((one.size for one in readings), Decimal(0)) / 1_000_000
    rates = [one.settled for one in readings] or [Decimal(0)]
    return (
        f"| {standing} | {len(readings)} | {len(readings) / of:.1%} | ${size:,.0f} m "
        f"| {median(rates):.2%} | {max(rates):.2%} |"
    )


def main(arguments: list[str]) -> None:
    """Write the table of a capture."""
    on = date.fromisoformat(arguments[1])
    body = Path(arguments[0]).read_bytes()
    sys.stdout.write("\n".join(lines(judged(body, on), on)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
