"""What a question is about, as what is held: own coins, an index, or the blend for a goal."""

from decimal import Decimal

from core.advice.assessment import need_name, note_need, policy_stage, stage_of
from core.advice.blend_facts import note_blend
from core.advice.fit_facts import leg_facts, note_binding
from core.advice.sums import note_capital, note_goal
from core.catalogue import Constituent, figures, income_sources, indices
from core.facts import HOUSE, Unit, Working
from core.finance.blends import ZERO, Fitted, Stage, nearest_blend, policy_blend, policy_for
from core.finance.market import MarketSnapshot
from core.finance.stress import CASH, Held, held_of
from core.money import Money
from core.requests import Coins, StressTestRequest


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
        held = _coins(working, request.capital, capital)
    elif request.assets:
        held = _equal_parts(working, request.assets)
    elif request.indices:
        held = _index(working, request.indices[0])
    else:
        held = held_of(note_blend_for(working, request, capital, snapshot).blend)
    if "blend_yield_mid" not in working:
        paid = sum((one.share * one.rate for one in held), ZERO)
        formula = " + ".join(f"{one.key}.weight * {one.key}.yield_mid" for one in held)
        working.derive("blend_yield_mid", paid, Unit.RATIO, formula)
    return held


def _coins(working: Working, coins: Coins, capital: Money) -> tuple[Held, ...]:
    """Note the share of each coin, and of money beside them, by its value."""
    held = []
    for name in (*coins.quantities, *(("cash",) if coins.cash else ())):
        key = name.lower()
        value = key if name == "cash" else f"{key}.value"
        share = working.number(value) / capital.amount
        working.derive(f"{key}.weight", share, Unit.RATIO, f"{value} / capital")
        held.append(_held_coin(working, name, share, idle=name in coins.idle))
    return tuple(held)


def _equal_parts(working: Working, assets: tuple[str, ...]) -> tuple[Held, ...]:
    """Note equal shares of some coins, when money is in them and no shares were named."""
    parts = Decimal(len(assets))
    working.constant("equal_parts", parts, "coins the money is in")
    working.constant("whole", Decimal(1), "the whole")
    for asset in assets:
        name = f"{asset.lower()}.weight"
        working.derive(name, 1 / parts, Unit.RATIO, "whole / equal_parts")
    return tuple(_held_coin(working, asset, 1 / parts) for asset in assets)


def _held_coin(working: Working, asset: str, share: Decimal, *, idle: bool = False) -> Held:
    """Note what one coin earns by itself; nothing where it lies idle or has no source."""
    key, source = asset.lower(), None if idle else income_sources().get(asset)
    rate = source.house.middle if source else ZERO
    day = source.house.adopted if source else figures()["inflation"].as_of
    note = f"middle of the house range for {asset}" if source else f"{asset} is counted as idle"
    working.given(f"{key}.yield_mid", rate, Unit.RATIO, HOUSE, day, note=note)
    part = Constituent(
        id=key,
        name=asset,
        asset=asset,
        weight=Decimal(1),
        house=source.house if source else None,
        reading=None,
        paired=False,
        partner=None,
        method=source.method if source else CASH if key == CASH else "holding",
        chain="",
        protocol=_issuer(asset),
    )
    return Held(key, asset, share, rate, (part,))


def _issuer(asset: str) -> str | None:
    """Return the protocol of a staking token; a plain coin has none."""
    return {"STETH": "lido", "WSTETH": "lido", "RETH": "rocket-pool", "JITOSOL": "jito"}.get(asset)


def _index(working: Working, index_id: str) -> tuple[Held, ...]:
    index = indices()[index_id]
    working.include(leg_facts(index_id))
    working.constant(f"{index.key}.weight", Decimal(1), f"all of it in {index.name}")
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
    if need and sustainable and stage is Stage.NOW:
        fitted = nearest_blend(policy, profile.risk, working.number(need))
    note_blend(working, fitted.blend, profile.risk, need)
    if fitted.binding and need:
        note_binding(working, fitted.blend, fitted.binding, profile.risk, need)
    return fitted
