"""The pool that a question is about: its shape and its move, as facts and as a value."""

from dataclasses import dataclass
from decimal import Decimal

from core.catalogue import coin_of, is_dollars
from core.facts import HOUSE, YOU, Unit, Working
from core.finance.liquidity import EVEN, ONE, Pool, RangePool, WeightedPool
from core.finance.market import MarketSnapshot
from core.money import DEFAULT_CURRENCY, Money
from core.nlu.described import PoolShape
from core.nlu.utterance import Shock
from core.requests import ImpermanentLossRequest


@dataclass(frozen=True, slots=True)
class Shaped:
    """A pool with what happens to it; formulas are over facts noted with it."""

    pool: Pool
    kind: str
    """`even`, `weighted`, `range` or `outside`."""
    pair: tuple[str, ...]
    """The coin that moves first."""
    change: Decimal | None
    """The move that was named, as `pool_change`; `pool_ratio` is what it makes of the price."""

    def loss_formula(self, ratio: str) -> str:
        """Return the loss against holding at the ratio of this name."""
        match self.kind:
            case "weighted":
                return f"1 - {ratio} ** pool_weight / {_WEIGHTED_HELD.format(ratio)}"
            case "range":
                now = f"min(max({ratio}, range_low), range_high)"
                return f"1 - {_POSITION.format(now, ratio)} / {_AT_START.format(ratio)}"
            case _:
                return f"1 - 2 * {ratio} ** 0.5 / (1 + {ratio})"

    @property
    def held_formula(self) -> str:
        """What holding makes of one, at `pool_ratio`."""
        match self.kind:
            case "weighted":
                return _WEIGHTED_HELD.format("pool_ratio")
            case "range":
                return f"{_AT_START.format('pool_ratio')} / {_AT_START.format('1')}"
            case _:
                return "(1 + pool_ratio) / 2"

    @property
    def mean_formula(self) -> str:
        """The mean loss over `pool_years` of usual movement."""
        match self.kind:
            case "weighted":
                return "expected_loss(volatility, pool_years, pool_weight)"
            case "range":
                return "expected_range_loss(volatility, pool_years, range_low, range_high)"
            case _:
                return "expected_loss(volatility, pool_years)"


_WEIGHTED_HELD = "(pool_weight * {0} + 1 - pool_weight)"
_POSITION = "((1 / ({0}) ** 0.5 - 1 / range_high ** 0.5) * {1} + ({0}) ** 0.5 - range_low ** 0.5)"
_AT_START = "((1 - 1 / range_high ** 0.5) * {0} + 1 - range_low ** 0.5)"


def note_pool(
    working: Working, request: ImpermanentLossRequest, snapshot: MarketSnapshot
) -> Shaped:
    """Note the shape of a pool, the years it is looked at for, and the move that was named."""
    shape, pair = request.shape, request.assets[:2]
    source, note = YOU if request.years else HOUSE, "the time looked at"
    working.given("pool_years", request.years or ONE, Unit.YEARS, source, note=note)
    quoted = _quoted(shape, pair, snapshot)
    start = _note_start(working, shape, quoted, snapshot)
    turned = bool(request.shock and len(pair) == 2 and _moves_second(request, pair))
    pool, kind = _note_shape(working, shape, start, quoted, turned=turned)
    change = _note_move(working, request, start, quoted)
    return Shaped(pool, kind, pair[::-1] if turned else pair, change)


def _moves_second(request: ImpermanentLossRequest, pair: tuple[str, ...]) -> bool:
    assert request.shock
    return coin_of(request.shock.subject) == coin_of(pair[1]) != coin_of(pair[0])


def _note_start(
    working: Working, shape: PoolShape, pair: tuple[str, ...], snapshot: MarketSnapshot
) -> Decimal | None:
    """Note the price at the start, said or read, where prices were named; return it."""
    if shape.start is None and shape.low is None and shape.end is None:
        return None
    if shape.start is not None:
        if not _is_relative(shape):
            _note_price(working, "start_price", shape.start, pair)
        return shape.start
    reading = snapshot.prices.get(coin_of(pair[0])) if pair else None
    if reading is None:
        return None
    if _is_in_coin(pair):
        return _note_ratio(working, pair, snapshot)
    day, price = reading.as_of.date(), Money(reading.price, DEFAULT_CURRENCY)
    working.given("start_price", price, Unit.MONEY, reading.source, day)
    working.given("price_date", day, Unit.DATE, reading.source, day)
    return reading.price


def _quoted(shape: PoolShape, pair: tuple[str, ...], snapshot: MarketSnapshot) -> tuple[str, ...]:
    """Return the pair where prices were named in its other coin, else the first coin alone.

    They were, where neither is a dollar and what was named is nearer to what the first is worth
    in the other than to what it is worth in dollars.
    """
    named = next((p for p in (shape.start, shape.low, shape.end) if p), None)
    readings = [snapshot.prices.get(coin_of(coin)) for coin in pair]
    if not _is_in_coin(pair):
        return pair[:1]
    if named is None or None in readings:
        return pair
    first, other = (reading.price for reading in readings if reading)
    distances = [max(named / price, price / named) for price in (first / other, first)]
    return pair if distances[0] <= distances[1] else pair[:1]


