"""What a capital or coins would pay."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.advice.mix import (
    MONTHS,
    note_blend,
    note_income,
    note_live,
    note_readings_date,
    note_worst_coins,
)
from core.advice.sums import note_capital
from core.catalogue import IncomeSource, income_sources
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.blends import Blend, Stage, policy_blend, policy_for
from core.finance.market import MarketSnapshot
from core.money import Money
from core.requests import Coins, IncomeEstimateRequest, Profile


@dataclass(frozen=True, slots=True)
class IncomeEstimateAdvice:
    """Income a month and a year, low to high: of a blend, of coins, or at a rate named."""

    book: FactBook
    profile: Profile
    blend: Blend | None = None
    sources: tuple[IncomeSource, ...] = ()
    idle: tuple[str, ...] = ()
    """Coins that pay nothing this bot knows of."""
    own_rate: bool = False
    live: bool = False


def income_estimate(
    request: IncomeEstimateRequest, snapshot: MarketSnapshot
) -> IncomeEstimateAdvice:
    """Estimate the income at the person's rate, coin by coin, or of a blend, in this order."""
    working = Working()
    working.constant("months_per_year", MONTHS, "months a year")
    capital = note_capital(working, request.capital, snapshot)
    if request.rate:
        return _at_own_rate(working, request, capital)
    assets = _assets(request)
    if assets:
        return _of_coins(working, request, assets, capital, snapshot)
    return _of_blend(working, request, capital, snapshot)


def _at_own_rate(
    working: Working, request: IncomeEstimateRequest, capital: Money
) -> IncomeEstimateAdvice:
    assert request.rate
    for end, value in (("low", request.rate.low), ("high", request.rate.high)):
        working.given(f"rate_{end}", value, Unit.RATIO, YOU)
        _note_pay(working, end, capital.times(value), f"capital * rate_{end}")
    return IncomeEstimateAdvice(working.book, request.profile, own_rate=True)


def _of_blend(
    working: Working, request: IncomeEstimateRequest, capital: Money, snapshot: MarketSnapshot
) -> IncomeEstimateAdvice:
    blend = policy_blend(policy_for(request.profile.risk, Stage.NOW))
    note_blend(working, blend)
    note_income(working, capital)
    note_worst_coins(working)
    live = note_live(working, blend, snapshot, request.profile.asked_on)
    return IncomeEstimateAdvice(working.book, request.profile, blend=blend, live=live)


def _assets(request: IncomeEstimateRequest) -> tuple[str, ...]:
    if isinstance(request.capital, Coins):
        return tuple(request.capital.quantities)
    return (request.asset,) if request.asset else ()


def _of_coins(
    working: Working,
    request: IncomeEstimateRequest,
    assets: tuple[str, ...],
    capital: Money,
    snapshot: MarketSnapshot,
) -> IncomeEstimateAdvice:
    known = tuple(income_sources()[asset] for asset in assets if asset in income_sources())
    in_coins = isinstance(request.capital, Coins)
    for source in known:
        _note_source(working, source)
    for end in ("low", "high"):
        terms = [
            f"{_value_name(source, in_coins=in_coins)} * {source.asset.lower()}.rate_{end}"
            for source in known
        ]
        total = sum(
            (
                working.number(_value_name(source, in_coins=in_coins))
                * working.number(f"{source.asset.lower()}.rate_{end}")
                for source in known
            ),
            Decimal(0),
        )
        if known:
            _note_pay(working, end, Money(total, capital.currency), " + ".join(terms))
    idle = tuple(asset for asset in assets if asset not in income_sources())
    live = _note_live_sources(working, known, snapshot, request.profile.asked_on)
    return IncomeEstimateAdvice(working.book, request.profile, sources=known, idle=idle, live=live)


def _value_name(source: IncomeSource, *, in_coins: bool) -> str:
    return f"{source.asset.lower()}.value" if in_coins else "capital"


def _note_source(working: Working, source: IncomeSource) -> None:
    note = f"house range for {source.asset} {source.method}"
    for end, value in (("low", source.house.low), ("high", source.house.high)):
        name = f"{source.asset.lower()}.rate_{end}"
        working.given(name, value, Unit.RATIO, HOUSE, source.house.adopted, note=note)


def _note_pay(working: Working, end: str, yearly: Money, formula: str) -> None:
    working.derive(f"yearly_income_{end}", yearly, Unit.MONEY_YEAR, formula)
    working.derive(
        f"monthly_income_{end}",
        Money(yearly.amount / MONTHS, yearly.currency),
        Unit.MONEY_MONTH,
        f"yearly_income_{end} / months_per_year",
    )


def _note_live_sources(
    working: Working,
    sources: tuple[IncomeSource, ...],
    snapshot: MarketSnapshot,
    asked_on: date,
) -> bool:
    """Note the live reading of each source that has one; return whether there is any."""
    readings = [
        (source, snapshot.yields[source.reading])
        for source in sources
        if source.reading and source.reading in snapshot.yields
    ]
    for source, reading in readings:
        name = f"{source.asset.lower()}.live_rate"
        note = f"{reading.symbol} on {reading.venue}, {reading.chain}"
        working.given(
            name, reading.rate, Unit.RATIO, reading.source, reading.as_of.date(), note=note
        )
    if readings:
        oldest = min(reading.as_of for _, reading in readings).date()
        note_readings_date(working, oldest, asked_on)
    return bool(readings)
