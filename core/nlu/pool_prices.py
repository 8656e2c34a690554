"""The prices of a pool in words: its range, the price now, and the one that is gone to.

Every amount of a message about a pool is told apart by the words beside it: a range, a price at
the start, a price asked about, or money that is put in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from core.catalogue import stablecoins
from core.nlu.matching import Tokens, word_class
from core.nlu.spans import Coins, Kind, Sum


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount at a place among the words; a single one has low equal to high."""

    place: int
    low: Decimal
    high: Decimal

    @property
    def is_range(self) -> bool:
        """Whether it was said as one: "1500-3500"."""
        return self.low < self.high


@dataclass(frozen=True, slots=True)
class PoolPrices:
    """What prices a message names, and the places of those that are no money."""

    low: Decimal | None = None
    high: Decimal | None = None
    start: Decimal | None = None
    end: Decimal | None = None
    places: frozenset[int] = frozenset()


_BACK, _REACH = 6, 6
"""How many words before a price its mark stands, and after "range" its first price."""


def pool_prices(said: Tokens) -> PoolPrices:
    """Return the prices that a message about a pool names."""
    figures = tuple(_figures(said))
    bounds = _range(said, figures)
    rest = tuple(one for one in figures if one not in bounds)
    path = _path(said, rest)
    rest = tuple(one for one in rest if one not in path)
    low, high = _ends(bounds)
    start, end = _ends(path, sort=False)
    marked = _second_now(said, {one: _mark(said, one, figures) for one in rest})
    first = {mark: one for one, mark in reversed(marked.items()) if mark}
    loose = [one for one, mark in marked.items() if not mark and _is_between(one, low, high)]
    begun = first.get("entry") or first.get("now") or next(iter(loose), None)
    gone = first.get("end") or (first.get("now") if "entry" in first else None)
    start = start if start is not None else (begun.low if begun else None)
    end = end if end is not None else (gone.low if gone else None)
    used = (*bounds, *path, *(one for one in (begun, gone) if one))
    return PoolPrices(low, high, start, end, frozenset(one.place for one in used))


