"""What coins cost, now and before. An unknown coin is simply absent."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, TypeAdapter

from bot.market_data.defillama import SOURCE
from bot.market_data.payloads import Lenient, Number, Payload, meant, number, reader
from core.catalogue import asset_facts
from core.finance.market import PriceReading

Price = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0)]
Timestamp = Annotated[int, Field(strict=True, gt=0, lt=2**33)]
SURE = Decimal("0.8")
"""A price of less confidence is no price."""


class CoinPrice(Payload):
    """What `/prices/current` or `/prices/historical` says of a coin."""

    price: Price
    timestamp: Timestamp
    symbol: str | None = None
    confidence: Number | None = None


class PricesPayload(Payload):
    """The whole of either."""

    coins: dict[str, Annotated[CoinPrice | None, Lenient]]


class PricePoint(Payload):
    """A point of `/chart`."""

    timestamp: Timestamp
    price: Price


class PriceChart(Payload):
    """What `/chart` says of a coin."""

    prices: list[Annotated[PricePoint | None, Lenient]]
    confidence: Number | None = None


class PriceChartsPayload(Payload):
    """The whole of `/chart`."""

    coins: dict[str, PriceChart]


_read_prices, _read_charts = (
    reader(TypeAdapter(PricesPayload)),
    reader(TypeAdapter(PriceChartsPayload)),
)


def coins_query(symbols: Iterable[str]) -> str:
    """Return the coins as the provider names them, for the path of a request."""
    return ",".join(f"coingecko:{asset_facts()[symbol].gecko}" for symbol in symbols)


def parse_prices(body: bytes) -> Mapping[str, PriceReading]:
    """Return prices by symbol; raise MarketDataError."""
    symbols = _symbols()
    return {
        symbols[key]: PriceReading(
            symbols[key], number(found.price), SOURCE, datetime.fromtimestamp(found.timestamp, UTC)
        )
        for key, found in _read_prices(body).coins.items()
        if found and key in symbols and _is_sure(found)
    }


def _is_sure(found: CoinPrice | PriceChart) -> bool:
    return found.confidence is None or number(found.confidence) >= SURE


def parse_price_charts(body: bytes) -> Mapping[str, Mapping[date, Decimal]]:
    """Return the price of each day by symbol, the last of the day; raise MarketDataError."""
    symbols = _symbols()
    return {
        symbols[key]: {
            datetime.fromtimestamp(point.timestamp, UTC).date(): number(point.price)
            for point in meant(chart.prices, "prices")
        }
        for key, chart in _read_charts(body).coins.items()
        if key in symbols and _is_sure(chart)
    }


def _symbols() -> Mapping[str, str]:
    return {f"coingecko:{one.gecko}": symbol for symbol, one in asset_facts().items()}
