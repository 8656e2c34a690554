"""The whole dialogue as one pure function: state and message in, state, draft and effects out."""

from dataclasses import replace

from core.advice import advise
from core.dialogue import commands, importing, keeping, plans, portfolio, settings
from core.dialogue.asides import aside
from core.dialogue.commands import find_command, is_confirmed, is_spared
from core.dialogue.currencies import (
    converted,
    reread_in,
    told_of_currency,
    told_of_reading,
    told_of_setting,
    traced,
    wanted_in,
)
from core.dialogue.effects import EraseMessage, ForgetChat, SavePreferences, applied
from core.dialogue.explaining import explain, holds_something
from core.dialogue.first_plan import Chosen, opening, question
from core.dialogue.framing import asked_by, changed_by
from core.dialogue.hearing import Heard, hear
from core.dialogue.misreading import doubted, may_be_misread, meant_by, noted, understood, was_read
from core.dialogue.person import Person
from core.dialogue.personal import STEPS, for_all, is_personal
from core.dialogue.plan_link import shared, with_sharing
from core.dialogue.pointing import is_shown
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import Answered, DialogueState, Said, Turn
from core.dialogue.tables import Document
from core.dialogue.undoing import undo_of
from core.facts import FactBook
from core.finance.market import MarketSnapshot
from core.knowledge import RISK_PAGES
from core.money import DEFAULT_CURRENCY
from core.nlg import asides
from core.nlg.folding import folded, instead, unfolded
from core.nlg.localising import localised
from core.nlg.press import Act, Doubt, doubt, say
from core.nlg.render import render
from core.nlg.troubles import trouble
from core.nlg.unheeded import with_unheeded
from core.nlg.working import render_working
from core.nlg.writing import shown_in_order
from core.nlu.unread import UNKNOWN_NAME
from core.nlu.utterance import Intent, Slots, Utterance
from core.requests import (
    QUESTIONS,
    Frame,
    MissingSlot,
    computes,
    to_request,
)
from core.slot_checks import InvalidSlot

RECENT = 3
"""So many turns back the last figures are still what is talked of."""
KEPT_ANSWERS = 20
"""How many turns back a button still finds its question."""


def take_turn(state: DialogueState, person: Person, said: Said, snapshot: MarketSnapshot) -> Turn:
    """Answer one message. Never raises, whatever the text and the state."""
    return answer(hear(state, said), person, said, snapshot)


def answer(heard: Heard, person: Person, said: Said, snapshot: MarketSnapshot) -> Turn:
    """Answer what was heard of a message; `will_simulate` tells before what it costs."""
    person, noted_locale = settings.with_locale(person, said)
    turn = _taken(heard, person, said, snapshot)
    effects = turn.effects
    if not any(isinstance(one, SavePreferences | ForgetChat) for one in effects):
        effects = (*noted_locale, *effects)
    draft = localised(turn.draft, applied(person, effects).preferences.written_as)
    return replace(turn, draft=draft, effects=effects)


def _taken(heard: Heard, person: Person, said: Said, snapshot: MarketSnapshot) -> Turn:
    if heard.utterance.secret:
        return Turn(heard.state, heard.utterance, asides.secret_erased(), (EraseMessage(),))
    if heard.unread:
        return Turn(heard.state, heard.utterance, heard.unread)
    if heard.utterance.about == UNKNOWN_NAME:
        return Turn(heard.state, heard.utterance, asides.out_of_scope(UNKNOWN_NAME))
    if said.overheard:
        if is_personal(heard):
            return Turn(heard.state, heard.utterance, asides.overheard())
        person = replace(person, holdings=(), plans=(), receipts=())
    pressed, number = said.press is not None, heard.state.turns + 1
    scene = Scene(person, snapshot, said.at.date(), said.at, number, pressed)
    if heard.document:
        return _sent(heard.state, heard.document, scene)
    if heard.state.risk is None and person.preferences.risk:
        heard = replace(heard, state=replace(heard.state, risk=person.preferences.risk))
    heard = portfolio.wished(portfolio.own(heard, scene), said.text or "", scene)
    reply = _tapped(heard, scene) or _commanded(heard, scene) or _reply(heard, scene)
    if heard.further and heard.utterance.intent not in _UNSHARED:
        reply = _with_further(reply, heard.further)
    draft = for_all(reply.draft) if said.overheard else reply.draft
    reply = replace(reply, draft=with_unheeded(draft, heard.utterance.unheeded))
    if not (heard.deed and heard.deed.act is Act.UNDO):
        reply = _undoable(reply, scene)
    read = heard.state.understood if heard.doubt else understood(heard, said, number)
    state = replace(_remembered(reply, scene), understood=read)
    button = doubt(number) if may_be_misread(heard, said) else None
    return Turn(state, heard.utterance, reply.draft, reply.effects, button)


