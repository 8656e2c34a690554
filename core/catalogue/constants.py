"""Single constants of the domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from core.catalogue.files import read_toml


@dataclass(frozen=True, slots=True)
class Figure:
    """A single constant of the domain with its source and date."""

    value: Decimal
    source: str
    as_of: date


@cache
def figures() -> Mapping[str, Figure]:
    """Return the single constants of the domain by name."""
    return MappingProxyType(
        {
            name: Figure(Decimal(entry["value"]), entry["source"], entry["as_of"])
            for name, entry in read_toml("figures.toml").items()
        }
    )
