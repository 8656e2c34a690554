"""The names people use for coins, protocols, venues and chains, as look-up tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from core.catalogue import read_toml


@dataclass(frozen=True, slots=True)
class Term:
    """What a name stands for; an ordinary one is also an everyday word."""

    kind: str
    """asset, protocol, venue or chain."""
    value: str
    ordinary: bool = False


@cache
def terms() -> Mapping[str, Term]:
    """Return every name, in lower case with single spaces, with what it stands for."""
    protocols = read_toml("protocols.toml")
    found: dict[str, Term] = {}
    for section, kind, ordinary in _SECTIONS:
        if section == "protocols":
            found.update(_assets())
        for value, names in protocols[section].items():
            found.update(dict.fromkeys(names, Term(kind, value, ordinary)))
    return MappingProxyType(found)


@cache
def places() -> Mapping[str, Term]:
    """Return the everyday words that are a protocol as well as a coin, as the protocol."""
    ordinary = read_toml("protocols.toml")["ordinary"]
    named = {
        name: Term("protocol", slug, ordinary=True)
        for slug, names in ordinary.items()
        for name in names
    }
    return MappingProxyType({n: term for n, term in named.items() if terms()[n].kind == "asset"})


@cache
def networks() -> Mapping[str, Term]:
    """Return the names of coins that are their network's as well, as the network."""
    named = read_toml("protocols.toml")["on_chain"]
    return MappingProxyType(
        {name: Term("chain", slug) for slug, names in named.items() for name in names}
    )


_SECTIONS = (
    ("chains", "chain", False),
    ("venue_words", "venue", False),
    ("venues", "venue", False),
    ("ordinary", "protocol", True),
    ("protocols", "protocol", False),
)


def _assets() -> Iterable[tuple[str, Term]]:
    """Yield each name of each coin: before its chain's name, after the protocol's (Aave)."""
    for symbol, about in read_toml("assets.toml").items():
        everyday = about.get("ordinary", [])
        for name in {symbol.lower(), *about["names"], *everyday}:
            ordinary = name in everyday or len(name) < 3 or name in _EVERYDAY_SYMBOLS
            yield name, Term("asset", symbol, ordinary)


_EVERYDAY_SYMBOLS = frozenset({"one", "flow"})


@cache
def first_words() -> frozenset[str]:
    """Return the words that a name may begin with."""
    return frozenset(name.partition(" ")[0] for name in terms())


@cache
def beside(what: str) -> frozenset[str]:
    """Return the words that stand beside an everyday word when it is meant as a name."""
    return frozenset(read_toml("grammar/words.toml")["names"][what].split())
