"""The whole dialogue as one pure function: state and message in, state, draft and effects out."""

from dataclasses import dataclass, replace
from datetime import date

from core.advice import advise
from core.dialogue.hearing import Heard, hear, is_too_long
from core.dialogue.state import Answered, DialogueState, Said, Turn
from core.facts import FactBook
from core.finance.market import MarketSnapshot
from core.knowledge import find_topic, topic_facts
from core.nlg import asides
from core.nlg.draft import Draft
from core.nlg.render import render
from core.nlg.working import render_working
from core.nlg.writing import shown_in_order
from core.nlu.secrets import holds_secret
from core.nlu.utterance import Intent, Risk, Slots, Utterance
from core.requests import QUESTIONS, Frame, InvalidSlot, MissingSlot, to_request

KEPT_ANSWERS = 20
"""How many turns back a button still finds its question."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every step of a turn may look at."""

    snapshot: MarketSnapshot
    today: date
    number: int
    """The number of the answer being made; its buttons carry it."""


def take_turn(state: DialogueState, said: Said, snapshot: MarketSnapshot) -> Turn:
    """Answer one message. Never raises, whatever the text and the state."""
    text = said.text or ""
    if is_too_long(text):
        return Turn(state, Utterance(Intent.UNCLEAR), asides.too_long())
    if holds_secret(text):
        return _secret(state)
    if said.press is None and not text.strip():
        return Turn(state, Utterance(Intent.SMALL_TALK), asides.nothing_said())
    heard = hear(state, said)
    scene = _Scene(snapshot, said.at.date(), state.turns + 1)
    after, draft = _reply(heard, said, scene)
    return Turn(_remembered(after, draft, scene), heard.utterance, draft)


def _secret(state: DialogueState) -> Turn:
    """Answer a recovery phrase or a key: nothing of the message is looked at any further."""
    utterance = Utterance(Intent.REFUSE, secret=True)
    return Turn(state, utterance, asides.secret_erased(), frozenset({"erase_message"}))


def _remembered(state: DialogueState, draft: Draft, scene: _Scene) -> DialogueState:
    """Return the state with this turn's buttons and the question they belong to."""
    answers = state.answers
    if state.frame:
        answers = (*answers, Answered(scene.number, state.frame))[-KEPT_ANSWERS:]
    buttons = tuple(button for row in draft.buttons for button in row)
    return replace(state, turns=scene.number, answers=answers, buttons=buttons)


def _reply(heard: Heard, said: Said, scene: _Scene) -> tuple[DialogueState, Draft]:
    """Choose the answer. Asides leave the question under discussion alone."""
    utterance, state = heard.utterance, heard.state
    if _starts(said):
        return _anew(state), asides.greeting()
    aside = _aside(heard)
    if aside:
        return state, aside
    match utterance.intent:
        case Intent.UNCLEAR:
            return _unclear(state, utterance, scene)
        case Intent.EXPLAIN:
            return _explain(state, utterance.slots.topic, scene)
        case Intent.SHOW_WORKING:
            return _show_working(heard, scene)
        case Intent.WHAT_IF:
            return _follow_up(state, utterance, scene)
        case intent if intent in QUESTIONS:
            return _ask(state, utterance, scene)
        case _:
            return state, asides.not_yet()


def _starts(said: Said) -> bool:
    return (said.text or "").strip().split(" ", 1)[0] == "/start"


def _anew(state: DialogueState) -> DialogueState:
    """Return a state that forgets the question; old buttons still find theirs."""
    return DialogueState(answers=state.answers, turns=state.turns)


def _aside(heard: Heard) -> Draft | None:
    """Return what needs no figures and no memory; distress comes before anything else."""
    if heard.stale:
        return asides.stale_button()
    if heard.utterance.distress:
        return asides.distress()
    match heard.utterance.intent:
        case Intent.HELP:
            return asides.help_page()
        case Intent.SMALL_TALK:
            return asides.small_talk()
        case Intent.REFUSE:
            return asides.refusal(heard.utterance.about)
        case Intent.OUT_OF_SCOPE:
            return asides.out_of_scope()
        case _:
            return None


def _unclear(
    state: DialogueState, utterance: Utterance, scene: _Scene
) -> tuple[DialogueState, Draft]:
    """Ask which reading was meant; what was said waits for the press."""
    waiting = replace(state, frame=Frame(Intent.UNCLEAR, utterance.slots), asked="intent")
    return waiting, asides.unclear(utterance.others, scene.number)


