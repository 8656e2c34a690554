"""What a question is about, as what is held: own coins, an index, or the blend for a goal."""

from collections.abc import Mapping
from decimal import Decimal

from core.advice.assessment import need_name, note_need, policy_stage, stage_of
from core.advice.blend_facts import note_blend
from core.advice.fit_facts import leg_facts, note_binding
from core.advice.sums import note_capital, note_goal
from core.catalogue import (
    Constituent,
    IncomeSource,
    figures,
    house_yields,
    income_sources,
    indices,
    issuers,
    protocol_facts,
)
from core.facts import HOUSE, YOU, Unit, Working
from core.finance.blends import ZERO, Fitted, Stage, nearest_blend, policy_blend, policy_for
from core.finance.market import MarketSnapshot
from core.finance.stress import CASH, Held, held_of
from core.money import Money
from core.nlu.utterance import Deposit
from core.requests import Coins, StressTestRequest
from core.requests.mix import Place


def note_held(
    working: Working, request: StressTestRequest, snapshot: MarketSnapshot
) -> tuple[Held, ...]:
    """Note what is held: own coins, a named index, or the blend for the goal and risk level."""
    capital = None
    if request.capital:
        reserve = request.profile.reserve
        capital = note_capital(working, request.capital, snapshot, reserve)
    if isinstance(request.capital, Coins):
        assert capital
        held = _coins(working, request.capital, capital, request.places)
    elif request.shares or request.assets:
        note_shares(working, request.shares, request.assets)
        coins = tuple(request.shares) or request.assets
        held = tuple(
            _held_coin(working, one, working.number(f"{one.lower()}.weight"), request.places)
            for one in coins
        )
    elif request.deposits and capital:
        held = tuple(_one_of_several(working, one, capital) for one in request.deposits)
    elif request.placed and request.capital:
        held = _deposit(working, request.placed)
    elif request.indices:
        held = _index(working, request.indices[0])
    else:
        held = held_of(note_blend_for(working, request, capital, snapshot).blend)
    if "blend_yield_mid" not in working:
        paid = sum((one.share * one.rate for one in held), ZERO)
        formula = " + ".join(f"{one.key}.weight * {one.key}.yield_mid" for one in held)
        working.derive("blend_yield_mid", paid, Unit.RATIO, formula)
    return held


Places = Mapping[str, tuple[Place, ...]]


def _coins(working: Working, coins: Coins, capital: Money, places: Places) -> tuple[Held, ...]:
    """Note the share of each coin, and of money beside them, by its value."""
    held = []
    for name in (*coins.quantities, *((CASH,) if coins.cash else ())):
        key = name.lower()
        value = key if name == CASH else f"{key}.value"
        share = working.number(value) / capital.amount
        working.derive(f"{key}.weight", share, Unit.RATIO, f"{value} / capital")
        held.append(_held_coin(working, name, share, places, idle=name in coins.idle))
    return tuple(held)


def note_shares(
    working: Working, shares: Mapping[str, Decimal], assets: tuple[str, ...]
) -> Mapping[str, Decimal]:
    """Note the share of the whole in each coin, as `<coin>.weight`, and return them.

    The shares that were named, or else equal parts of the coins.
    """
    if not shares:
        working.constant("equal_parts", Decimal(len(assets)), "coins the money is in")
        working.constant("whole", Decimal(1), "the whole")
    for asset in shares or assets:
        name = f"{asset.lower()}.weight"
        if shares:
            working.given(name, shares[asset], Unit.RATIO, YOU)
        else:
            working.derive(name, 1 / Decimal(len(assets)), Unit.RATIO, "whole / equal_parts")
    return shares or {asset: 1 / Decimal(len(assets)) for asset in assets}


def _held_coin(
    working: Working, asset: str, share: Decimal, places: Places, *, idle: bool = False
) -> Held:
    """Note what one coin earns by itself; nothing where it lies idle or has no source."""
    key, source = asset.lower(), None if idle else income_sources().get(asset)
    rate = source.house.middle if source else ZERO
    day = source.house.adopted if source else figures()["inflation"].as_of
    note = f"middle of the house range for {asset}" if source else f"{asset} is counted as idle"
    working.given(f"{key}.yield_mid", rate, Unit.RATIO, HOUSE, day, note=note)
    lying = places.get(asset) or (Place(None, Decimal(1)),)
    at = " and ".join(_name(place.venue) for place in lying if place.venue)
    name = f"{asset} at {at}" if at else asset
    return Held(key, name, share, rate, tuple(_part(asset, source, place) for place in lying))


