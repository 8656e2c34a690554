"""Lido: what staked ETH pays, net of its fee, as an average of some days."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, TypeAdapter

from bot.market_data.payloads import Payload, number, reader

SOURCE = "Lido"
READING = "lido-steth"


class AprData(Payload):
    """The average, in percent; text that looks like a number is refused."""

    smaApr: Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=100)]  # noqa: N815


class AprPayload(Payload):
    """The whole of `/steth/apr/sma`."""

    data: AprData


_read = reader(TypeAdapter(AprPayload))


def parse_apr(body: bytes) -> Decimal:
    """Return the rate as a ratio a year; raise MarketDataError."""
    rate: float = _read(body).data.smaApr
    return number(rate) / 100
