"""The shape of a pool in words: "80/20", "between 1500 and 2500", "20 % either side"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from core.nlu.described import PoolShape
from core.nlu.matching import Tokens, word_class
from core.nlu.pool_prices import PoolPrices, pool_prices
from core.nlu.spans import Entity, Kind, Sum
from core.nlu.utterance import Rate, Shock

_SIDES = frozenset({"side", "sides", "around", "minus", "either", "both", "range"})
_REACH = 5
"""How many words from "range" its percents may stand."""
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_LEAST_MOVE = Decimal("0.011")
"""Pools take up to one percent of a trade, and say so beside the pair."""


@dataclass(frozen=True, slots=True)
class PoolSaid:
    """What a message says of a pool, and where: amounts and rates there are nothing else."""

    shape: PoolShape | None = None
    move: Shock | None = None
    starts: frozenset[int] = frozenset()
    """Where in the message its prices and its percents start."""
    years: Decimal | None = None
    """A time of days, weeks or months, which no other question is looked at over."""

    def shape_beside(self, shock: Shock | None) -> PoolShape | None:
        """Return the shape without a price that is gone to, where a move by percent tells it."""
        if shock is None or self.shape is None:
            return self.shape
        shape = replace(self.shape, end=None)
        return None if shape == PoolShape() else shape


def pool_said(said: Tokens, *, spoken_of: bool = False) -> PoolSaid:
    """Return what a message says of a pool beside its coins; `spoken_of` after an answer on one."""
    if not said.entities and not any(map(str.isdecimal, said.words)):
        return PoolSaid()
    if not (_is_of_pool(said) or (spoken_of and goes_on(said))):
        return PoolSaid()
    prices, sides = pool_prices(said), _percents(said)
    move, moved = _moved(said, prices, frozenset(sides[1]))
    starts = frozenset(
        said.entities[place].start
        for place in (*prices.places, *sides[1], *moved)
        if place in said.entities
    )
    end = None if move else prices.end
    shape = PoolShape(_weight(said) or _shares(said), *_bounds(prices, sides[0]), end)
    return PoolSaid(None if shape == PoolShape() else shape, move, starts, _years(said))


def goes_on(said: Tokens) -> bool:
    """Whether a short message begins as one that changes the question before."""
    begins = said.words[1] in word_class("goes_on") or said.words[1:3] in _OPENINGS
    return begins and len(said.words) <= _MOST_WORDS


_OPENINGS = frozenset({("what", "if"), ("what", "about"), ("how", "about")})
_MOST_WORDS = 14


def _years(said: Tokens) -> Decimal | None:
    """Return "90 days", "6mo", "over a month" in years."""
    for before, count, unit in zip(said.words, said.words[1:], said.words[2:], strict=False):
        glued = _GLUED.fullmatch(count)
        number, name = (glued[1], glued[2]) if glued else (count, unit)
        a_year = _A_YEAR.get(name.removesuffix("s"))
        one = number in {"a", "one"} and before in _OVER
        if a_year and (number.isdecimal() or one):
            return round(Decimal(1 if one else number) / a_year, 4)
    return None


_GLUED = re.compile(r"(\d{1,3})(days?|weeks?|months?|mos?|d|w|m)")
_OVER = frozenset({"in", "over", "after", "for", "within", "next"})
_A_YEAR = {"day": 365, "d": 365, "week": 52, "w": 52, "month": 12, "mo": 12, "m": 12}


def _is_of_pool(said: Tokens) -> bool:
    """Whether a pool is spoken of: by a word for it, or by two coins with a range."""
    words = set(said.words)
    places = [at for at, one in said.entities.items() if one.kind is Kind.ASSET]
    paired = any(after - at in {1, 2} for at, after in pairwise(places))
    ranged = not word_class("ranging").isdisjoint(words)
    told = not words.isdisjoint({"now", "at", "price", "current"})
    priced = bool(places) and told and "range" in words
    dashed = told and any(isinstance(e.value, Sum) and _is_wide(e.value) for e in _all(said))
    exchange = any(e.value in _EXCHANGES for e in _all(said) if e.kind is Kind.PROTOCOL)
    weighted = paired and bool(_weight(said) or _shares(said))
    return (
        bool(words & word_class("pooling"))
        or priced
        or weighted
        or (paired and (ranged or dashed or exchange))
    )


def _all(said: Tokens) -> Iterable[Entity]:
    return said.entities.values()


def _is_wide(amount: Sum) -> bool:
    return amount.low < amount.high and amount.period is None


_EXCHANGES = frozenset({"uniswap", "sushiswap", "pancakeswap", "curve", "balancer", "aerodrome"})


def _bounds(
    prices: PoolPrices, sides: tuple[Decimal, Decimal] | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return the lowest, the highest and the first price; all against one where none is money."""
    low, high, start = prices.low, prices.high, prices.start
    if low is None and sides:
        return sides[0] * (start or ONE), sides[1] * (start or ONE), start or ONE
    relative = low is not None and high is not None and low < ONE < high < HUNDRED
    return low, high, ONE if relative and start is None else start


