"""The steps of a turn about a file: read it, show what is in it, keep it once that is confirmed."""

from dataclasses import replace

from core.dialogue.effects import HoldImport, LogIncome, SaveHoldings
from core.dialogue.holdings import MOST_HOLDINGS
from core.dialogue.person import Import, Person
from core.dialogue.pricing import priced
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.dialogue.tables import Document, FileProblem, Table, key_of, read_table
from core.dialogue.watching import with_defaults
from core.finance.portfolio import Position
from core.finance.receipts import Receipt
from core.money import DEFAULT_CURRENCY
from core.nlg.press import Deed
from core.nlg.render import importing as words


def preview(state: DialogueState, document: Document, scene: Scene) -> Reply:
    """Show what a file holds and what of it would be new; nothing of it is kept yet."""
    person = scene.person
    number = person.last_number + 1
    currency = person.preferences.currency or DEFAULT_CURRENCY
    read = read_table(document.content, scene.today, number + 1, currency)
    if isinstance(read, FileProblem):
        return Reply(state, words.unreadable(read))
    receipts, by_price = _valued(_new_receipts(person, read), scene)
    pending = Import(number, receipts, _new_holdings(person, read))
    if len(person.holdings) + len(pending.holdings) > MOST_HOLDINGS:
        return Reply(state, words.too_many_holdings())
    known = len(read.receipts) + len(read.holdings)
    known -= len(pending.receipts) + len(pending.holdings)
    left_out = [(row.line, row.problem) for row in read.left_out]
    taken_in = currency if read.bare_worths else None
    found = words.Found(pending.receipts, pending.holdings, by_price, known, left_out, taken_in)
    draft = words.preview(found, scene.number, number)
    if not pending.receipts and not pending.holdings:
        return Reply(state, draft)
    return Reply(state, draft, effects=(HoldImport(pending),))


def _new_receipts(person: Person, table: Table) -> tuple[Receipt, ...]:
    known = {key_of(receipt) for receipt in person.receipts}
    return tuple(one for one in table.receipts if key_of(one) not in known)


def _valued(receipts: tuple[Receipt, ...], scene: Scene) -> tuple[tuple[Receipt, ...], int]:
    """Return income with its worth where the file names none and its price is at hand; how many."""
    valued = tuple(
        one if one.worth is not None else priced(one, scene.snapshot) for one in receipts
    )
    before = sum(one.worth is None for one in receipts)
    return valued, before - sum(one.worth is None for one in valued)


def _new_holdings(person: Person, table: Table) -> tuple[Position, ...]:
    """Return the holdings that are new or changed: of one place and kind there is one."""
    kept = {(one.asset, one.venue, one.kind): one for one in person.holdings}
    now = []
    for one in table.holdings:
        before = kept.get((one.asset, one.venue, one.kind))
        if before is None:
            now.append(one)
        elif before.quantity != one.quantity:
            now.append(replace(one, number=before.number))
    return tuple({one.number: one for one in now}.values())


def keep(state: DialogueState, deed: Deed, scene: Scene) -> Reply:
    """Keep what was read from the file that the button stands under, if it still waits."""
    pending = scene.person.pending
    if pending is None or pending.number not in deed.numbers:
        return Reply(state, words.waits_no_more())
    effects = (
        SaveHoldings(pending.holdings),
        LogIncome(pending.receipts),
        HoldImport(None),
    )
    draft = words.kept(pending.receipts, pending.holdings, scene.number)
    return Reply(state, draft, effects=with_defaults(effects, scene))


def drop(state: DialogueState, deed: Deed, scene: Scene) -> Reply:
    """Keep nothing of a file."""
    pending = scene.person.pending
    if pending is None or pending.number not in deed.numbers:
        return Reply(state, words.waits_no_more())
    return Reply(state, words.dropped(), effects=(HoldImport(None),))
