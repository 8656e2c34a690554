"""Income records: what was received and what it was worth then, in lots, in totals to the cent.

Every lot, part and event counts in whole cents, so that totals are the sums of what they are made
of. All records of a call are in one currency. No country's tax rules are in here: a lot method is
the person's choice, and so is the rate.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import TypeVar

from core.money import Money

CENT = Decimal("0.01")
ZERO = Decimal(0)

Key = TypeVar("Key")


class IncomeKind(StrEnum):
    """What an income was paid for."""

    REWARD = "reward"
    INTEREST = "interest"
    FEE = "fee"


class LotMethod(StrEnum):
    """Which lot is given away first: the oldest, the newest, or the one that cost the most."""

    FIFO = "fifo"
    LIFO = "lifo"
    HIFO = "hifo"


@dataclass(frozen=True, slots=True)
class IncomeEvent:
    """Something received: `value` is all of it at the price of that day."""

    day: date
    asset: str
    quantity: Decimal
    value: Money
    kind: IncomeKind


@dataclass(frozen=True, slots=True)
class Purchase:
    """Something bought: `value` is all that was paid, with fees."""

    day: date
    asset: str
    quantity: Decimal
    value: Money


@dataclass(frozen=True, slots=True)
class Disposal:
    """Something sold or spent: `value` is all that was got for it."""

    day: date
    asset: str
    quantity: Decimal
    value: Money


Record = IncomeEvent | Purchase | Disposal


class RecordProblem(StrEnum):
    """Why records cannot be added up."""

    NOT_POSITIVE = "not_positive"
    MIXED_CURRENCIES = "mixed_currencies"
    MORE_THAN_HELD = "more_than_held"


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """The first record that makes no sense; `held` is what there was of a coin disposed of."""

    record: Record
    problem: RecordProblem
    held: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of one acquisition, with its part of what it cost."""

    day: date
    asset: str
    quantity: Decimal
    cost: Money

    @property
    def unit_cost(self) -> Decimal:
        """What one coin of it cost."""
        return self.cost.amount / self.quantity


@dataclass(frozen=True, slots=True)
class SoldPart:
    """A part of a disposal that came out of one lot."""

    acquired: date
    quantity: Decimal
    cost: Money
    proceeds: Money


@dataclass(frozen=True, slots=True)
class Sale:
    """A disposal with the parts it was made of: their proceeds add up to its value."""

    disposal: Disposal
    parts: tuple[SoldPart, ...]

    @property
    def gain(self) -> Money:
        """What was got for it less what it had cost; below zero for a loss."""
        gains = (part.proceeds.amount - part.cost.amount for part in self.parts)
        return Money(sum(gains, ZERO), self.disposal.value.currency)


@dataclass(frozen=True, slots=True)
class LotReport:
    """The lots that are left, oldest first, and the sales, in the order of their days."""

    lots: tuple[Lot, ...] = ()
    sales: tuple[Sale, ...] = ()


def problem_of_records(records: Iterable[Record]) -> RefusedRecord | None:
    """Return the first record that cannot be counted by itself; no records are no problem."""
    currency = None
    for record in records:
        if record.quantity <= 0 or record.value.amount < 0:
            return RefusedRecord(record, RecordProblem.NOT_POSITIVE)
        currency = currency or record.value.currency
        if record.value.currency != currency:
            return RefusedRecord(record, RecordProblem.MIXED_CURRENCIES)
    return None


def lot_report(records: Iterable[Record], method: LotMethod) -> LotReport | RefusedRecord:
    """Match each disposal with lots acquired up to its day, or say which record makes no sense.

    On one day what came in counts before what went out. What was received as income is a lot
    that cost its value when received.
    """
    records = tuple(records)
    problem = problem_of_records(records)
    if problem:
        return problem
    report = LotReport()
    for record in sorted(records, key=lambda r: (r.day, isinstance(r, Disposal))):
        if isinstance(record, Disposal):
            held = sum((lot.quantity for lot in report.lots if lot.asset == record.asset), ZERO)
            if record.quantity > held:
                return RefusedRecord(record, RecordProblem.MORE_THAN_HELD, held)
            report = _sold(report, record, method)
        else:
            cost = to_cents(record.value)
            lot = Lot(record.day, record.asset, record.quantity, cost)
            report = replace(report, lots=(*report.lots, lot))
    return report


