"""What was recorded: a year's income by kind and coin, its sales, and what tax they may bring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.advice.lots import FIRST, Gains, note_gains
from core.facts import YOU, FactBook, Unit, Working
from core.finance.income_records import IncomeEvent, IncomeKind, LotMethod, estimated_tax, income_by
from core.finance.receipts import Receipt, income_of
from core.money import Money

LATEST = 6
"""So many receipts are told one by one."""


@dataclass(frozen=True, slots=True)
class Total:
    """What one coin brought of one kind in the year, in the fact of this name."""

    kind: IncomeKind
    asset: str
    name: str


@dataclass(frozen=True, slots=True)
class IncomeLogAdvice:
    """A year of income received; `taxed` with an estimate at the person's own rate."""

    book: FactBook
    latest: tuple[Receipt, ...]
    """The last receipts of the year, newest first."""
    totals: tuple[Total, ...]
    """Of the year, the largest first; empty when nothing of it has a worth."""
    taxed: bool
    currency: str
    months: tuple[tuple[date, Money], ...] = ()
    """What each month of the year with any brought, by its first day."""
    gains: Gains | None = None
    """What was sold in the year."""
    years: tuple[int, ...] = ()
    """Other years with records, the newest first."""
    others: tuple[str, ...] = ()
    """Further currencies that income is recorded in, each with its own sum."""


def income_log(
    receipts: Iterable[Receipt],
    year: int,
    tax_rate: Decimal | None,
    method: LotMethod | None = None,
) -> IncomeLogAdvice:
    """Add up what was received and sold in a year, in the currency most of it is recorded in."""
    receipts = tuple(receipts)
    working = Working()
    of_year = [one for one in receipts if one.day.year == year]
    latest = tuple(sorted(of_year, key=lambda one: (one.day, one.number))[::-1][:LATEST])
    for receipt in latest:
        note_receipt(working, receipt)
    currency = _usual_currency(of_year or receipts)
    working.given("record_year", date(year, 1, 1), Unit.DATE, YOU, note="the year asked about")
    events = [event for one in of_year if (event := one.event)]
    totals = _note_totals(working, events, currency)
    _note_uncounted(working, income_of(of_year))
    gains = note_gains(working, receipts, year, currency, method or FIRST)
    taxed = _note_taxes(working, tax_rate, currency)
    others = _note_others(working, events, currency, tax_rate if taxed else None)
    months = _by_month(events, currency)
    years = tuple(sorted({one.day.year for one in receipts} - {year}, reverse=True))
    return IncomeLogAdvice(
        working.book, latest, totals, taxed, currency, months, gains, years, others
    )


def _note_taxes(working: Working, rate: Decimal | None, currency: str) -> bool:
    """Note what income and gains bring of tax at the person's rate; whether there are any."""
    taxes = (
        ("recorded_income", "estimated_tax", "recorded_income * tax_rate"),
        ("realised_gain", "gain_tax", "max(0, realised_gain) * tax_rate"),
    )
    taxed = [one for one in taxes if one[0] in working]
    if rate is None or not taxed:
        return False
    working.given("tax_rate", rate, Unit.RATIO, YOU)
    for name, tax, formula in taxed:
        amount = estimated_tax(Money(working.number(name), currency), rate)
        working.derive(tax, amount, Unit.MONEY, formula)
    return True


def _by_month(events: list[IncomeEvent], currency: str) -> tuple[tuple[date, Money], ...]:
    counted = [event for event in events if event.value.currency == currency]
    return tuple(sorted(income_by(counted, lambda event: event.day.replace(day=1)).items()))


def note_receipt(working: Working, receipt: Receipt) -> None:
    """Note what one receipt says: how much, when, and its worth where it is known."""
    key = f"r{receipt.number}"
    working.given(f"{key}.quantity", receipt.quantity, Unit.COUNT, YOU, note=receipt.asset)
    working.given(f"{key}.day", receipt.day, Unit.DATE, YOU)
    if receipt.worth is not None:
        worth = Money(receipt.worth, receipt.currency)
        working.given(f"{key}.worth", worth, Unit.MONEY, YOU, note="when it was received")


def _usual_currency(receipts: Iterable[Receipt]) -> str:
    """Return the currency that most receipts with a worth are in; of equals the first by name."""
    named = [one.currency for one in receipts if one.worth is not None]
    return max(sorted(set(named)), key=named.count, default="USD")


def _note_totals(working: Working, events: list[IncomeEvent], currency: str) -> tuple[Total, ...]:
    counted = [event for event in events if event.value.currency == currency]
    sums = income_by(counted, lambda event: (event.kind, event.asset))
    totals = []
    for (kind, asset), money in sorted(sums.items(), key=lambda one: -one[1].amount):
        name = f"income_of.{kind}_{asset.lower()}"
        working.given(name, money, Unit.MONEY, YOU, note=f"your records of {asset} {kind}")
        totals.append(Total(kind, asset, name))
    if totals:
        whole = Money(sum((money.amount for money in sums.values()), Decimal(0)), currency)
        formula = " + ".join(total.name for total in totals)
        working.derive("recorded_income", whole, Unit.MONEY, formula)
    return tuple(totals)


def _note_uncounted(working: Working, receipts: Iterable[Receipt]) -> None:
    """Note how many receipts of the year are in no sum, for want of a worth."""
    without = sum(one.worth is None for one in receipts)
    if without:
        note = "records without a worth"
        working.given("without_worth", Decimal(without), Unit.COUNT, YOU, note=note)


def _note_others(
    working: Working, events: list[IncomeEvent], currency: str, rate: Decimal | None
) -> tuple[str, ...]:
    """Note the income in each other currency, with its tax; return the currencies.

    What was received is worth what it was worth then, so no rate of another day is put on it.
    """
    sums = income_by(events, lambda event: event.value.currency)
    others = tuple(sorted(sums.keys() - {currency}))
    for other in others:
        name = f"recorded_income.{other.lower()}"
        working.given(name, sums[other], Unit.MONEY, YOU, note=f"your records in {other}")
        if rate is not None:
            tax = estimated_tax(sums[other], rate)
            formula = f"{name} * tax_rate"
            working.derive(f"estimated_tax.{other.lower()}", tax, Unit.MONEY, formula)
    return others
