"""Income records: what was received and what it was worth then, in lots, in totals to the cent.

Every lot, part and event counts in whole cents, so that totals are the sums of what they are made
of. All records of a call are in one currency. No country's tax rules are in here: a lot method is
the person's choice, and so is the rate.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from heapq import heappop, heappush
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
    def proceeds(self) -> Decimal:
        """What was got for it, in whole cents."""
        return sum((part.proceeds.amount for part in self.parts), ZERO)

    @property
    def cost(self) -> Decimal:
        """What it had cost, in whole cents."""
        return sum((part.cost.amount for part in self.parts), ZERO)

    @property
    def gain(self) -> Money:
        """What was got for it less what it had cost; below zero for a loss."""
        return Money(self.proceeds - self.cost, self.disposal.value.currency)


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
    report, refused = counted_lots(records, method)
    return next(iter(refused), report)


def counted_lots(
    records: Iterable[Record], method: LotMethod
) -> tuple[LotReport, tuple[RefusedRecord, ...]]:
    """Match disposals with lots as `lot_report` does, and pass over those of more than is held.

    Records of which one makes no sense by itself are passed over altogether.
    """
    records = tuple(records)
    problem = problem_of_records(records)
    if problem:
        return LotReport(), (problem,)
    refused = []
    waiting: dict[str, _Waiting] = {}
    sales = []
    for record in sorted(records, key=lambda r: (r.day, isinstance(r, Disposal))):
        mine = waiting.setdefault(record.asset, _Waiting(method))
        if not isinstance(record, Disposal):
            mine.put(Lot(record.day, record.asset, record.quantity, to_cents(record.value)))
        elif record.quantity > mine.held:
            refused.append(RefusedRecord(record, RecordProblem.MORE_THAN_HELD, mine.held))
        else:
            sales.append(_sale(record, mine))
    left = (lot for one in waiting.values() for lot in one.left())
    report = LotReport(tuple(sorted(left, key=lambda lot: lot.day)), tuple(sales))
    return report, tuple(refused)


class _Waiting:
    """The lots of one coin that are not given away yet, the first to go on top of a heap.

    `held` is how many coins they are.
    """

    def __init__(self, method: LotMethod) -> None:
        self._method, self._heap = method, list[tuple[Decimal, int, Lot]]()
        self._count, self.held = 0, ZERO

    def put(self, lot: Lot) -> None:
        """Take a lot in, behind the others of its day."""
        self._count += 1
        self._push(self._rank(lot), self._count, lot)

    def take(self, most: Decimal) -> tuple[Lot, Decimal, Money]:
        """Give away up to `most` coins of the first lot: the lot, how many, and their cost."""
        rank, number, lot = heappop(self._heap)
        self.held -= lot.quantity
        taken = min(lot.quantity, most)
        cost = part_of(lot.cost, taken, lot.quantity)
        if taken < lot.quantity:
            rest = replace(lot, quantity=lot.quantity - taken, cost=_minus(lot.cost, cost))
            self._push(rank, number, rest)
        return lot, taken, cost

    def left(self) -> list[Lot]:
        """Return the lots in the order they came."""
        return [lot for _, _, lot in sorted(self._heap, key=lambda entry: entry[1])]

    def _push(self, rank: Decimal, number: int, lot: Lot) -> None:
        heappush(self._heap, (rank, number, lot))
        self.held += lot.quantity

    def _rank(self, lot: Lot) -> Decimal:
        """Return what puts a lot before others: less goes first."""
        match self._method:
            case LotMethod.FIFO:
                return Decimal(self._count)
            case LotMethod.LIFO:
                return Decimal(-self._count)
            case LotMethod.HIFO:
                return -lot.unit_cost


def to_cents(value: Money) -> Money:
    """Return a sum in whole cents, halves to the even one."""
    return Money(value.amount.quantize(CENT, ROUND_HALF_EVEN), value.currency)


def _sale(disposal: Disposal, waiting: _Waiting) -> Sale:
    """Take a disposal, of no more than there is, out of the lots that wait."""
    parts, quantity, value = [], disposal.quantity, to_cents(disposal.value)
    while quantity:
        lot, taken, cost = waiting.take(quantity)
        proceeds = part_of(value, taken, quantity)
        parts.append(SoldPart(lot.day, taken, cost, proceeds))
        quantity, value = quantity - taken, _minus(value, proceeds)
    return Sale(disposal, tuple(parts))


def part_of(value: Money, quantity: Decimal, whole: Decimal) -> Money:
    """Return the part of a sum in cents that falls to a quantity of a whole (above zero).

    All of it falls to the whole, so that parts taken one after another leave no cent over.
    """
    return value if quantity == whole else to_cents(value.times(quantity / whole))


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
    return Money(max(ZERO, income.amount * rate), income.currency)
