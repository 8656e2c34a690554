"""The published ranges of yields, and how each coin earns by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from core.catalogue.files import read_toml
from core.facts import HOUSE


@dataclass(frozen=True)
class HouseRange:
    """A published range of yields: ratios a year, with its id in the domain brief."""

    low: Decimal
    high: Decimal
    brief_id: str
    adopted: date
    source: str = HOUSE

    @cached_property
    def middle(self) -> Decimal:
        """The middle of the range."""
        return (self.low + self.high) / 2


def house_range(entry: Mapping[str, Any], adopted: date) -> HouseRange:
    """Return the range that an entry of a data file states, with the day it was adopted."""
    return HouseRange(
        Decimal(entry["low"]), Decimal(entry["high"]), entry.get("brief_id", ""), adopted
    )


@cache
def house_yields() -> Mapping[str, HouseRange]:
    """Return the published ranges of income sources (A1 to A10) by name."""
    data = read_toml("house_yields.toml")
    return MappingProxyType(
        {name: house_range(entry, data["adopted"]) for name, entry in data["yields"].items()}
    )


@dataclass(frozen=True, slots=True)
class IncomeSource:
    """How one coin earns by itself."""

    asset: str
    method: str
    house: HouseRange
    reading: str | None
    priced_as: str | None
    """The coin whose price stands in for a token that follows it and has no price of its own."""


@cache
def income_sources() -> Mapping[str, IncomeSource]:
    """Return how each coin earns by itself, by symbol; coins not listed earn nothing known."""
    data = read_toml("income_sources.toml")
    return MappingProxyType(
        {
            asset: IncomeSource(
                asset,
                entry["method"],
                house_yields()[entry["house"]],
                entry.get("reading"),
                entry.get("priced_as"),
            )
            for asset, entry in data.items()
            if isinstance(entry, dict)
        }
    )


@cache
def reference_readings() -> frozenset[str]:
    """Return the ids of the readings that stand for how coins usually earn."""
    return frozenset(one.reading for one in income_sources().values() if one.reading)


def coin_of(asset: str) -> str:
    """Return the coin whose price an asset follows: a staking token follows its coin."""
    source = income_sources().get(asset)
    return source.priced_as or asset if source else asset