def _undoable(reply: Reply, scene: Scene) -> Reply:
    """Remember how to take back what an answer changes; the change before it then stays."""
    undo = undo_of(scene.person, reply.effects, scene.number)
    return replace(reply, state=replace(reply.state, undo=undo)) if undo else reply


def _sent(state: DialogueState, document: Document, scene: Scene) -> Turn:
    """Answer a file: what is in it waits to be confirmed."""
    reply = importing.preview(state, document, scene)
    utterance = Utterance(Intent.LOG_INCOME)
    return Turn(_remembered(reply, scene), utterance, reply.draft, reply.effects)


_UNSHARED = frozenset({Intent.UNCLEAR, Intent.REFUSE, Intent.OUT_OF_SCOPE})
"""What is answered by itself, whatever else the message asks."""


def _with_further(reply: Reply, questions: tuple[str, ...]) -> Reply:
    """Offer the further questions of a message as buttons that ask them in its own words."""
    rows = (*reply.draft.buttons, *((say(question),) for question in questions[:2]))
    return replace(reply, draft=replace(reply.draft, buttons=rows))


def _remembered(reply: Reply, scene: Scene) -> DialogueState:
    """Return the state with this turn's buttons and the question they belong to."""
    answers = reply.state.answers
    about = reply.about or reply.state.frame
    if about:
        answers = (*answers, Answered(scene.number, about))[-KEPT_ANSWERS:]
    renewed = portfolio.renewed(reply.effects, scene)
    if reply.effects:
        answers = tuple(replace(one, frame=renewed(one.frame)) for one in answers)
    buttons = tuple(button for row in reply.draft.buttons for button in row)
    return replace(
        reply.state,
        frame=renewed(reply.state.frame) if reply.state.frame else None,
        asked=reply.asked,
        asked_by=reply.asked_by,
        turns=scene.number,
        answers=answers,
        buttons=buttons,
    )


def _commanded(heard: Heard, scene: Scene) -> Reply | None:
    """Do what only a command says; None for one that says what words could, or for no command."""
    command = find_command(heard.command)
    match command and command.name:
        case None:
            return None
        case "/start":
            return Reply(heard.state.anew(), asides.greeting(opening(_currency(scene))))
        case "/delete" if is_confirmed(heard.command):
            gone = DialogueState(turns=heard.state.turns)
            return Reply(gone, commands.deleted(), effects=(ForgetChat(),))
        case "/delete" if is_spared(heard.command):
            return Reply(heard.state, commands.spared())
        case "/privacy":
            return Reply(heard.state, commands.privacy())
        case "/plan" if scene.person.plans and not heard.utterance.slots.named():
            return plans.page(heard.state, scene)
        case _ if command and command.later:
            return Reply(heard.state, commands.later(command))
        case _:
            return None


def _reply(heard: Heard, scene: Scene) -> Reply:
    """Choose the answer. Asides leave the question under discussion alone."""
    utterance, state = heard.utterance, heard.state
    draft = aside(heard)
    if draft:
        return Reply(state, draft)
    match utterance.intent:
        case Intent.UNCLEAR:
            return _unclear(state, utterance, scene)
        case Intent.EXPLAIN:
            return _explain(state, utterance, scene)
        case Intent.SHOW_WORKING:
            return _show_working(heard, scene)
        case intent if intent in STEPS:
            kept = STEPS[intent](state, utterance, scene)
            return _shown_again(kept, state, utterance, scene)
        case Intent.DELETE_DATA:
            return Reply(state, commands.deletion_asked())
        case Intent.WHAT_IF:
            return _follow_up(state, utterance, scene)
        case intent if intent in QUESTIONS:
            return _ask(state, utterance, scene)
        case _ if utterance.slots.topic:
            return _explain(state, utterance, scene)
        case _:
            return Reply(state, asides.not_yet())


def _tapped(heard: Heard, scene: Scene) -> Reply | None:
    """Do what a button of a page of ours says; None for what could have been said in words."""
    if heard.doubt:
        return _doubted(heard, heard.doubt, scene)
    if heard.deed:
        return keeping.do_deed(heard.state, heard.deed, scene)
    if heard.plan_of:
        return plans.of_time(heard.state, heard.plan_of, scene)
    if heard.shares:
        return Reply(heard.state, shared(heard.shares))
    if heard.whole and heard.state.frame:
        return _whole(heard.state, heard.state.frame, scene)
    if heard.chosen:
        return _first_plan(heard.chosen, heard.utterance, heard.state, scene)
    return None


