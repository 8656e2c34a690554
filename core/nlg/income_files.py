"""Records of income and trades as files: our own table, one that Koinly reads, and JSON.

A cell that a spreadsheet would run as a formula is written as text, with an apostrophe before it.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from decimal import Decimal

from core.finance.income_records import IncomeKind
from core.finance.receipts import Receipt, TradeKind
from core.nlg.draft import File

COLUMNS = ("date", "asset", "quantity", "kind", "worth", "currency", "venue", "reference")
"""Of our own table."""
KOINLY_COLUMNS = (
    "Koinly Date",
    "Sent Amount",
    "Sent Currency",
    "Received Amount",
    "Received Currency",
    "Fee Amount",
    "Fee Currency",
    "Net Worth Amount",
    "Net Worth Currency",
    "Label",
    "Description",
    "TxHash",
)
KOINLY_LABELS = {
    IncomeKind.REWARD: "reward",
    IncomeKind.INTEREST: "lending interest",
    IncomeKind.FEE: "other income",
}
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def income_files(receipts: Iterable[Receipt]) -> tuple[File, ...]:
    """Return the records in each form, oldest first."""
    ordered = sorted(receipts, key=lambda one: (one.day, one.number))
    return (
        File("income.csv", "text/csv", _table(COLUMNS, map(_own_row, ordered))),
        File("income-koinly.csv", "text/csv", _table(KOINLY_COLUMNS, map(_koinly_row, ordered))),
        File("income.json", "application/json", _json(ordered)),
    )


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("aave")
    ("'=HYPERLINK(1)", 'aave')
    """
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue()


def _own_row(receipt: Receipt) -> tuple[str, ...]:
    return (
        receipt.day.isoformat(),
        receipt.asset,
        _plain(receipt.quantity),
        receipt.kind,
        "" if receipt.worth is None else _plain(receipt.worth),
        "" if receipt.worth is None else receipt.currency,
        receipt.venue,
        receipt.reference,
    )


def _koinly_row(receipt: Receipt) -> tuple[str, ...]:
    moment = datetime.combine(receipt.day, time(0), UTC)
    coins = (_plain(receipt.quantity), receipt.asset)
    worth = ("", "") if receipt.worth is None else (_plain(receipt.worth), receipt.currency)
    sent, received, value, label = ("", ""), coins, worth, ""
    match receipt.kind:
        case TradeKind.BOUGHT:
            sent, value = worth, ("", "")
        case TradeKind.SOLD:
            sent, received, value = coins, worth, ("", "")
        case IncomeKind():
            label = KOINLY_LABELS[receipt.kind]
    return (
        f"{moment:%Y-%m-%d %H:%M} UTC",
        *sent,
        *received,
        *("", ""),
        *value,
        label,
        receipt.venue,
        receipt.reference,
    )


def _json(receipts: Iterable[Receipt]) -> str:
    records = [_record(receipt) for receipt in receipts]
    return json.dumps({"income": records}, ensure_ascii=False, indent=1) + "\n"


def _record(receipt: Receipt) -> dict[str, str | None]:
    """Return a receipt under the names of the table; what is not known is null."""
    cells = dict(zip(COLUMNS, _own_row(receipt), strict=True))
    return {name: cell or None for name, cell in cells.items()}


def _plain(number: Decimal) -> str:
    return f"{number:f}"
