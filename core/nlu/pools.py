"""The shape of a pool in words: "80/20", "between 1500 and 2500", "20 % either side"."""

from collections.abc import Iterator
from decimal import Decimal

from core.nlu.matching import Tokens
from core.nlu.spans import Kind, Sum
from core.nlu.utterance import PoolShape, Rate

_RANGE = frozenset({"range", "ranges", "between", "concentrated", "bounds", "ticks"})
_SIDES = frozenset({"side", "sides", "around", "minus", "either", "both", "range"})
_MOVES = frozenset({"goes", "go", "moves", "falls", "drops", "rises", "climbs", "hits", "reaches"})
_NOW = frozenset({"at", "now", "currently", "price", "is"})
_POOLS = frozenset({"pool", "lp", "impermanent", "il", "liquidity"})
_REACH = 5
"""How many words from "range" its prices may stand."""
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)


def pool_shape(said: Tokens) -> PoolShape | None:
    """Return what a message says of a pool beside its coins; None when nothing."""
    if not said.entities and not any(map(str.isdecimal, said.words)):
        return None
    low, high = _range(said) or (None, None)
    relative = low is None or (high is not None and low < ONE < high < HUNDRED)
    start = None if relative else _price(said, _NOW, (low, high))
    end = _price(said, _MOVES, (low, high), to=True)
    start, end = _path(said) or (start, end)
    shape = PoolShape(_weight(said), low, high, ONE if low and relative else start, end)
    if shape in {PoolShape(end=end), PoolShape(start=start, end=end)} and _POOLS.isdisjoint(
        said.words
    ):
        return None  # a price that is gone to, and nothing that speaks of a pool
    return None if shape == PoolShape() else shape


def _path(said: Tokens) -> tuple[Decimal, Decimal] | None:
    """Return both prices of "goes from 3000 to 4500"."""
    for at, word in enumerate(said.words):
        if word not in _MOVES or said.words[at + 1] != "from":
            continue
        prices = [price for ends in _amounts(said, range(at + 2, at + 5)) for price in ends]
        if len(prices) > 1 and min(prices[0], prices[-1]) > 0 and prices[0] != prices[-1]:
            return prices[0], prices[-1]
    return None


def _weight(said: Tokens) -> Decimal | None:
    """Return the first coin's share: two numbers, or two coins' percents, that make a whole."""
    pairs = zip(said.words, said.words[1:], strict=False)
    numbers = ((Decimal(a), Decimal(b)) for a, b in pairs if a.isdecimal() and b.isdecimal())
    weight = next((a / HUNDRED for a, b in numbers if a and b and a + b == HUNDRED), None)
    if weight is not None:
        return weight
    values = (entity.value for entity in said.entities.values())
    shares = [v.high for v in values if isinstance(v, Rate) and 0 < v.high < 1]
    return shares[0] if len(shares) > 1 and shares[0] + shares[1] == ONE else None


def _range(said: Tokens) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and the highest price, in money or against one at the start."""
    for at, word in enumerate(said.words):
        if word in _RANGE:
            found = _prices_near(said, at) or _percents_near(said, at)
            if found:
                return found
    return None


def _prices_near(said: Tokens, at: int) -> tuple[Decimal, Decimal] | None:
    """Return two prices after a place: one amount that is a range, or two that follow."""
    values = list(_amounts(said, range(at + 1, at + 1 + _REACH)))
    for low, high in values:
        if low < high:
            return low, high
    low, high = sorted(value for value, _ in values[:2]) if len(values) > 1 else (ZERO, ZERO)
    return (low, high) if 0 < low < high else None


def _amounts(said: Tokens, places: range) -> Iterator[tuple[Decimal, Decimal]]:
    for place in places:
        entity = said.entities.get(place)
        if entity and isinstance(entity.value, Sum):
            yield entity.value.low, entity.value.high
        elif entity and entity.kind is Kind.NUMBER and isinstance(entity.value, Decimal):
            yield entity.value, entity.value


def _percents_near(said: Tokens, at: int) -> tuple[Decimal, Decimal] | None:
    """Return the range that percents around a place describe, against a price of one."""
    near = range(max(at - _REACH, 0), at + 1 + _REACH)
    found = {place: e.value for place, e in said.entities.items() if place in near}
    rates = [(place, abs(v.high)) for place, v in found.items() if isinstance(v, Rate)]
    sided = [(place, size) for place, size in rates if 0 < size < 1 and _names_sides(said, place)]
    if not sided:
        return None
    low = next((size for place, size in sided if _follows(said, place, "below", "down")), None)
    high = next((size for place, size in sided if _follows(said, place, "above", "up")), None)
    either = low or high or sided[0][1]
    return ONE - (low or either), ONE + (high or either)


def _names_sides(said: Tokens, place: int) -> bool:
    around = set(said.words[max(place - 2, 0) : place + 4])
    return bool(around & (_SIDES | {"below", "above", "up", "down"}))


def _follows(said: Tokens, place: int, *words: str) -> bool:
    return said.words[place + 1] in words


def _price(
    said: Tokens, marks: frozenset[str], taken: tuple[Decimal | None, ...], *, to: bool = False
) -> Decimal | None:
    """Return the single amount after one of some words ("goes to 3000"), no end of the range."""
    for at, word in enumerate(said.words):
        if word not in marks:
            continue
        after = at + 1 + (said.words[at + 1 : at + 2] == ("to",)) if to else at + 1
        for low, high in _amounts(said, range(after, after + 1)):
            if low == high and low > 0 and low not in taken:
                return low
    return None
