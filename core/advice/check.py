"""Whether an offer, a rate or a protocol can be believed, and what is normal instead."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.advice.blend_facts import note_readings_date
from core.advice.move import Move, note_move
from core.advice.pegs import Pegged, note_peg
from core.advice.sums import note_level, note_own_rate
from core.catalogue import (
    CRASH_YEAR,
    Failure,
    HouseRange,
    Incident,
    ProtocolFacts,
    asset_facts,
    failures,
    house_yields,
    income_sources,
    is_dollars,
    pegs,
    protocol_facts,
    protocol_of,
)
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.compounding import DAYS_A_YEAR, annual_compound, annual_simple
from core.finance.evidence import (
    dollars_at,
    evidence_of,
    evidence_of_place,
    losses,
    readings_at,
)
from core.finance.market import MarketSnapshot, YieldReading, chain_slug
from core.finance.sustainability import Evidence, Judgement, judge_yield, levels
from core.money import DEFAULT_CURRENCY, Money
from core.nlu.described import Told
from core.nlu.utterance import Offer
from core.requests import CheckYieldRequest, Profile


@dataclass(frozen=True, slots=True)
class Normal:
    """What the same source usually pays: the house range, in words what it is of, a live rate."""

    house: HouseRange
    of: str
    live: YieldReading | None


@dataclass(frozen=True, slots=True)
class CheckYieldAdvice:
    """The judgement, what it was made on, and what is normal."""

    book: FactBook
    judgement: Judgement
    normal: Normal | None
    protocol: ProtocolFacts | None
    unknown_protocol: str | None
    """The slug of a protocol that was named and of which nothing is known here."""
    offer: Offer | None
    countless: bool
    """Whether the compounded yield is too large to write out."""
    profile: Profile
    peg: Pegged | None = None
    """How a stablecoin stands that was asked about by itself."""
    asset: str | None = None
    """The coin that was asked about, where it is judged at a protocol."""
    failure: Failure | None = None
    """What is known of a coin or a custodian that failed."""
    venue: str | None = None
    """The exchange, lender or wallet that was asked about."""
    audit_told: bool | None = None
    """Whether it was told to be audited."""
    move: Move | None = None
    """What moving there from another protocol brings."""


def check_yield(request: CheckYieldRequest, snapshot: MarketSnapshot) -> CheckYieldAdvice:
    """Judge what is quoted by its height, by what is normal, and by what is known of the place."""
    working, today = Working(), request.profile.asked_on
    named = request.protocols[0] if request.protocols else _place_of_vault(request, snapshot)
    protocol = protocol_facts().get(named) if named else None
    normal = _normal(request, protocol, snapshot)
    rate = _note_quoted(working, request)
    if normal:
        note_normal(working, normal, today)
    if protocol:
        _note_protocol(working, protocol, snapshot)
    failure = _failure(working, request)
    peg = None if failure else _peg(working, request, snapshot)
    move = note_move(working, request, snapshot, _new_rate(working))
    if request.venue and failure is None:
        _note_custodians(working)
    for name in ("screen", "outlier", "high", "countless"):
        note_level(working, name)
    evidence = _evidence(rate, normal, protocol, snapshot, today)
    if request.told:
        _note_told(working, request.told)
        evidence = _with_told(evidence, request.told)
    if failure:
        evidence = replace(evidence, failed=True)
    return CheckYieldAdvice(
        book=working.book,
        judgement=judge_yield(evidence),
        normal=normal,
        protocol=protocol,
        unknown_protocol=named if protocol is None else None,
        offer=request.offer,
        countless=rate is not None and rate > levels()["countless"],
        profile=request.profile,
        peg=peg,
        asset=next(iter(request.assets), None) if protocol else None,
        failure=failure,
        venue=request.venue,
        move=move,
        audit_told=request.told.audited if request.told else None,
    )


def _place_of_vault(request: CheckYieldRequest, snapshot: MarketSnapshot) -> str | None:
    """Return the protocol of a vault that was asked about by its own name; None for a coin."""
    if not request.assets or request.assets[0] in asset_facts():
        return None
    named = (r for r in snapshot.yields.values() if r.symbol == request.assets[0])
    protocol = next((protocol_of(reading.project) for reading in named), None)
    return protocol.slug if protocol else None


def _note_told(working: Working, told: Told) -> None:
    """Note what was told of the place, which nobody here has looked up."""
    if told.size is not None:
        size = Money(told.size, DEFAULT_CURRENCY)
        working.given("told_size", size, Unit.MONEY, YOU, note="what is said to lie in it")
    if told.age_days is not None:
        working.given("told_age", told.age_days, Unit.DAYS, YOU, note="how old it is said to be")
    if told.reward is not None and told.base is not None and told.reward + told.base > 0:
        working.given("told_base", told.base, Unit.RATIO, YOU, note="earned")
        working.given("told_reward", told.reward, Unit.RATIO, YOU, note="paid in tokens")
        share, formula = told.reward / (told.reward + told.base), "told_base + told_reward"
        working.derive("token_share", share, Unit.RATIO, f"told_reward / ({formula})")


def _with_told(evidence: Evidence, told: Told) -> Evidence:
    """Return the evidence with what was told of the place over it: it may be one pool of many."""
    names = ("size", "age_days", "audited", "base", "reward")
    found = {name: value for name in names if (value := getattr(told, name)) is not None}
    return replace(evidence, **found)


def _new_rate(working: Working) -> str | None:
    """Return the fact of the rate that a place pays: the one that is quoted, or the live one."""
    return next((name for name in ("rate_high", "normal_live") if name in working), None)


def _failure(working: Working, request: CheckYieldRequest) -> Failure | None:
    """Note the day on which a coin or a custodian that was named failed."""
    named = (*request.assets, *((request.venue,) if request.venue else ()))
    found = next((failures()[name] for name in named if name in failures()), None)
    if found:
        working.given("broke_on", found.day, Unit.DATE, found.source, found.day)
    return found


def _note_custodians(working: Working) -> None:
    """Note how many custodians known here stopped paying out in the crash year."""
    known = [one for one in failures().values() if one.kind == "custodian"]
    frozen = [one for one in known if one.day.year == CRASH_YEAR]
    source = "; ".join(one.source for one in frozen)
    working.given("custodians_frozen", Decimal(len(frozen)), Unit.COUNT, source, frozen[-1].day)


def _peg(working: Working, request: CheckYieldRequest, snapshot: MarketSnapshot) -> Pegged | None:
    """Note how a stablecoin stands, where it is what was asked about."""
    more = (request.protocols, request.rate, request.offer)
    if any(more) or not request.assets or request.assets[0] not in pegs():
        return None
    return note_peg(working, request.assets[0], snapshot, request.profile.asked_on)


def _note_quoted(working: Working, request: CheckYieldRequest) -> Decimal | None:
    """Note the quoted rate, or what an offer comes to in a year; return the rate to judge."""
    if request.offer:
        return _note_offer(working, request.offer)
    if request.rate is None:
        return None
    note_own_rate(working, request.rate)
    return max(request.rate.low, request.rate.high)


def _note_offer(working: Working, offer: Offer) -> Decimal:
    """Note what an offer comes to in a year, simple and compounded; return the latter."""
    working.given("offer_return", offer.gain, Unit.RATIO, YOU)
    working.given("offer_days", offer.days, Unit.DAYS, YOU)
    working.constant("days_per_year", DAYS_A_YEAR, "days a year")
    simple, most = annual_simple(offer.gain, offer.days), levels()["countless"]
    if simple <= most:
        formula = "offer_return * days_per_year / offer_days"
        working.derive("simple_yield", simple, Unit.RATIO, formula)
    compound = annual_compound(offer.gain, offer.days)
    if compound <= most:
        formula = "(1 + offer_return) ** (days_per_year / offer_days) - 1"
        working.derive("compound_yield", compound, Unit.RATIO, formula)
    return compound


def _normal(
    request: CheckYieldRequest, protocol: ProtocolFacts | None, snapshot: MarketSnapshot
) -> Normal | None:
    """Return what is usual for the coin, the way to earn or the kind of protocol named."""
    if request.assets:
        return _normal_for(request.assets[0], request.chain, protocol, snapshot)
    if protocol:
        return normal_at(protocol, snapshot)
    if request.method not in _KINDS:
        return None
    name, words = _KINDS[request.method]
    return Normal(house_yields()[name], words, None)


def normal_at(protocol: ProtocolFacts, snapshot: MarketSnapshot) -> Normal | None:
    """Return what is usual for a kind of protocol, and what this one pays now."""
    if protocol.kind not in _KINDS:
        return None
    name, words = _KINDS[protocol.kind]
    if name == "stablecoin-lending":
        live = dollars_at(protocol, snapshot)
    else:
        live = next(iter(readings_at(protocol, snapshot)), None)
    return Normal(house_yields()[name], words, live)


def _normal_for(
    asset: str, chain: str | None, protocol: ProtocolFacts | None, snapshot: MarketSnapshot
) -> Normal:
    """Return what is usual for a coin: staked, lent as dollars, or lent as any other."""
    at_protocol = readings_at(protocol, snapshot) if protocol else []
    there = [one for one in at_protocol if chain in {None, chain_slug(one.chain)}]
    live = next((one for one in there if one.symbol == asset), None)
    live = live or next((one for one in there if one.symbol.endswith(asset)), None)
    if is_dollars(asset):
        live = live or (dollars_at(protocol, snapshot) if protocol and not chain else None)
        return Normal(house_yields()["stablecoin-lending"], "stablecoin lending", live)
    source = income_sources().get(asset)
    if source is None:
        return Normal(house_yields()["volatile-lending"], f"{asset} lending", live)
    live = live or snapshot.yields.get(source.reading or "")
    return Normal(source.house, f"{asset} {source.method}", live)


_KINDS = {
    "liquid staking": ("eth-staking", "ETH staking"),
    "exchange": ("major-pairs", "liquidity in major pairs"),
    "liquidity": ("major-pairs", "liquidity in major pairs"),
    **dict.fromkeys(
        (*("lending", "lending market", "synthetic dollar"), "savings rate and borrowing system"),
        ("stablecoin-lending", "stablecoin lending"),
    ),
}


def note_normal(working: Working, normal: Normal, today: date) -> None:
    """Note the house range of what is usual, and what is paid now where that is known."""
    house, note = normal.house, f"house range for {normal.of}"
    for end, value in (("low", house.low), ("high", house.high)):
        working.given(f"normal_{end}", value, Unit.RATIO, HOUSE, house.adopted, note=note)
    if normal.live:
        live = normal.live
        note = f"{live.symbol} on {live.venue}, {live.chain}"
        day = live.as_of.date()
        working.given("normal_live", live.rate, Unit.RATIO, live.source, day, note=note)
        size = Money(live.size, DEFAULT_CURRENCY)
        working.given("live_size", size, Unit.MONEY, live.source, day, note=note)
        note_readings_date(working, day, today)


def _note_protocol(working: Working, protocol: ProtocolFacts, snapshot: MarketSnapshot) -> None:
    source, as_of = protocol.source, protocol.as_of
    since, note = date(protocol.since, 1, 1), f"the year {protocol.name} opened"
    working.given("since_year", since, Unit.DATE, source, as_of, note=note)
    if protocol.failed:
        working.given("failed_on", protocol.failed, Unit.DATE, source, as_of)
    _note_losses(working, losses(protocol, snapshot), protocol)
    _note_health(working, protocol, snapshot)


def _note_losses(
    working: Working, incidents: tuple[Incident, ...], protocol: ProtocolFacts
) -> None:
    """Note how often users lost money there, the latest time and the worst."""
    if not incidents:
        return
    source, as_of = protocol.source, protocol.as_of
    note = f"losses of users' money at {protocol.name}"
    working.given("incidents", Decimal(len(incidents)), Unit.COUNT, source, as_of, note=note)
    working.given("incident_day", incidents[0].day, Unit.DATE, source, as_of)
    loss = Money(incidents[0].loss_usd, DEFAULT_CURRENCY)
    working.given("incident_loss", loss, Unit.MONEY, source, as_of)
    worst = max(incidents, key=lambda one: one.loss_usd)
    if worst is not incidents[0]:
        working.given("worst_day", worst.day, Unit.DATE, source, as_of)
        loss = Money(worst.loss_usd, DEFAULT_CURRENCY)
        working.given("worst_loss", loss, Unit.MONEY, source, as_of)


def _note_health(working: Working, protocol: ProtocolFacts, snapshot: MarketSnapshot) -> None:
    """Note what lies in a protocol and what it earns, where it was read."""
    health = snapshot.protocols.get(protocol.slug)
    if health is None:
        return
    day, source = health.as_of.date(), health.source
    size, note = Money(health.size, DEFAULT_CURRENCY), f"what lies in {protocol.name}"
    working.given("protocol_size", size, Unit.MONEY, source, day, note=note)
    if health.change_week is not None:
        note = f"change of what lies in {protocol.name} over a week"
        working.given("size_change", health.change_week, Unit.RATIO, source, day, note=note)
    if health.revenue is not None:
        earned = Money(health.revenue, DEFAULT_CURRENCY)
        note = f"fees paid at {protocol.name}, a year at the pace of the last month"
        working.given("fees_size", earned, Unit.MONEY, source, day, note=note)


def _evidence(
    rate: Decimal | None,
    normal: Normal | None,
    protocol: ProtocolFacts | None,
    snapshot: MarketSnapshot,
    today: date,
) -> Evidence:
    """Return what is known of the place, with the rate that is quoted there."""
    house, live = (normal.house, normal.live) if normal else (None, None)
    if protocol is None:
        return Evidence(rate=rate, normal=house)
    of_place = evidence_of_place(protocol, snapshot, today)
    if live is None:
        return replace(of_place, rate=rate, normal=house)
    of_pool = evidence_of(live, snapshot, today) if rate is None else of_place
    return replace(of_pool, rate=rate, normal=house, size=live.size)
