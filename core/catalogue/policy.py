"""Blends for kinds of people, and the limits they keep to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from core.catalogue.files import read_toml
from core.catalogue.house import HouseRange, house_range


@dataclass(frozen=True, slots=True)
class PolicyLeg:
    """A leg of a policy blend with the band it may move in; all are shares of the whole."""

    index: str
    weight: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Policy:
    """A published or house blend for a kind of person, with the reason for it."""

    id: str
    brief_id: str
    risks: tuple[str, ...]
    stages: tuple[str, ...]
    legs: tuple[PolicyLeg, ...]
    published: HouseRange | None
    reason: str
    """Why it is this blend, as the end of a sentence that begins with "It is"."""

    def __hash__(self) -> int:
        """Hash by the id alone: what is remembered for a policy is looked up often."""
        return hash(self.id)


@cache
def policies() -> tuple[Policy, ...]:
    """Return the policy blends; the first whose risk and stage fit is the one to use."""
    data = read_toml("policies.toml")
    return tuple(
        Policy(
            id=entry["id"],
            brief_id=entry["brief_id"],
            risks=tuple(entry["risks"]),
            stages=tuple(entry["stages"]),
            legs=tuple(
                PolicyLeg(leg["index"], leg["weight"], leg["least"], leg["most"])
                for leg in entry["legs"]
            ),
            published=house_range(entry["published"], data["adopted"])
            if "published" in entry
            else None,
            reason=entry["reason"],
        )
        for entry in data["policy"]
    )


@cache
def default_bands() -> tuple[PolicyLeg, ...]:
    """Return the house's default bands (B1) in the terms of the indices; they have no weights."""
    return tuple(
        PolicyLeg(leg["index"], Decimal(0), leg["least"], leg["most"])
        for leg in read_toml("policies.toml")["default_bands"]["legs"]
    )


@dataclass(frozen=True, slots=True)
class ConcentrationLimit:
    """The most of a blend that may lie in one chain, protocol or method (ratio)."""

    kind: str
    subject: str | None
    """The method it holds for; None where it holds for each alike."""
    most: Decimal
    adopted: date


@cache
def concentration_limits() -> tuple[ConcentrationLimit, ...]:
    """Return what no recommended blend exceeds in one place."""
    data = read_toml("limits.toml")
    return tuple(
        ConcentrationLimit(
            entry["kind"], entry.get("subject"), Decimal(entry["most"]), data["adopted"]
        )
        for entry in data["limit"]
    )


@cache
def crash_budgets() -> Mapping[str, Decimal]:
    """Return by risk level what coin prices alone may take in a year like the crash year."""
    budgets = read_toml("limits.toml")["crash_loss"]
    return MappingProxyType({level: v for level, v in budgets.items() if level != "reason"})
