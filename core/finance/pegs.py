"""Whether a stablecoin stands at its currency. What is not certain is said to be unknown.

A false alarm makes people sell at a loss, so one price alone never calls a coin off its peg: a
missing or old price is unknown, a token that grows by what it earns stands above one by design,
and a fall counts once a second source says the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache

from core.catalogue import asset_facts, read_toml
from core.finance.market import PegReading
from core.money import DEFAULT_CURRENCY, ExchangeRates

ONE = Decimal(1)


class Peg(StrEnum):
    """How a stablecoin stands to the currency it keeps to."""

    HOLDS = "holds"
    SLIPS = "slips"
    """Outside of what rounding explains, and inside of what a bad day does."""
    UNCERTAIN = "uncertain"
    """One price is far off and no other says so."""
    OFF = "off"
    GROWS = "grows"
    """It is worth more than one because it keeps what it earns."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PegJudgement:
    """How it stands, and its price in its own currency where one is known."""

    peg: Peg
    worth: Decimal | None


@cache
def peg_levels() -> dict[str, Decimal]:
    """Return from where on a price is off, by name (ratios; hours for `stale_hours`)."""
    return {name: Decimal(value) for name, value in read_toml("pegs.toml")["levels"].items()}


def judge_peg(reading: PegReading, rates: ExchangeRates, at: datetime) -> PegJudgement:
    """Return how a stablecoin stood at its reading, `at` being the time of the whole snapshot."""
    worth = _in_own_currency(reading.price, reading, rates)
    if worth is None or _is_stale(reading, at):
        return PegJudgement(Peg.UNKNOWN, worth)
    facts, distance = asset_facts().get(reading.symbol), abs(worth - ONE)
    if distance <= peg_levels()["holds"]:
        return PegJudgement(Peg.HOLDS, worth)
    if worth > ONE and (distance > peg_levels()["off"] or (facts and facts.grows)):
        return PegJudgement(Peg.GROWS if _can_grow(reading) else Peg.UNCERTAIN, worth)
    if distance <= peg_levels()["off"]:
        return PegJudgement(Peg.SLIPS, worth)
    return PegJudgement(Peg.OFF if _agreed(reading) else Peg.UNCERTAIN, worth)


def _in_own_currency(
    price: Decimal | None, reading: PegReading, rates: ExchangeRates
) -> Decimal | None:
    """Return a price in the currency the coin keeps to; a price of nothing is no price."""
    if price is None or price <= 0:
        return None
    if reading.currency == DEFAULT_CURRENCY:
        return price
    rate = rates.rate(DEFAULT_CURRENCY, reading.currency)
    age = reading.as_of.date() - rates.as_of
    if rate is None or age.days > peg_levels()["rates_days"]:
        return None
    return price * rate


def _is_stale(reading: PegReading, at: datetime) -> bool:
    return at - reading.as_of > timedelta(hours=float(peg_levels()["stale_hours"]))


def _can_grow(reading: PegReading) -> bool:
    """Whether a coin is known to keep what it earns in its price."""
    facts = asset_facts().get(reading.symbol)
    return facts is not None and facts.grows


def _agreed(reading: PegReading) -> bool:
    """Whether a second source says the same price."""
    if reading.second is None or reading.second <= 0 or reading.price is None:
        return False
    return abs(reading.second - reading.price) <= peg_levels()["agree"] * reading.price