def _part(asset: str, source: IncomeSource | None, place: Place) -> Constituent:
    """Return what is held of a coin in one place; a staking token lies with its issuer too."""
    protocol = place.venue or issuers().get(asset)
    return Constituent(
        id=f"{asset.lower()}-{protocol or CASH}",
        name=asset,
        asset=asset,
        weight=place.weight,
        house=source.house if source else None,
        reading=None,
        paired=False,
        partner=None,
        method=_method(asset, source, place.venue),
        chain="",
        protocol=protocol,
    )


def _method(asset: str, source: IncomeSource | None, venue: str | None) -> str:
    """Return how a coin earns where it lies; what lies at an exchange is only held."""
    if asset == CASH:
        return CASH
    if venue is None:
        return source.method if source else "holding"
    about = protocol_facts().get(venue)
    return {"liquid staking": "staking", "lending market": "lending"}.get(
        about.kind if about else "", "holding"
    )


def _deposit(working: Working, slug: str) -> tuple[Held, ...]:
    """Note a deposit of which no coin was named: counted as dollars that are lent there."""
    house = house_yields()["stablecoin-lending"]
    working.given("deposit.weight", Decimal(1), Unit.RATIO, YOU)
    note = "middle of the house range for stablecoin lending"
    working.given("deposit.yield_mid", house.middle, Unit.RATIO, HOUSE, house.adopted, note=note)
    part = _part("USDC", income_sources()["USDC"], Place(slug, Decimal(1)))
    return (Held("deposit", f"dollars at {_name(slug)}", Decimal(1), house.middle, (part,)),)


def _one_of_several(working: Working, one: Deposit, capital: Money) -> Held:
    """Note one of several deposits and its share, each counted as dollars that are lent there."""
    key, house = f"at_{one.place.replace('-', '_')}", house_yields()["stablecoin-lending"]
    working.given(f"{key}.value", Money(one.amount, capital.currency), Unit.MONEY, YOU)
    share = one.amount / capital.amount
    working.derive(f"{key}.weight", share, Unit.RATIO, f"{key}.value / capital")
    note = "middle of the house range for stablecoin lending"
    working.given(f"{key}.yield_mid", house.middle, Unit.RATIO, HOUSE, house.adopted, note=note)
    part = _part("USDC", income_sources()["USDC"], Place(one.place, Decimal(1)))
    return Held(key, f"dollars at {_name(one.place)}", share, house.middle, (part,))


def _name(slug: str) -> str:
    about = protocol_facts().get(slug)
    return about.name if about else slug.replace("-", " ").title()


def _index(working: Working, index_id: str) -> tuple[Held, ...]:
    index = indices()[index_id]
    working.include(leg_facts(index_id))
    working.given(f"{index.key}.weight", Decimal(1), Unit.RATIO, YOU)
    return (Held(index.key, index.name, Decimal(1), index.house.middle, index.constituents),)


def note_blend_for(
    working: Working, request: StressTestRequest, capital: Money | None, snapshot: MarketSnapshot
) -> Fitted:
    """Note the blend for a goal and a risk level, and return it with what binds it."""
    profile = request.profile
    stage = Stage.NOW if profile.horizon_years is None else Stage.LATER
    need = None
    if capital and request.goal:
        income = note_goal(working, request.goal, capital.currency, profile, snapshot)
        stage = stage_of(profile, note_need(working, capital, income)[1])
        need = need_name(income)
    policy = policy_for(
        profile.risk, stage if stage is Stage.GROW else policy_stage(profile, stage)
    )
    fitted = Fitted(policy_blend(policy), None)
    sustainable = need and working.number(need) < figures()["unsustainable_yield"].value
    if request.fitted and need and sustainable and stage is Stage.NOW:
        fitted = nearest_blend(policy, profile.risk, working.number(need))
    note_blend(working, fitted.blend, profile.risk, need)
    if fitted.binding and need:
        note_binding(working, fitted.blend, fitted.binding, profile.risk, need)
    return fitted
