"""What sales gained: coin by coin, out of lots in the order the person chose, as facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.facts import YOU, Unit, Working
from core.finance.income_records import (
    ZERO,
    LotMethod,
    Record,
    RefusedRecord,
    Sale,
    counted_lots,
)
from core.finance.receipts import Receipt, TradeKind
from core.money import Money

FIRST = LotMethod.FIFO
"""The order where none was chosen."""
MOST_LOTS = 3
"""So many lots of a sale are told one by one."""


class Gap(StrEnum):
    """Why the sales of a coin have no gain."""

    NO_WORTH = "no_worth"
    OTHER_CURRENCY = "other_currency"
    MORE_THAN_HELD = "more_than_held"


@dataclass(frozen=True, slots=True)
class Gains:
    """The sales of a year: `gain_of.<coin>` and its parts are facts, as is `realised_gain`.

    `gain_by.<method>` is the same year by each other order, where that comes to another sum.
    """

    method: LotMethod
    assets: tuple[str, ...]
    others: tuple[LotMethod, ...]
    gaps: tuple[tuple[str, Gap], ...]


def note_gains(
    working: Working, receipts: Iterable[Receipt], year: int, currency: str, method: LotMethod
) -> Gains | None:
    """Note what the sales of a year gained; None where nothing was sold in it."""
    until = [one for one in receipts if one.day.year <= year]
    sold = {one.asset for one in until if one.kind is TradeKind.SOLD and one.day.year == year}
    if not sold:
        return None
    books = {asset: _Coin(until, asset, currency, year) for asset in sorted(sold)}
    gaps = []
    for asset, coin in books.items():
        if gap := coin.gap(working, method):
            gaps.append((asset, gap))
        if sales := coin.sales(method):
            _note_gain(working, asset, sales, currency)
    counted = {asset: coin for asset, coin in books.items() if coin.sales(method)}
    others = _note_whole(working, counted, currency, method)
    return Gains(method, tuple(counted), others, tuple(gaps))


class _Coin:
    """The records of one coin up to the end of a year, as lots count them."""

    def __init__(self, receipts: Iterable[Receipt], asset: str, currency: str, year: int) -> None:
        self._records = records_of(receipts, asset, currency)
        self._asset, self._year = asset, year

    def sales(self, method: LotMethod) -> tuple[Sale, ...]:
        """Return the sales of the year whose coins are all recorded as acquired before."""
        if isinstance(self._records, Gap):
            return ()
        report, _ = counted_lots(self._records, method)
        return tuple(one for one in report.sales if one.disposal.day.year == self._year)

    def gain(self, method: LotMethod) -> Decimal:
        """Return what these sales gained."""
        return sum((sale.gain.amount for sale in self.sales(method)), ZERO)

    def gap(self, working: Working, method: LotMethod) -> Gap | None:
        """Return why not all sales of the year are counted; a shortage is noted."""
        if isinstance(self._records, Gap):
            return self._records
        _, refused = counted_lots(self._records, method)
        first = next((one for one in refused if one.record.day.year == self._year), None)
        if first is None:
            return None
        note_shortage(working, first, f"short.{self._asset.lower()}")
        return Gap.MORE_THAN_HELD


def records_of(receipts: Iterable[Receipt], asset: str, currency: str) -> tuple[Record, ...] | Gap:
    """Return the records of one coin in a currency, or why they cannot be counted."""
    mine = [one for one in receipts if one.asset == asset]
    records = tuple(record for one in mine if (record := one.record))
    if len(records) < len(mine):
        return Gap.NO_WORTH
    alike = all(record.value.currency == currency for record in records)
    return records if alike else Gap.OTHER_CURRENCY


def note_shortage(working: Working, refused: RefusedRecord, name: str) -> None:
    """Note a sale of more than is recorded: `.sold`, `.held`, and the day."""
    sale = refused.record
    working.given(f"{name}.sold", sale.quantity, Unit.COUNT, YOU, note=f"{sale.asset} sold")
    note = f"{sale.asset} bought or received until then, and not sold before"
    working.given(f"{name}.held", refused.held, Unit.COUNT, YOU, note=note)
    working.given(f"{name}.day", sale.day, Unit.DATE, YOU)


def _note_gain(working: Working, asset: str, sales: Sequence[Sale], currency: str) -> None:
    key = asset.lower()
    for name, amount, note in (
        ("proceeds_of", sum((s.proceeds for s in sales), ZERO), f"got for {asset} sold"),
        ("cost_of", sum((s.cost for s in sales), ZERO), f"what the {asset} sold had cost"),
    ):
        working.given(f"{name}.{key}", Money(amount, currency), Unit.MONEY, YOU, note=note)
    gain = working.number(f"proceeds_of.{key}") - working.number(f"cost_of.{key}")
    formula = f"proceeds_of.{key} - cost_of.{key}"
    working.derive(f"gain_of.{key}", Money(gain, currency), Unit.MONEY, formula)


def _note_whole(
    working: Working, counted: Mapping[str, _Coin], currency: str, method: LotMethod
) -> tuple[LotMethod, ...]:
    """Note the gain of the year, and by each other method; return those with another sum."""
    if not counted:
        return ()
    names = [f"gain_of.{asset.lower()}" for asset in counted]
    whole = sum(map(working.number, names), ZERO)
    working.derive("realised_gain", Money(whole, currency), Unit.MONEY, " + ".join(names))
    gains = {
        other: sum((coin.gain(other) for coin in counted.values()), ZERO)
        for other in LotMethod
        if other is not method
    }
    differing = {other: gain for other, gain in gains.items() if gain != whole}
    for other, gain in differing.items():
        note = f"your sales by lots, {other.upper()}"
        working.given(f"gain_by.{other}", Money(gain, currency), Unit.MONEY, YOU, note=note)
    return tuple(differing)


@dataclass(frozen=True, slots=True)
class SaleTold:
    """A sale with the lots it took, as facts: `sale.cost`, `sale.gain`, `lot1.cost` and so on.

    `lots` is how many are told one by one; `gap` says why there is no gain.
    """

    lots: int = 0
    gap: Gap | None = None


def note_sale(
    working: Working, sold: Receipt, receipts: Iterable[Receipt], method: LotMethod
) -> SaleTold:
    """Note which lots a sale takes and what it gained; `receipts` hold the sale itself."""
    records = records_of(receipts, sold.asset, sold.currency)
    if isinstance(records, Gap):
        return SaleTold(gap=records)
    report, refused = counted_lots(records, method)
    short = next((one for one in refused if one.record == sold.record), None)
    if short:
        note_shortage(working, short, "short")
        return SaleTold(gap=Gap.MORE_THAN_HELD)
    sale = next(sale for sale in reversed(report.sales) if sale.disposal == sold.record)
    named = len(sale.parts) if len(sale.parts) <= MOST_LOTS else 0
    currency = sold.currency
    for number, part in enumerate(sale.parts[:named], start=1):
        working.given(f"lot{number}.quantity", part.quantity, Unit.COUNT, YOU, note=sold.asset)
        working.given(f"lot{number}.day", part.acquired, Unit.DATE, YOU)
        note = f"what {sold.asset} of that lot had cost"
        working.given(f"lot{number}.cost", part.cost, Unit.MONEY, YOU, note=note)
    if named:
        costs = " + ".join(f"lot{number}.cost" for number in range(1, named + 1))
        working.derive("sale.cost", Money(sale.cost, currency), Unit.MONEY, costs)
    else:
        note = f"what the {sold.asset} sold had cost"
        working.given("sale.cost", Money(sale.cost, currency), Unit.MONEY, YOU, note=note)
    working.derive("sale.gain", sale.gain, Unit.MONEY, f"r{sold.number}.worth - sale.cost")
    return SaleTold(named)
