"""An index as it is: what it holds, what that pays by house and live figures, how it moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.advice.blend_facts import crash_facts, note_readings_date, note_worst_coins
from core.advice.sums import note_figure
from core.catalogue import Index, monthly_returns
from core.facts import HOUSE, FactBook, Unit, Working
from core.finance.indices import (
    LivePart,
    earning_share,
    live_parts,
    parts_yield,
    price_share,
)
from core.finance.market import IndexReading, MarketSnapshot, YieldReading
from core.finance.returns import index_returns
from core.finance.risk import yearly_volatility

WHOLE_PERCENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class IndexPage:
    """An index with its figures."""

    book: FactBook
    index: Index
    live: bool
    followed: IndexReading | None = None
    """The index of a provider that stands for it."""


def index_page(index: Index, snapshot: MarketSnapshot, asked_on: date) -> IndexPage:
    """Return what an index holds, pays and risks, bottom-up beside the published range."""
    working = Working()
    _note_house(working, index)
    _note_parts(working, index)
    live = _note_live(working, index, snapshot, asked_on)
    followed = _note_followed(working, snapshot.indices.get(index.id), asked_on)
    if price_share(index):
        _note_prices(working, index)
    return IndexPage(working.book, index, live, followed)


def _note_followed(
    working: Working, reading: IndexReading | None, asked_on: date
) -> IndexReading | None:
    """Note how the index moved that a provider keeps, where one is set to stand for ours."""
    if reading is None or reading.change_week is None:
        return None
    day = reading.as_of.date()
    note = f"change of {reading.name} over a week"
    working.given(
        "followed_change", reading.change_week, Unit.RATIO, reading.source, day, note=note
    )
    if "readings_date" not in working:
        note_readings_date(working, day, asked_on)
    return reading


def _note_house(working: Working, index: Index) -> None:
    house, note = index.house, f"house range for {index.name}"
    for end, value in (("low", house.low), ("high", house.high)):
        working.given(f"index_yield_{end}", value, Unit.RATIO, HOUSE, house.adopted, note=note)


def _note_parts(working: Working, index: Index) -> None:
    """Note the weights, and what the earning parts pay of the whole by their own house ranges."""
    for part in index.constituents:
        name = _key(part.id)
        note = f"share of {part.name} in {index.name}"
        working.given(
            f"{name}.weight", part.weight, Unit.RATIO, HOUSE, index.house.adopted, note=note
        )
        if part.house:
            note = f"house range for {part.name}"
            for end, value in (("low", part.house.low), ("high", part.house.high)):
                fact = f"{name}.rate_{end}"
                working.given(fact, value, Unit.RATIO, HOUSE, part.house.adopted, note=note)
    earning = [_key(part.id) for part in index.constituents if part.house]
    if not earning:
        return
    for end in ("low", "high"):
        formula = " + ".join(f"{name}.weight * {name}.rate_{end}" for name in earning)
        working.derive(f"parts_yield_{end}", parts_yield(index, end), Unit.RATIO, formula)
    share = earning_share(index)
    working.derive("earning_share", share, Unit.RATIO, " + ".join(f"{n}.weight" for n in earning))
    for end in ("low", "high"):
        implied = working.number(f"index_yield_{end}") / share
        formula = f"index_yield_{end} / earning_share"
        working.derive(f"implied_yield_{end}", implied, Unit.RATIO, formula)


def _key(part_id: str) -> str:
    return part_id.replace("-", "_")


def _note_live(working: Working, index: Index, snapshot: MarketSnapshot, asked_on: date) -> bool:
    """Note what the parts with a live reading pay now, as an average over them."""
    parts = live_parts(index, snapshot)
    if not parts:
        return False
    terms, weights = [], []
    for part in parts:
        name, reading = _key(part.id), part.reading
        note = f"{reading.symbol} on {reading.venue}, {reading.chain}"
        day = reading.as_of.date()
        working.given(f"{name}.live_rate", reading.rate, Unit.RATIO, reading.source, day, note=note)
        terms.append(f"{name}.weight * {name}.live_rate")
        weights.append(f"{name}.weight")
    share = sum((part.weight for part in parts), Decimal(0))
    paid = sum((part.weight * part.reading.rate for part in parts), Decimal(0))
    working.derive("live_share", share, Unit.RATIO, " + ".join(weights))
    formula = f"({' + '.join(terms)}) / live_share"
    working.derive("live_yield", paid / share, Unit.RATIO, formula)
    note_readings_date(working, min(part.reading.as_of for part in parts).date(), asked_on)
    _note_before(working, parts)
    return True


def _note_before(working: Working, parts: tuple[LivePart, ...]) -> None:
    """Note what the same parts paid a week before, and what they usually pay, where it is known."""
    if all(part.reading.change_week is not None for part in parts):
        _note_average(working, parts, "week_ago_rate", "week_ago_yield", _week_ago)
    if any(part.reading.usual is not None for part in parts):
        _note_average(working, parts, "usual_rate", "usual_yield", _settled)


def _note_average(
    working: Working,
    parts: tuple[LivePart, ...],
    of_part: str,
    of_index: str,
    rate_of: Callable[[YieldReading], Decimal],
) -> None:
    terms, paid = [], Decimal(0)
    for part in parts:
        name, reading, rate = _key(part.id), part.reading, rate_of(part.reading)
        note, day = f"{of_part.replace('_', ' ')} of {part.name}", reading.as_of.date()
        working.given(f"{name}.{of_part}", rate, Unit.RATIO, reading.source, day, note=note)
        terms.append(f"{name}.weight * {name}.{of_part}")
        paid += part.weight * rate
    share = working.number("live_share")
    working.derive(of_index, paid / share, Unit.RATIO, f"({' + '.join(terms)}) / live_share")


def _week_ago(reading: YieldReading) -> Decimal:
    return reading.rate - (reading.change_week or Decimal(0))


def _settled(reading: YieldReading) -> Decimal:
    return reading.settled


def _note_prices(working: Working, index: Index) -> None:
    """Note how the index moves: its volatility, its fall in the crash year, the growth to count."""
    table = monthly_returns()
    moved = Decimal(repr(yearly_volatility(index_returns(index.id)))).quantize(WHOLE_PERCENT)
    note = f"standard deviation of the monthly returns of {index.name}, times the root of twelve"
    working.given("volatility", moved, Unit.RATIO, table.source, table.as_of, note=note)
    working.given("table_start", table.first_month, Unit.DATE, table.source, table.as_of)
    working.given("table_end", table.as_of, Unit.DATE, table.source, table.as_of)
    note_worst_coins(working)
    crash = crash_facts(index.id)
    working.include(crash.book)
    working.derive("crash_loss", -crash.change, Unit.RATIO, f"-({crash.formula})")
    moving, note = price_share(index), "part of the index that moves with coin prices"
    working.given("price_share", moving, Unit.RATIO, HOUSE, index.house.adopted, note=note)
    for end, rate in (("low", "growth_slow"), ("high", "growth_strong")):
        grown = moving * note_figure(working, rate)
        working.derive(f"growth_{end}", grown, Unit.RATIO, f"price_share * {rate}")
