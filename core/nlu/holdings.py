"""Lists of what is held: each coin with its quantity, value or share, its venue and its kind.

What stands between one coin and the next belongs to the first of the two: "10 ETH staked with
Lido, 5 ETH in cold storage". Nothing is carried from one to another.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from core.catalogue import stablecoins
from core.nlu.lock_ups import unlocks_on
from core.nlu.reading import Reading
from core.nlu.roles import Bound
from core.nlu.spans import Coins, Entity, Kind, Sum
from core.nlu.utterance import Amount, Holding, Rate

_KINDS = (
    (
        "idle",
        r"cold|idle|hardware|ledger|trezor|wallet|un-?staked|not staked|sitting|doing nothing",
    ),
    ("pooled", r"pooled|pool|pools|lp|lping|liquidity|amm|providing"),
    ("lent", r"lent|lending|lend|supplied|supplying|loaned"),
    ("staked", r"staked|staking|stake|delegated|delegating|validator|validating"),
)
_KIND = tuple((kind, re.compile(rf"\b(?:{said})\b")) for kind, said in _KINDS)
_OF = re.compile(
    r"""
    \ ?(?:worth\ )?(?:of\ (?:my|the)\ (?:money|savings|portfolio)\ )?(?:of|in|as|is)?
    \ ?(?:my\ |the\ |staked\ |lent\ |idle\ )?
    """,
    re.VERBOSE,
)
_WORTH = re.compile(
    r"""
    \ ?(?:[(:=~-]\ ?|is\ |are\ )?(?:currently\ )?(?:worth\ |valued\ at\ )?(?:about\ |around\ |~)?
    """,
    re.VERBOSE,
)
_ASKS = re.compile(r"\b(?:what|how|if)\b")
"""Where a question begins: what it names is no place of what is held."""
_NO_SHARES = frozenset({"tax_rate", "inflation", "change", "fee", "reinvest_share"})
_NO_VALUES = frozenset({"none", "reserve", "target_capital"})
_LONGEST_BEFORE = 16
_BEFORE = re.compile(r"\b(staked|lent|pooled|idle|staking|lending|unstaked|supplied)\ (?:my\ )?$")


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where a holding is named, in the reading, and what is said of its size."""

    start: int
    end: int
    asset: str
    quantity: Decimal | None = None
    value: Amount | None = None
    share: Decimal | None = None


def holdings_of(
    bound: tuple[Bound, ...], entities: Mapping[int, Entity], reading: Reading
) -> tuple[Holding, ...]:
    """Return every holding that a message states with a quantity, a value or a share."""
    placed = [_placed(entity, reading) for entity in _counted(entities, reading)]
    roles = {reading.index(one.entity.start): one.role for one in bound}
    anchors = list(_anchors(placed, roles, reading.lower))
    ends = [*(anchor.start for anchor in anchors), len(reading.lower)][1:]
    told = [entity for entity in placed if entity.kind in _TOLD]
    return tuple(
        _holding(anchor, end, told, reading.lower)
        for anchor, end in zip(anchors, ends, strict=True)
    )


_TOLD = frozenset({Kind.PROTOCOL, Kind.VENUE, Kind.DATE})
"""What may be told of a holding beside its size: where it lies, and until when."""


def _placed(entity: Entity, reading: Reading) -> Entity:
    """Return an entity with its place in the reading."""
    start, end = reading.index(entity.start), reading.index(entity.end)
    return Entity(entity.kind, start, end, entity.value)


def _counted(entities: Mapping[int, Entity], reading: Reading) -> list[Entity]:
    """Return the entities with "ETH 4, SOL 25" as the quantities they are in a list of such."""
    listed = list(entities.values())
    pairs = [
        at
        for at, (one, other) in enumerate(pairwise(listed))
        if one.kind is Kind.ASSET
        and _COUNT.fullmatch(reading.lower, reading.index(one.end), reading.index(other.start))
        and _count(one, other) is not None
    ]
    if not any(listed[at + 1].kind is Kind.NUMBER for at in pairs) or len(pairs) < _LIST:
        return listed
    for at in reversed(pairs):
        one, other = listed[at], listed[at + 1]
        coins = Coins(str(one.value), _count(one, other) or Decimal(0))
        listed[at : at + 2] = [Entity(Kind.COINS, one.start, other.end, coins)]
    return listed


def _count(one: Entity, other: Entity) -> Decimal | None:
    """Return how many coins a figure behind their name tells; dollars of a stablecoin count too."""
    if other.kind is Kind.NUMBER and isinstance(other.value, Decimal):
        return other.value
    value = other.value
    is_plain = isinstance(value, Sum) and other.kind is Kind.SUM and value.currency is None
    if is_plain and isinstance(value, Sum) and value.low == value.high:
        return value.low if str(one.value) in stablecoins() else None
    return None


_COUNT = re.compile(r" ?[:=x]? ?")
_LIST = 2
"""So many coins with a figure behind them are a list of quantities."""


def _anchors(placed: list[Entity], roles: Mapping[int, str], text: str) -> Iterator[_Anchor]:
    at = 0
    while at < len(placed):
        one, other = placed[at], placed[at + 1] if at + 1 < len(placed) else None
        anchor = _anchor(one, other, roles, text)
        if anchor:
            yield anchor
        at += 2 if anchor and other and anchor.end == other.end else 1


def _anchor(
    one: Entity, other: Entity | None, roles: Mapping[int, str], text: str
) -> _Anchor | None:
    """Return the holding that an entity begins, together with the next one if they are a pair."""
    if isinstance(one.value, Coins):
        if roles.get(one.start) == "not_holdings":
            return None
        coins = _Anchor(one.start, one.end, one.value.asset, quantity=one.value.quantity)
        value = _size(other, roles) if other and _joins(_WORTH, one, other, text) else {}
        if other and "value" in value and "worth" in text[one.end : other.start]:
            return replace(coins, end=other.end, value=value["value"])
        return coins
    if other is None:
        return None
    if other.kind is Kind.ASSET and (size := _size(one, roles)) and _joins(_OF, one, other, text):
        return _Anchor(one.start, other.end, str(other.value), **size)
    if (
        one.kind is Kind.ASSET
        and (size := _size(other, roles))
        and _joins(_WORTH, one, other, text)
    ):
        return _Anchor(one.start, other.end, str(one.value), **size)
    return None


def _joins(joint: re.Pattern[str], one: Entity, other: Entity, text: str) -> bool:
    return bool(joint.fullmatch(text, one.end, other.start))


def _size(entity: Entity, roles: Mapping[int, str]) -> dict[str, Any]:
    """Return the share or the value that an amount says; nothing for a range or another role."""
    role, value = roles.get(entity.start, ""), entity.value
    if isinstance(value, Rate) and role not in _NO_SHARES and 0 < value.low == value.high:
        return {"share": value.low}
    if isinstance(value, Sum) and entity.kind is Kind.SUM and role not in _NO_VALUES:
        return {"value": Amount(value.low, value.currency)} if value.low == value.high else {}
    return {}


def _holding(anchor: _Anchor, end: int, told: list[Entity], text: str) -> Holding:
    """Return a holding with what is said of it up to where the next one begins."""
    asks = _ASKS.search(text, anchor.end, end)
    end = asks.start() if asks else end
    about = text[anchor.end : end]
    start = max(0, anchor.start - _LONGEST_BEFORE)
    before = _BEFORE.search(text, start, anchor.start) or _BEFORE.search(
        text[anchor.start : anchor.end]
    )
    kind = _kind(before[1] if before else about)
    venues = [
        str(entity.value)
        for entity in told
        if entity.kind is not Kind.DATE and anchor.end <= entity.start < end
    ]
    venue = venues[0] if len(set(venues)) == 1 else None
    said = (anchor.asset, anchor.quantity, venue, anchor.value, anchor.share, kind)
    return Holding(*said, unlocks=unlocks_on(told, anchor.end, end, text))


def _kind(words: str) -> str | None:
    """Return how the words say that something is kept; None for nothing."""
    return next((kind for kind, pattern in _KIND if pattern.search(words)), None)
