"""A week of a portfolio: what it was at the last summary, and what has happened since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from functools import cache

from core.catalogue import coin_of, figures, read_toml
from core.finance.market import IncidentReading, MarketSnapshot, ProtocolReading
from core.finance.pegs import Peg, judge_peg
from core.finance.portfolio import Position, is_stable, kind_of, live_reading, protocol_of
from core.finance.rebalancing import ZERO, index_for
from core.finance.receipts import Receipt

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class HoldingThen:
    """A holding at the last summary: its price in USD and what it paid, where that was known."""

    number: int
    quantity: Decimal
    price: Decimal | None
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class WeekThen:
    """What all was worth on the day of a summary, in the currency of the last one."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class LastSummary:
    """What the last summary told: the next is compared with this, not with a guess."""

    at: datetime
    period: str
    """The week that it was the message of; empty for one that was asked for."""
    value: Decimal
    currency: str
    holdings: tuple[HoldingThen, ...]
    before: tuple[WeekThen, ...] = ()
    """The summaries before it, oldest first."""
    plan_rate: Decimal | None = None
    """What the parts of the plan paid by live rates, for one who keeps a plan alone (a year)."""

    last_number: int = 0
    """The highest number of anything kept then: a record of that day above it came afterwards."""

    def weeks(self, currency: str) -> tuple[WeekThen, ...]:
        """Return this and what came before it, as far as known in a currency."""
        if self.currency != currency:
            return ()
        here = (WeekThen(self.at.date(), self.value),) if self.value else ()
        return (*self.before, *here)[-KEPT_WEEKS:]


KEPT_WEEKS = 11
"""With this week's a picture has twelve."""


class Flag(IntEnum):
    """What deserves a look, the most important first."""

    INCIDENT = 1
    PEG = 2
    YIELD_FELL = 3
    SIZE_FELL = 4
    DRIFT = 5
    UNLOCKS = 6
    CONCENTRATED = 7


@cache
def summary_levels() -> dict[str, Decimal]:
    """Return from where on the summary says something, by name (ratios)."""
    levels = read_toml("summary.toml")["levels"]
    return {name: Decimal(value) for name, value in levels.items()}


def holdings_now(
    positions: tuple[Position, ...], snapshot: MarketSnapshot
) -> tuple[HoldingThen, ...]:
    """Return what the next summary will compare with."""
    return tuple(
        HoldingThen(p.number, p.quantity, price_of(p, snapshot), rate_of(p, snapshot))
        for p in positions
    )


def price_of(position: Position, snapshot: MarketSnapshot) -> Decimal | None:
    """Return the price of a holding's coin in USD."""
    reading = snapshot.prices.get(coin_of(position.asset))
    return reading.price if reading else None


def rate_of(position: Position, snapshot: MarketSnapshot) -> Decimal | None:
    """Return what a holding pays now, as a ratio a year."""
    reading = live_reading(position, snapshot)
    return reading.rate if reading else None


def is_same_holding(then: tuple[HoldingThen, ...], positions: tuple[Position, ...]) -> bool:
    """Tell whether what is held is what was held, so that prices alone moved its value."""
    before = {(one.number, one.quantity) for one in then}
    return before == {(one.number, one.quantity) for one in positions}


def priced_then(last: LastSummary) -> frozenset[int]:
    """Return the numbers of the holdings that had a price at the last summary."""
    return frozenset(one.number for one in last.holdings if one.price is not None)


def unlocks_soon(position: Position, since: date, today: date) -> bool:
    """Tell whether a lock-up ended since a day or ends before the next summary."""
    return position.unlocks is not None and since < position.unlocks <= today + WEEK


def drifted(weights: Mapping[str, Decimal], held: Mapping[str, Decimal]) -> str | None:
    """Return the part that is farthest from its share in a plan, if that is too far (ratios)."""
    parts = {*weights, *held}
    away = {part: abs(held.get(part, ZERO) - weights.get(part, ZERO)) for part in parts}
    farthest = max(sorted(away), key=away.__getitem__, default=None)
    far = farthest is not None and away[farthest] > figures()["drift_tolerance"].value
    return farthest if far else None


def shares_then(last: LastSummary, positions: tuple[Position, ...]) -> Mapping[str, Decimal]:
    """Return the share by index of what was held at the last summary and still is (ratios)."""
    then = {one.number: (one.price or ZERO) * one.quantity for one in last.holdings}
    sums: dict[str, Decimal] = {}
    for position in positions:
        index = index_for(position.asset, kind_of(position))
        sums[index] = sums.get(index, ZERO) + then.get(position.number, ZERO)
    whole = sum(sums.values(), ZERO)
    return {index: worth / whole for index, worth in sums.items()} if whole else {}


def has_fallen(before: Decimal, now: Decimal) -> bool:
    """Tell whether a yield fell by so much that it is worth a look."""
    least = max(before * summary_levels()["yield_fell"], summary_levels()["yield_fell_least"])
    return before - now >= least


def off_its_peg(position: Position, snapshot: MarketSnapshot) -> Decimal | None:
    """Return the price of a held stablecoin that is off its peg, in its own currency."""
    reading = snapshot.pegs.get(position.asset) if is_stable(position.asset) else None
    if reading is None:
        return None
    judged = judge_peg(reading, snapshot.exchange_rates, snapshot.as_of)
    return judged.worth if judged.peg is Peg.OFF else None


def shrunken(position: Position, snapshot: MarketSnapshot) -> ProtocolReading | None:
    """Return the protocol of a holding if much of what lies there left within a week."""
    reading = snapshot.protocols.get(protocol_of(position) or "")
    if reading is None or reading.change_week is None:
        return None
    return reading if -reading.change_week >= summary_levels()["size_fell"] else None


def incident_since(
    position: Position, since: date, snapshot: MarketSnapshot
) -> IncidentReading | None:
    """Return the newest loss at a holding's protocol since a day."""
    venue = protocol_of(position)
    found = (one for one in snapshot.incidents if one.protocol == venue and one.day >= since)
    return next(found, None)


def received_since(
    receipts: tuple[Receipt, ...], last: LastSummary | None, today: date
) -> tuple[Receipt, ...]:
    """Return the income that was recorded for the days since the last summary, at least a week.

    What was recorded for the day of that summary, after it had been told, counts here.
    """
    week = today - WEEK
    if last is None or last.at.date() > week:
        return received(receipts, week, today)
    day = last.at.date()
    after = (r for r in receipts if r.day == day and r.number > last.last_number and r.is_income)
    return (*after, *received(receipts, day, today))


def received(receipts: tuple[Receipt, ...], since: date, until: date) -> tuple[Receipt, ...]:
    """Return the income that was recorded for days after one and up to another."""
    return tuple(r for r in receipts if since < r.day <= until and r.is_income)
