"""The steps of a turn about income received: record it, correct it, add it up, hand it out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.advice.income_log import LATEST, income_log
from core.advice.lots import FIRST
from core.dialogue.effects import Effect, LogIncome, SavePreferences, applied
from core.dialogue.portfolio import portfolio
from core.dialogue.pricing import price_of, priced
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.dialogue.unknowing import UNKNOWN
from core.finance.income_records import ZERO, IncomeKind, LotMethod, to_cents
from core.finance.portfolio import is_stable, is_staked
from core.finance.receipts import Receipt, income_of
from core.money import DEFAULT_CURRENCY, Money
from core.nlg.draft import Draft
from core.nlg.folding import folded, unfolded
from core.nlg.income_files import income_files
from core.nlg.press import Act, Deed, act
from core.nlg.render import income_log as words
from core.nlg.render.income_year import ask_tax_rate, render_income_log
from core.nlg.troubles import trouble
from core.nlu.kept_words import INCOME
from core.nlu.received import NO_DAY, TO_COME
from core.nlu.utterance import Amount, Intent, Slots, Utterance
from core.nlu.worths import EACH
from core.slot_checks import LARGEST_SUM, LEAST_QUANTITY, InvalidSlot, Problem


def log_income(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Record what was received, or do with the records what the words say."""
    slots, receipts = utterance.slots, scene.person.receipts
    if state.asked == "received_value" and _is_about_worth(utterance):
        return _add_worth(state, utterance, scene)
    if utterance.about in {TO_COME, NO_DAY}:
        to_come = utterance.about == TO_COME
        return Reply(state, words.not_yet_received() if to_come else words.ask_day())
    if len(slots.holdings) > 1:
        return _record_several(state, utterance, scene)
    asset, quantity = _received(slots)
    if utterance.about == "remove":
        return _ask_removal(state, asset, scene)
    if utterance.about == "list" or (quantity is None and receipts):
        return show_income(state, utterance, scene)
    if quantity is None or asset is None:
        return Reply(state, words.ask_income(), "quantity", asked_by=Intent.LOG_INCOME)
    problem = _problem(quantity)
    if problem:
        return Reply(state, trouble(problem))
    day = slots.date or scene.today
    if day > scene.today:
        return Reply(state, words.not_yet_received())
    receipt = _receipt(asset, quantity, day, utterance, scene)
    if utterance.about == "correct":
        return _correct(state, receipt, scene)
    return _record(state, receipt, slots, scene)


def _received(slots: Slots) -> tuple[str | None, Decimal | None]:
    """Return what was received and how much: coins, or money that is counted as such."""
    if slots.quantity is not None and slots.assets:
        return slots.assets[0], slots.quantity
    for held in slots.holdings:
        if held.quantity is not None:
            return held.asset, held.quantity
    money = slots.received_value or slots.capital
    if money and not slots.assets:
        return money.currency or DEFAULT_CURRENCY, money.amount
    return next(iter(slots.assets), None), None


def _problem(quantity: Decimal) -> InvalidSlot | None:
    if quantity < LEAST_QUANTITY:
        return InvalidSlot("quantity", Problem.NOT_POSITIVE)
    return InvalidSlot("quantity", Problem.TOO_LARGE) if quantity > LARGEST_SUM else None


def _receipt(
    asset: str, quantity: Decimal, day: date, utterance: Utterance, scene: Scene
) -> Receipt:
    slots = utterance.slots
    venue = next(iter(slots.protocols), "")
    kind = _kind(utterance.about, asset)
    receipt = Receipt(scene.person.last_number + 1, day, asset, quantity, kind, venue=venue)
    money = slots.received_value
    if money or asset in scene.snapshot.exchange_rates.per_euro:
        said = money or Amount(quantity, asset)
        return _with_worth(receipt, said, scene)
    return priced(receipt, scene.snapshot)


def _kind(about: str | None, asset: str) -> IncomeKind:
    """Return what was paid for, as said; else a staked coin brings rewards."""
    if about in set(IncomeKind):
        return IncomeKind(about)
    is_interest = is_stable(asset) or not is_staked(asset)
    return IncomeKind.INTEREST if is_interest else IncomeKind.REWARD