def to_cents(value: Money) -> Money:
    """Return a sum in whole cents, halves to the even one."""
    return Money(value.amount.quantize(CENT, ROUND_HALF_EVEN), value.currency)


def _sold(report: LotReport, disposal: Disposal, method: LotMethod) -> LotReport:
    """Take a disposal out of the lots in the order of the method."""
    lots, parts = list(report.lots), []
    left = replace(disposal, value=to_cents(disposal.value))
    for place in _order(lots, disposal.asset, method):
        taken = min(lots[place].quantity, left.quantity)
        if not taken:
            break
        cost = part_of(lots[place].cost, taken, lots[place].quantity)
        proceeds = part_of(left.value, taken, left.quantity)
        parts.append(SoldPart(lots[place].day, taken, cost, proceeds))
        lots[place] = _less(lots[place], taken, cost)
        left = replace(left, quantity=left.quantity - taken, value=_minus(left.value, proceeds))
    sale = Sale(disposal, tuple(parts))
    return LotReport(tuple(lot for lot in lots if lot.quantity), (*report.sales, sale))


def _order(lots: Sequence[Lot], asset: str, method: LotMethod) -> list[int]:
    """Return the places of a coin's lots, the first to go first; lots stand by their days."""
    mine = [place for place, lot in enumerate(lots) if lot.asset == asset]
    match method:
        case LotMethod.FIFO:
            return mine
        case LotMethod.LIFO:
            return mine[::-1]
        case LotMethod.HIFO:
            return sorted(mine, key=lambda place: -lots[place].unit_cost)


def part_of(value: Money, quantity: Decimal, whole: Decimal) -> Money:
    """Return the part of a sum in cents that falls to a quantity of a whole (above zero).

    All of it falls to the whole, so that parts taken one after another leave no cent over.
    """
    return value if quantity == whole else to_cents(value.times(quantity / whole))


def _less(lot: Lot, quantity: Decimal, cost: Money) -> Lot:
    return replace(lot, quantity=lot.quantity - quantity, cost=_minus(lot.cost, cost))


def _minus(value: Money, part: Money) -> Money:
    return Money(value.amount - part.amount, value.currency)


def incomes(records: Iterable[Record]) -> tuple[IncomeEvent, ...]:
    """Return what was received as income, which no lot method changes."""
    return tuple(record for record in records if isinstance(record, IncomeEvent))


def income_by(
    events: Iterable[IncomeEvent], key: Callable[[IncomeEvent], Key]
) -> Mapping[Key, Money]:
    """Return the income for each year, kind, asset or whatever a key tells apart.

    >>> day, usd = date(2025, 3, 1), lambda amount: Money(Decimal(amount), "USD")
    >>> received = [
    ...     IncomeEvent(day, "ETH", Decimal(1), usd("2000.10"), IncomeKind.REWARD),
    ...     IncomeEvent(day, "USDC", Decimal(5), usd("5.00"), IncomeKind.INTEREST),
    ... ]
    >>> income_by(received, lambda event: event.day.year)
    {2025: Money(amount=Decimal('2005.10'), currency='USD')}
    """
    totals: dict[Key, Money] = {}
    for event in events:
        value, name = to_cents(event.value), key(event)
        before = totals.get(name, Money(ZERO, value.currency))
        totals[name] = Money(before.amount + value.amount, value.currency)
    return totals


def gains_by_year(report: LotReport) -> Mapping[int, Money]:
    """Return what sales gained in each year; below zero for a loss."""
    totals: dict[int, Money] = {}
    for sale in report.sales:
        year, gain = sale.disposal.day.year, sale.gain
        before = totals.get(year, Money(ZERO, gain.currency))
        totals[year] = Money(before.amount + gain.amount, gain.currency)
    return totals


def estimated_tax(income: Money, rate: Decimal) -> Money:
    """Return the tax on an income at the person's own rate (ratio); nothing on a loss."""
    return to_cents(income.times(rate)) if income.amount > 0 else Money(ZERO, income.currency)
