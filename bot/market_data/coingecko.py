"""CoinGecko: what coins cost, where DefiLlama does not say."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, TypeAdapter

from bot.market_data.defillama.prices import Price, Timestamp
from bot.market_data.payloads import Lenient, Payload, number, reader
from core.catalogue import asset_facts
from core.finance.market import PriceReading

SOURCE = "CoinGecko"
PRO_HOST = "pro-api.coingecko.com"


class SimplePrice(Payload):
    """What `/simple/price` says of a coin."""

    usd: Price
    last_updated_at: Timestamp | None = None


Milliseconds = Annotated[int, Field(strict=True, gt=0, lt=2**43)]


class MarketChart(Payload):
    """What `/coins/{id}/market_chart` says: milliseconds and prices, the last point is now."""

    prices: list[tuple[Milliseconds, Price]]


_read_prices = reader(TypeAdapter(dict[str, Annotated[SimplePrice | None, Lenient]]))
_read_chart = reader(TypeAdapter(MarketChart))


def key_header(url: str, key: str | None) -> Mapping[str, str]:
    """Return the header that carries the key, which another host wants under another name."""
    if not key:
        return {}
    return {"x-cg-pro-api-key" if PRO_HOST in url else "x-cg-demo-api-key": key}


def query(symbols: Iterable[str]) -> Mapping[str, str]:
    """Return the parameters of a request for prices."""
    ids = ",".join(asset_facts()[symbol].gecko for symbol in symbols)
    return {"ids": ids, "vs_currencies": "usd", "include_last_updated_at": "true"}


def parse_prices(body: bytes, now: datetime) -> Mapping[str, PriceReading]:
    """Return prices by symbol; one without a time is of now; raise MarketDataError."""
    symbols = {one.gecko: symbol for symbol, one in asset_facts().items()}
    return {
        symbols[key]: PriceReading(symbols[key], number(found.usd), SOURCE, _moment(found, now))
        for key, found in _read_prices(body).items()
        if found and key in symbols
    }


def _moment(found: SimplePrice, now: datetime) -> datetime:
    if found.last_updated_at is None:
        return now
    return datetime.fromtimestamp(found.last_updated_at, UTC)


def parse_chart(body: bytes) -> Mapping[date, Decimal]:
    """Return the price of each day; raise MarketDataError."""
    return {
        datetime.fromtimestamp(moment / 1000, UTC).date(): number(price)
        for moment, price in _read_chart(body).prices
    }
