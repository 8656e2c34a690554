"""The layers of a stack that are known: what pays first, and what lies on top of it."""

from dataclasses import dataclass
from decimal import Decimal

from core.catalogue import (
    coin_of,
    income_sources,
    is_dollars,
    is_for_staking,
    protocol_facts,
    read_toml,
    staked_coin,
)
from core.finance.evidence import dollars_at, readings_at
from core.finance.market import MarketSnapshot, YieldReading
from core.requests import YieldStackRequest


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer with its name and what it pays now; a rate of one's own has no reading."""

    name: str
    reading: YieldReading | None = None
    rate: Decimal | None = None
    """What it was said to pay."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What is known of a stack; `unknown` are layers that were named and have no rate here."""

    coin: str
    first: Layer | None
    second: Layer | None
    unknown: tuple[str, ...]
    protocols: int
    """How many programs the stack rests on, two at least."""


def layers_of(request: YieldStackRequest, snapshot: MarketSnapshot) -> Layers:
    """Return the layers that were named, or the usual ones of a coin where none was."""
    asset = _pledged(request)
    coin = coin_of(staked_coin(asset))
    if _borrows_another(request, asset):
        return Layers(coin, None, None, (), max(2, len(request.protocols)))
    known = read_toml("stacking.toml").get(coin, {})
    first = _first(request, asset, coin, snapshot)
    kept = known.get("first", {}).get("protocol")
    above = [name for name in request.protocols if name != kept and not is_for_staking(name)]
    if is_dollars(asset):
        above = above[1:]
    layers = [_above(name, asset, coin, request, snapshot) for name in above]
    if not request.protocols and not request.loop and known:
        layers = [_usual(known["second"], snapshot)]
    found = [layer for layer in layers if layer.reading or layer.rate is not None]
    unknown = tuple(layer.name for layer in layers if layer not in found[:1])
    return Layers(coin, first, next(iter(found), None), unknown, max(2, 1 + len(layers)))


def _pledged(request: YieldStackRequest) -> str:
    """Return what is pledged: the coin that is named, before a dollar that is borrowed on it."""
    volatile = [one for one in request.assets if not is_dollars(one)]
    staked = [one for one in volatile if staked_coin(one) != one]
    borrowed = request.loop is not None and bool(volatile)
    named = staked or (volatile if borrowed else request.assets)
    return next(iter(named), "ETH")


def _borrows_another(request: YieldStackRequest, asset: str) -> bool:
    """Whether another kind of coin is borrowed, or one that was not said to be staked is pledged.

    Then what the pledge and the borrowed money earn are different things.
    """
    if request.loop is None:
        return False
    mixed = len({is_dollars(one) for one in request.assets}) > 1
    plain = staked_coin(asset) == asset and not is_dollars(asset)
    return mixed or (plain and request.method != "staking")


def _first(
    request: YieldStackRequest, asset: str, coin: str, snapshot: MarketSnapshot
) -> Layer | None:
    """Return the layer that pays first: a coin staked, or dollars lent where they were said to."""
    named = [protocol_facts()[name] for name in request.protocols if name in protocol_facts()]
    if is_dollars(asset):
        lent = next((dollars_at(one, snapshot) for one in named), None)
        return Layer(f"{lent.symbol} lent on {lent.venue}", lent) if lent else None
    known = read_toml("stacking.toml").get(coin, {}).get("first")
    own = snapshot.yields.get(getattr(income_sources().get(asset), "reading", None) or "")
    usual = snapshot.yields.get(known["reading"]) if known else None
    source = income_sources().get(coin)
    if source is None or source.method != "staking":
        return None
    reading = own or usual or snapshot.yields.get(source.reading or "")
    return (
        Layer(f"{coin} staked, as {reading.symbol} on {reading.venue}", reading)
        if reading
        else None
    )


def _above(
    name: str, asset: str, coin: str, request: YieldStackRequest, snapshot: MarketSnapshot
) -> Layer:
    """Return the layer at a protocol: the rate that was named, the live one, or none."""
    protocol = protocol_facts().get(name)
    title = protocol.name if protocol else name.replace("-", " ").title()
    if request.rate is not None and request.loop is None:
        return Layer(f"{asset} on {title}, as you say", rate=request.rate)
    known = read_toml("stacking.toml").get(coin, {}).get("second", {})
    if known.get("protocol") == name:
        return _usual(known, snapshot)
    there = readings_at(protocol, snapshot) if protocol else []
    found = next((one for one in there if one.symbol in {asset, f"W{asset}"}), None)
    return Layer(f"{found.symbol} on {found.venue}", found) if found else Layer(title)


def _usual(known: dict[str, str], snapshot: MarketSnapshot) -> Layer:
    return Layer(known["name"], snapshot.yields.get(known["reading"]))