def _with_worth(receipt: Receipt, said: Amount, scene: Scene) -> Receipt:
    currency = said.currency or scene.person.preferences.currency or DEFAULT_CURRENCY
    cents = to_cents(Money(said.amount, currency))
    return replace(receipt, worth=cents.amount, currency=currency)


def _record(state: DialogueState, receipt: Receipt, slots: Slots, scene: Scene) -> Reply:
    again = any(_same(receipt, one) for one in scene.person.receipts)
    is_said = slots.received_value or receipt.asset == receipt.currency
    price = None if is_said else price_of(receipt, scene.snapshot)
    unsaid = receipt.currency if _said_bare(slots.received_value) else None
    draft = words.recorded(receipt, scene.number, again=again, price=price, unsaid=unsaid)
    effects = (LogIncome((receipt,)),)
    if receipt.worth is not None:
        return Reply(state, draft, effects=effects)
    return Reply(state, draft, "received_value", effects=effects, asked_by=Intent.LOG_INCOME)


def _record_several(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Record each of several coins that were received on one day."""
    slots = utterance.slots
    day = slots.date or scene.today
    if slots.received_value or any(one.quantity is None for one in slots.holdings):
        return Reply(state, words.ask_one_by_one())
    if day > scene.today:
        return Reply(state, words.not_yet_received())
    problem = next(filter(None, (_problem(one.quantity or ZERO) for one in slots.holdings)), None)
    if problem:
        return Reply(state, trouble(problem))
    receipts = tuple(
        replace(
            _receipt(one.asset, one.quantity or ZERO, day, utterance, scene),
            number=scene.person.last_number + place,
        )
        for place, one in enumerate(slots.holdings, start=1)
    )
    draft = words.recorded_several(receipts, scene.number)
    return Reply(state, draft, effects=(LogIncome(receipts),))


def _said_bare(money: Amount | None) -> bool:
    """Whether a sum was said without its currency."""
    return money is not None and money.currency is None


def _same(one: Receipt, other: Receipt) -> bool:
    said = (one.day, one.asset, one.quantity, one.is_income)
    return said == (other.day, other.asset, other.quantity, other.is_income)


def _is_about_worth(utterance: Utterance) -> bool:
    """Whether only a worth was said: with a kind, a day or a place it is another income's."""
    if utterance.about == UNKNOWN:
        return True
    return utterance.slots.named() == ("received_value",) and utterance.about in {None, EACH}


def _add_worth(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Give the record that was asked about its worth: the last one without."""
    if utterance.about == UNKNOWN:
        told = words.left_without_worth()
        return Reply(state, told, "received_value", asked_by=Intent.LOG_INCOME)
    said = utterance.slots.received_value
    waiting = [one for one in scene.person.receipts if one.worth is None]
    if not waiting or said is None:
        return Reply(state, words.ask_income())
    before = waiting[-1]
    if utterance.about == EACH:
        said = Amount(said.amount * before.quantity, said.currency)
    receipt = _with_worth(before, said, scene)
    effects = (LogIncome((receipt,)),)
    every = applied(scene.person, effects).receipts
    draft = words.worth_added(receipt, every, _method(scene), scene.number)
    return Reply(state.having_told(draft, scene.number), draft, effects=effects)


def _method(scene: Scene) -> LotMethod:
    return scene.person.preferences.lot_method or FIRST


def _correct(state: DialogueState, receipt: Receipt, scene: Scene) -> Reply:
    """Put a record in the place of the last one of its coin."""
    mine = [one for one in scene.person.receipts if one.asset == receipt.asset]
    before = income_of(mine)
    if not before:
        return Reply(state, _nothing_of(receipt.asset, scene))
    old = before[-1]
    now = priced(
        replace(old, quantity=receipt.quantity, worth=receipt.worth, currency=receipt.currency),
        scene.snapshot,
    )
    draft, effects = words.corrected(now, scene.number), (LogIncome((now,)),)
    if now.worth is not None:
        return Reply(state, draft, effects=effects)
    return Reply(state, draft, "received_value", effects=effects, asked_by=Intent.LOG_INCOME)


def _nothing_of(asset: str | None, scene: Scene) -> Draft:
    """Say that nothing is recorded, of one coin where there are records of others."""
    return words.none_of(asset) if asset and scene.person.receipts else words.no_receipts()


def _ask_removal(state: DialogueState, asset: str | None, scene: Scene) -> Reply:
    named = [one for one in scene.person.receipts if asset in {None, one.asset}]
    if not named:
        return Reply(state, _nothing_of(asset, scene))
    return Reply(state, words.removal_asked((named[-1],), scene.number))


def show_income(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Show the records of the year that was named, else this year's or the last that has any."""
    person = scene.person
    if not person.receipts:
        return Reply(state, words.no_receipts(), "quantity", asked_by=Intent.LOG_INCOME)
    return _shown(state, _year(utterance, scene), scene, whole=False)


def show_whole(state: DialogueState, deed: Deed, scene: Scene) -> Reply:
    """Show the records of the year that a button names with what is behind "More"."""
    years = {one.day.year for one in scene.person.receipts}
    if not years:
        return Reply(state, words.no_receipts())
    named = next((year for year in deed.numbers if year in years), max(years))
    return _shown(state, named, scene, whole=True)


def _shown(state: DialogueState, year: int, scene: Scene, *, whole: bool) -> Reply:
    person, number = scene.person, scene.number
    rate, method = person.preferences.tax_rate, person.preferences.lot_method
    advice = income_log(person.receipts, year, rate, method)
    expected = portfolio(person, scene) if person.holdings else None
    draft = render_income_log(advice, expected, number)
    way = act("More", number, Act.SHOW_INCOME, year)
    draft = unfolded(draft) if whole else folded(draft, number, way)
    return Reply(state.having_told(draft, number), draft)


def _year(utterance: Utterance, scene: Scene) -> int:
    what, _, named = (utterance.about or "").partition(" ")
    if what == INCOME and named:
        return int(named)
    years = {one.day.year for one in scene.person.receipts}
    return scene.today.year if scene.today.year in years else max(years)


def tax_summary(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Add up the year and estimate the tax at the person's own rate; ask for it where unknown."""
    person, said = scene.person, utterance.slots.tax_rate
    if utterance.slots.received_value:
        return _taxed_sum(state, utterance.slots.received_value, said, scene)
    effects: tuple[Effect, ...] = ()
    if said is not None and 0 <= said < 1:
        effects = (SavePreferences(replace(person.preferences, tax_rate=said)),)
        person = applied(person, effects)
    if not person.receipts:
        return Reply(state, words.no_receipts(), "quantity", asked_by=Intent.LOG_INCOME)
    if person.preferences.tax_rate is None:
        advice = income_log(
            person.receipts, _year(utterance, scene), None, person.preferences.lot_method
        )
        draft = ask_tax_rate(advice, scene.number)
        told = state.having_told(draft, scene.number)
        return Reply(told, draft, "tax_rate", asked_by=Intent.TAX_SUMMARY)
    shown = show_income(state, utterance, replace(scene, person=person))
    return replace(shown, effects=effects)


def _taxed_sum(state: DialogueState, income: Amount, said: Decimal | None, scene: Scene) -> Reply:
    """Estimate the tax on an income that is named and not recorded; nothing of it is kept."""
    preferences = scene.person.preferences
    rate = preferences.tax_rate if said is None else said
    currency = income.currency or preferences.currency or DEFAULT_CURRENCY
    if rate is None or not 0 <= rate < 1:
        return Reply(state, words.ask_rate_with_sum())
    draft = words.taxed_sum(Money(income.amount, currency), rate, scene.number)
    return Reply(state.having_told(draft, scene.number), draft)


def export_records(state: DialogueState, _: Utterance, scene: Scene) -> Reply:
    """Hand out the records as files."""
    if not scene.person.receipts:
        return Reply(state, words.no_receipts())
    return Reply(state, words.exported(income_files(scene.person.receipts)))


def latest(receipts: tuple[Receipt, ...]) -> tuple[Receipt, ...]:
    """Return the records that can be changed by a button, newest first."""
    return tuple(sorted(receipts, key=lambda one: one.number)[::-1][:LATEST])
