"""A file in words: what is in it, what is left out and why, and what was kept of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.facts import YOU, FactBook, Unit, Working
from core.finance.portfolio import Position
from core.finance.receipts import Receipt
from core.nlg.draft import Draft
from core.nlg.press import Act, act, say
from core.nlg.render.parts import lines, paragraphs
from core.nlg.writing import write

MOST_TOLD = 5
"""So many coins, and so many rows that are left out, are told one by one."""

_COLUMNS = (
    "Income and trades need the columns date, asset, quantity; kind, worth, currency, venue and "
    "reference may follow. Holdings need asset and quantity; venue and kind may follow. The "
    "exports of Koinly, Binance, Coinbase and Kraken are read as they come."
)
_FILES = {
    "empty": "**That file is empty, or not there,** so nothing was kept.",
    "too_large": "**That file is too large to be read here.** Nothing was kept; send it in parts.",
    "not_text": "**That is no table.** A CSV file is read here, nothing else. Nothing was kept.",
    "not_utf8": "**That file is not written in UTF-8,** so its letters cannot be trusted. Nothing "
    "was kept. Save it once more as CSV in UTF-8.",
    "no_header": f"**No line of that file names its columns,** so nothing was kept. {_COLUMNS}",
    "too_long": "**That file has more rows than are read at once.** Nothing was kept; send it in "
    "parts.",
}
_ROWS = {
    "no_date": "no day that can be read",
    "two_days": "a day that can be read in two ways; write the year first, then month and day",
    "future": "a day still to come",
    "unknown_asset": "a coin that is not known here",
    "no_number": "no number that can be read",
    "not_positive": "not more than nothing",
    "too_large": "more than there can be",
    "unclosed": "a quotation mark in it is never closed",
    "twice": "the same as a row before",
    "no_income": "no income and no trade for money: a transfer, a swap or the like",
}


def unreadable(problem: str) -> Draft:
    """Say why a file cannot be read."""
    return _plain(_FILES[problem])


def too_many_holdings() -> Draft:
    """Say that a file holds more holdings than can be kept."""
    return _plain(
        "**Those are more holdings than can be kept here,** so nothing was kept. Put the small "
        "ones of a coin together, or leave them out."
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What of a file would be kept, and what not."""

    receipts: Sequence[Receipt]
    holdings: Sequence[Position]
    by_price: int
    """How many receipts have their worth from the price of their day, not from the file."""
    known: int
    """How many rows are kept already."""
    left_out: Sequence[tuple[int, str]]
    """Lines of the file with what is wrong there."""
    taken_in: str | None = None
    """The currency that worths without one are taken in; None where each has its own."""


def preview(found: Found, answer: int, number: int) -> Draft:
    """Show what would be kept of a file, row by row where something is left out."""
    working, receipts, holdings = Working(), found.receipts, found.holdings
    text = paragraphs(
        f"**{_headline(working, receipts, holdings)}**",
        lines(*_coins(working, receipts, holdings), *_worths(working, receipts, found.by_price)),
        _taken_in(found),
        _known(working, found.known),
        _left_out(working, found.left_out),
    )
    row = (act("Keep it", answer, Act.KEEP, number), act("Drop it", answer, Act.DROP, number))
    rows = (row,) if receipts or holdings else ()
    return write(text, working.book, closing="", buttons=rows)


def _count(working: Working, name: str, count: int, note: str) -> str:
    working.given(name, Decimal(count), Unit.COUNT, YOU, note=note)
    return f"{{{name}}}"


def _headline(working: Working, receipts: Sequence[Receipt], holdings: Sequence[Position]) -> str:
    if not receipts and not holdings:
        return "Nothing new is in that file."
    if holdings:
        count = _count(working, "new_rows", len(holdings), "holdings")
        return f"That file holds {count} {_several('holding', len(holdings))}."
    first, last = min(one.day for one in receipts), max(one.day for one in receipts)
    working.given("first_day", first, Unit.DATE, YOU)
    working.given("last_day", last, Unit.DATE, YOU)
    count = _count(working, "new_rows", len(receipts), "records")
    if first == last:
        return f"That file holds {count} {_several('record', len(receipts))}, of {{first_day}}."
    return f"That file holds {count} records, from {{first_day}} to {{last_day}}."


