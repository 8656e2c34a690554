"""Coins and places that failed those who trusted them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from core.catalogue.files import read_toml


@dataclass(frozen=True, slots=True)
class Failure:
    """What failed, on which day, how (`broke`, a few words), why and what came of it."""

    id: str
    kind: str
    """`coin`, or `custodian` for who held its customers' coins."""
    name: str
    day: date
    broke: str
    story: str
    source: str


@cache
def failures() -> Mapping[str, Failure]:
    """Return what failed, by the symbol of a coin or the slug of a place."""
    data = read_toml("failures.toml")
    return MappingProxyType({name: Failure(name, **entry) for name, entry in data.items()})