def _weight(said: Tokens) -> Decimal | None:
    """Return the first coin's share where two numbers make a whole: "80/20"."""
    pairs = zip(said.words, said.words[1:], strict=False)
    numbers = ((Decimal(a), Decimal(b)) for a, b in pairs if a.isdecimal() and b.isdecimal())
    return next((a / HUNDRED for a, b in numbers if a and b and a + b == HUNDRED), None)


def _shares(said: Tokens) -> Decimal | None:
    """Return the first coin's share where two percents make a whole: "80 % BAL 20 % ETH"."""
    values = (entity.value for entity in said.entities.values())
    shares = [v.high for v in values if isinstance(v, Rate) and 0 < v.high < 1]
    return shares[0] if len(shares) > 1 and shares[0] + shares[1] == ONE else None


def _percents(said: Tokens) -> tuple[tuple[Decimal, Decimal] | None, tuple[int, ...]]:
    """Return the range that percents describe, against a price of one, and their places."""
    rates = {at: e.value for at, e in said.entities.items() if isinstance(e.value, Rate)}
    for at, rate in rates.items():
        other = rates.get(at + 1) or rates.get(at + 2)
        if -ONE < rate.low < 0 < rate.high:
            return (ONE + rate.low, ONE + rate.high), (at,)
        if other and -ONE < rate.high < 0 < other.high:
            return (ONE + rate.high, ONE + other.high), (at, at + 1, at + 2)
    sided = [at for at, rate in rates.items() if 0 < abs(rate.high) < 1 and _names_sides(said, at)]
    if not sided or word_class("ranging").isdisjoint(said.words):
        return None, ()
    size = {at: abs(rates[at].high) for at in sided}
    low = next((size[at] for at in sided if said.words[at + 1] in {"below", "down"}), None)
    high = next((size[at] for at in sided if said.words[at + 1] in {"above", "up"}), None)
    either = low or high or size[sided[0]]
    used = tuple(sided) if low or high else (sided[0],)
    return (ONE - (low or either), ONE + (high or either)), used


def _names_sides(said: Tokens, place: int) -> bool:
    """Whether words beside a percentage tell of a range, and not of a move or of a rate."""
    after, around = said.words[place + 1], set(said.words[max(place - 2, 0) : place + 4])
    told = around & (_SIDES | {"below", "above", "up", "down"})
    moving = word_class("fall") | word_class("rise") | word_class("price_changes")
    moves = moving.isdisjoint(said.words[max(place - 2, 0) : place])
    return bool(told) and moves and after not in word_class("yieldword") | {"vol", "volatility"}


def _moved(
    said: Tokens, prices: PoolPrices, sides: frozenset[int]
) -> tuple[Shock | None, tuple[int, ...]]:
    """Return a move that no word of falling or rising tells: "ETH -40 %", "a 30 % move"."""
    coins = [at for at, one in said.entities.items() if one.kind is Kind.ASSET]
    if prices.end == ZERO and coins:
        return Shock(str(said.entities[coins[0]].value), -ONE), ()
    for at, entity in said.entities.items():
        if not isinstance(entity.value, Rate) or at in sides or _shares(said):
            continue
        if abs(entity.value.high) >= _LEAST_MOVE and _is_move(said, at):
            named = [place for place in coins if place < at] or coins
            subject = str(said.entities[named[-1]].value) if named else "market"
            return Shock(subject, entity.value.high), (at,)
    return None, ()


def _is_move(said: Tokens, place: int) -> bool:
    """Whether a percentage is what a price changes by."""
    after, before = said.words[place + 1], said.words[max(place - 3, 0) : place]
    others = word_class("yieldword") | {"vol", "volatility", "range", "fee", "fees", "pool", "tax"}
    if after in others:
        return False
    by_coin = before[-1] == "{asset}" != before[-2]
    return (
        by_coin
        or after in word_class("price_changes")
        or not word_class("price_changes").isdisjoint(before)
    )
