"""What a plan is tried against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from core.catalogue.files import read_toml


@dataclass(frozen=True, slots=True)
class StressScenario:
    """A scenario of the house: its title, the sizes of its shocks by kind, source and date."""

    id: str
    title: str
    history: bool
    changes: Mapping[str, Decimal]
    source: str
    as_of: date
    like: str | None = None
    """What has happened of its kind, on the day of `as_of`, in a few words."""


@cache
def stress_scenarios() -> tuple[StressScenario, ...]:
    """Return what a plan is tried against."""
    return tuple(
        StressScenario(
            entry["id"],
            entry["title"],
            entry.get("history", False),
            MappingProxyType({k: v for k, v in entry.items() if isinstance(v, Decimal)}),
            entry["source"],
            entry["as_of"],
            entry.get("like"),
        )
        for entry in read_toml("stress_scenarios.toml")["scenario"]
    )
