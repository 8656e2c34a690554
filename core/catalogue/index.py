"""The indices and sleeves of the brief."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from core.catalogue.assets import issuers, staked_coin
from core.catalogue.files import read_toml
from core.catalogue.house import (
    HouseRange,
    coin_of,
    house_range,
    house_yields,
    income_sources,
)


@dataclass(frozen=True, slots=True)
class Constituent:
    """A part of an index: what it is, its weight, and how it earns (None: it is only held)."""

    id: str
    name: str
    asset: str
    weight: Decimal
    house: HouseRange | None
    reading: str | None
    """Id of the live reading in the snapshot, when there is one."""
    paired: bool
    """Whether it is a pool of its coin with dollars, half of each."""
    partner: str | None
    """The other coin of a pool, where it is another."""
    method: str
    chain: str
    protocol: str | None
    """Slug of the protocol it lies in; None for a coin held or staked with its own network."""

    def __hash__(self) -> int:
        """Hash by the id alone: what is remembered for some parts is looked up often."""
        return hash(self.id)

    @property
    def relies_on(self) -> frozenset[str]:
        """The protocols whose failure takes it: where it lies, and who issued its coins.

        A pool fills up with the coin that fails.
        """
        behind = {issuers().get(coin) for coin in (self.asset, self.partner) if coin}
        return frozenset(slug for slug in behind | {self.protocol} if slug)


@dataclass(frozen=True)
class Index:
    """An index or sleeve of the brief."""

    id: str
    name: str
    character: str
    definition: str
    """Whose choice the constituents are, in a few words."""
    house: HouseRange
    plan_on_middle: bool
    """Whether its top is never planned on (the DeFi legs)."""
    constituents: tuple[Constituent, ...]

    def __hash__(self) -> int:
        """Hash by the id alone: what is remembered for an index is looked up often."""
        return hash(self.id)

    @cached_property
    def key(self) -> str:
        """The id as a fact name's prefix."""
        return self.id.replace("-", "_")


@cache
def indices() -> Mapping[str, Index]:
    """Return the indices and sleeves D1 to D6 by id."""
    data = read_toml("indices.toml")
    return MappingProxyType(
        {
            entry["id"]: Index(
                id=entry["id"],
                name=entry["name"],
                character=entry["character"],
                definition=entry["definition"],
                house=house_range(entry, data["adopted"]),
                plan_on_middle=entry["plan_on_middle"],
                constituents=tuple(_constituent(part) for part in entry["constituents"]),
            )
            for entry in data["index"]
        }
    )


def _constituent(part: Mapping[str, Any]) -> Constituent:
    return Constituent(
        id=part["id"],
        name=part["name"],
        asset=part["asset"],
        weight=Decimal(part["weight"]),
        house=house_yields()[part["house"]] if "house" in part else None,
        reading=part.get("reading"),
        paired=part.get("paired", False),
        partner=part.get("partner"),
        method=part["method"],
        chain=part["chain"],
        protocol=part.get("protocol"),
    )


COIN, IDLE = "coin-", "-idle"
CASH = "CASH"
"""The name of money that is no coin, among coins."""


@cache
def index_named(index_id: str) -> Index:
    """Return an index of the brief, or the sleeve that one coin alone is."""
    found = indices().get(index_id)
    if found:
        return found
    assert index_id.startswith(COIN)
    asset = index_id.removeprefix(COIN).removesuffix(IDLE).upper()
    return coin_sleeve(asset, idle=index_id.endswith(IDLE))


def coin_sleeve(asset: str, *, idle: bool) -> Index:
    """Return a coin that is held as an index of itself: it pays what its house range says.

    What lies idle, and what no way to earn is known of, pays nothing. A staking token moves with
    its coin.
    """
    source = None if idle or asset == CASH else income_sources().get(asset)
    nothing = replace(house_yields()["stablecoin-lending"], low=Decimal(0), high=Decimal(0))
    is_idle = idle or asset == CASH
    moves_as = staked_coin(coin_of(asset))
    return Index(
        id=f"{COIN}{asset.lower()}{IDLE if is_idle else ''}",
        name="cash" if asset == CASH else f"{asset}, idle" if idle else asset,
        character="",
        definition="one coin",
        house=source.house if source else replace(nothing, brief_id=""),
        plan_on_middle=False,
        constituents=(
            Constituent(
                id=asset.lower(),
                name=asset,
                asset=moves_as,
                weight=Decimal(1),
                house=source.house if source else None,
                reading=None,
                paired=False,
                partner=None,
                method=source.method if source else "holding",
                chain="",
                protocol=issuers().get(asset),
            ),
        ),
    )
