"""Income records: lots by every method, totals to the cent, and rp2's published results."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.finance.income_records import (
    Disposal,
    IncomeEvent,
    IncomeKind,
    LotMethod,
    LotReport,
    Purchase,
    Record,
    RecordProblem,
    RefusedRecord,
    counted_lots,
    estimated_tax,
    gains_by_year,
    income_by,
    incomes,
    lot_report,
)
from core.money import Money


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def on(month: int, day: int, year: int = 2020) -> date:
    return date(year, month, day)


def sold(day: date, quantity: str, proceeds: str) -> Disposal:
    return Disposal(day, "BTC", Decimal(quantity), usd(proceeds))


def bought(day: date, quantity: str, cost: str) -> Purchase:
    return Purchase(day, "BTC", Decimal(quantity), usd(cost))


def interest(day: date, quantity: str, value: str) -> IncomeEvent:
    return IncomeEvent(day, "BTC", Decimal(quantity), usd(value), IncomeKind.INTEREST)


# rp2's example ledger, crypto_example of rp2 1.7.2: purchases with their fees, what was sold with
# the coins paid as a fee, gifts, donations and fees of moves as disposals at the spot price.
GIFTS = {on(4, 11), on(4, 12)}
MOVES = {on(1, 21), on(5, 21), on(7, 21, 2021)}
RP2: tuple[Record, ...] = (
    interest(on(2, 1), "2", "24000"),
    bought(on(1, 1), "1", "11100"),
    bought(on(5, 1), "5", "75500"),
    bought(on(4, 1), "4", "56400"),
    interest(on(3, 1), "3", "39000"),
    sold(on(4, 12), "3.79", "54197"),
    sold(on(6, 11, 2021), "2.01", "40400"),
    sold(on(2, 11), "1", "12200"),
    sold(on(1, 11), "0.2", "2240"),
    sold(on(4, 11), "5", "71000"),
    sold(on(7, 21, 2021), "0.04", "856"),
    sold(on(5, 21), "0.02", "288"),
    sold(on(1, 21), "0.01", "114"),
)


def reported(records: Iterable[Record], method: LotMethod) -> LotReport:
    report = lot_report(records, method)
    assert isinstance(report, LotReport), report
    return report


@pytest.mark.parametrize(
    ("method", "sales", "gift", "donation"),
    [
        (LotMethod.FIFO, {2020: 931, 2021: 10049}, 7559, 758),
        (LotMethod.LIFO, {2020: 220, 2021: 10049}, 1600, 7428),
        (LotMethod.HIFO, {2020: 220, 2021: 10049}, 1600, 7428),
    ],
)
def test_lots_give_the_gains_that_rp2_publishes(
    method: LotMethod, sales: dict[int, int], gift: int, donation: int
) -> None:
    """rp2's golden report by year and kind, to the dollar it prints (github: eprbell/rp2)."""
    report = reported(RP2, method)
    by_day = {sale.disposal.day: sale.gain.amount for sale in report.sales}
    for year, gain in sales.items():
        days = [d for d in by_day if d.year == year and d not in GIFTS | MOVES]
        assert round(sum(by_day[d] for d in days)) == gain
    assert round(by_day[on(4, 11)]) == gift
    assert round(by_day[on(4, 12)]) == donation
    assert round(by_day[on(7, 21, 2021)]) == 252
    assert round(by_day[on(1, 21)] + by_day[on(5, 21)]) == -11
    assert sum(lot.quantity for lot in report.lots) == Decimal("2.93")


def test_interest_counts_at_its_value_when_received() -> None:
    """rp2: 2 BTC of interest at 12,000 and 3 at 13,000 are an income of 63,000."""
    by_kind = income_by(incomes(RP2), lambda event: event.kind)
    assert by_kind == {IncomeKind.INTEREST: usd("63000.00")}


cents = st.decimals(0, 10**6, places=2)
quantities = st.decimals("0.00000001", 1000, places=8)
days = st.dates(date(2020, 1, 1), date(2026, 12, 31))
assets = st.sampled_from(["BTC", "ETH"])
moneys = st.decimals(0, 10**6, places=5).map(lambda amount: Money(amount, "EUR"))
events = st.builds(IncomeEvent, days, assets, quantities, moneys, st.sampled_from(list(IncomeKind)))
acquired = events | st.builds(Purchase, days, assets, quantities, moneys)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Record, ...]:
    """Records in which nothing is disposed of that was not held."""
    came = draw(st.lists(acquired, max_size=6))
    shares = draw(st.lists(st.decimals("0.1", 1, places=3), max_size=4))
    went: list[Record] = []
    for asset in ("BTC", "ETH"):
        left = sum((r.quantity for r in came if r.asset == asset), Decimal(0))
        for share in shares:
            quantity = (left * share).quantize(Decimal("1e-8"))
            if quantity:
                went.append(Disposal(date(2027, 1, 1), asset, quantity, draw(moneys)))
                left -= quantity
    return (*came, *went)


