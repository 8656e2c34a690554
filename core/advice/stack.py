"""Several yields on one holding: what the next layer adds, and whether it is worth its risk."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.blend_facts import note_readings_date
from core.advice.stack_layers import Layer, Layers, layers_of
from core.advice.sums import note_capital
from core.catalogue import coin_of, is_dollars, protocol_facts
from core.facts import YOU, FactBook, Unit, Working
from core.finance.market import MarketSnapshot
from core.finance.stacking import (
    any_of,
    bearable_loss,
    grave_incidents,
    looped_yield,
    protocol_years,
    times_over,
)
from core.finance.sustainability import levels
from core.money import Money
from core.requests import Coins, Profile, YieldStackRequest

LENT = {"ETH": "aave-weth"}
"""Readings of what lenders of a coin get: its borrowers pay more than that."""


@dataclass(frozen=True, slots=True)
class YieldStackAdvice:
    """The layers of a stack with their figures; names are empty where none is known."""

    book: FactBook
    coin: str
    first: str
    second: str
    unknown: tuple[str, ...]
    """Layers that were named and whose yield is not known here."""
    worth_it: bool
    looped: bool
    """Whether it was asked about borrowing to earn again."""
    falls: str
    """What makes the debt outgrow the pledge: `price`, `discount` or `rate`."""
    profile: Profile


def yield_stack(request: YieldStackRequest, snapshot: MarketSnapshot) -> YieldStackAdvice:
    """Judge the layers on top of the first by what they add and by how often protocols fail."""
    working, layers = Working(), layers_of(request, snapshot)
    _note_chance(working, request, layers.protocols)
    _note_layer(working, "first", layers.first, request)
    if layers.first:
        _note_layer(working, "second", layers.second, request)
    _note_total(working)
    _note_gain(working, request, snapshot)
    if request.loop:
        _note_loop(working, request, layers, snapshot)
    return YieldStackAdvice(
        working.book,
        layers.coin,
        layers.first.name if layers.first else "",
        layers.second.name if layers.first and layers.second else "",
        layers.unknown,
        worth_it="bearable_share" in working and working.number("bearable_share") >= 1,
        looped=request.loop is not None,
        falls=_falls(request, layers),
        profile=request.profile,
    )


def _falls(request: YieldStackRequest, layers: Layers) -> str:
    borrows_dollars = any(map(is_dollars, request.assets))
    if is_dollars(layers.coin):
        return "rate"
    return "price" if borrows_dollars else "discount"


def _note_layer(
    working: Working, place: str, layer: Layer | None, request: YieldStackRequest
) -> None:
    if layer is None:
        return
    if layer.rate is not None:
        working.given(f"{place}.rate", layer.rate, Unit.RATIO, YOU)
    if layer.reading is None:
        return
    reading, day = layer.reading, layer.reading.as_of.date()
    note = f"{reading.symbol} on {reading.venue}, {reading.chain}"
    working.given(f"{place}.rate", reading.rate, Unit.RATIO, reading.source, day, note=note)
    note_readings_date(working, day, request.profile.asked_on)


def _note_total(working: Working) -> None:
    """Note what both layers pay together, and how much of the money the second may cost."""
    if "first.rate" not in working:
        return
    second = "second.rate" in working
    formula = "first.rate + second.rate" if second else "first.rate"
    total = working.number("first.rate") + (working.number("second.rate") if second else 0)
    working.derive("stack_yield", total, Unit.RATIO, formula)
    if not second:
        return
    added = working.number("two_layer_chance") - working.number("incident_chance")
    working.derive("added_chance", added, Unit.RATIO, "two_layer_chance - incident_chance")
    bearable = bearable_loss(working.number("second.rate"), added)
    working.derive("bearable_share", bearable, Unit.RATIO, "second.rate / added_chance")


def _note_gain(working: Working, request: YieldStackRequest, snapshot: MarketSnapshot) -> None:
    """Note what the second layer brings a year on the money that was named."""
    held = request.capital
    if held is None or not ("second.rate" in working or request.loop):
        return
    if isinstance(held, Coins) and not all(coin_of(c) in snapshot.prices for c in held.quantities):
        return
    capital = note_capital(working, held, snapshot)
    if "second.rate" in working:
        extra = capital.times(working.number("second.rate"))
        working.derive("extra_income", extra, Unit.MONEY_YEAR, "capital * second.rate")


def _note_loop(
    working: Working, request: YieldStackRequest, layers: Layers, snapshot: MarketSnapshot
) -> None:
    """Note what borrowing to earn again comes to at the cost that was named, or at its least."""
    loop = request.loop
    assert loop
    if request.rate is not None:
        working.given("again_rate", request.rate, Unit.RATIO, YOU, note="what is earned again")
    elif "stack_yield" in working:
        again = working.number("stack_yield")
        working.derive("again_rate", again, Unit.RATIO, "stack_yield")
    _note_times(working, loop.multiple, loop.share, repeats=loop.repeats)
    _note_cost(working, loop.cost, request, layers, snapshot)
    if not ("borrow_cost" in working and "again_rate" in working):
        return
    margin = working.number("again_rate") - working.number("borrow_cost")
    working.derive("loop_margin", margin, Unit.RATIO, "again_rate - borrow_cost")
    working.derive("loop_loss", -margin, Unit.RATIO, "-loop_margin")
    if "loop_times" in working and "stack_yield" in working:
        _note_looped(working)


def _note_looped(working: Working) -> None:
    """Note the yield of the whole, and of the money that was named."""
    names = ("stack_yield", "loop_times", "again_rate", "borrow_cost")
    looped = looped_yield(*(working.number(name) for name in names))
    formula = "stack_yield + (loop_times - 1) * (again_rate - borrow_cost)"
    working.derive("loop_yield", looped, Unit.RATIO, formula)
    if "capital" in working:
        capital = working.money("capital")
        income = Money(capital.amount * looped, capital.currency)
        working.derive("loop_income", income, Unit.MONEY_YEAR, "capital * loop_yield")


def _note_times(
    working: Working, multiple: Decimal | None, share: Decimal | None, *, repeats: bool
) -> None:
    """Note how often the money works in all, and what of the pledge is borrowed."""
    if multiple is not None:
        working.given("loop_times", multiple, Unit.COUNT, YOU, note="how often the money works")
    elif share is not None:
        working.given("pledged_share", share, Unit.RATIO, YOU, note="borrowed of the pledge")
        formula = "1 / (1 - pledged_share)" if repeats else "1 + pledged_share"
        working.derive("loop_times", times_over(share, repeats=repeats), Unit.COUNT, formula)
    else:
        return
    times = working.number("loop_times")
    if repeats or multiple is not None:
        formula, debt = "(loop_times - 1) / loop_times", (times - 1) / times
    else:
        formula, debt = "pledged_share", working.number("pledged_share")
    working.derive("debt_share", debt, Unit.RATIO, formula)
    working.derive("room_share", 1 - debt, Unit.RATIO, "1 - debt_share")


def _note_cost(
    working: Working,
    cost: Decimal | None,
    request: YieldStackRequest,
    layers: Layers,
    snapshot: MarketSnapshot,
) -> None:
    """Note what borrowing costs: as it was said, or what lenders of the coin get at least."""
    if cost is not None:
        working.given("borrow_cost", cost, Unit.RATIO, YOU, note="what borrowing costs a year")
        return
    reading = snapshot.yields.get(LENT.get(layers.coin, ""))
    if reading is None or "stack_yield" not in working:
        return
    day, note = reading.as_of.date(), f"what lenders of {reading.symbol} on {reading.venue} get"
    working.given("lent_rate", reading.rate, Unit.RATIO, reading.source, day, note=note)
    note_readings_date(working, day, request.profile.asked_on)
    if "loop_times" not in working:
        return
    names = ("stack_yield", "loop_times", "again_rate", "lent_rate")
    most = looped_yield(*(working.number(name) for name in names))
    formula = "stack_yield + (loop_times - 1) * (again_rate - lent_rate)"
    working.derive("loop_yield_most", most, Unit.RATIO, formula)


def _note_chance(working: Working, request: YieldStackRequest, programs: int) -> None:
    """Note how often users of known protocols lost money, a year and a protocol."""
    protocols, today = protocol_facts().values(), request.profile.asked_on
    source = next(iter(protocols)).source
    least, as_of = levels()["incident_usd"], next(iter(protocols)).as_of
    incidents = grave_incidents(protocols, least)
    note = "losses of a million dollars or more, and failures, of the protocols known here"
    working.given("incident_count", incidents, Unit.COUNT, source, as_of, note=note)
    years = protocol_years(protocols, today)
    note = "years that these protocols have been open, together"
    working.given("protocol_years", years, Unit.COUNT, source, as_of, note=note)
    chance = incidents / years
    working.derive("incident_chance", chance, Unit.RATIO, "incident_count / protocol_years")
    both = any_of(chance, 2)
    working.derive("two_layer_chance", both, Unit.RATIO, "1 - (1 - incident_chance) ** 2")
    if programs > 2:
        count = Decimal(programs)
        working.given("layer_count", count, Unit.COUNT, YOU, note="programs it rests on")
        formula = "1 - (1 - incident_chance) ** layer_count"
        working.derive("all_layer_chance", any_of(chance, programs), Unit.RATIO, formula)
