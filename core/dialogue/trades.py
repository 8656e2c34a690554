"""The steps of a turn about a sale or a purchase: what is held changes, and the trade is kept."""

from dataclasses import replace
from datetime import date, timedelta

from core.advice.lots import FIRST
from core.dialogue import portfolio
from core.dialogue.effects import LogIncome, applied
from core.dialogue.holdings import Change, stated
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.finance.income_records import to_cents
from core.finance.receipts import Receipt, TradeKind
from core.money import DEFAULT_CURRENCY, Money
from core.nlg.render import income_log as income_words
from core.nlg.render import trades as words
from core.nlg.troubles import trouble
from core.nlu.utterance import Intent, Traded, Utterance
from core.slot_checks import InvalidSlot

KINDS = {"sold": TradeKind.SOLD, "add": TradeKind.BOUGHT}
FRESH = timedelta(days=1)
"""What was traded longer ago is taken to be in what was said to be held since."""


def set_holdings(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Keep what is said to be held, and a trade by its price or day."""
    slots = utterance.slots
    kind = KINDS.get(utterance.about or "")
    if slots.traded is None or kind is None or len(slots.holdings) != 1:
        return portfolio.set_holdings(state, utterance, scene)
    day = slots.traded.day or scene.today
    if day > scene.today:
        return Reply(state, income_words.not_yet_received())
    change = _change(utterance, day, scene)
    if isinstance(change, InvalidSlot):
        return Reply(state, trouble(change))
    return _recorded(state, utterance, change, (kind, day), scene)


def _change(utterance: Utterance, day: date, scene: Scene) -> Change | InvalidSlot:
    """Return what the trade changes of what is held: nothing, where it was long ago."""
    change = stated(scene.person, utterance.slots, utterance.about, scene.snapshot)
    return change if isinstance(change, InvalidSlot) or day >= scene.today - FRESH else Change()


def _recorded(
    state: DialogueState,
    utterance: Utterance,
    change: Change,
    trade: tuple[TradeKind, date],
    scene: Scene,
) -> Reply:
    held = portfolio.change_holdings(state, change, scene)
    after = applied(scene.person, held.effects)
    receipt = _receipt(utterance, trade, after.last_number + 1, scene)
    effects = (*held.effects, LogIncome((receipt,))) if held.effects else (LogIncome((receipt,)),)
    person = applied(scene.person, effects)
    draft = words.traded(
        receipt,
        person.receipts,
        scene.person.preferences.lot_method or FIRST,
        tuple(one for one in change.saved if one.asset == receipt.asset),
        scene.number,
        gone=bool(change.removed),
    )
    told = state.having_told(draft, scene.number)
    if receipt.worth is not None:
        return Reply(told, draft, effects=effects)
    return Reply(told, draft, "received_value", effects=effects, asked_by=Intent.LOG_INCOME)


def _receipt(
    utterance: Utterance, trade: tuple[TradeKind, date], number: int, scene: Scene
) -> Receipt:
    (kind, day), (said,) = trade, utterance.slots.holdings
    traded = utterance.slots.traded or Traded()
    assert said.quantity is not None
    receipt = Receipt(number, day, said.asset, said.quantity, kind, venue=said.venue or "")
    if traded.value is None:
        return receipt
    currency = traded.value.currency or scene.person.preferences.currency or DEFAULT_CURRENCY
    cents = to_cents(Money(traded.value.amount, currency))
    return replace(receipt, worth=cents.amount, currency=currency)