def _whole(state: DialogueState, frame: Frame, scene: Scene) -> Reply:
    """Show all of an answer, with what was told of how it was counted.

    A risk level that was never named was taken for granted then, and is so again.
    """
    if state.risk is None:
        frame = replace(frame, slots=frame.slots.without("risk"))
    reply = told_of_currency(_answer(state, frame, scene, whole=True), frame.slots)
    return (
        portfolio.told_of_holdings(reply, scene)
        if portfolio.counts_on_kept(frame, scene)
        else reply
    )


def _doubted(heard: Heard, doubt: Doubt, scene: Scene) -> Reply:
    """Ask what was meant, or answer what the person says was meant."""
    read, meant = was_read(heard.state, doubt.answer), meant_by(heard)
    if read is None or meant is None:
        return doubted(heard.state, doubt, scene)
    reply = _reply(meant, scene)
    return replace(reply, effects=(*reply.effects, noted(read, doubt.meant)))


def _first_plan(chosen: Chosen, utterance: Utterance, state: DialogueState, scene: Scene) -> Reply:
    """Ask for the next choice of a first plan, or answer it; a typed answer goes on from here."""
    frame = Frame(utterance.intent, utterance.slots)
    if chosen.asks:
        asking = replace(question(chosen), in_place=scene.pressed)
        return Reply(replace(state, frame=frame), asking, chosen.asks)
    return _answer(state, frame, scene)


def _currency(scene: Scene) -> str:
    return scene.person.preferences.currency or DEFAULT_CURRENCY


