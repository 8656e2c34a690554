"""What a capital or coins would pay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.advice.blend_facts import (
    note_blend,
    note_income,
    note_live,
    note_readings_date,
    note_worst_coins,
)
from core.advice.check import normal_at, note_normal
from core.advice.held import note_shares
from core.advice.portfolio import Owner, PortfolioAdvice, portfolio_advice
from core.advice.sums import note_capital, note_figure, note_inflation, note_own_rate
from core.catalogue import (
    IncomeSource,
    Index,
    ProtocolFacts,
    income_sources,
    indices,
    protocol_facts,
)
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.blends import Blend, Stage, policy_blend, policy_for
from core.finance.growth import MONTHS
from core.finance.market import MarketSnapshot
from core.money import Money
from core.requests import Coins, IncomeEstimateRequest, Profile


@dataclass(frozen=True, slots=True)
class IncomeEstimateAdvice:
    """Income a month and a year, low to high: of a blend, an index, coins, or at a rate named."""

    book: FactBook
    profile: Profile
    blend: Blend | None = None
    index: Index | None = None
    sources: tuple[IncomeSource, ...] = ()
    idle: tuple[str, ...] = ()
    """Coins that pay nothing this bot knows of."""
    too_high: bool = False
    """Whether the rate named is more than a whole portfolio can be planned on."""
    live: bool = False
    lying: PortfolioAdvice | None = None
    """The coins as they lie, where that was said."""
    unused: bool = False
    """Whether all of it was said to lie idle: the income is what it would pay."""
    place: str | None = None
    """The protocol that was named without a coin."""
    usual: str | None = None
    """What the income there was estimated by; without it the place is not counted."""


def income_estimate(
    request: IncomeEstimateRequest, snapshot: MarketSnapshot
) -> IncomeEstimateAdvice:
    """Estimate the income at the person's rate, in an index, coin by coin, or of a blend."""
    if request.lying and not (request.rate or request.index):
        return _as_it_lies(request, snapshot)
    working = Working()
    advice = _estimated(working, request, snapshot)
    if not request.real or "monthly_income_low" not in working:
        return advice
    note_inflation(working, request.profile)
    _note_real(working)
    return replace(advice, book=working.book)


def _estimated(
    working: Working, request: IncomeEstimateRequest, snapshot: MarketSnapshot
) -> IncomeEstimateAdvice:
    working.constant("months_per_year", MONTHS, "months a year")
    capital = note_capital(working, request.capital, snapshot, request.profile.reserve)
    if request.profile.tax_rate is not None:
        working.given("tax_rate", request.profile.tax_rate, Unit.RATIO, YOU)
    assets = _assets(request)
    if request.rate:
        return _at_own_rate(working, request, capital)
    if request.index:
        return _of_index(working, request, indices()[request.index], capital)
    if assets:
        return _of_coins(working, request, assets, capital, snapshot)
    if request.place:
        return _at_place(working, request, protocol_facts().get(request.place), capital, snapshot)
    return _of_blend(working, request, capital, snapshot)


def _as_it_lies(request: IncomeEstimateRequest, snapshot: MarketSnapshot) -> IncomeEstimateAdvice:
    """Count each coin by what it does, as the view of what is held does; what is idle apart."""
    assert isinstance(request.capital, Coins)
    profile = request.profile
    owner = Owner(request.capital.currency, profile.tax_rate, profile.asked_on)
    lying = portfolio_advice(request.lying, owner, snapshot)
    return IncomeEstimateAdvice(lying.book, profile, lying=lying)


def _at_own_rate(
    working: Working, request: IncomeEstimateRequest, capital: Money
) -> IncomeEstimateAdvice:
    assert request.rate
    note_own_rate(working, request.rate)
    _note_pay_at_rate(working, capital)
    limit = note_figure(working, "unsustainable_yield")
    return IncomeEstimateAdvice(
        working.book, request.profile, too_high=max(request.rate.low, request.rate.high) >= limit
    )


def _of_index(
    working: Working, request: IncomeEstimateRequest, index: Index, capital: Money
) -> IncomeEstimateAdvice:
    house, note = index.house, f"house range for {index.name}"
    for end, value in (("low", house.low), ("high", house.high)):
        working.given(f"rate_{end}", value, Unit.RATIO, HOUSE, house.adopted, note=note)
    _note_pay_at_rate(working, capital)
    note_worst_coins(working)
    return IncomeEstimateAdvice(working.book, request.profile, index=index)


def _at_place(
    working: Working,
    request: IncomeEstimateRequest,
    protocol: ProtocolFacts | None,
    capital: Money,
    snapshot: MarketSnapshot,
) -> IncomeEstimateAdvice:
    """Estimate by what is usual for the kind of a protocol; a blend where nothing is."""
    normal = normal_at(protocol, snapshot) if protocol and not protocol.failed else None
    if protocol is None or normal is None:
        blend = _of_blend(working, request, capital, snapshot)
        return replace(blend, place=protocol.name if protocol else request.place)
    note_normal(working, normal, request.profile.asked_on)
    for end in ("low", "high"):
        _note_pay(working, end, capital.currency, [("capital", f"normal_{end}")])
    return IncomeEstimateAdvice(working.book, request.profile, place=protocol.name, usual=normal.of)


