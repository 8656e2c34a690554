"""Coins as they are held, as a blend of their own: each is a leg, at its share of the whole."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from core.advice.blend_facts import note_legs
from core.advice.held import note_shares
from core.catalogue import Index, PolicyLeg, coin_sleeve, indices
from core.catalogue.index import CASH
from core.facts import Unit, Working
from core.finance.blends import ZERO, Blend, Stage, policy_blend, policy_for
from core.money import Money
from core.requests import Coins

ONE = Decimal(1)


def note_held_blend(
    working: Working,
    capital: Money | Coins,
    mix: Mapping[str, Decimal | None],
    stage: Stage,
    risk: str,
) -> Blend | None:
    """Note what coins that are held make of the whole and pay; None where no coins were named.

    The capital is a fact already. `mix` are the coins that a sum of money lies in with their
    shares, None each for equal parts.
    """
    if not mix:
        return None
    sleeves = _coins(working, capital, mix) if isinstance(capital, Coins) else _parts(working, mix)
    weights = {sleeve.id: working.number(f"{sleeve.key}.weight") for sleeve in sleeves}
    legs = tuple(PolicyLeg(name, weight, ZERO, ONE) for name, weight in weights.items())
    blend = policy_blend(replace(policy_for(risk, stage), legs=legs, published=None))
    note_legs(working, blend)
    return blend


def _coins(working: Working, coins: Coins, mix: Mapping[str, Decimal | None]) -> list[Index]:
    lying = next((indices()[name] for name in mix if name in indices()), None)
    whole, sleeves = "money_held" if "money_held" in working else "capital", []
    for name in (*coins.quantities, *((CASH,) if coins.cash else ())):
        sleeve = coin_sleeve(name, idle=name in coins.idle)
        if name == CASH and lying:
            sleeve = lying
        value = "cash" if name == CASH else f"{name.lower()}.value"
        share = working.number(value) / working.number(whole)
        working.derive(f"{sleeve.key}.weight", share, Unit.RATIO, f"{value} / {whole}")
        sleeves.append(sleeve)
    return sleeves


def _parts(working: Working, mix: Mapping[str, Decimal | None]) -> list[Index]:
    said = {asset: share for asset, share in mix.items() if share is not None}
    sleeves = []
    for asset, share in note_shares(working, said, tuple(mix)).items():
        sleeve = coin_sleeve(asset.upper(), idle=False)
        working.derive(f"{sleeve.key}.weight", share, Unit.RATIO, f"{asset.lower()}.weight")
        sleeves.append(sleeve)
    return sleeves