@given(ledgers(), st.sampled_from(list(LotMethod)))
def test_every_cent_of_cost_and_proceeds_is_somewhere(
    records: tuple[Record, ...], method: LotMethod
) -> None:
    """Costs of what is left and of what went add up to what came in, and proceeds to theirs."""
    report = reported(records, method)
    came = sum(round(r.value.amount, 2) for r in records if not isinstance(r, Disposal))
    parts = [part for sale in report.sales for part in sale.parts]
    kept = sum(lot.cost.amount for lot in report.lots)
    assert kept + sum(part.cost.amount for part in parts) == came
    for sale in report.sales:
        proceeds = sum(part.proceeds.amount for part in sale.parts)
        assert proceeds == round(sale.disposal.value.amount, 2)
        assert sum(part.quantity for part in sale.parts) == sale.disposal.quantity


@given(ledgers(), st.sampled_from(list(LotMethod)))
def test_income_totals_are_the_sums_of_their_events(
    records: tuple[Record, ...], method: LotMethod
) -> None:
    """By year, kind or asset the totals are the same sum to the cent, under every lot method."""
    received = incomes(records)
    whole = sum((round(event.value.amount, 2) for event in received), Decimal(0))
    totals = (
        income_by(received, lambda event: event.day.year),
        income_by(received, lambda event: event.kind),
        income_by(received, lambda event: (event.asset, event.day.month)),
    )
    for split in totals:
        assert sum((money.amount for money in split.values()), Decimal(0)) == whole
    lots = reported(records, method).lots
    assert all(lot.cost.amount == round(lot.cost.amount, 2) for lot in lots)


def test_the_dearest_lot_goes_first_under_hifo() -> None:
    """The gain under HIFO is the smallest, because the dearest coins are given away."""
    records: list[Record] = [
        bought(on(1, 1), "1", "100"),
        bought(on(2, 1), "1", "300"),
        bought(on(3, 1), "1", "200"),
        sold(on(4, 1), "1", "400"),
    ]
    gains = {method: gains_by_year(reported(records, method))[2020] for method in LotMethod}
    assert gains == {
        LotMethod.FIFO: usd("300.00"),
        LotMethod.LIFO: usd("200.00"),
        LotMethod.HIFO: usd("100.00"),
    }


def test_a_sale_of_more_than_is_held_is_passed_over() -> None:
    """What is short is named with what there was, and the sales before and after it count."""
    short = sold(on(2, 1), "5", "900")
    records = (bought(on(1, 1), "2", "100"), short, sold(on(3, 1), "1", "80"))
    report, refused = counted_lots(records, LotMethod.FIFO)
    assert refused == (RefusedRecord(short, RecordProblem.MORE_THAN_HELD, Decimal(2)),)
    assert [sale.gain for sale in report.sales] == [usd("30.00")]


def test_no_records_give_an_empty_report() -> None:
    """An empty ledger has no lots, no sales and no income."""
    assert lot_report((), LotMethod.FIFO) == LotReport()
    assert income_by((), lambda event: event.kind) == {}


@pytest.mark.parametrize(
    ("records", "problem"),
    [
        ([bought(on(1, 1), "1", "5"), sold(on(1, 2), "2", "9")], RecordProblem.MORE_THAN_HELD),
        ([sold(on(1, 1), "1", "9"), bought(on(1, 2), "1", "5")], RecordProblem.MORE_THAN_HELD),
        ([bought(on(1, 1), "0", "5")], RecordProblem.NOT_POSITIVE),
        ([bought(on(1, 1), "1", "-5")], RecordProblem.NOT_POSITIVE),
        (
            [
                bought(on(1, 1), "1", "5"),
                Purchase(on(1, 2), "ETH", Decimal(1), Money(Decimal(5), "EUR")),
            ],
            RecordProblem.MIXED_CURRENCIES,
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    records: list[Record], problem: RecordProblem
) -> None:
    """More than was held by then, nothing, or two currencies: a value, never a traceback."""
    refused = lot_report(records, LotMethod.FIFO)
    assert isinstance(refused, RefusedRecord)
    assert refused.problem is problem


def test_tax_is_the_persons_own_rate_on_what_was_received() -> None:
    """A quarter of 63,000 is 15,750; a loss owes nothing."""
    assert estimated_tax(usd("63000"), Decimal("0.25")) == usd("15750.00")
    assert estimated_tax(usd("-10"), Decimal("0.25")) == usd("0")
