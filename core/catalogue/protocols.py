"""What is known of protocols."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

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
    name: str
    projects: tuple[str, ...]
    """What its pools are called in DefiLlama's data."""
    chains: tuple[str, ...]
    """Where most of its money lies."""
    site: str
    audits: str | None
    """Where its audits are listed."""
    source: str
    as_of: date


@cache
def protocol_facts() -> Mapping[str, ProtocolFacts]:
    """Return what is known of protocols, by slug."""
    data = read_toml("protocol_facts.toml")
    about = {"source": data["source"], "as_of": data["as_of"]}
    return MappingProxyType(
        {slug: _protocol(slug, entry, about) for slug, entry in data["protocols"].items()}
    )


@cache
def protocol_of(project: str) -> ProtocolFacts | None:
    """Return the protocol that a project of DefiLlama's belongs to, if it is a known one."""
    known = (one for one in protocol_facts().values() if project in one.projects)
    return next(known, None)


def is_for_staking(slug: str) -> bool:
    """Return whether a protocol stakes coins for their holders, and pays nothing on top of that."""
    found = protocol_facts().get(slug)
    return found is not None and found.kind == "liquid staking"


def _protocol(slug: str, entry: Mapping[str, Any], about: Mapping[str, Any]) -> ProtocolFacts:
    lost = [Incident(one["day"], Decimal(one["loss_usd"])) for one in entry.get("incidents", ())]
    return ProtocolFacts(
        slug=slug,
        kind=entry["kind"],
        since=entry["since"],
        audited=entry["audited"],
        incidents=tuple(reversed(lost)),
        failed=entry.get("failed"),
        story=entry.get("story"),
        name=entry.get("name") or slug.replace("-", " ").title(),
        projects=tuple(entry["projects"]),
        chains=tuple(entry["chains"]),
        site=entry["site"],
        audits=entry.get("audits"),
        **about,
    )
