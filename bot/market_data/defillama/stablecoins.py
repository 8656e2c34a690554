"""What stablecoins cost and how much of them there is."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import TypeAdapter

from bot.market_data.defillama import SOURCE
from bot.market_data.payloads import Lenient, Number, Payload, meant, number, reader
from core.catalogue import asset_facts
from core.finance.market import PegReading

LARGE = Decimal(50_000_000)
"""USD from which on a stablecoin is kept though nothing names it."""


class Stablecoin(Payload):
    """A row of `/stablecoins`."""

    name: str
    symbol: str
    pegType: str  # noqa: N815 - the provider's names
    pegMechanism: str | None = None  # noqa: N815
    gecko_id: str | None = None
    price: Number | None = None
    circulating: dict[str, Number | None] | None = None
    circulatingPrevWeek: dict[str, Number | None] | None = None  # noqa: N815


class StablecoinsPayload(Payload):
    """The whole of `/stablecoins`."""

    peggedAssets: list[Annotated[Stablecoin | None, Lenient]]  # noqa: N815


_read = reader(TypeAdapter(StablecoinsPayload))


def parse_stablecoins(body: bytes, as_of: datetime) -> Mapping[str, PegReading]:
    """Return the stablecoins that matter by symbol, of two that share one the larger."""
    rows = meant(_read(body).peggedAssets, "stablecoins")
    found: dict[str, PegReading] = {}
    for row in sorted(rows, key=_size):
        reading = _reading(row, as_of)
        if reading.size >= LARGE or row.symbol.upper() in asset_facts():
            found[reading.symbol] = reading
    return found


def _reading(row: Stablecoin, as_of: datetime) -> PegReading:
    return PegReading(
        symbol=row.symbol.upper(),
        name=row.name,
        currency=row.pegType.removeprefix("pegged"),
        mechanism=row.pegMechanism or "unknown",
        price=number(row.price) if row.price and row.price > 0 else None,
        size=_size(row),
        size_week_ago=_amount(row.circulatingPrevWeek),
        source=SOURCE,
        as_of=as_of,
    )


def _size(row: Stablecoin) -> Decimal:
    return _amount(row.circulating) or Decimal(0)


def _amount(circulating: Mapping[str, float | None] | None) -> Decimal | None:
    """Return an amount, which stands under the name of the peg; nothing at all is not known."""
    amounts = [number(one) for one in (circulating or {}).values() if one]
    return sum(amounts, Decimal(0)) or None
