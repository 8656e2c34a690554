"""The market, kept: the last good snapshot, and what pools in use paid day by day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, bindparam, delete, select

from bot.db.database import Database
from bot.db.statements import insert_new, insert_or_replace, table_of
from bot.db.tables import PriceDayRow, SnapshotRow, YieldDayRow
from bot.services import StoredMarket
from core.finance.market import MarketSnapshot, PriceDays, YieldDay

_snapshots, _days = table_of(SnapshotRow), table_of(YieldDayRow)
_prices = table_of(PriceDayRow)
_SAVE = insert_or_replace(_snapshots)
_LOAD = select(_snapshots.c.built_at, _snapshots.c.snapshot)
_ADD_DAYS = insert_or_replace(_days)
_DAYS = select(_days).where(_days.c.day >= bindparam("since")).order_by(_days.c.pool, _days.c.day)
_FORGET_DAYS = delete(_days).where(_days.c.day < bindparam("before"))
_ADD_PRICES = insert_or_replace(_prices)
_ADD_PAST = insert_new(_prices)
_PRICES = select(_prices)
_FORGET_PRICES = delete(_prices).where(_prices.c.day < bindparam("before"))
PRICES_KEPT = timedelta(days=800)
"""Long enough for the records of the tax year before last."""
_SNAPSHOT = TypeAdapter(MarketSnapshot)


class DatabaseMarket:
    """A MarketStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self) -> StoredMarket | None:
        """Return the last snapshot stored; none when there is none that this version can read."""
        return await self._database.read(_load)

    async def save(self, snapshot: MarketSnapshot, built_at: datetime) -> None:
        """Store a snapshot in place of the last; what it knows of days stands with the days."""
        bare = {name: replace(one, history=()) for name, one in snapshot.yields.items()}
        whole = replace(snapshot, yields=bare, price_days={})
        # Some of its mappings are read-only views, which stand in JSON as the mappings they show.
        words = _SNAPSHOT.dump_json(whole, fallback=dict, warnings=False).decode()
        row: dict[str, object] = {"id": 1, "built_at": built_at, "snapshot": words}
        prices: list[dict[str, object]] = [
            {"symbol": one.symbol, "day": one.as_of.date(), "price": one.price}
            for one in snapshot.prices.values()
        ]
        before = built_at.date() - PRICES_KEPT
        await self._database.write(partial(_upsert, row=row, prices=prices, before=before))

    async def add_prices(self, prices: PriceDays) -> None:
        """Store what coins cost on days; one that is known already stays."""
        rows: list[dict[str, object]] = [
            {"symbol": symbol, "day": day, "price": price}
            for symbol, found in prices.items()
            for day, price in found.items()
        ]
        await self._database.write(partial(_add_past, rows=rows))

    async def days(self, since: date) -> Mapping[str, tuple[YieldDay, ...]]:
        """Return what pools paid day by day, by our id, oldest first."""
        return await self._database.read(partial(_days_since, since=since))

    async def add_days(self, days: Mapping[str, tuple[YieldDay, ...]], forget_before: date) -> None:
        """Store days, a later reading in place of an earlier of the same day; drop old ones."""
        rows: list[dict[str, object]] = [
            {"pool": pool, "day": one.day, "rate": one.rate, "size": one.size}
            for pool, found in days.items()
            for one in found
            if one.day >= forget_before
        ]
        await self._database.write(partial(_keep_days, rows=rows, before=forget_before))


def _load(connection: Connection) -> StoredMarket | None:
    row = connection.execute(_LOAD).first()
    if row is None:
        return None
    try:
        snapshot = _SNAPSHOT.validate_json(row.snapshot)
        return StoredMarket(replace(snapshot, price_days=_price_days(connection)), row.built_at)
    except ValidationError:  # another version's; the next refresh writes it anew
        return None


def _price_days(connection: Connection) -> Mapping[str, Mapping[date, Decimal]]:
    found: dict[str, dict[date, Decimal]] = defaultdict(dict)
    for row in connection.execute(_PRICES):
        found[row.symbol][row.day] = row.price
    return dict(found)


def _upsert(
    connection: Connection,
    row: dict[str, object],
    prices: list[dict[str, object]],
    before: date,
) -> None:
    connection.execute(_SAVE[connection.dialect.name], row)
    if prices:
        connection.execute(_ADD_PRICES[connection.dialect.name], prices)
    connection.execute(_FORGET_PRICES, {"before": before})


def _add_past(connection: Connection, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(_ADD_PAST[connection.dialect.name], rows)


def _days_since(connection: Connection, since: date) -> Mapping[str, tuple[YieldDay, ...]]:
    found: dict[str, list[YieldDay]] = defaultdict(list)
    for row in connection.execute(_DAYS, {"since": since}):
        found[row.pool].append(YieldDay(row.day, row.rate, row.size))
    return {pool: tuple(days) for pool, days in found.items()}


def _keep_days(connection: Connection, rows: list[dict[str, object]], before: date) -> None:
    if rows:
        connection.execute(_ADD_DAYS[connection.dialect.name], rows)
    connection.execute(_FORGET_DAYS, {"before": before})
