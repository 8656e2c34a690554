"""A sale or a purchase in words: what was noted, and what it gained by the lots it took."""

from collections.abc import Sequence

from core.advice.income_log import note_receipt
from core.advice.lots import Gap, SaleTold, note_sale
from core.facts import YOU, FactBook, Unit, Working
from core.finance.income_records import LotMethod
from core.finance.portfolio import Position
from core.finance.receipts import Receipt, TradeKind
from core.nlg.draft import Button, Draft
from core.nlg.press import Act, act, do, say
from core.nlg.render.parts import lines, paragraphs
from core.nlg.render.portfolio import venue_name
from core.nlg.render.settings import LOTS
from core.nlg.writing import NOT_ADVICE, write
from core.nlu.utterance import Intent

NO_PURCHASE = "Record what you bought: when, how many, and for how much."
GAPS = {
    Gap.NO_WORTH: "Some records of it have no worth yet, so no gain is counted.",
    Gap.OTHER_CURRENCY: "Its records are in another currency, so no gain is counted.",
}


def told_trade(receipt: Receipt) -> str:
    """Return a trade as it is told; its figures are facts under its number."""
    key = f"r{receipt.number}"
    where = venue_name(receipt.venue)
    return f"{{{key}.quantity}} {receipt.asset} {receipt.kind}{where} on {{{key}.day}}"


def traded(
    receipt: Receipt,
    receipts: Sequence[Receipt],
    method: LotMethod,
    now: Sequence[Position],
    answer: int,
    *,
    gone: bool,
) -> Draft:
    """Say what was recorded, what it gained, and what is held `now`."""
    working = Working()
    note_receipt(working, receipt)
    worth = f" for {{r{receipt.number}.worth}}" if receipt.worth is not None else ""
    text = paragraphs(
        f"**Recorded: {told_trade(receipt)}{worth}.**",
        _asked(receipt) or gain_line(working, receipt, receipts, method),
        _held(working, receipt, now, gone=gone),
    )
    rows = _rows(receipt, answer, counted="sale.gain" in working)
    return write(text, working.book, closing=NOT_ADVICE, buttons=rows)


def _rows(receipt: Receipt, answer: int, *, counted: bool) -> tuple[tuple[Button, ...], ...]:
    gains = (say("my capital gains", "My gains"),) if receipt.kind is TradeKind.SOLD else ()
    work = (do("Show working", answer, Intent.SHOW_WORKING),) if counted else ()
    return (
        (act("Undo", answer, Act.UNDO), say("/income", "All records")),
        *(((*gains, *work),) if gains else ()),
    )


def _asked(receipt: Receipt) -> str | None:
    if receipt.worth is not None:
        return None
    how = "did you get for it" if receipt.kind is TradeKind.SOLD else "did you pay for it"
    return f"What {how} in all? A gain is counted once that is known; nothing is guessed."


def gain_line(
    working: Working, receipt: Receipt, receipts: Sequence[Receipt], method: LotMethod
) -> str:
    """Say what a sale gained, lot by lot where they are few, or what another record counts in."""
    if receipt.kind is TradeKind.BOUGHT:
        return "That is what these coins cost when you sell them."
    if receipt.kind is not TradeKind.SOLD:
        return "It counts in the totals now."
    told = note_sale(working, receipt, receipts, method)
    if told.gap:
        return gap_words(told.gap, receipt.asset, "short", working.book)
    return lines(
        f"It had cost {{sale.cost}}, lots taken {LOTS[method]}: {_gained(working, 'sale.gain')}.",
        *_lots(told, receipt.asset),
    )


def _gained(working: Working, name: str) -> str:
    return f"a {'loss' if working.number(name) < 0 else 'gain'} of {{{name}}}"


def _lots(told: SaleTold, asset: str) -> list[str]:
    return [
        f"· {{lot{number}.quantity}} {asset} of {{lot{number}.day}}: {{lot{number}.cost}}"
        for number in range(1, told.lots + 1)
    ]


def gap_words(gap: Gap, asset: str, name: str, book: FactBook) -> str:
    """Say why sales of a coin have no gain; facts of a shortage begin with a name."""
    if gap is not Gap.MORE_THAN_HELD:
        return GAPS[gap]
    left = "none" if book[f"{name}.held"].value == 0 else f"only {{{name}.held}}"
    return (
        f"{{{name}.sold}} {asset} sold on {{{name}.day}}, but what is recorded as bought or "
        f"received by then leaves {left}: what it had cost is not known, so no gain is counted. "
        f"{NO_PURCHASE}"
    )


def _held(working: Working, receipt: Receipt, now: Sequence[Position], *, gone: bool) -> str | None:
    """Say what is held of the coin after the trade."""
    if len(now) == 1:
        working.given("held_now", now[0].quantity, Unit.COUNT, YOU, note=receipt.asset)
        return f"What you hold there: {{held_now}} {receipt.asset}."
    if gone:
        return f"No {receipt.asset} is left among what you hold."
    return "What you hold is left as you last said it."
