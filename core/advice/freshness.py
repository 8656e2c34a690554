"""When each kind of live figure was read, as facts."""

from dataclasses import dataclass
from datetime import date, datetime

from core.advice.blend_facts import note_readings_date
from core.facts import FactBook, Unit, Working
from core.finance.market import MarketSnapshot


@dataclass(frozen=True, slots=True)
class Freshness:
    """The days of the figures in use."""

    book: FactBook


def freshness(snapshot: MarketSnapshot, asked_on: date) -> Freshness:
    """Return when yields, prices of coins, stablecoins and exchange rates were read."""
    working = Working()
    note_readings_date(working, snapshot.as_of.date(), asked_on)
    moments = {
        "oldest_price": [one.as_of for one in snapshot.prices.values()],
        "newest_price": [one.as_of for one in snapshot.prices.values()],
        "peg_date": [one.as_of for one in snapshot.pegs.values()],
    }
    for name, found in moments.items():
        if found:
            day = _chosen(name, found).date()
            working.given(name, day, Unit.DATE, "DefiLlama", day)
    rates = snapshot.exchange_rates
    working.given("exchange_date", rates.as_of, Unit.DATE, rates.source, rates.as_of)
    return Freshness(working.book)


def _chosen(name: str, found: list[datetime]) -> datetime:
    return max(found) if name == "newest_price" else min(found)
