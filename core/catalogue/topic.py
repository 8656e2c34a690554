"""The pages of the knowledge base."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from core.catalogue.files import data_names, read_toml


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the knowledge base: short and long, with fact names in braces."""

    id: str
    title: str
    aliases: tuple[str, ...]
    short: str
    long: str
    related: tuple[str, ...]


@cache
def topics() -> Mapping[str, Topic]:
    """Return the pages of the knowledge base by id."""
    return MappingProxyType({name: _topic(name) for name in data_names("topics")})


def _topic(name: str) -> Topic:
    page = read_toml(f"topics/{name}.toml")
    return Topic(
        id=name,
        title=page["title"],
        aliases=tuple(page["aliases"]),
        short=page["short"],
        long=page["long"],
        related=tuple(page["related"]),
    )
