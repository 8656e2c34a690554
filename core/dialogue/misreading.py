"""What is done when a person says that a message was read wrong."""

from dataclasses import replace

from core.dialogue.effects import NoteMisreading
from core.dialogue.hearing import Heard
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState, Said, Understood
from core.nlg import asides
from core.nlg.press import Doubt, read_press
from core.nlg.render.misread import render_misread
from core.nlu.anonymous import without_names
from core.nlu.utterance import Intent, Utterance
from core.requests import QUESTIONS, Frame, MissingSlot, to_request
from core.slot_checks import InvalidSlot

MOST_READINGS = 4


def may_be_misread(heard: Heard, said: Said) -> bool:
    """Whether words were read, typed or behind a button; a button that means one thing is not."""
    is_exact = said.press is not None and read_press(said.press) is not None
    return heard.is_reading and not is_exact


def understood(heard: Heard, said: Said, number: int) -> Understood | None:
    """Return how a message was read, for the button under its answer; None for a press."""
    if said.text is None or not heard.is_reading:
        return None
    utterance = heard.utterance
    frame = Frame(utterance.intent, utterance.slots)
    return Understood(number, said.text, frame, utterance.others)


def was_read(state: DialogueState, answer: int) -> Understood | None:
    """Return how the message before an answer was read; of an older one without its words."""
    if state.understood and state.understood.answer == answer:
        return state.understood
    frame = next((a.frame for a in state.answers if a.number == answer), None)
    return Understood(answer, "", frame) if frame else None


def meant_by(heard: Heard) -> Heard | None:
    """Return what a press says was meant, with what the message named; None for a mere doubt."""
    doubt = heard.doubt
    read = was_read(heard.state, doubt.answer) if doubt else None
    if doubt is None or doubt.meant is None or read is None:
        return None
    return Heard(Utterance(doubt.meant, read.frame.slots), replace(heard.state, asked=None))


def noted(read: Understood, meant: Intent | None = None) -> NoteMisreading:
    """Return the case as it is kept: nothing in it tells whose it was."""
    return NoteMisreading(without_names(read.text), read.frame, meant)


def doubted(state: DialogueState, doubt: Doubt, scene: Scene) -> Reply:
    """Show what was understood and the next readings, and keep the case for the operator."""
    read = was_read(state, doubt.answer)
    if read is None:
        return Reply(state, asides.stale_button())
    draft = render_misread(read.frame, _next_readings(read, state, scene), doubt.answer)
    return Reply(state, draft, about=read.frame, effects=(noted(read),))


def _next_readings(read: Understood, state: DialogueState, scene: Scene) -> tuple[Intent, ...]:
    """Return what else may have been meant: by the words, or by what could be answered."""
    whole = (
        i for i in Intent if i in QUESTIONS and _is_whole(Frame(i, read.frame.slots), state, scene)
    )
    likely = dict.fromkeys((*read.others, *whole))
    return tuple(intent for intent in likely if intent is not read.frame.intent)[:MOST_READINGS]


def _is_whole(frame: Frame, state: DialogueState, scene: Scene) -> bool:
    """Tell whether a question says something and could be answered."""
    request = to_request(frame, state.risk, scene.snapshot, scene.today)
    return bool(frame.slots.named()) and not isinstance(request, MissingSlot | InvalidSlot)