def _note_ratio(
    working: Working, pair: tuple[str, ...], snapshot: MarketSnapshot
) -> Decimal | None:
    """Note the price of a coin in the other, from what both were read at; return it."""
    readings = [snapshot.prices.get(coin_of(coin)) for coin in pair]
    for name, reading in zip(("coin", "other"), readings, strict=True):
        if reading is None:
            return None
        day, price = reading.as_of.date(), Money(reading.price, DEFAULT_CURRENCY)
        working.given(f"{name}_price", price, Unit.MONEY, reading.source, day)
        working.given("price_date", day, Unit.DATE, reading.source, day)
    start = working.number("coin_price") / working.number("other_price")
    working.derive("start_price", start, Unit.COUNT, "coin_price / other_price")
    return start


def _is_relative(shape: PoolShape) -> bool:
    """Whether prices were named against one at the start, and not in money."""
    around = shape.low is None or shape.high is None or shape.low < ONE < shape.high
    return shape.start == ONE and around


def _note_price(working: Working, name: str, price: Decimal, pair: tuple[str, ...]) -> None:
    """Note a price that was said: in dollars, or in the other coin where neither is a dollar."""
    if _is_in_coin(pair):
        working.given(name, price, Unit.COUNT, YOU, note=f"in {pair[1]}")
    else:
        working.given(name, Money(price, DEFAULT_CURRENCY), Unit.MONEY, YOU)


def _is_in_coin(pair: tuple[str, ...]) -> bool:
    return len(pair) > 1 and not any(map(is_dollars, pair))


def _note_shape(
    working: Working,
    shape: PoolShape,
    start: Decimal | None,
    pair: tuple[str, ...],
    *,
    turned: bool,
) -> tuple[Pool, str]:
    """Note the weight or the range, seen from the coin that moves; return the pool and its kind."""
    if shape.low is not None and shape.high is not None and start:
        return _note_range(working, (shape.low, shape.high), start, pair, turned=turned)
    if shape.weight is None or shape.weight == EVEN.weight:
        return EVEN, "even"
    weight = ONE - shape.weight if turned else shape.weight
    working.given("pool_weight", weight, Unit.RATIO, YOU, note="share of the coin that moves")
    return WeightedPool(weight), "weighted"


def _note_range(
    working: Working,
    ends: tuple[Decimal, Decimal],
    start: Decimal,
    pair: tuple[str, ...],
    *,
    turned: bool,
) -> tuple[Pool, str]:
    """Note the range against the price at the start; turned, seen from the other coin."""
    low, high = ends
    if not low < start < high:
        for end, price in (("low", low), ("high", high)):
            _note_price(working, f"range_{end}_price", price, pair)
        return EVEN, "outside"
    prefix = "first" if turned else "range"
    for end, price in (("low", low), ("high", high)):
        _note_end(working, f"{prefix}_{end}", price, start, pair)
    if turned:
        for end, other in (("low", "high"), ("high", "low")):
            value = 1 / working.number(f"first_{other}")
            working.derive(f"range_{end}", value, Unit.COUNT, f"1 / first_{other}")
    if not ("start_price" in working or turned):
        working.derive("range_down", 1 - low, Unit.RATIO, "1 - range_low")
        working.derive("range_up", high - 1, Unit.RATIO, "range_high - 1")
    return RangePool(working.number("range_low"), working.number("range_high")), "range"


def _note_end(
    working: Working, name: str, price: Decimal, start: Decimal, pair: tuple[str, ...]
) -> None:
    if "start_price" in working:
        _note_price(working, f"{name}_price", price, pair)
        working.derive(name, price / start, Unit.COUNT, f"{name}_price / start_price")
    else:
        working.given(name, price, Unit.COUNT, YOU, note="price against the one at the start")


def _note_move(
    working: Working,
    request: ImpermanentLossRequest,
    start: Decimal | None,
    quoted: tuple[str, ...],
) -> Decimal | None:
    """Note the change that was named, or that the price gone to makes, and the ratio; return it."""
    if request.shock and request.beside:
        return _note_both(working, request.shock, request.beside)
    if request.shock:
        change = request.shock.change
        working.given("pool_change", change, Unit.RATIO, YOU, note="a price change to look at")
        working.derive("pool_ratio", 1 + change, Unit.COUNT, "1 + pool_change")
        return change
    shape = request.shape
    if shape.end is None or not start:
        return None
    ratio = shape.end / start
    if "start_price" in working:
        _note_price(working, "end_price", shape.end, quoted)
        working.derive("pool_ratio", ratio, Unit.COUNT, "end_price / start_price")
    else:
        working.given("pool_ratio", ratio, Unit.COUNT, YOU, note="price against the start")
    working.derive("pool_change", ratio - 1, Unit.RATIO, "pool_ratio - 1")
    return ratio - 1


def _note_both(working: Working, first: Shock, other: Shock) -> Decimal | None:
    """Note the moves of both coins: what counts is the price of the first in the other."""
    for name, shock in (("first", first), ("other", other)):
        working.given(f"{name}_change", shock.change, Unit.RATIO, YOU)
        working.derive(f"{name}_fall", -shock.change, Unit.RATIO, f"-{name}_change")
    if -1 in {first.change, other.change}:
        return None
    ratio = (1 + first.change) / (1 + other.change)
    working.derive("pool_ratio", ratio, Unit.COUNT, "(1 + first_change) / (1 + other_change)")
    working.derive("pool_change", ratio - 1, Unit.RATIO, "pool_ratio - 1")
    return ratio - 1
