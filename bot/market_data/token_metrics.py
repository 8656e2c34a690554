"""Token Metrics: what an index holds and how it moved. No endpoint says what an index pays."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from pydantic import AliasChoices, Field, TypeAdapter

from bot.market_data.fetching import Fetcher, MarketDataError
from bot.market_data.payloads import Number, Payload, number, ratio, reader
from core.finance.market import IndexReading

SOURCE = "Token Metrics"
PAGE = 100
MOST_PAGES = 20


def _either(*names: str) -> AliasChoices:
    """Return the spellings of a field in both versions of the interface."""
    return AliasChoices(*names)


class IndexRow(Payload):
    """A row of `/indices`; changes are percent."""

    id: int = Field(validation_alias=_either("ID", "id"))
    name: str = Field(validation_alias=_either("NAME", "name"))
    price: Number | None = Field(None, validation_alias=_either("PRICE", "price"))
    week: Number | None = Field(None, validation_alias=_either("7D", "7_d", "7d"))


class HoldingRow(Payload):
    """A row of `/indices-holdings`."""

    symbol: str = Field(validation_alias=_either("TOKEN_SYMBOL", "token_symbol"))
    weight: Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0)] = Field(
        validation_alias=_either("WEIGHT", "weight")
    )


class PerformanceRow(Payload):
    """A row of `/indices-performance`; the return is a fraction."""

    date: str = Field(validation_alias=_either("DATE", "date"))
    total: Number = Field(validation_alias=_either("INDEX_CUMULATIVE_ROI", "index_cumulative_roi"))


Row = TypeVar("Row")
Asked = Mapping[str, str | int]


class Envelope(Payload, Generic[Row]):
    """What every answer comes in."""

    success: bool
    message: str | None = None
    data: list[Row]


_read_indices = reader(TypeAdapter(Envelope[IndexRow]))
_read_holdings = reader(TypeAdapter(Envelope[HoldingRow]))
_read_performance = reader(TypeAdapter(Envelope[PerformanceRow]))


class TokenMetrics:
    """Asks Token Metrics with a key; every call costs a credit."""

    def __init__(self, fetcher: Fetcher, url: str, key: str) -> None:
        self._fetcher, self._url, self._headers = fetcher, url, {"x-api-key": key}

    async def indices(self) -> tuple[IndexRow, ...]:
        """Return all indices, page by page; raise MarketDataError."""
        rows: list[IndexRow] = []
        for page in range(1, MOST_PAGES + 1):
            asked: Asked = {"indicesType": "active", "limit": PAGE, "page": page}
            found = await self._rows("indices", asked, _read_indices)
            rows += found
            if len(found) < PAGE:
                return tuple(rows)
        raise MarketDataError("more indices than there can be")

    async def readings(
        self, wanted: Mapping[str, int], now: datetime
    ) -> Mapping[str, IndexReading]:
        """Return the indices that stand for ours, by our id; raise MarketDataError."""
        rows = {row.id: row for row in await self.indices()}
        return {
            name: await self._reading(rows[number], now)
            for name, number in wanted.items()
            if number in rows
        }

    async def _reading(self, row: IndexRow, now: datetime) -> IndexReading:
        held = await self._rows("indices-holdings", {"id": row.id}, _read_holdings)
        return IndexReading(row.name, ratio(row.week), weights_of(held), SOURCE, now)

    async def performance(self, index: int, start: str, end: str) -> Mapping[str, Decimal]:
        """Return what an index had made since its beginning (ratio), by day."""
        asked: Asked = {"id": index, "startDate": start, "endDate": end}
        rows = await self._rows("indices-performance", asked, _read_performance)
        return {row.date[:10]: number(row.total) for row in rows}

    async def _rows(
        self, path: str, asked: Asked, read: Callable[[bytes], Envelope[Row]]
    ) -> list[Row]:
        url = f"{self._url}/{path}"
        answer = await self._fetcher.get(url, read, params=asked, headers=self._headers)
        if not answer.success:
            raise MarketDataError("Token Metrics refuses")
        return answer.data


def weights_of(rows: list[HoldingRow]) -> Mapping[str, Decimal]:
    """Return the weights as ratios of one; they come as such or in percent, by their sum."""
    total = sum((number(row.weight) for row in rows), Decimal(0))
    if not any(abs(total - whole) <= whole * TOLERANCE for whole in (Decimal(1), Decimal(100))):
        raise MarketDataError("the weights of an index add up to neither one nor a hundred")
    weights: dict[str, Decimal] = {}
    for row in rows:
        symbol = row.symbol.upper()
        weights[symbol] = weights.get(symbol, Decimal(0)) + number(row.weight) / total
    return weights


TOLERANCE = Decimal("0.03")