def _is_between(one: Figure, low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low < one.low < high


def _figures(said: Tokens) -> Iterable[Figure]:
    """Yield every amount that may be a price; a dollar coin's quantity only where words say so."""
    for place, word in enumerate(said.words):
        entity = said.entities.get(place)
        value = entity.value if entity else None
        if isinstance(value, Sum) and value.period is None:
            yield Figure(place, value.low, value.high)
        elif isinstance(value, Decimal) and entity and entity.kind is Kind.NUMBER:
            yield Figure(place, value, value)
        elif isinstance(value, Coins) and _counts_price(said, place, value):
            low = value.quantity if value.low is None else value.low
            yield Figure(place, low, value.quantity)
        elif word.isdecimal() and not (_is_weight(said, place) or _is_counted(said, place)):
            yield Figure(place, Decimal(word), Decimal(word))


def _counts_price(said: Tokens, place: int, coins: Coins) -> bool:
    """Whether what looks like a number of coins is a price: "at 2500 USDC", "1500-3500 ETH"."""
    before = said.words[place - 1]
    ranged = not word_class("ranging").isdisjoint(said.words)
    of_range = ranged and (coins.low is not None or before in {"{sum}", "{number}"})
    return of_range or (
        coins.asset in stablecoins()
        and before in word_class("price_now") | word_class("price_goes") | {"to"}
    )


def _is_weight(said: Tokens, place: int) -> bool:
    """Whether a bare figure is a part of "80 20"."""
    for a, b in ((place, place + 1), (place - 1, place)):
        one, other = said.words[a], said.words[b : b + 1]
        if one.isdecimal() and other and other[0].isdecimal() and int(one) + int(other[0]) == 100:
            return True
    return False


def _is_counted(said: Tokens, place: int) -> bool:
    """Whether a bare figure counts days or the like."""
    return said.words[place + 1].rstrip("s") in {"day", "week", "month", "year", "hour", "yr"}


def _range(said: Tokens, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Return the amount, or the two, that the money works between."""
    whole = [o for o in figures if o.is_range and not _is_money(said, o) and not _moves(said, o)]
    told = [one for one in whole if _is_told(said, one.place)] or whole
    if told and (_is_told(said, told[0].place) or len(figures) > 1):
        return (told[0],)
    singles = [one for one in figures if not one.is_range and not _moves(said, one)]
    for one, other in pairwise(singles):
        apart = said.words[one.place + 1 : other.place]
        joined = set(apart) <= {"to", "and", "high", "upper", "max", "is", "price"}
        begins = not word_class("range_begins").isdisjoint(
            said.words[max(one.place - _REACH, 0) : one.place]
        )
        ends = not word_class("ranging").isdisjoint(said.words[other.place + 1 : other.place + 3])
        prices = sum(not _is_money(said, figure) for figure in figures)
        dashed = not apart and (prices > 2 or not word_class("ranging").isdisjoint(said.words))
        if joined and (begins or ends or dashed) and one.low != other.low:
            return one, other
    return ()


def _is_told(said: Tokens, place: int) -> bool:
    """Whether words beside an amount call it a range."""
    around = said.words[max(place - _REACH, 0) : place + 3]
    return not word_class("ranging").isdisjoint(around)


def _moves(said: Tokens, one: Figure) -> bool:
    """Whether a movement stands right before an amount: "goes from 2500 to 4000"."""
    before = said.words[max(one.place - 2, 0) : one.place]
    moving = word_class("price_goes") | word_class("fall") | word_class("rise")
    return not moving.isdisjoint(before)


def _is_money(said: Tokens, one: Figure) -> bool:
    """Whether an amount is what is put in: "put in 5k", "10k in an ETH/USDC pool"."""
    before, after = _before(said, one.place), said.words[one.place + 1 : one.place + 2]
    told = next((word for word in reversed(before) if word not in word_class("money_fillers")), "")
    return told in word_class("money_before") or not word_class("money_after").isdisjoint(after)


def _path(said: Tokens, rest: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Return the way of a price: "goes from 3000 to 4500", "ETH 3000 -> 6000"."""
    for one in rest:
        supposed = not word_class("supposing_price").isdisjoint(_before(said, one.place))
        of_coin = said.words[one.place - 1] == "{asset}"
        if one.is_range and (_moves(said, one) or supposed or of_coin):
            return (one,)
    for one, other in pairwise(rest):
        apart, before = said.words[one.place + 1 : other.place], said.words[one.place - 1]
        joined = set(apart) <= {"to", "and", "then"}
        begins = before in {"{asset}", "from"} or (_moves(said, one) and (apart or before != "to"))
        if joined and begins and not _is_money(said, other):
            return one, other
    return ()


def _ends(
    found: tuple[Figure, ...], *, sort: bool = True
) -> tuple[Decimal, Decimal] | tuple[None, None]:
    if not found:
        return None, None
    low, high = found[0].low, found[-1].high
    return (min(low, high), max(low, high)) if sort else (low, high)


def _before(said: Tokens, place: int) -> tuple[str, ...]:
    """Return the words before an amount, back to the amount or the sentence before it."""
    words: list[str] = []
    for word in reversed(said.words[max(place - _BACK, 0) : place]):
        if word in {".", "?", "^", "{sum}", "{number}"}:
            break
        words.insert(0, word)
    return tuple(words)


def _second_now(said: Tokens, marked: dict[Figure, str | None]) -> dict[Figure, str | None]:
    """Return the marks where one of two prices now is the one asked about: "what is it at 3200"."""
    now = [one for one, mark in marked.items() if mark == "now"]
    if len(now) < 2 or "entry" in marked.values() or "end" in marked.values():
        return marked
    start = next((one for one in now if _is_today(said, one)), now[0])
    gone = next(one for one in now if one != start)
    return marked | {gone: "end"}


def _is_today(said: Tokens, one: Figure) -> bool:
    after = said.words[one.place + 1 : one.place + 2]
    return not word_class("price_beside").isdisjoint(after) or bool(
        word_class("price_beside") & set(_before(said, one.place))
    )


def _mark(said: Tokens, one: Figure, figures: tuple[Figure, ...]) -> str | None:
    """Return what the words beside a single amount make of it; None for money and the unsaid."""
    if one.is_range or _is_money(said, one):
        return None
    before, after = set(_before(said, one.place)), said.words[one.place + 1 : one.place + 2]
    moving = word_class("price_goes") | word_class("fall") | word_class("rise")
    if said.words[one.place - 1] == "from":
        return "entry"
    if before & moving or (
        before & word_class("supposing_price") and not before & word_class("price_entry")
    ):
        return "end"
    if before & word_class("price_entry"):
        return "entry"
    if before & word_class("price_now") or not word_class("price_beside").isdisjoint(after):
        return "now"
    return "end" if "to" in before and len(figures) > 1 else None
