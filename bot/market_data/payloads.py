"""What payloads of all providers have in common: strict, finite, and refused loudly if not."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from bot.market_data.fetching import MarketDataError

T = TypeVar("T")
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""A finite number, never text that looks like one."""
Positive = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0)]
MOST_REFUSED = Decimal("0.05")
"""A list with more rows of no meaning is not what it was taken for."""


class Payload(BaseModel):
    """A provider's object; fields that are not named here are of no use."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, hide_input_in_errors=True)


def _or_nothing(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    try:
        return handler(value)
    except ValidationError:
        return None


Lenient = WrapValidator(_or_nothing)
"""For a row of a list: one that has no meaning is left out, and counted."""


def reader(adapter: TypeAdapter[T]) -> Callable[[bytes], T]:
    """Return a parser of a kind of payload that raises MarketDataError for anything else."""

    def read(body: bytes) -> T:
        try:
            return adapter.validate_json(body)
        except ValidationError as error:
            raise MarketDataError(f"not what was expected: {_first(error)}") from error

    return read


def _first(error: ValidationError) -> str:
    """Return where and how a payload differs, without what it says."""
    problem = error.errors(include_input=False, include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in problem["loc"][:4])
    return f"{problem['type']} at {where}" if where else str(problem["type"])


def meant(rows: list[T | None], what: str) -> list[T]:
    """Return the rows that have a meaning; raise where too many have none."""
    kept = [row for row in rows if row is not None]
    if len(rows) - len(kept) > MOST_REFUSED * len(rows):
        raise MarketDataError(f"{len(rows) - len(kept)} of {len(rows)} {what} mean nothing")
    return kept


def number(value: float) -> Decimal:
    """Return a number as it was written."""
    return Decimal(str(value))


def ratio(percent: float | None) -> Decimal | None:
    """Return a percentage as a ratio.

    >>> ratio(2.212)
    Decimal('0.02212')
    """
    return None if percent is None else number(percent) / 100
