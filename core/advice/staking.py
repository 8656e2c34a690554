"""Whether and how to stake a coin: the routes, what is left of the yield, how to get out."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.blend_facts import note_readings_date
from core.advice.real_yield import note_real_yield
from core.advice.sums import note_capital
from core.catalogue import (
    IncomeSource,
    StakingFacts,
    coin_of,
    income_sources,
    stablecoins,
    staked_coin,
    staking_facts,
)
from core.facts import HOUSE, FactBook, Unit, Working
from core.finance.growth import MONTHS
from core.finance.market import MarketSnapshot
from core.finance.staking import WALLET, RatedRoute, net_yield, rated_routes
from core.money import DEFAULT_CURRENCY, Money
from core.requests import Coins, Profile, StakingAdviceRequest

SOON = Decimal(1)
"""Years: who needs the money sooner wants a way out."""


@dataclass(frozen=True, slots=True)
class StakingAdvice:
    """The routes of a coin, the best first, with their figures; none where it cannot be staked."""

    book: FactBook
    asset: str
    """The coin as it was named, and the coin that is staked: for stETH that is ETH."""
    coin: str
    facts: StakingFacts | None
    source: IncomeSource | None
    routes: tuple[RatedRoute, ...]
    stable: bool
    liquid: bool
    """Whether the person wants to get out at once."""
    about: str | None
    """What was asked first: `out`, `lost`, `least` or `fee`."""
    others: tuple[StakingFacts, ...]
    """Further coins that were named, of which the way out is told."""
    able: bool
    """Whether the person is ready for more work than a wallet asks."""
    profile: Profile


def staking_advice(request: StakingAdviceRequest, snapshot: MarketSnapshot) -> StakingAdvice:
    """Rate the routes by the amount and the wish to get out, and note what each leaves."""
    working, coin = Working(), staked_coin(coin_of(request.asset))
    facts, source = staking_facts().get(coin), income_sources().get(coin)
    source = source if source and source.method == "staking" else None
    liquid, skill = _wants_out(request), request.wish.skill or WALLET
    quantity = _quantity(request, coin, snapshot)
    routes = rated_routes(facts, quantity, skill=skill, liquid=liquid) if facts else ()
    others = _others(request, coin)
    if facts:
        _note_rules(working, facts)
        _note_ways_out(working, others)
    if source:
        _note_yield(working, source, snapshot, request.profile)
        _note_routes(working, source, routes)
        live = "live_rate" if "live_rate" in working else None
        note_real_yield(working, coin, ("rate_low", "rate_high"), live)
        if request.capital and _is_of(request.capital, coin, snapshot):
            _note_rewards(working, request.capital, snapshot)
    return StakingAdvice(
        book=working.book,
        asset=request.asset,
        coin=coin,
        facts=facts,
        source=source,
        routes=routes,
        stable=coin in stablecoins(),
        liquid=liquid,
        about=request.wish.about,
        others=others,
        able=skill > WALLET,
        profile=request.profile,
    )


def _is_of(held: Coins | Money, coin: str, snapshot: MarketSnapshot) -> bool:
    """Whether what was named is money, or coins of the kind that is asked about."""
    if isinstance(held, Money):
        return True
    same = {staked_coin(coin_of(one)) for one in held.quantities} == {coin}
    return same and coin in snapshot.prices


def _quantity(request: StakingAdviceRequest, coin: str, snapshot: MarketSnapshot) -> Decimal | None:
    """Return how many coins it is about: as many as were named, or as the dollars named buy."""
    capital, price = request.capital, snapshot.prices.get(coin)
    if request.quantity is not None or price is None or not isinstance(capital, Money):
        return request.quantity
    return capital.amount / price.price if capital.currency == DEFAULT_CURRENCY else None


def _others(request: StakingAdviceRequest, coin: str) -> tuple[StakingFacts, ...]:
    named = dict.fromkeys(staked_coin(coin_of(one)) for one in request.others)
    return tuple(staking_facts()[one] for one in named if one in staking_facts() and one != coin)


def _note_ways_out(working: Working, others: tuple[StakingFacts, ...]) -> None:
    for one in others:
        note = f"from asking for staked {one.asset} back to having it"
        name = f"{one.asset.lower()}.unbonding"
        working.given(name, one.unbonding_days, Unit.DAYS, one.source, one.as_of, note=note)


def _wants_out(request: StakingAdviceRequest) -> bool:
    """Whether a way out at once was asked for, or the money is needed soon."""
    years = request.profile.horizon_years
    return request.wish.liquid or (years is not None and years < SOON)


def _note_rules(working: Working, facts: StakingFacts) -> None:
    source, as_of = facts.source, facts.as_of
    note = f"from asking for staked {facts.asset} back to having it"
    working.given("unbonding", facts.unbonding_days, Unit.DAYS, source, as_of, note=note)
    for route in facts.routes:
        if route.least:
            note = f"fewest {facts.asset} for {route.kind} staking"
            name = f"{route.kind}.least"
            working.given(name, route.least, Unit.COUNT, route.source, as_of, note=note)
        if route.fee is not None:
            note = f"share of the rewards kept in {route.kind} staking"
            name = f"{route.kind}.fee"
            working.given(name, route.fee, Unit.RATIO, route.source, as_of, note=note)


def _note_yield(
    working: Working, source: IncomeSource, snapshot: MarketSnapshot, profile: Profile
) -> None:
    """Note the house range, and the live rate of a staking token, which is after its fee."""
    for end, value in (("low", source.house.low), ("high", source.house.high)):
        note = f"house range for {source.asset} staking"
        working.given(f"rate_{end}", value, Unit.RATIO, HOUSE, source.house.adopted, note=note)
    reading = snapshot.yields.get(source.reading or "")
    if reading:
        note, day = f"{reading.symbol} on {reading.venue}", reading.as_of.date()
        working.given("live_rate", reading.rate, Unit.RATIO, reading.source, day, note=note)
        note_readings_date(working, day, profile.asked_on)


def _note_routes(working: Working, source: IncomeSource, routes: tuple[RatedRoute, ...]) -> None:
    """Note what a route leaves of the house range after its fee."""
    for rated in routes:
        kind = rated.route.kind
        if f"{kind}.fee" not in working:
            continue
        for end, gross in (("low", source.house.low), ("high", source.house.high)):
            left = net_yield(gross, rated.route)
            assert left is not None
            formula = f"rate_{end} * (1 - {kind}.fee)"
            working.derive(f"{kind}.net_{end}", left, Unit.RATIO, formula)


def _note_rewards(working: Working, coins: Coins | Money, snapshot: MarketSnapshot) -> None:
    """Note what the coins are worth and earn a month by the house range."""
    capital = note_capital(working, coins, snapshot)
    working.constant("months_per_year", MONTHS, "months a year")
    for end in ("low", "high"):
        income = Money(capital.amount * working.number(f"rate_{end}") / MONTHS, capital.currency)
        formula = f"capital * rate_{end} / months_per_year"
        working.derive(f"monthly_income_{end}", income, Unit.MONEY_MONTH, formula)
