"""Pools in use, and how a pool of a provider is told to be one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from core.catalogue.files import read_toml


@dataclass(frozen=True, slots=True)
class KnownPool:
    """A pool whose readings are kept: its names at DefiLlama, and its id there."""

    id: str
    project: str
    chain: str
    symbol: str
    pool: str

    @property
    def names(self) -> tuple[str, str, str]:
        """What it is found by: an id alone may come to stand for another pool."""
        return self.project, self.chain, self.symbol


@cache
def known_pools() -> Mapping[str, KnownPool]:
    """Return the pools in use by our id."""
    pools = read_toml("pools.toml")["pools"]
    return MappingProxyType({name: KnownPool(name, **entry) for name, entry in pools.items()})
