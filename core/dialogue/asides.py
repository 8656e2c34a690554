"""Which messages are answered beside the question under discussion, without figures or memory."""

from core.dialogue import commands
from core.dialogue.explaining import HOLDS_SOMETHING
from core.dialogue.hearing import FEAR, ITSELF, PAY_FIRST, SCOLDED, Heard
from core.dialogue.state import DialogueState
from core.nlg import asides
from core.nlg.draft import Draft
from core.nlu.utterance import Intent


def aside(heard: Heard) -> Draft | None:
    """Return what needs no figures and no memory; distress comes before anything else."""
    if heard.stale:
        return asides.stale_button()
    if heard.utterance.distress:
        return asides.distress()
    return _of_a_kind(heard) or _of_an_intent(heard)


def _of_a_kind(heard: Heard) -> Draft | None:
    """Answer what is one of several things that an intent stands for."""
    utterance = heard.utterance
    match utterance.intent, utterance.about:
        case Intent.HELP, kind if kind == ITSELF:
            return commands.about_itself()
        case Intent.HELP, kind if kind == FEAR:
            return asides.fear(_plan_in(heard.state))
        case Intent.SMALL_TALK, kind if kind == SCOLDED:
            return asides.scolded(heard.state.turns)
        case Intent.CHECK_YIELD, kind if kind == PAY_FIRST:
            return asides.pay_first(heard.state.turns + 1)
        case _:
            return None


def _of_an_intent(heard: Heard) -> Draft | None:
    utterance = heard.utterance
    match utterance.intent:
        case Intent.HELP:
            return asides.help_page(commands.listed())
        case Intent.SMALL_TALK:
            return asides.small_talk()
        case Intent.REFUSE:
            return asides.refusal(utterance.about, _plan_in(heard.state))
        case Intent.WHAT_IF if not utterance.slots.named():
            return asides.out_of_scope(None, _plan_in(heard.state))
        case Intent.OUT_OF_SCOPE:
            return asides.out_of_scope(utterance.about, _plan_in(heard.state))
        case _:
            return None


def _plan_in(state: DialogueState) -> int | None:
    """Return the number of the answer to come, where a plan is under discussion."""
    has_plan = state.frame is not None and state.frame.intent in HOLDS_SOMETHING
    return state.turns + 1 if has_plan else None