def _explain(state: DialogueState, topic: str | None, scene: _Scene) -> tuple[DialogueState, Draft]:
    """Explain a topic, the whole page when its id ends in a plus."""
    page = find_topic((topic or "").removesuffix("+"))
    if page is None:
        return state, asides.ask_for("topic", scene.number)
    long = (topic or "").endswith("+")
    return state, asides.topic_page(page, topic_facts(), scene.number, long=long)


def _show_working(heard: Heard, scene: _Scene) -> tuple[DialogueState, Draft]:
    """Show how a figure of the last answer, or of the pressed button's answer, came about."""
    state = heard.state
    if heard.answer is not None and heard.answer != state.shown_in and state.frame:
        state, _ = _answer(state, state.frame, scene)
    if not state.shown:
        return state, asides.no_question_yet()
    working = render_working(state.book, state.shown, heard.utterance.slots.yield_)
    return state, working or asides.no_such_figure()


def _follow_up(
    state: DialogueState, utterance: Utterance, scene: _Scene
) -> tuple[DialogueState, Draft]:
    """Change something of the question under discussion and answer it again."""
    if state.frame is None:
        return state, asides.no_question_yet()
    slots = _shifted(state, utterance.slots)
    frame = Frame(state.frame.intent, state.frame.slots.overlaid(slots))
    return _answer(state, frame, scene, follow_up=True)


def _ask(state: DialogueState, utterance: Utterance, scene: _Scene) -> tuple[DialogueState, Draft]:
    """Answer a new question, or the one whose missing slot this message fills.

    A press on another reading of the same words, and a question that lacks a sum the person
    has just named, go on with what was said.
    """
    slots = _shifted(state, utterance.slots)
    if state.frame and _continues(state, utterance):
        slots = state.frame.slots.overlaid(slots)
    elif state.frame and not (slots.capital or slots.holdings):
        before = state.frame.slots
        slots = replace(slots, capital=before.capital, holdings=before.holdings)
    return _answer(state, Frame(utterance.intent, slots), scene)


def _continues(state: DialogueState, utterance: Utterance) -> bool:
    assert state.frame
    if not utterance.slots.named() or state.frame.intent is Intent.UNCLEAR:
        return True
    same = utterance.intent is state.frame.intent
    return same and state.asked in utterance.slots.named()


def _shifted(state: DialogueState, slots: Slots) -> Slots:
    """Turn a relative wish, safer or bolder, into a risk level."""
    if slots.risk_shift is None:
        return slots
    said = state.frame.slots.risk[0] if state.frame and state.frame.slots.risk else state.risk
    levels = list(Risk)
    index = levels.index(said or Risk.MODERATE) + slots.risk_shift
    level = levels[min(max(index, 0), len(levels) - 1)]
    return replace(slots, risk=(level,), risk_shift=None)


def _answer(
    state: DialogueState, frame: Frame, scene: _Scene, *, follow_up: bool = False
) -> tuple[DialogueState, Draft]:
    """Compute the question, or ask for the one thing that keeps it from being computed.

    A follow-up on the same mix is answered without showing the mix again.
    """
    risk = frame.slots.risk[0] if frame.slots.risk else state.risk
    asking = replace(state, frame=frame, risk=risk)
    request = to_request(frame, state.risk, scene.snapshot, scene.today)
    if isinstance(request, MissingSlot):
        draft = asides.ask_for(request.slot, scene.number)
        return replace(asking, asked=request.slot), draft
    if isinstance(request, InvalidSlot):
        kept = _without(frame, request.slot)
        return replace(asking, frame=kept, asked=request.slot), asides.trouble(request)
    advice = advise(request, scene.snapshot)
    brief = follow_up and _weights(state.book) == _weights(advice.book)
    draft = render(advice, scene.number, scene.snapshot.as_of, brief=brief)
    answered = replace(
        asking,
        asked=None,
        book=draft.book,
        shown=shown_in_order(draft),
        shown_in=scene.number,
    )
    return answered, draft


def _weights(book: FactBook) -> dict[str, object]:
    """Return the shares of the mix that an answer rests on, to see whether it is the same."""
    return {fact.name: fact.value for fact in book if fact.name.endswith(".weight")}


def _without(frame: Frame, slot: str) -> Frame:
    """Return the frame without what made no sense, so that it is asked for again."""
    slots = ("income", "capital") if slot == "currency" else (slot,)
    return Frame(frame.intent, frame.slots.without(*slots))
