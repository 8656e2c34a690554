"""How a stablecoin stands to its currency, as facts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.advice.blend_facts import note_readings_date
from core.facts import Unit, Working
from core.finance.market import MarketSnapshot, PegReading
from core.finance.pegs import Peg, judge_peg
from core.money import DEFAULT_CURRENCY, Money


@dataclass(frozen=True, slots=True)
class Pegged:
    """A stablecoin with how it stands; `reading` is None where nothing is known of it."""

    symbol: str
    peg: Peg
    reading: PegReading | None


def note_peg(working: Working, symbol: str, snapshot: MarketSnapshot, asked_on: date) -> Pegged:
    """Note what a stablecoin is worth in its own currency, and how much of it there is."""
    reading = snapshot.pegs.get(symbol)
    if reading is None:
        return Pegged(symbol, Peg.UNKNOWN, None)
    judged = judge_peg(reading, snapshot.exchange_rates, snapshot.as_of)
    day, source = reading.as_of.date(), reading.source
    if judged.worth is not None:
        note = f"price of one {symbol} in {reading.currency}"
        working.given("peg_worth", judged.worth, Unit.RATIO, source, day, note=note)
    _note_supply(working, reading, day)
    note_readings_date(working, day, asked_on)
    return Pegged(symbol, judged.peg, reading)


def _note_supply(working: Working, reading: PegReading, day: date) -> None:
    size = Money(reading.size, DEFAULT_CURRENCY)
    note = f"all {reading.symbol} there is"
    working.given("peg_size", size, Unit.MONEY, reading.source, day, note=note)
    if not reading.size_week_ago:
        return
    before = Money(reading.size_week_ago, DEFAULT_CURRENCY)
    note = f"all {reading.symbol} there was a week before"
    working.given("peg_week_ago_size", before, Unit.MONEY, reading.source, day, note=note)
    left = 1 - reading.size / reading.size_week_ago
    if left > 0:
        working.derive("peg_outflow", left, Unit.RATIO, "1 - peg_size / peg_week_ago_size")
    else:
        working.derive(
            "peg_inflow", Decimal(0) - left, Unit.RATIO, "peg_size / peg_week_ago_size - 1"
        )
