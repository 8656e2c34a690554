"""The calendar of the next twelve withdrawals' months, as facts."""

from decimal import Decimal

from core.facts import YOU, Unit, Working
from core.finance.withdrawals import ZERO, Drawing, MonthDrawn, calendar
from core.money import Money, Period


def note_calendar(
    working: Working,
    capital: Money,
    wanted: str | None,
    frequency: Period,
    reinvest_share: Decimal | None,
    *,
    asked: bool,
) -> tuple[MonthDrawn, ...]:
    """Note each month's pay, tax, withdrawal and sale, and the sums of the year; none unasked.

    A month's facts begin with `m1.` to `m12.`. Prices are taken as flat.
    """
    if not asked:
        return ()
    drawing = Drawing(
        capital.amount,
        working.number("blend_yield_mid"),
        working.number(wanted) if wanted else None,
        frequency,
        reinvest_share or ZERO,
        working.number("tax_rate") if "tax_rate" in working else ZERO,
    )
    if reinvest_share is not None and wanted is None:
        working.given("reinvest_share", reinvest_share, Unit.RATIO, YOU)
    apart = Decimal(drawing.months_between)
    working.constant("months_between", apart, "months between two withdrawals")
    months = calendar(drawing)
    for month in months:
        _note_month(working, month, drawing, wanted, capital.currency)
    _note_year(working, months, capital.currency)
    return months


def _note_month(
    working: Working, month: MonthDrawn, drawing: Drawing, wanted: str | None, currency: str
) -> None:
    key, before = f"m{month.number}", f"m{month.number - 1}"
    first = month.number == 1
    held = "capital" if first else f"{before}.invested"

    def note(name: str, amount: Decimal, formula: str) -> None:
        working.derive(f"{key}.{name}", Money(amount, currency), Unit.MONEY_MONTH, formula)

    note("paid", month.paid, f"{held} * blend_yield_mid / months_per_year")
    kept = f"{key}.paid"
    if "tax_rate" in working:
        note("tax", month.tax, f"{key}.paid * tax_rate")
        kept = f"{key}.paid - {key}.tax"
    waited = not first and f"{before}.waiting" in working
    cash = month.waiting + month.drawn - month.sold + max(ZERO, _reinvested(working, month, held))
    note("cash", cash, f"{before}.waiting + {kept}" if waited else kept)
    if month.number % drawing.months_between:
        note("waiting", month.waiting, f"{key}.cash")
        note("invested", month.invested, held)
        return
    if wanted:
        formula = f"min({wanted} * months_between, {key}.cash + {held})"
    else:
        share = " * (1 - reinvest_share)" if "reinvest_share" in working else ""
        formula = f"{key}.cash{share}"
    note("drawn", month.drawn, formula)
    note("sold", month.sold, f"max(0, {key}.drawn - {key}.cash)")
    formula = f"{held} + max(0, {key}.cash - {key}.drawn) - {key}.sold"
    note("invested", month.invested, formula)


def _reinvested(working: Working, month: MonthDrawn, held: str) -> Decimal:
    """Return what was put back after a withdrawal; below zero for what was sold."""
    return month.invested - working.number(held)


def _note_year(working: Working, months: tuple[MonthDrawn, ...], currency: str) -> None:
    for name in ("paid", "tax", "drawn", "sold"):
        terms = [m.number for m in months if f"m{m.number}.{name}" in working]
        if not terms:
            continue
        total = sum((getattr(month, name) for month in months), ZERO)
        formula = " + ".join(f"m{number}.{name}" for number in terms)
        working.derive(f"year_{name}", Money(total, currency), Unit.MONEY_YEAR, formula)
