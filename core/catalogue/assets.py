"""What is known of coins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from core.catalogue.files import read_toml


@dataclass(frozen=True, slots=True)
class AssetFacts:
    """What is known of a coin: its kind, its ids at others, the year it came out, its chain."""

    symbol: str
    kind: str
    gecko: str
    since: int
    chain: str
    site: str
    source: str
    as_of: date

    @property
    def grows(self) -> bool:
        """Whether its own price grows by what it earns, so that above one is no fault."""
        return self.kind in {"savings", "staked"}


@cache
def asset_facts() -> Mapping[str, AssetFacts]:
    """Return what is known of coins, by symbol."""
    data = read_toml("asset_facts.toml")
    return MappingProxyType(
        {
            symbol: AssetFacts(symbol, **entry, source=data["source"], as_of=data["as_of"])
            for symbol, entry in data["assets"].items()
        }
    )


@cache
def stablecoins() -> frozenset[str]:
    """Return the symbols that keep to a currency."""
    return frozenset(pegs())


@cache
def is_dollars(symbol: str) -> bool:
    """Whether a symbol is of a stablecoin, or of a vault that is named after the one it lends."""
    return symbol in stablecoins() or any(
        symbol.endswith((coin, f"{coin}MAIN")) for coin in ("USDC", "USDG", "USDT", "PYUSD")
    )


@cache
def staked_coins() -> frozenset[str]:
    """Return the symbols that stand for staked coins of another symbol."""
    assets = read_toml("assets.toml")
    return frozenset(symbol for symbol, about in assets.items() if "staked" in about)


@cache
def staked_coin(symbol: str) -> str:
    """Return the coin that a staking token stands for, or the symbol itself."""
    return str(read_toml("assets.toml").get(symbol, {}).get("staked", symbol))


@cache
def issuers() -> Mapping[str, str]:
    """Return the protocol that stands behind each token, which fails with it, by symbol."""
    assets = read_toml("assets.toml")
    return MappingProxyType(
        {s: about["issuer"] for s, about in assets.items() if "issuer" in about}
    )


@cache
def pegs() -> Mapping[str, str]:
    """Return the currency that each stablecoin keeps to, by symbol."""
    assets = read_toml("assets.toml")
    return MappingProxyType(
        {s: about["stable"] for s, about in assets.items() if "stable" in about}
    )
