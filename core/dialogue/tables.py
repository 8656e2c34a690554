"""Tables that people send as files: what they hold or record, row by row, each error by its line.

Our own columns, those of Koinly, and the exports of common exchanges are told apart by their
header alone; a preamble before it is passed over. Nothing here decides what is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.dialogue.cells import (
    currency_in,
    day_in,
    is_two_days,
    known_asset,
    months_lead,
    number_in,
)
from core.dialogue.row_kinds import coins_first, kind_of
from core.dialogue.table_rows import cells_of, rows_of
from core.finance.income_records import IncomeKind
from core.finance.portfolio import Kind, Position
from core.finance.receipts import Receipt, TradeKind
from core.money import DEFAULT_CURRENCY
from core.slot_checks import LARGEST_SUM, LEAST_QUANTITY

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes: what a bot can fetch from Telegram."""
MOST_ROWS = 20_000
_PREAMBLE = 12
"""Within so many lines the header is looked for."""


class FileProblem(StrEnum):
    """Why a file cannot be read as a table at all."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NOT_UTF8 = "not_utf8"
    NO_HEADER = "no_header"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was sent, or why the door did not fetch it."""

    name: str
    content: bytes | FileProblem


class RowProblem(StrEnum):
    """Why a row is left out."""

    NO_DATE = "no_date"
    FUTURE = "future"
    UNKNOWN_ASSET = "unknown_asset"
    NO_NUMBER = "no_number"
    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"
    TWICE = "twice"
    TWO_DAYS = "two_days"
    """3/4/2026 in a table that does not tell whether its months lead."""
    UNCLOSED = "unclosed"
    """A quote in it is never closed."""
    NO_INCOME = "no_income"
    """It is something else: a transfer, a withdrawal, one coin for another."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is not taken, by its line in the file, the first line being one."""

    line: int
    problem: RowProblem


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: receipts or holdings, numbered from the number asked for on."""

    receipts: tuple[Receipt, ...] = ()
    holdings: tuple[Position, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    bare_worths: int = 0
    """How many worths stand there without a currency, and are taken in the person's."""


_NAMES: Mapping[str, tuple[str, ...]] = {
    "day": (
        *("date", "koinly date", "day", "utc_time", "timestamp", "time", "date(utc)"),
        *("datetime", "date (utc)", "created at", "utc time"),
    ),
    "asset": ("asset", "received currency", "coin", "symbol", "token", "currency"),
    "quantity": (
        *("quantity", "received amount", "quantity transacted", "change", "amount", "balance"),
    ),
    "kind": ("kind", "label", "operation", "transaction type", "type", "tag"),
    "worth": ("worth", "net worth amount", "subtotal", "value", "value (usd)", "usd value"),
    "currency": ("net worth currency", "spot price currency", "price currency", "currency"),
    "venue": ("venue", "exchange", "platform", "protocol", "wallet"),
    "reference": ("reference", "txhash", "txid", "transaction id", "tx hash", "id", "refid"),
    "subtype": ("subtype", "remark"),
    "sent": ("sent amount",),
    "sent_asset": ("sent currency",),
}
"""The columns by the names they go by, the surest first."""
_LEDGER = frozenset({"refid", "aclass", "fee"})
"""The columns of a ledger whose fee is taken off each row in the row's own coin."""


def table_in(text: str) -> bool:
    """Whether a message is a pasted table: several lines under a header that is known."""
    lines = text.strip().splitlines()
    return len(lines) > 1 and _columns(cells_of(lines[0], _delimiter(lines[0]))) is not None


def read_table(
    content: bytes | FileProblem,
    today: date,
    first_number: int,
    currency: str = DEFAULT_CURRENCY,
) -> Table | FileProblem:
    """Read a file of at most `LARGEST_FILE` bytes; `today` is the last day income can be of.

    A worth that stands without a currency is taken in `currency`.
    """
    if isinstance(content, FileProblem):
        return content
    if len(content) > LARGEST_FILE:
        return FileProblem.TOO_LARGE
    text = _decoded(content)
    if isinstance(text, FileProblem):
        return text
    lines = text.splitlines()
    found = _header(lines)
    if found is None:
        return FileProblem.NO_HEADER if text.strip() else FileProblem.EMPTY
    place, columns, delimiter = found
    if len(lines) - place - 1 > MOST_ROWS:
        return FileProblem.TOO_LONG
    width = len(cells_of(lines[place], delimiter))
    rows = list(rows_of(lines, place + 1, delimiter, width))
    at = columns.get("day")
    days = (row.cells[at] for row in rows if row.cells and at is not None and at < len(row.cells))
    reading = _Reading(
        columns,
        today,
        first_number,
        (_dollars(cells_of(lines[place], delimiter), columns), currency),
        decimal_comma=delimiter == ";",
        months_lead=months_lead(days),
    )
    for row in rows:
        reading.take(row.place + 1, row.cells)
    return reading.table


def _decoded(content: bytes) -> str | FileProblem:
    if not content.strip():
        return FileProblem.EMPTY
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    if encoding != "utf-16" and b"\x00" in content:
        return FileProblem.NOT_TEXT
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        is_text = all(byte >= 32 or byte in b"\t\r\n" for byte in content[:1000])
        return FileProblem.NOT_UTF8 if is_text else FileProblem.NOT_TEXT


def _header(lines: Sequence[str]) -> tuple[int, dict[str, int], str] | None:
    """Return the line of the header, its columns and what parts them."""
    for place, line in enumerate(lines[:_PREAMBLE]):
        delimiter = _delimiter(line)
        columns = _columns(cells_of(line, delimiter))
        if columns:
            return place, columns, delimiter
    return None


def _delimiter(line: str) -> str:
    return max((",", ";", "\t"), key=line.count)