def _unclear(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Ask which reading was meant; what was said waits for the press."""
    draft = asides.unclear(utterance.others, scene.number)
    return Reply(state, draft, "intent", Frame(Intent.UNCLEAR, utterance.slots))


def _explain(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Explain a topic; compute instead where a rate of one's own was named with it."""
    if utterance.intent is Intent.EXPLAIN and computes(utterance.slots):
        return _ask(state, utterance, scene)
    topic, said = utterance.slots.topic or "", utterance.slots
    if topic in RISK_PAGES and (said.capital or said.risk or said.indices):
        held = Frame(Intent.STRESS_TEST, said.without("topic"))
        return explain(replace(state, frame=held), topic, scene)
    if topic in RISK_PAGES and not holds_something(state):
        kept = portfolio.counted_on_holdings(Intent.STRESS_TEST, Slots(), scene)
        if kept.holdings or topic == "risk-parts":
            held = Frame(Intent.STRESS_TEST, kept)
            reply = explain(replace(state, frame=held), topic, scene)
            return portfolio.told_of_holdings(reply, scene) if kept.holdings else reply
    return explain(state, topic, scene)


def _show_working(heard: Heard, scene: Scene) -> Reply:
    """Show how a figure of the last answer, or of the pressed button's answer, came about."""
    state = heard.state
    if heard.answer is not None and heard.answer != state.shown_in and state.frame:
        state = _answer(state, state.frame, scene).state
    if not all(name in state.book for name, _ in state.shown) or not state.shown:
        return Reply(state, asides.no_question_yet())
    working = render_working(state.book, state.shown, heard.utterance.slots.yield_)
    return Reply(state, working or asides.no_such_figure(state.shown_in))


def _follow_up(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Change something of the question under discussion and answer it again."""
    frame = changed_by(state, utterance)
    if frame is None:
        return Reply(state, asides.no_question_yet())
    read_as = reread_in(state.frame.slots, frame.slots) if state.frame else None
    return told_of_reading(_answer(state, frame, scene, follow_up=True), read_as)


def _shown_again(kept: Reply, state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Show what was shown last by what was just set, currency or tax; else leave it alone."""
    said, frame = utterance.slots.preference, state.frame
    if not kept.effects:
        return kept
    scene = replace(scene, person=applied(scene.person, kept.effects))
    is_recent = state.turns - state.shown_in < RECENT
    if frame and utterance.intent is Intent.SET_PREFERENCE and is_recent:
        taxed = settings.retaxed(frame, utterance.slots, scene.person.preferences)
        shown = _answer(kept.state, taxed, scene, follow_up=True) if taxed else kept
        if "tax_rate" in shown.draft.book and shown.state.shown_in == scene.number:
            return replace(settings.told_of_tax(shown), effects=kept.effects)
    if said is None or said.name != "currency":
        return kept
    if is_shown(state) or utterance.intent is Intent.SHOW_PORTFOLIO:
        shown = portfolio.show_portfolio(kept.state, utterance, scene)
        return replace(told_of_setting(shown, said.value), effects=kept.effects)
    if frame is None or state.shown_in != state.turns or frame.intent not in QUESTIONS:
        return kept
    wanted = Frame(frame.intent, wanted_in(frame.slots, said.value))
    shown = _answer(kept.state, wanted, scene, follow_up=True)
    read_as = reread_in(frame.slots, wanted.slots)
    shown = told_of_setting(told_of_reading(shown, read_as), said.value)
    return replace(shown, effects=kept.effects)


def _ask(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Answer a question as it was asked, with what is known of the person."""
    asked = asked_by(state, utterance)
    slots = settings.preferred(asked.intent, asked.slots, scene.person.preferences)
    counted = portfolio.counted_on_holdings(asked.intent, slots, scene)
    reply = _answer(state, Frame(asked.intent, counted), scene)
    reply = reply if counted is slots else portfolio.told_of_holdings(reply, scene)
    return told_of_currency(reply, slots)


def _answer(
    state: DialogueState,
    frame: Frame,
    scene: Scene,
    *,
    follow_up: bool = False,
    whole: bool = False,
) -> Reply:
    """Compute the question, or ask for the one thing that keeps it from being computed.

    A follow-up on the same blend is answered without showing the blend again; a press takes the
    place of its message, under whose picture it stands. The answer's buttons keep the risk level
    it was given at, whatever is named later.
    """
    risk = frame.slots.risk[0] if frame.slots.risk else state.risk
    asking = replace(state, frame=frame, risk=risk)
    meant = Frame(frame.intent, converted(frame.slots, scene.snapshot.exchange_rates))
    request = to_request(meant, state.risk, scene.snapshot, scene.today)
    if isinstance(request, MissingSlot):
        return Reply(asking, asides.ask_for(request.slot, scene.number), request.slot)
    if isinstance(request, InvalidSlot):
        kept = Frame(frame.intent, frame.slots.without(request.slot))
        return Reply(replace(asking, frame=kept), trouble(request), request.asks)
    request = settings.counted_in_currency(request, scene.person.preferences)
    advice = advise(plans.against_plan(request, frame, scene), scene.snapshot)
    advice = replace(advice, book=traced(advice.book, frame.slots, scene.snapshot))
    if follow_up and advice.book == state.book and frame.intent is not Intent.YIELD_LOOKUP:
        if _supposes(frame) and "simulated_paths" not in advice.book:
            return Reply(asking, asides.not_simulated(scene.number))
        told = asides.nothing_changed(already=_is_counted(frame, state))
        return Reply(replace(state, risk=risk), told)
    same = follow_up and _weights(state.book) == _weights(advice.book)
    brief = same and not scene.pressed
    draft = render(advice, scene.number, scene.snapshot.as_of, brief=brief)
    draft = unfolded(draft) if whole else folded(draft, scene.number)
    draft = plans.with_offer(with_sharing(draft, frame), frame, scene, again=brief)
    draft = settings.for_beginners(draft, scene.person.preferences, scene.number)
    if follow_up and scene.pressed:
        draft = instead(draft, same=same)
    answered = replace(asking, book=draft.book, shown=shown_in_order(draft), shown_in=scene.number)
    level = () if getattr(request, "mix", None) else (request.profile.risk,)
    given_at = frame.slots if frame.slots.risk else replace(frame.slots, risk=level)
    return Reply(answered, draft, about=Frame(frame.intent, given_at))


def _is_counted(frame: Frame, state: DialogueState) -> bool:
    """Whether a question is the last one as it was answered, what was taken for granted too."""
    last = state.answers[-1].frame if state.answers else frame
    return frame.intent is last.intent and last.slots.overlaid(frame.slots) == last.slots


def _supposes(frame: Frame) -> bool:
    """Whether a plan to live on supposes what only simulated futures rest on."""
    slots = frame.slots
    return bool(slots.income) and {slots.growth, slots.volatility, slots.fee, slots.model} != {None}


def _weights(book: FactBook) -> list[tuple[str, object]]:
    """Return the shares of the blend that an answer rests on, to see whether it is the same."""
    return sorted((one.name, one.value) for one in book.facts if one.name.endswith(".weight"))
