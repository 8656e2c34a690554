"""What is known of coins."""

from functools import cache

from core.catalogue.files import read_toml


@cache
def stablecoins() -> frozenset[str]:
    """Return the symbols that keep to a currency."""
    return frozenset(s for s, about in read_toml("assets.toml").items() if "stable" in about)
