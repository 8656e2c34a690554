"""What is known of a pool and its place, put together as evidence for a judgement."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.catalogue import (
    HouseRange,
    Incident,
    ProtocolFacts,
    asset_facts,
    coin_of,
    house_yields,
    income_sources,
    protocol_of,
    reference_readings,
    stablecoins,
)
from core.finance.market import MarketSnapshot, YieldReading
from core.finance.sustainability import Evidence, Judgement, judge_yield, levels

DAYS_A_CALENDAR_YEAR = Decimal("365.25")
SAME_EVENT_DAYS = 4
"""Two sources that list a loss so near to one another mean the same."""


def judge_reading(reading: YieldReading, snapshot: MarketSnapshot, today: date) -> Judgement:
    """Return what is to be thought of a pool's yield, by all that is known of it."""
    return judge_yield(evidence_of(reading, snapshot, today))


def evidence_of(reading: YieldReading, snapshot: MarketSnapshot, today: date) -> Evidence:
    """Return what is known of a pool: its rate and history, and the place it lies in."""
    protocol = protocol_of(reading.project)
    of_place = evidence_of_place(protocol, snapshot, today) if protocol else Evidence()
    base, reward = _parts(reading)
    return replace(
        of_place,
        rate=reading.settled,
        quoted=reading.rate,
        normal=normal_range(reading),
        base=base,
        reward=reward,
        history=reading.history,
        size=reading.size,
        age_days=of_place.age_days if reading.days is None else Decimal(reading.days),
        outlier=reading.outlier,
    )


def _parts(reading: YieldReading) -> tuple[Decimal | None, Decimal | None]:
    """Return what a yield is made of; where one part is named, an unnamed other is nothing."""
    if reading.base is None and reading.reward is None:
        return None, None
    return reading.base or Decimal(0), reading.reward or Decimal(0)


def evidence_of_place(protocol: ProtocolFacts, snapshot: MarketSnapshot, today: date) -> Evidence:
    """Return what is known of a protocol: its size, revenue, age, audits and losses."""
    health = snapshot.protocols.get(protocol.slug)
    grave = [one for one in losses(protocol, snapshot) if one.loss_usd >= levels()["incident_usd"]]
    since = Decimal((today - grave[0].day).days) / DAYS_A_CALENDAR_YEAR if grave else None
    return Evidence(
        size=health.size if health else None,
        revenue=health.revenue if health else None,
        age_days=Decimal((today - date(protocol.since, 12, 31)).days),
        audited=protocol.audited,
        had_incident=bool(grave),
        years_since_incident=since,
        failed=protocol.failed is not None,
    )


def losses(protocol: ProtocolFacts, snapshot: MarketSnapshot) -> tuple[Incident, ...]:
    """Return what users lost at a protocol, the newest first: as known here and as listed live."""
    known = list(protocol.incidents)
    for listed in snapshot.incidents:
        is_new = all(abs((listed.day - one.day).days) >= SAME_EVENT_DAYS for one in known)
        if listed.protocol == protocol.slug and is_new:
            known.append(Incident(listed.day, listed.loss_usd or Decimal(0)))
    return tuple(sorted(known, key=_day, reverse=True))


def readings_at(protocol: ProtocolFacts, snapshot: MarketSnapshot) -> list[YieldReading]:
    """Return what pools of a protocol pay: the reference readings first, then the largest."""
    there = [
        (name in reference_readings(), reading.size, reading)
        for name, reading in snapshot.yields.items()
        if reading.project in protocol.projects
    ]
    return [reading for *_, reading in sorted(there, key=_standing_for, reverse=True)]


def dollars_at(protocol: ProtocolFacts, snapshot: MarketSnapshot) -> YieldReading | None:
    """Return the reading of dollars, lent or saved, that stands for a protocol; None without."""
    there = readings_at(protocol, snapshot)
    plain = (one for one in there if one.symbol in stablecoins())
    saved = (one for one in there if one.symbol.removeprefix("S") in stablecoins())
    return next(plain, None) or next(saved, None)


def _standing_for(found: tuple[bool, Decimal, YieldReading]) -> tuple[bool, Decimal]:
    return found[:2]


def _day(incident: Incident) -> date:
    return incident.day


def normal_range(reading: YieldReading) -> HouseRange | None:
    """Return what such a pool usually pays: by its coin, or as a pool of major coins."""
    if reading.pair:
        return house_yields()["major-pairs"]
    return house_yields()[name] if (name := _range_of(reading.symbol)) else None


def _range_of(symbol: str) -> str | None:
    facts = asset_facts().get(symbol)
    if symbol in stablecoins() or (facts and facts.kind == "savings"):
        return "stablecoin-lending"
    if source := income_sources().get(symbol) or income_sources().get(coin_of(symbol)):
        return next(name for name, house in house_yields().items() if house is source.house)
    if facts and facts.kind == "staked":
        return _STAKED_ON.get(facts.chain)
    return None


_STAKED_ON = {"Ethereum": "eth-staking", "Solana": "sol-staking"}
