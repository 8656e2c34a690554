"""How coins are staked, and how fast their supply grows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from core.catalogue.files import read_toml


@dataclass(frozen=True, slots=True)
class StakingRoute:
    """A way to stake a coin: `direct`, `delegated` or `liquid`."""

    kind: str
    least: Decimal
    """The fewest coins it takes."""
    skill: int
    """From 1, a wallet, to 3, a server of one's own."""
    fee: Decimal | None
    """The share of the rewards that goes to who does the work; None where each asks another."""
    example: str | None
    source: str


@dataclass(frozen=True, slots=True)
class StakingFacts:
    """How a coin is staked."""

    asset: str
    network: str
    unbonding_days: Decimal
    queue: bool
    """Whether leaving takes longer when many leave at once."""
    slashing: bool
    paid: str
    """How often rewards come, in words that follow "Rewards come"."""
    routes: tuple[StakingRoute, ...]
    source: str
    as_of: date


@cache
def staking_facts() -> Mapping[str, StakingFacts]:
    """Return how coins are staked, by symbol; a coin that is not listed is not known."""
    data = read_toml("staking.toml")
    return MappingProxyType(
        {
            asset: StakingFacts(
                asset,
                entry["network"],
                Decimal(entry["unbonding_days"]),
                entry.get("queue", False),
                entry["slashing"],
                entry["paid"],
                tuple(
                    StakingRoute(
                        route["kind"],
                        Decimal(route["least"]),
                        route["skill"],
                        route.get("fee"),
                        route.get("example"),
                        route.get("source", entry["source"]),
                    )
                    for route in entry["routes"]
                ),
                entry["source"],
                data["as_of"],
            )
            for asset, entry in data.items()
            if isinstance(entry, dict)
        }
    )


@dataclass(frozen=True, slots=True)
class Dilution:
    """How fast a coin's supply grows (ratio a year), and what to beware of where there is that."""

    rate: Decimal
    source: str
    as_of: date
    caution: str | None


@cache
def dilutions() -> Mapping[str, Dilution]:
    """Return the dilution of the coins that have a sourced figure, by symbol."""
    return MappingProxyType(
        {
            coin: Dilution(
                Decimal(entry["rate"]), entry["source"], entry["as_of"], entry.get("caution")
            )
            for coin, entry in read_toml("dilution.toml").items()
        }
    )
