"""What can stand side by side: risk levels, indices, protocols, coins and ways to earn."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from core.catalogue import (
    HouseRange,
    Index,
    ProtocolFacts,
    crash_returns,
    house_yields,
    income_sources,
    indices,
    protocol_facts,
    stablecoins,
)
from core.finance.blends import Blend, Stage, policy_blend, policy_for
from core.finance.evidence import readings_at
from core.finance.market import MarketSnapshot, YieldReading
from core.nlu.utterance import Risk
from core.requests import CompareOptionsRequest

WHOLE = Decimal(1)
PAIR_MOVES = Decimal("0.5")
"""A pool of a coin with dollars follows the coin by half."""
MOST = 4
"""So many options fit a phone."""


class Way(StrEnum):
    """How an option earns, which decides its way out, its main risk and whom it suits."""

    LEVEL = "level"
    INDEX = "index"
    STAKED = "staked"
    LIQUID = "liquid"
    LENT = "lent"
    DOLLARS = "dollars"
    POOLED = "pooled"
    HELD = "held"
    OTHER = "other"


@dataclass(frozen=True)
class Option:
    """One of the things compared; `key` is the prefix of its facts."""

    key: str
    name: str
    way: Way
    house: HouseRange | None = None
    of: str = ""
    """What the house range is of, in words."""
    live: YieldReading | None = None
    coin: str | None = None
    """The coin whose price it follows, by `moves` (ratio)."""
    moves: Decimal = WHOLE
    level: Risk | None = None
    blend: Blend | None = None
    index: Index | None = None
    protocol: ProtocolFacts | None = None


@dataclass(frozen=True)
class Options:
    """What is compared, and what was named but cannot be: unknown here, or too many."""

    shown: tuple[Option, ...]
    unknown: tuple[str, ...] = ()
    left_out: tuple[str, ...] = field(default=())


def options_of(request: CompareOptionsRequest, snapshot: MarketSnapshot) -> Options:
    """Return what a question sets side by side, at most four, in the order it was said."""
    found: list[Option] = []
    levels = tuple(Risk) if len(request.risks) == 1 and _only_a_level(request) else request.risks
    if len(levels) > 1:
        found += [_level(risk) for risk in levels]
    found += [_index(indices()[name]) for name in request.indices]
    known = [protocol_facts()[p] for p in request.protocols if p in protocol_facts()]
    found += [_protocol(facts, request.assets, snapshot) for facts in known]
    if len(request.protocols) < 2:
        found += _by_coin(request, snapshot)
    elif own := _own_staking(request, found):
        found.insert(0, own)
    if len(found) < 2 and not request.protocols:
        found += [_way(method, None, snapshot) for method in _methods(request)]
    if len(levels) == 1 and len(found) == 1:
        found.insert(0, _level(levels[0]))
    unique = tuple({option.key: option for option in found}.values())
    unknown = tuple(titled(p) for p in request.protocols if p not in protocol_facts())
    left_out = tuple(option.name for option in unique[MOST:])
    return Options(unique[:MOST], unknown, left_out)


def _only_a_level(request: CompareOptionsRequest) -> bool:
    return not (request.indices or request.protocols or request.assets or _versus(request))


def _versus(request: CompareOptionsRequest) -> tuple[str, ...]:
    """Return the ways to earn that a page `…-versus-…` is about."""
    first, met, second = (request.topic or "").partition("-versus-")
    return (first, second) if met else ()


def _methods(request: CompareOptionsRequest) -> tuple[str, ...]:
    """Return the ways to compare; a single one is set beside the other main ways."""
    named = _versus(request)
    if named or request.method is None:
        return named
    return tuple(dict.fromkeys((request.method, "staking", "lending", "liquidity")))[:3]


def _by_coin(request: CompareOptionsRequest, snapshot: MarketSnapshot) -> list[Option]:
    """Return the coins, each as it usually earns; a single one in the ways that are compared."""
    held = request.assets
    if len(held) == 1 and (ways := _versus(request)) and held[0] not in stablecoins():
        return [_way(way, held[0], snapshot) for way in ways]
    return [_coin(asset, snapshot) for asset in held]


def _own_staking(request: CompareOptionsRequest, tokens: list[Option]) -> Option | None:
    """Return staking a coin oneself, where staking it is set against staking tokens of it."""
    coin = request.assets[0] if len(request.assets) == 1 else None
    source = income_sources().get(coin or "")
    of_it = tokens and all(one.way is Way.LIQUID and one.coin == coin for one in tokens)
    if coin is None or source is None or request.method != "staking" or not of_it:
        return None
    name = f"{coin} staked yourself"
    key = f"{coin.lower()}_own"
    return Option(key, name, Way.STAKED, source.house, f"{coin} staking", coin=coin)


def _level(risk: Risk) -> Option:
    blend = policy_blend(policy_for(risk, Stage.NOW))
    return Option(risk.value, risk.value.capitalize(), Way.LEVEL, level=risk, blend=blend)


def _index(index: Index) -> Option:
    name = index.name[0].upper() + index.name[1:]
    return Option(index.key, name, Way.INDEX, index.house, index.name, index=index)


_HOUSE_OF_KIND = {
    "liquid staking": (Way.LIQUID, "eth-staking", "ETH staking"),
    "exchange": (Way.POOLED, "major-pairs", "liquidity in major pairs"),
    "lending market": (Way.DOLLARS, "stablecoin-lending", "stablecoin lending"),
    "savings rate and borrowing system": (
        Way.DOLLARS,
        "stablecoin-lending",
        "stablecoin lending",
    ),
}
_ON_SOLANA = frozenset({"jito", "marinade"})


def _protocol(facts: ProtocolFacts, assets: tuple[str, ...], snapshot: MarketSnapshot) -> Option:
    """Return a protocol with what its kind pays; live readings are of the coin asked about."""
    key = facts.slug.replace("-", "_")
    if facts.failed or facts.kind not in _HOUSE_OF_KIND:
        return Option(key, facts.name, Way.OTHER, protocol=facts)
    way, house, of = _HOUSE_OF_KIND[facts.kind]
    coin = {Way.LIQUID: "ETH", Way.POOLED: "ETH"}.get(way)
    if facts.slug in _ON_SOLANA:
        house, of, coin = "sol-staking", "SOL staking", "SOL"
    if way is Way.DOLLARS and assets and assets[0] not in stablecoins():
        way, house, coin = Way.LENT, "volatile-lending", assets[0]
        of = f"{coin} lending"
    there = readings_at(facts, snapshot)
    if way is Way.DOLLARS:
        there = [r for r in there if r.symbol.removeprefix("S") in stablecoins()]
    if way is Way.LENT:
        there = [r for r in there if coin and r.symbol in (coin, f"W{coin}")]
    live = next(iter(there), None)
    moves = PAIR_MOVES if way is Way.POOLED else WHOLE
    return Option(
        key, facts.name, way, house_yields()[house], of, live, coin, moves, protocol=facts
    )


def _coin(asset: str, snapshot: MarketSnapshot) -> Option:
    """Return a coin as it usually earns by itself, or only held where nothing is known to pay."""
    source = income_sources().get(asset)
    if source is None:
        way = Way.DOLLARS if asset in stablecoins() else Way.HELD
        return Option(asset.lower(), asset, way, coin=None if way is Way.DOLLARS else asset)
    live = snapshot.yields.get(source.reading or "")
    name, priced = f"{asset} {source.method}", source.priced_as or asset
    if asset in stablecoins():
        return Option(asset.lower(), name, Way.DOLLARS, source.house, name, live)
    way = Way.STAKED if source.method == "staking" else Way.LENT
    return Option(asset.lower(), name, way, source.house, name, live, priced)


def _way(method: str, asset: str | None, snapshot: MarketSnapshot) -> Option:
    """Return a way to earn on a coin, or in general where no coin was named."""
    key = f"{asset.lower()}_{method}" if asset else method
    match method:
        case "staking" if asset:
            return _coin(asset, snapshot)
        case "staking":
            index = indices()["large-cap-staking"]
            return Option(key, "Staking (large coins)", Way.STAKED, index.house, index=index)
        case "lending" if asset:
            of = f"{asset} lending"
            return Option(key, of, Way.LENT, house_yields()["volatile-lending"], of, coin=asset)
        case "lending":
            live = snapshot.yields.get("aave-usdt")
            of = "stablecoin lending"
            return Option(
                key,
                "Stablecoin lending",
                Way.DOLLARS,
                house_yields()[of.replace(" ", "-")],
                of,
                live,
            )
        case "liquidity":
            of = "liquidity in major pairs"
            name = f"{asset or 'ETH'}-USDC liquidity"
            house = house_yields()["major-pairs"]
            return Option(key, name, Way.POOLED, house, of, None, asset or "ETH", PAIR_MOVES)
        case "holding":
            coin = asset or "ETH"
            return Option(key, f"{coin} just held", Way.HELD, coin=coin)
        case _:
            return Option(key, method.capitalize(), Way.OTHER)


def titled(slug: str) -> str:
    """Return a slug as it is written in a sentence."""
    return slug.replace("-", " ").title()


def falls(option: Option) -> bool:
    """Tell whether what its coin's price did in the crash year is known."""
    return option.coin in crash_returns()
