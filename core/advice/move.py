"""What moving money from one protocol to another for a higher rate brings, and asks in return."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.advice.blend_facts import note_readings_date
from core.advice.sums import note_capital
from core.catalogue import ProtocolFacts, house_yields, protocol_facts, stablecoins
from core.facts import HOUSE, Unit, Working
from core.finance.evidence import dollars_at, readings_at
from core.finance.market import MarketSnapshot, YieldReading
from core.requests import CheckYieldRequest


@dataclass(frozen=True, slots=True)
class Move:
    """The protocol that money would leave, and its live reading where there is one."""

    left: ProtocolFacts
    live: YieldReading | None
    is_more: bool
    """Whether the other place pays more."""


def note_move(
    working: Working, request: CheckYieldRequest, snapshot: MarketSnapshot, new: str | None
) -> Move | None:
    """Note what the place left pays, what the fact of the new rate adds, and when that is lost.

    A move that earns r instead of s pays for itself while the chance to lose all of it in a year
    is below (r − s) ÷ (1 + r): there (1 − chance) × (1 + r) = 1 + s.
    """
    left = protocol_facts().get(request.moved_from or "")
    if left is None or new is None:
        return None
    rate = working.number(new)
    live = _live(left, request.assets, snapshot)
    stays = _note_left(working, left, live, request.profile.asked_on)
    working.derive("rate_gained", rate - stays, Unit.RATIO, f"{new} - left_rate")
    if request.capital:
        gained = note_capital(working, request.capital, snapshot).times(rate - stays)
        working.derive("income_gained", gained, Unit.MONEY_YEAR, "capital * rate_gained")
    if rate > stays:
        formula = f"rate_gained / (1 + {new})"
        working.derive("even_chance", (rate - stays) / (1 + rate), Unit.RATIO, formula)
    return Move(left, live, rate > stays)


def _live(
    left: ProtocolFacts, assets: tuple[str, ...], snapshot: MarketSnapshot
) -> YieldReading | None:
    """Return what the coin pays there, or what dollars do."""
    same = (one for one in readings_at(left, snapshot) if one.symbol in assets)
    of_dollars = not assets or assets[0] in stablecoins()
    return next(same, dollars_at(left, snapshot) if of_dollars else None)


def _note_left(
    working: Working, left: ProtocolFacts, live: YieldReading | None, today: date
) -> Decimal:
    """Note what the place that is left pays: live, or else the middle of the house range."""
    if live:
        day = live.as_of.date()
        note = f"{live.symbol} on {live.venue}, {live.chain}"
        working.given("left_rate", live.settled, Unit.RATIO, live.source, day, note=note)
        if "readings_date" not in working:
            note_readings_date(working, day, today)
        return live.settled
    house = house_yields()["stablecoin-lending"]
    note = f"middle of the house range for stablecoin lending, for {left.name}"
    working.given("left_rate", house.middle, Unit.RATIO, HOUSE, house.adopted, note=note)
    return house.middle
