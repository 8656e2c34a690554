"""What is known of protocols."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from core.catalogue.files import read_toml


@dataclass(frozen=True, slots=True)
class Incident:
    """A loss of users' money: the day, and how much in USD."""

    day: date
    loss_usd: Decimal


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """What is known of a protocol; the newest incident first."""

    slug: str
    kind: str
    since: int
    """The year in which it opened."""
    audited: bool
    incidents: tuple[Incident, ...]
    failed: date | None
    story: str | None
    """How it failed, in a few words."""
    source: str
    as_of: date

    @property
    def name(self) -> str:
        """The slug as a name."""
        return self.slug.replace("-", " ").title()


@cache
def protocol_facts() -> Mapping[str, ProtocolFacts]:
    """Return what is known of protocols, by slug."""
    data = read_toml("protocol_facts.toml")
    return MappingProxyType(
        {
            slug: ProtocolFacts(
                slug,
                entry["kind"],
                entry["since"],
                entry["audited"],
                tuple(
                    Incident(one["day"], Decimal(one["loss_usd"]))
                    for one in reversed(entry.get("incidents", ()))
                ),
                entry.get("failed"),
                entry.get("story"),
                data["source"],
                data["as_of"],
            )
            for slug, entry in data["protocols"].items()
        }
    )
