"""How protocols do: what lies in them, what their users pay, and what was stolen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, TypeAdapter

from bot.market_data.defillama import SOURCE
from bot.market_data.payloads import Lenient, Number, Payload, meant, number, ratio, reader
from core.catalogue import ProtocolFacts, protocol_facts, protocol_of
from core.finance.market import IncidentReading, ProtocolReading

DAYS_A_YEAR = Decimal(365)


class Protocol(Payload):
    """A row of `/protocols`."""

    id: str | None = None
    slug: str
    tvl: Number | None = None
    change_7d: Number | None = None


class FeesPayload(Payload):
    """What `/summary/fees/{slug}` says."""

    total24h: Number | None = None
    total7d: Number | None = None
    total30d: Number | None = None


class Hack(Payload):
    """A row of `/hacks`."""

    date: Annotated[int, Field(strict=True, gt=0, lt=2**33)]
    name: str
    technique: str | None = None
    amount: Number | None = None
    returnedFunds: Number | None = None  # noqa: N815 - the provider's names
    defillamaId: str | int | None = None  # noqa: N815


_read_protocols = reader(TypeAdapter(list[Annotated[Protocol | None, Lenient]]))
_read_hacks = reader(TypeAdapter(list[Annotated[Hack | None, Lenient]]))
_read_fees = reader(TypeAdapter(FeesPayload))


@dataclass(frozen=True, slots=True)
class Protocols:
    """How the known ones do, by slug, and whose the provider's ids are."""

    readings: Mapping[str, ProtocolReading]
    slugs: Mapping[str, str]
    """Our slug by the provider's id."""


def parse_protocols(body: bytes, as_of: datetime) -> Protocols:
    """Return how the known protocols do; raise MarketDataError."""
    parts: dict[str, list[Protocol]] = defaultdict(list)
    slugs: dict[str, str] = {}
    for row in meant(_read_protocols(body), "protocols"):
        if facts := protocol_of(row.slug):
            parts[facts.slug].append(row)
            if row.id:
                slugs[row.id] = facts.slug
    readings = {slug: _reading(slug, rows, as_of) for slug, rows in parts.items()}
    return Protocols({slug: one for slug, one in readings.items() if one}, slugs)


def _reading(slug: str, rows: Iterable[Protocol], as_of: datetime) -> ProtocolReading | None:
    """Return a protocol as the sum of its parts; what holds nothing says nothing."""
    held = [(number(row.tvl), ratio(row.change_7d)) for row in rows if row.tvl and row.tvl > 0]
    size = sum((tvl for tvl, _ in held), Decimal(0))
    before = [tvl / (1 + change) for tvl, change in held if change is not None and change > -1]
    change = size / sum(before) - 1 if len(before) == len(held) and held else None
    return ProtocolReading(slug, size, change, None, SOURCE, as_of) if held else None


def parse_fees(body: bytes) -> Decimal | None:
    """Return what is paid in a year at the pace of the last month, week or day."""
    fees = _read_fees(body)
    for total, days in ((fees.total30d, 30), (fees.total7d, 7), (fees.total24h, 1)):
        if total is not None and total >= 0:
            return number(total) * DAYS_A_YEAR / days
    return None


def parse_hacks(
    body: bytes, slugs: Mapping[str, str], as_of: datetime
) -> tuple[IncidentReading, ...]:
    """Return the losses at known protocols, the newest first; raise MarketDataError."""
    found = [
        IncidentReading(
            protocol=slug,
            day=datetime.fromtimestamp(row.date, UTC).date(),
            loss_usd=None if row.amount is None else number(row.amount),
            returned_usd=None if row.returnedFunds is None else number(row.returnedFunds),
            technique=row.technique,
            source=SOURCE,
            as_of=as_of,
        )
        for row in meant(_read_hacks(body), "incidents")
        if (slug := slugs.get(str(row.defillamaId)) or _slug_named(row.name))
    ]
    return tuple(sorted(found, key=lambda incident: incident.day, reverse=True))


def _slug_named(name: str) -> str | None:
    """Return the protocol that is called so, if it is a known one."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    facts: ProtocolFacts | None = protocol_of(slug) or protocol_facts().get(slug)
    return facts.slug if facts else None