def _several(what: str, count: int) -> str:
    return what if count == 1 else f"{what}s"


def _coins(
    working: Working, receipts: Sequence[Receipt], holdings: Sequence[Position]
) -> Iterable[str]:
    """Yield the sums of the coins that come most often."""
    rows = [(one.asset, one.quantity) for one in receipts]
    rows += [(one.asset, one.quantity) for one in holdings]
    often = Counter(asset for asset, _ in rows)
    for asset, _ in often.most_common(MOST_TOLD):
        name = f"sum_of.{asset.lower()}"
        total = sum((quantity for of, quantity in rows if of == asset), Decimal(0))
        working.given(name, total, Unit.COUNT, YOU, note=asset)
        yield f"· {{{name}}} {asset}"
    if len(often) > MOST_TOLD:
        more = _count(working, "more_coins", len(often) - MOST_TOLD, "further coins")
        yield f"· {more} more coins"


def _worths(working: Working, receipts: Sequence[Receipt], by_price: int) -> Iterable[str]:
    """Yield how many have the worth that prices of their days give, and how many have none."""
    if by_price:
        count = _count(working, "by_price", by_price, "records")
        yield (
            f"· {count} without a worth in the file, valued by the price of their day, or of the "
            "one beside it"
        )
    without = sum(one.worth is None for one in receipts)
    if without:
        yield f"· {_count(working, 'without_worth', without, 'records')} without a worth"


def _taken_in(found: Found) -> str | None:
    """Say in which currency worths are taken that name none."""
    if found.taken_in is None or not found.receipts:
        return None
    return (
        f"A worth without a currency is taken in {found.taken_in}. If that is wrong, drop the "
        "file and name it in a column “currency”."
    )


def _known(working: Working, known: int) -> str | None:
    if not known:
        return None
    are = "is" if known == 1 else "are"
    return f"{_count(working, 'known_rows', known, 'rows')} {are} kept already, and not twice."


def _left_out(working: Working, left_out: Sequence[tuple[int, str]]) -> str | None:
    """Name the first rows that are left out, each with its line and the reason."""
    if not left_out:
        return None
    told = []
    for place, (line, problem) in enumerate(left_out[:MOST_TOLD]):
        told.append(f"· line {_count(working, f'line.{place}', line, 'line')}: {_ROWS[problem]}")
    if len(left_out) > MOST_TOLD:
        rest = Counter(problem for _, problem in left_out[MOST_TOLD:])
        for problem, count in rest.most_common():
            told.append(
                f"· {_count(working, f'rest.{problem}', count, 'rows')} more: {_ROWS[problem]}"
            )
    return lines("Left out:", *told)


def kept(receipts: Sequence[Receipt], holdings: Sequence[Position], answer: int) -> Draft:
    """Say what was kept of a file; it can be taken back."""
    working, rows = Working(), len(receipts) + len(holdings)
    count = _count(working, "new_rows", rows, "rows")
    what = _several("holding" if holdings else "record", rows)
    show = say("/portfolio", "Show it all") if holdings else say("/income", "All records")
    text = f"**Kept: {count} {what}.** The file itself is not."
    return write(text, working.book, closing="", buttons=((show, act("Undo", answer, Act.UNDO)),))


def dropped() -> Draft:
    """Say that nothing of a file was kept."""
    return _plain("**Dropped.** Nothing of that file is kept.")


def waits_no_more() -> Draft:
    """Return the answer to a button whose file was kept, dropped or followed by another."""
    return _plain("That file waits no more: it was kept or dropped, or another came after it.")


def _plain(text: str) -> Draft:
    return write(text, FactBook(), closing="")
