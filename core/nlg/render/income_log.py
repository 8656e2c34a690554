"""Records in words: what was noted, the income and the sales of a year, and what tax they bring."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.advice.income_log import note_receipt
from core.catalogue import coin_of
from core.facts import YOU, FactBook, Unit, Working
from core.finance.income_records import IncomeKind, LotMethod
from core.finance.market import DayPrice
from core.finance.receipts import Receipt
from core.money import Money
from core.nlg.draft import Button, Draft, File
from core.nlg.press import Act, act, do, say
from core.nlg.render.parts import lines, paragraphs
from core.nlg.render.portfolio import venue_name
from core.nlg.render.trades import gain_line, told_trade
from core.nlg.writing import NOT_ADVICE, write
from core.nlu.utterance import Intent

_EXAMPLE = "got 12.5 ATOM rewards today"
PLURAL = {IncomeKind.REWARD: "rewards", IncomeKind.INTEREST: "interest", IncomeKind.FEE: "fees"}


def told(receipt: Receipt) -> str:
    """Return a receipt as it is told; its figures are facts under its number."""
    if not isinstance(receipt.kind, IncomeKind):
        return told_trade(receipt)
    key = f"r{receipt.number}"
    what = f"{{{key}.quantity}} {receipt.asset} {PLURAL[receipt.kind]}"
    return f"{what}{venue_name(receipt.venue)} on {{{key}.day}}"


def worth_of(receipt: Receipt) -> str:
    """Return what a receipt was worth, as it is told: a fact, or that nobody knows."""
    return f"{{r{receipt.number}.worth}}" if receipt.worth is not None else "worth not known"


def recorded(
    receipt: Receipt,
    answer: int,
    *,
    again: bool,
    price: DayPrice | None,
    unsaid: str | None = None,
) -> Draft:
    """Say what was recorded, and by which price; ask for its worth where nobody knows it.

    `unsaid` names the currency that was put to a worth said without one.
    """
    rows: tuple[tuple[Button, ...], ...] = (
        (act("Undo", answer, Act.UNDO), say("/income", "All records")),
    )
    same = "The same was recorded for that day before. If it came once, take this one back."
    if receipt.worth is not None:
        source = f", by {_priced_by(receipt, price)}" if price else _taken(unsaid)
        worth = f"Worth {worth_of(receipt)} when it was received{source}."
    else:
        worth = (
            "No price of that day is at hand, and none is guessed. What was it worth when you "
            "received it? It counts in totals once it has a worth."
        )
    text = paragraphs(f"**Recorded: {told(receipt)}.**", worth, same if again else None)
    return _of((receipt,), text, rows)


def left_without_worth() -> Draft:
    """Say what becomes of a record whose worth nobody knows, and how to find it out."""
    text = paragraphs(
        "**It stays recorded without a worth.** It counts as coins, and in no sum, until it has "
        "one.",
        "Where to look: the statement of the place that paid it, or the coin's price on that day. "
        "Say it now, as in “it was worth sixty dollars”, or later correct the record: “correct my "
        "last reward to two SOL worth sixty dollars”.",
    )
    return write(text, FactBook(), closing="", buttons=((say("/income", "All records"),),))


def _taken(unsaid: str | None) -> str:
    return f", taken in {unsaid} as none was said" if unsaid else ""


def recorded_several(receipts: Sequence[Receipt], answer: int) -> Draft:
    """Say what was recorded, coin by coin, and which of it has no worth yet."""
    without = any(one.worth is None for one in receipts)
    text = paragraphs(
        "**Recorded:**",
        lines(*(f"· {told(one)}: {worth_of(one)}" for one in receipts)),
        "What has no worth counts in no sum: undo this and say each with its worth, or leave it."
        if without
        else None,
    )
    return _of(receipts, text, ((act("Undo", answer, Act.UNDO), say("/income", "All records")),))


def ask_one_by_one() -> Draft:
    """Ask for several coins one by one: one sum cannot be parted among them."""
    return _plain(
        "**Say each coin by itself, with its own worth:** one sum for several cannot be parted. "
        "Nothing was recorded.",
        ((say(_EXAMPLE),),),
    )


def ask_day() -> Draft:
    """Return the answer to a receipt of a day that is none, or may be two."""
    return _plain(
        "**That day cannot be read for sure,** so nothing was recorded. Say it again with the day, "
        "and the month as a word.",
        (),
    )


def _priced_by(receipt: Receipt, price: DayPrice) -> str:
    coin = coin_of(receipt.asset)
    whose = "the price" if coin == receipt.asset else f"the price of {coin}, which it follows,"
    return f"{whose} of {'that day' if price.day == receipt.day else 'the day beside it'}"


def worth_added(
    receipt: Receipt, receipts: Sequence[Receipt], method: LotMethod, answer: int
) -> Draft:
    """Say that a receipt has its worth now; of a sale, what it gained."""
    working = Working()
    note_receipt(working, receipt)
    counts = gain_line(working, receipt, receipts, method)
    text = f"**{told(receipt)}: {worth_of(receipt)}.** {counts}"
    row = (act("Undo", answer, Act.UNDO), say("/income", "All records"))
    return write(text, working.book, closing="", buttons=(row,))


def corrected(receipt: Receipt, answer: int) -> Draft:
    """Say what a receipt was corrected to."""
    asks = " What was it worth when you received it?" if receipt.worth is None else ""
    text = f"**Corrected: {told(receipt)}, {worth_of(receipt)}.**{asks}"
    return _of((receipt,), text, ((act("Undo", answer, Act.UNDO), say("/income", "All records")),))


def ask_income() -> Draft:
    """Ask what was received."""
    return _plain(
        "What did you receive, and when? How many of which coin, and its worth if you know it. "
        "For example:",
        ((say(_EXAMPLE),),),
    )


def no_receipts() -> Draft:
    """Return the answer to one who asks for records and has none."""
    return _plain(
        "**No income is recorded here yet.** Each staking reward, each interest and each fee is "
        "usually taxable when it is received: recorded on its day, it is in the totals of the "
        "year. Say it as it comes, or send a table as a file.",
        ((say(_EXAMPLE),), (say("what tax records do I need?", "Which records are needed?"),)),
    )


def none_of(asset: str) -> Draft:
    """Return the answer to a change of records of a coin that has none."""
    row = (say("/income", "All records"),)
    return _plain(f"**No record of {asset} is kept here,** so nothing was changed.", (row,))


def not_yet_received() -> Draft:
    """Return the answer to a receipt of a day to come."""
    return _plain("That day is still to come. On which day did you receive it?", ())


def removal_asked(receipts: tuple[Receipt, ...], answer: int) -> Draft:
    """Ask whether records shall be removed."""
    words = "; ".join(map(told, receipts))
    numbers = tuple(one.number for one in receipts)
    row = (act("Remove", answer, Act.REMOVE, *numbers),)
    return _of(receipts, f"**Remove the record of {words}?**", (row,))


def removed(receipts: tuple[Receipt, ...], answer: int) -> Draft:
    """Say which records are gone."""
    text = f"**No longer recorded: {'; '.join(map(told, receipts))}.**"
    row = (act("Undo", answer, Act.UNDO), say("/income", "All records"))
    return _of(receipts, text, (row,))


def change_page(receipts: Iterable[Receipt], answer: int) -> Draft:
    """Say how records are changed, with a button to remove each of the last ones."""
    receipts = tuple(receipts)
    text = lines(
        "**The last records.** A wrong one is removed here and said again; “correct my last "
        "reward to thirteen ATOM” does both.",
        *(f"· {told(one)}: {worth_of(one)}" for one in receipts),
    )
    rows = tuple(
        (act(f"Remove {one.asset} of {one.day:%d %b}", answer, Act.ASK_REMOVAL, one.number),)
        for one in receipts
    )
    return _of(receipts, text, rows)


def ask_rate_with_sum() -> Draft:
    """Ask for the rate that the tax on a named sum is estimated at."""
    return _plain(
        "Which tax rate do you pay? Say it together with the sum, or say what it is once, and it "
        "is kept for every estimate. It depends on where you live, and none is guessed.",
        (),
    )


def taxed_sum(income: Money, rate: Decimal, answer: int) -> Draft:
    """Say what tax at a rate (ratio) takes of an income and leaves of it."""
    working = Working()
    working.given("named_income", income, Unit.MONEY, YOU)
    working.given("tax_rate", rate, Unit.RATIO, YOU)
    tax = income.times(rate)
    working.derive("estimated_tax", tax, Unit.MONEY, "named_income * tax_rate")
    left = Money(income.amount - tax.amount, income.currency)
    working.derive("left_after_tax", left, Unit.MONEY, "named_income - estimated_tax")
    text = paragraphs(
        "**About {estimated_tax} of tax on {named_income}, at {tax_rate}: it leaves "
        "{left_after_tax}.**",
        "An estimate at your own rate: what counts, and when, is for a specialist to say. Record "
        "each income on its day, and the year is added up.",
    )
    rows = ((do("Show working", answer, Intent.SHOW_WORKING),),)
    return write(text, working.book, closing=NOT_ADVICE, buttons=rows)


def exported(files: tuple[File, ...]) -> Draft:
    """Return the files of the records."""
    draft = _plain(
        "**Your records of income and trades,** as a table, as a table for Koinly, and as JSON. "
        "A record without a worth has that cell empty.",
        (),
    )
    return _with(draft, files)


def _with(draft: Draft, files: tuple[File, ...]) -> Draft:
    return Draft(draft.template, draft.book, draft.displays, buttons=draft.buttons, files=files)


def _of(receipts: Iterable[Receipt], text: str, rows: tuple[tuple[Button, ...], ...]) -> Draft:
    working = Working()
    for receipt in receipts:
        note_receipt(working, receipt)
    return write(text, working.book, closing="", buttons=rows)


def _plain(text: str, rows: tuple[tuple[Button, ...], ...]) -> Draft:
    return write(text, FactBook(), closing="", buttons=rows)
