"""A pool day by day: what a median is taken of."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from bot.market_data.payloads import Lenient, Number, Payload, meant, number, ratio, reader
from core.finance.market import YieldDay


class ChartRow(Payload):
    """A row of `/chart/{pool}`."""

    timestamp: Annotated[AwareDatetime, Field(strict=False)]
    tvlUsd: Number | None = None  # noqa: N815 - the provider's names
    apy: Number | None = None


class ChartPayload(Payload):
    """The whole of `/chart/{pool}`."""

    status: Literal["success"]
    data: list[Annotated[ChartRow | None, Lenient]]


_read = reader(TypeAdapter(ChartPayload))


def parse_chart(body: bytes) -> tuple[YieldDay, ...]:
    """Return the days of a chart, oldest first, the last row of each; raise MarketDataError."""
    days: dict[date, YieldDay] = {}
    rows = meant(_read(body).data, "days")
    for row in sorted(rows, key=_moment):
        rate = ratio(row.apy)
        if rate is not None:
            day = row.timestamp.astimezone(UTC).date()
            days[day] = YieldDay(day, rate, None if row.tvlUsd is None else number(row.tvlUsd))
    return tuple(days.values())


def _moment(row: ChartRow) -> datetime:
    return row.timestamp
