"""What pools pay: some twenty thousand rows, of which those that matter are kept.

Percent become ratios here and nowhere else. A pool is known by project, chain and symbol; its id
only tells apart those that share all three, because an id may come to stand for another pool.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import TypeAdapter, field_validator

from bot.market_data.defillama import SOURCE
from bot.market_data.payloads import (
    Lenient,
    Number,
    Payload,
    Positive,
    meant,
    number,
    ratio,
    reader,
)
from core.catalogue import KnownPool, asset_facts, known_pools, protocol_of
from core.finance.market import YieldReading

LARGE = 10_000_000
"""USD from which on a pool is kept though nothing names it, if its place and coins are known."""
MOST_OTHERS = 300


class Pool(Payload):
    """A row of `/pools`."""

    chain: str
    project: str
    symbol: str
    pool: str
    tvlUsd: Positive  # noqa: N815 - the provider's names
    apy: Number | None = None
    apyBase: Number | None = None  # noqa: N815
    apyReward: Number | None = None  # noqa: N815
    apyPct7D: Number | None = None  # noqa: N815
    apyMean30d: Number | None = None  # noqa: N815
    mu: Number | None = None
    count: int | None = None
    outlier: bool | None = None
    exposure: str | None = None
    poolMeta: str | None = None  # noqa: N815

    @field_validator("chain", "project", "symbol", "poolMeta")
    @classmethod
    def _no_braces(cls, name: str | None) -> str | None:
        """Drop what would read as the place of a figure in a reply."""
        return name and name.replace("{", "").replace("}", "")


class PoolsPayload(Payload):
    """The whole of `/pools`."""

    status: Literal["success"]
    data: list[Annotated[Pool | None, Lenient]]


_read = reader(TypeAdapter(PoolsPayload))


@dataclass(frozen=True, slots=True)
class Pools:
    """The readings kept, by our id, and how many rows there were."""

    readings: Mapping[str, YieldReading]
    rows: int


def rows_of(body: bytes) -> list[Pool]:
    """Return the rows of an answer that have a meaning; raise MarketDataError."""
    return meant(_read(body).data, "pools")


def parse_pools(body: bytes, as_of: datetime) -> Pools:
    """Return the readings that matter, read at `as_of`; raise MarketDataError."""
    rows = rows_of(body)
    named = dict(_named(rows))
    taken = {row.pool for row in named.values()}
    others = [row for row in rows if row.pool not in taken and _matters(row)]
    others.sort(key=lambda row: row.tvlUsd, reverse=True)
    kept = {**named, **{_own_id(row): row for row in others[:MOST_OTHERS]}}
    return Pools({id_: reading_of(row, as_of) for id_, row in kept.items()}, len(rows))


def _named(rows: Iterable[Pool]) -> Iterable[tuple[str, Pool]]:
    """Yield the row of each pool in use that is there."""
    by_names: dict[tuple[str, str, str], list[Pool]] = defaultdict(list)
    for row in rows:
        if row.apy is not None:
            by_names[row.project, row.chain, row.symbol].append(row)
    for pool in known_pools().values():
        if found := by_names.get(pool.names):
            yield pool.id, _one_of(found, pool)


def _one_of(rows: list[Pool], pool: KnownPool) -> Pool:
    """Return the row meant by a pool in use: by its id among those of its names, or the largest."""
    same = next((row for row in rows if row.pool == pool.pool), None)
    return same or max(rows, key=lambda row: row.tvlUsd)


def _matters(row: Pool) -> bool:
    if row.apy is None or row.tvlUsd < LARGE or protocol_of(row.project) is None:
        return False
    return all(part in asset_facts() for part in row.symbol.split("-"))


def _own_id(row: Pool) -> str:
    """Return an id for a pool that is not in use by name: its names and the first of its id."""
    names = f"pool {row.project} {row.chain} {row.symbol} {row.pool[:8]}"
    return re.sub(r"[^a-z0-9]+", "-", names.lower()).strip("-")


def reading_of(row: Pool, as_of: datetime) -> YieldReading:
    """Return a row as a reading of the core."""
    rate, size = ratio(row.apy), number(row.tvlUsd)
    assert rate is not None, "what pays nothing known is not kept"
    return YieldReading(
        pool=row.pool,
        project=row.project,
        chain=row.chain,
        symbol=row.symbol,
        rate=rate,
        size=size,
        source=SOURCE,
        as_of=as_of,
        base=ratio(row.apyBase),
        reward=ratio(row.apyReward),
        change_week=ratio(row.apyPct7D),
        mean_month=ratio(row.apyMean30d),
        mean_ever=ratio(row.mu),
        days=row.count,
        outlier=bool(row.outlier),
        pair=row.exposure == "multi",
        note=row.poolMeta,
    )
