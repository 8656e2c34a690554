"""Several yields on one holding: what the next layer adds, and whether it is worth its risk."""

from dataclasses import dataclass

from core.advice.blend_facts import note_readings_date
from core.advice.sums import note_capital
from core.catalogue import coin_of, protocol_facts, read_toml
from core.facts import FactBook, Unit, Working
from core.finance.market import MarketSnapshot
from core.finance.stacking import any_of, bearable_loss, grave_incidents, protocol_years
from core.finance.sustainability import levels
from core.requests import Coins, Profile, YieldStackRequest


@dataclass(frozen=True, slots=True)
class YieldStackAdvice:
    """The layers of a stack with their figures; names are empty where none is known."""

    book: FactBook
    coin: str | None
    first: str
    second: str
    worth_it: bool
    profile: Profile


def yield_stack(request: YieldStackRequest, snapshot: MarketSnapshot) -> YieldStackAdvice:
    """Judge the layer on top of staking by what it adds and by how often protocols fail."""
    working = Working()
    named = [coin_of(asset) for asset in request.assets]
    known = read_toml("stacking.toml")
    coin = next((name for name in named if name in known), None if named else "ETH")
    _note_chance(working, request)
    layers = known.get(coin or "", {})
    if coin is None or not all(layer["reading"] in snapshot.yields for layer in layers.values()):
        return YieldStackAdvice(
            working.book, next(iter(named), None), "", "", worth_it=False, profile=request.profile
        )
    for place in ("first", "second"):
        reading = snapshot.yields[layers[place]["reading"]]
        day = reading.as_of.date()
        note = f"{reading.symbol} on {reading.venue}, {reading.chain}"
        working.given(f"{place}.rate", reading.rate, Unit.RATIO, reading.source, day, note=note)
        note_readings_date(working, day, request.profile.asked_on)
    working.derive(
        "stack_yield",
        working.number("first.rate") + working.number("second.rate"),
        Unit.RATIO,
        "first.rate + second.rate",
    )
    _note_gain(working, request, snapshot)
    added = working.number("two_layer_chance") - working.number("incident_chance")
    working.derive("added_chance", added, Unit.RATIO, "two_layer_chance - incident_chance")
    bearable = bearable_loss(working.number("second.rate"), added)
    working.derive("bearable_share", bearable, Unit.RATIO, "second.rate / added_chance")
    return YieldStackAdvice(
        working.book,
        coin,
        layers["first"]["name"],
        layers["second"]["name"],
        worth_it=bearable >= 1,
        profile=request.profile,
    )


def _note_gain(working: Working, request: YieldStackRequest, snapshot: MarketSnapshot) -> None:
    """Note what the second layer brings a year on the money that was named."""
    held = request.capital
    if held is None:
        return
    if isinstance(held, Coins) and not all(coin_of(c) in snapshot.prices for c in held.quantities):
        return
    extra = note_capital(working, held, snapshot).times(working.number("second.rate"))
    working.derive("extra_income", extra, Unit.MONEY_YEAR, "capital * second.rate")


def _note_chance(working: Working, request: YieldStackRequest) -> None:
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
