"""The steps of a turn about holdings: show them, keep what is said of them, take a change back."""

from collections.abc import Callable
from dataclasses import replace

from core.advice.portfolio import Owner, Planned, PortfolioAdvice, portfolio_advice
from core.dialogue.effects import Effect, Remove, SaveHoldings, SetAlerts, applied
from core.dialogue.hearing import OWN, Heard
from core.dialogue.holdings import Change, as_slots, moved, named_for_removal, stated
from core.dialogue.person import Person
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.dialogue.watching import with_defaults
from core.finance.growth import MONTHS
from core.finance.portfolio import Position
from core.money import DEFAULT_CURRENCY
from core.nlg.folding import folded, unfolded
from core.nlg.press import Act, Deed, act
from core.nlg.render import holdings as words
from core.nlg.render.parts import lines
from core.nlg.render.portfolio import render_portfolio
from core.nlg.troubles import trouble
from core.nlg.writing import shown_in_order
from core.nlu.kept_words import REMOVE_ALL
from core.nlu.moves import MOVED, WITHDRAWN
from core.nlu.own_words import wishes_income
from core.nlu.utterance import Intent, Slots, Utterance
from core.requests import Frame
from core.requests.preferences import Preferences
from core.slot_checks import InvalidSlot


def show_portfolio(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Show what is held; its buttons and its working are about these holdings."""
    if not scene.person.holdings:
        return Reply(state, words.no_holdings(_kinds(scene.person)))
    if utterance.about != "idle":
        return _shown(state, scene, whole=False)
    reply = _shown(state, scene, whole=True)
    draft = replace(reply.draft, in_place=False)
    if "idle_value" not in draft.book:
        draft = replace(draft, closing=lines(words.NOTHING_IDLE, draft.closing))
    return replace(reply, draft=draft)


def show_whole(state: DialogueState, _: Deed, scene: Scene) -> Reply:
    """Show what is held with what is behind "More"."""
    if not scene.person.holdings:
        return Reply(state, words.no_holdings(_kinds(scene.person)))
    return _shown(state, scene, whole=True)


def _shown(state: DialogueState, scene: Scene, *, whole: bool) -> Reply:
    held, advice = scene.person.holdings, portfolio(scene.person, scene)
    draft = render_portfolio(advice, scene.number, scene.snapshot.as_of)
    way = act("More", scene.number, Act.SHOW_HOLDINGS)
    draft = unfolded(draft) if whole else folded(draft, scene.number, way)
    shown = replace(state, book=draft.book, shown=shown_in_order(draft), shown_in=scene.number)
    slots = Slots(holdings=as_slots(held, scene.snapshot))
    return Reply(shown, draft, about=Frame(Intent.INCOME_ESTIMATE, slots))


def _kinds(person: Person) -> tuple[str, ...]:
    """Return by kind what a person without holdings keeps."""
    kept = (
        (person.plans, "your plan"),
        (person.receipts, "records of income and trades"),
        (person.alerts, "alerts"),
        (person.weekly, "the weekly summary"),
        (person.preferences != Preferences(), "settings"),
    )
    return tuple(kind for something, kind in kept if something)


def portfolio(person: Person, scene: Scene) -> PortfolioAdvice:
    """Return what a person holds, counted in their currency."""
    preferences = person.preferences
    currency = preferences.currency or DEFAULT_CURRENCY
    owner = Owner(currency, preferences.tax_rate, scene.today, planned(person, currency))
    return portfolio_advice(person.holdings, owner, scene.snapshot)


def planned(person: Person, currency: str) -> Planned | None:
    """Return the newest plan, with its goal where that is in the currency of the view."""
    if not person.plans:
        return None
    plan = person.plans[-1]
    wanted, monthly = plan.frame.slots.income, None
    if wanted and (wanted.currency or currency) == currency:
        monthly = wanted.low * wanted.period.per_year / MONTHS
    return Planned(plan.saved_on, {leg.index: leg.weight for leg in plan.legs}, monthly)


def set_holdings(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Keep what was said to be held, or ask before something is removed."""
    slots = utterance.slots
    if utterance.about == REMOVE_ALL:
        held = scene.person.holdings
        draft = words.removal_of_all_asked(held, scene.number) if held else words.not_held()
        return Reply(state, draft)
    if utterance.about == "remove" and not slots.named():
        return Reply(state, words.ask_which())
    if utterance.about == "remove":
        return ask_removal(state, named_for_removal(scene.person, slots), scene)
    if not slots.holdings:
        return Reply(state, words.ask_holdings())
    is_kept = any(one.asset in slots.assets for one in scene.person.holdings)
    if utterance.about in {MOVED, WITHDRAWN} and (is_kept or not slots.holdings[0].quantity):
        change = moved(scene.person, slots.holdings[0], utterance.about)
    else:
        manner = None if utterance.about == MOVED else utterance.about
        change = stated(scene.person, slots, manner, scene.snapshot)
    if isinstance(change, InvalidSlot):
        return Reply(state, trouble(change))
    if not change.saved and not change.removed:
        return Reply(state, words.not_held())
    return change_holdings(state, change, scene)


def change_holdings(state: DialogueState, change: Change, scene: Scene) -> Reply:
    """Make a change and say what it leaves; it can be taken back."""
    effects: list[Effect] = []
    if change.saved:
        effects.append(SaveHoldings(change.saved))
    if change.removed:
        effects.append(Remove(tuple(one.number for one in change.removed)))
    whole = portfolio(applied(scene.person, effects), scene)
    every = with_defaults(tuple(effects), scene)
    if change.saved:
        alerts = [one for effect in every if isinstance(effect, SetAlerts) for one in effect.alerts]
        watched = any(not one.paused for one in alerts)
        draft = words.kept(change.saved, whole, scene.number, watched=watched)
    else:
        draft = words.removed(change.removed, whole, scene.number)
    return Reply(state, draft, effects=every)


def ask_removal(state: DialogueState, named: tuple[Position, ...], scene: Scene) -> Reply:
    """Ask whether holdings shall be removed."""
    if not named:
        return Reply(state, words.not_held())
    return Reply(state, words.removal_asked(named, scene.number))


COUNTS_ON_HOLDINGS = frozenset(
    {
        Intent.REQUIRED_YIELD,
        Intent.INCOME_ESTIMATE,
        Intent.TIME_TO_GOAL,
        Intent.RECOMMEND_BLEND,
        Intent.WITHDRAWAL_PLAN,
        Intent.REBALANCE,
        Intent.STRESS_TEST,
    }
)
"""The questions about money put to work: unless another sum is named, it is what is kept here."""


def counted_on_holdings(intent: Intent, slots: Slots, scene: Scene) -> Slots:
    """Return the slots of a question that names no money, with what the person holds as that.

    Of named coins only those are meant, unless a shock names them, which strikes the whole.
    """
    named_money = slots.capital or slots.holdings or slots.indices or slots.contribution
    if intent not in COUNTS_ON_HOLDINGS or named_money or not scene.person.holdings:
        return slots
    of_all = slots.shocks or slots.scenario or not slots.assets
    held = tuple(one for one in scene.person.holdings if of_all or one.asset in slots.assets)
    priced = as_slots(held, scene.snapshot)
    return replace(slots, holdings=priced, assets=()) if priced else slots


def own(heard: Heard, scene: Scene) -> Heard:
    """Return a question for what one's own coins earn as that, where the person keeps such."""
    assets = heard.utterance.slots.assets
    kept = any(not assets or one.asset in assets for one in scene.person.holdings)
    if heard.utterance.about != OWN or not kept:
        return heard
    asked = Utterance(Intent.INCOME_ESTIMATE, Slots(assets=assets), heard.utterance.score)
    return replace(heard, utterance=asked, state=replace(heard.state, frame=None))


_MAY_BE_WISH = frozenset(
    {
        Intent.REQUIRED_YIELD,
        Intent.REQUIRED_CAPITAL,
        Intent.RECOMMEND_BLEND,
        Intent.WHAT_IF,
        Intent.UNCLEAR,
    }
)
"""What "I want 500 a month" is read as, a hair apart from each other."""


def wished(heard: Heard, text: str, scene: Scene) -> Heard:
    """Return a wish for an income as the yield it takes of what is kept, where something is.

    A question about other money goes on, and so does one that asked for the income.
    """
    asked, frame = heard.utterance, heard.state.frame
    money = asked.slots.capital or asked.slots.holdings or asked.slots.assets
    is_wish = asked.intent in _MAY_BE_WISH and asked.slots.income and not money
    if (
        not is_wish
        or not wishes_income(text)
        or not as_slots(scene.person.holdings, scene.snapshot)
    ):
        return heard
    if heard.state.asked or (frame and _is_of_other_money(frame, scene)):
        return heard
    asked = Utterance(Intent.REQUIRED_YIELD, asked.slots, asked.score)
    if frame:
        frame = replace(frame, slots=frame.slots.without("holdings", "counted_in"))
    return replace(heard, utterance=asked, state=replace(heard.state, frame=frame))


def _is_of_other_money(frame: Frame, scene: Scene) -> bool:
    said = frame.slots
    return bool(said.capital or said.indices or said.holdings) and not counts_on_kept(frame, scene)


def renewed(effects: tuple[Effect, ...], scene: Scene) -> Callable[[Frame], Frame]:
    """Return what brings a question that counts on what is kept in step with a change to it."""
    before = as_slots(scene.person.holdings, scene.snapshot)
    now = as_slots(applied(scene.person, effects).holdings, scene.snapshot)

    def renew(frame: Frame) -> Frame:
        counted = frame.slots.holdings
        if before == now or not counted or not set(counted) <= set(before):
            return frame
        named = {one.asset for one in counted}
        every = set(counted) == set(before)
        meant = tuple(one for one in now if every or one.asset in named)
        return replace(frame, slots=replace(frame.slots, holdings=meant))

    return renew


def counts_on_kept(frame: Frame, scene: Scene) -> bool:
    """Whether a question is counted on what the person keeps, or on a part of it."""
    counted = frame.slots.holdings
    return bool(counted) and set(counted) <= set(as_slots(scene.person.holdings, scene.snapshot))


def told_of_holdings(reply: Reply, scene: Scene) -> Reply:
    """Say that an answer was counted on what is kept here, and what of it has no price."""
    priced = {one.asset for one in as_slots(scene.person.holdings, scene.snapshot)}
    missing = dict.fromkeys(one.asset for one in scene.person.holdings if one.asset not in priced)
    closing = lines(words.counted(tuple(missing)), reply.draft.closing)
    return replace(reply, draft=replace(reply.draft, closing=closing))