def _of_blend(
    working: Working, request: IncomeEstimateRequest, capital: Money, snapshot: MarketSnapshot
) -> IncomeEstimateAdvice:
    blend = policy_blend(policy_for(request.profile.risk, Stage.NOW))
    note_blend(working, blend)
    note_income(working, capital)
    _note_net(working, "low", "mid", "high")
    note_worst_coins(working)
    live = note_live(working, blend, snapshot, request.profile.asked_on)
    return IncomeEstimateAdvice(working.book, request.profile, blend=blend, live=live)


def _assets(request: IncomeEstimateRequest) -> tuple[str, ...]:
    if isinstance(request.capital, Coins):
        return tuple(request.capital.quantities)
    return tuple(request.shares) or request.assets


def _of_coins(
    working: Working,
    request: IncomeEstimateRequest,
    assets: tuple[str, ...],
    capital: Money,
    snapshot: MarketSnapshot,
) -> IncomeEstimateAdvice:
    """Estimate coin by coin, at the house range and at the live rate where there is one."""
    known = tuple(income_sources()[asset] for asset in assets if asset in income_sources())
    if isinstance(request.capital, Money):
        _note_values(working, note_shares(working, request.shares, assets), capital)
    values = {source: f"{source.asset.lower()}.value" for source in known}
    for source in known:
        _note_source(working, source)
    for end in ("low", "high"):
        rates = {source: f"{source.asset.lower()}.rate_{end}" for source in known}
        _note_pay(working, end, capital.currency, [(values[s], rates[s]) for s in known])
    live = tuple(source for source in known if source.reading in snapshot.yields)
    _note_live_sources(working, live, snapshot, request.profile.asked_on)
    if live == known and known:
        rates = {source: f"{source.asset.lower()}.live_rate" for source in known}
        _note_pay(working, "live", capital.currency, [(values[s], rates[s]) for s in known])
    idle = tuple(asset for asset in assets if asset not in income_sources())
    unused = isinstance(request.capital, Coins) and request.capital.idle >= set(assets)
    return IncomeEstimateAdvice(
        working.book, request.profile, sources=known, idle=idle, live=bool(live), unused=unused
    )


def _note_values(working: Working, shares: Mapping[str, Decimal], capital: Money) -> None:
    """Note what each coin gets of a capital in money."""
    for asset, share in shares.items():
        value, key = capital.times(share), asset.lower()
        working.derive(f"{key}.value", value, Unit.MONEY, f"capital * {key}.weight")


def _note_source(working: Working, source: IncomeSource) -> None:
    note = f"house range for {source.asset} {source.method}"
    for end, value in (("low", source.house.low), ("high", source.house.high)):
        name = f"{source.asset.lower()}.rate_{end}"
        working.given(name, value, Unit.RATIO, HOUSE, source.house.adopted, note=note)


def _note_pay_at_rate(working: Working, capital: Money) -> None:
    for end in ("low", "high"):
        _note_pay(working, end, capital.currency, [("capital", f"rate_{end}")])


def _note_pay(working: Working, end: str, currency: str, parts: Iterable[tuple[str, str]]) -> None:
    """Note the income of sums at rates, both given by name, a year and a month."""
    parts = list(parts)
    if not parts:
        return
    total = sum((working.number(s) * working.number(rate) for s, rate in parts), Decimal(0))
    formula = " + ".join(f"{name} * {rate}" for name, rate in parts)
    working.derive(f"yearly_income_{end}", Money(total, currency), Unit.MONEY_YEAR, formula)
    monthly, formula = Money(total / MONTHS, currency), f"yearly_income_{end} / months_per_year"
    working.derive(f"monthly_income_{end}", monthly, Unit.MONEY_MONTH, formula)
    _note_net(working, end)


def _note_net(working: Working, *ends: str) -> None:
    """Note what tax leaves of an income a month, where a tax rate was named."""
    if "tax_rate" not in working:
        return
    left = 1 - working.number("tax_rate")
    for end in ends:
        gross = working.book[f"monthly_income_{end}"].value
        assert isinstance(gross, Money)
        formula = f"monthly_income_{end} * (1 - tax_rate)"
        working.derive(f"net_income_{end}", gross.times(left), Unit.MONEY_MONTH, formula)


def _note_real(working: Working) -> None:
    """Note what is left of an income a month, in the money of today, once the capital keeps up."""
    capital = working.money("capital")
    paid = "net_income" if "net_income_low" in working else "monthly_income"
    for end in ("low", "mid", "high"):
        name = f"{paid}_{end}"
        if name in working:
            whole = capital.amount + working.number(name) * MONTHS
            left = (whole / (1 + working.number("inflation")) - capital.amount) / MONTHS
            formula = (
                f"((capital + {name} * months_per_year) / (1 + inflation) - capital) "
                "/ months_per_year"
            )
            amount = Money(left, capital.currency)
            working.derive(f"real_income_{end}", amount, Unit.MONEY_MONTH, formula)


def _note_live_sources(
    working: Working,
    sources: tuple[IncomeSource, ...],
    snapshot: MarketSnapshot,
    asked_on: date,
) -> None:
    """Note the live reading of each source."""
    readings = [(s, snapshot.yields[s.reading]) for s in sources if s.reading]
    for source, reading in readings:
        name = f"{source.asset.lower()}.live_rate"
        note = f"{reading.symbol} on {reading.venue}, {reading.chain}"
        day = reading.as_of.date()
        working.given(name, reading.settled, Unit.RATIO, reading.source, day, note=note)
    if readings:
        oldest = min(reading.as_of for _, reading in readings).date()
        note_readings_date(working, oldest, asked_on)