def _columns(header: Sequence[str]) -> dict[str, int] | None:
    """Return the place of each known column; None without a coin and a quantity."""
    names = [cell.strip().strip("\ufeff").casefold() for cell in header]
    columns: dict[str, int] = {}
    for column, known in _NAMES.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None and place not in columns.values():
            columns[column] = place
    if set(names) >= _LEDGER:
        columns["fee"] = names.index("fee")
    return columns if {"asset", "quantity"} <= columns.keys() else None


def _dollars(header: Sequence[str], columns: Mapping[str, int]) -> str | None:
    """Return the currency that the column of worths itself names, "Value (USD)"; else None."""
    place = columns.get("worth")
    named = place is not None and "usd" in header[place].casefold()
    return DEFAULT_CURRENCY if named else None


class _Reading:
    """Takes a table row by row; `table` is what was read."""

    def __init__(
        self,
        columns: Mapping[str, int],
        today: date,
        number: int,
        money: tuple[str | None, str],
        *,
        decimal_comma: bool,
        months_lead: bool | None,
    ) -> None:
        self._columns, self._today, self._number = columns, today, number
        self._in_header, self._preferred = money
        self._bare_worths = 0
        self._decimal_comma, self._months_lead = decimal_comma, months_lead
        self._receipts: list[Receipt] = []
        self._holdings: list[Position] = []
        self._left_out: list[LeftOut] = []
        self._seen: set[object] = set()

    @property
    def table(self) -> Table:
        """What was read so far."""
        return Table(
            tuple(self._receipts),
            tuple(self._holdings),
            tuple(self._left_out),
            self._bare_worths,
        )

    def take(self, line: int, row: Sequence[str] | None) -> None:
        """Take a row, or note why it is left out; one without cells has a quote that is open."""
        if row is None:
            self._left_out.append(LeftOut(line, RowProblem.UNCLOSED))
        elif any(cell.strip() for cell in row):
            self._take_cells(line, row)

    def _take_cells(self, line: int, row: Sequence[str]) -> None:
        cells = {
            name: row[place].strip().removeprefix("'") if place < len(row) else ""
            for name, place in self._columns.items()
        }
        problem = self._taken(cells)
        if problem:
            self._left_out.append(LeftOut(line, problem))

    def _taken(self, cells: Mapping[str, str]) -> RowProblem | None:
        kind = kind_of(cells) if "day" in self._columns else None
        if "day" in self._columns and kind is None:
            return RowProblem.NO_INCOME
        cells = coins_first(cells, kind)
        asset = known_asset(cells["asset"])
        quantity = number_in(cells["quantity"], decimal_comma=self._decimal_comma)
        if quantity is not None and kind is TradeKind.SOLD:
            quantity = abs(quantity)
        if quantity is not None and isinstance(kind, IncomeKind):
            fee = number_in(cells.get("fee", ""), decimal_comma=self._decimal_comma)
            quantity -= fee or 0
        if asset is None:
            return RowProblem.UNKNOWN_ASSET
        problem = _problem_of(quantity)
        if problem or quantity is None:
            return problem
        if kind is None:
            return self._held(cells, asset, quantity)
        return self._recorded(cells, asset, quantity, kind)

    def _held(self, cells: Mapping[str, str], asset: str, quantity: Decimal) -> RowProblem | None:
        kind = cells.get("kind", "").casefold()
        venue = cells.get("venue", "").casefold().replace(" ", "-")
        one = Position(
            self._next, asset, quantity, venue, Kind(kind) if kind in _KINDS_HELD else None
        )
        return self._kept((asset, quantity, venue, kind), one)

    def _recorded(
        self,
        cells: Mapping[str, str],
        asset: str,
        quantity: Decimal,
        kind: IncomeKind | TradeKind,
    ) -> RowProblem | None:
        if self._months_lead is None and is_two_days(cells["day"]):
            return RowProblem.TWO_DAYS
        day = day_in(cells["day"], months_lead=self._months_lead or False)
        if day is None:
            return RowProblem.NO_DATE
        if day > self._today:
            return RowProblem.FUTURE
        worth = number_in(cells.get("worth", ""), decimal_comma=self._decimal_comma)
        worth = abs(worth) if worth is not None and isinstance(kind, TradeKind) else worth
        worth = worth if worth is not None and 0 <= worth <= LARGEST_SUM else None
        currency = currency_in(cells.get("currency", "")) or self._in_header
        one = Receipt(
            self._next,
            day,
            asset,
            quantity,
            kind,
            worth,
            currency or self._preferred,
            cells.get("venue", "")[:60],
            (cells.get("reference") or cells["day"])[:100],
        )
        problem = self._kept(key_of(one), one)
        if problem is None and worth is not None and currency is None:
            self._bare_worths += 1
        return problem

    def _kept(self, key: object, one: Receipt | Position) -> RowProblem | None:
        if key in self._seen:
            return RowProblem.TWICE
        self._seen.add(key)
        self._number += 1
        if isinstance(one, Receipt):
            self._receipts.append(one)
        else:
            self._holdings.append(one)
        return None

    @property
    def _next(self) -> int:
        return self._number


_KINDS_HELD = frozenset(Kind)


def key_of(receipt: Receipt) -> tuple[object, ...]:
    """Return what makes two receipts of files the same."""
    return (receipt.day, receipt.asset, receipt.quantity, receipt.kind, receipt.reference)


def _problem_of(quantity: Decimal | None) -> RowProblem | None:
    if quantity is None:
        return RowProblem.NO_NUMBER
    if quantity < LEAST_QUANTITY:
        return RowProblem.NOT_POSITIVE
    return RowProblem.TOO_LARGE if quantity > LARGEST_SUM else None
