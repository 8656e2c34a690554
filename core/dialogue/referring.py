"""Which question is meant: a side question leaves the plan before it under discussion."""

from dataclasses import replace

from core.dialogue.explaining import HOLDS_SOMETHING
from core.dialogue.state import DialogueState
from core.nlu.utterance import Intent, Slots, Utterance

_SIDE_QUESTIONS = frozenset({Intent.CHECK_YIELD, Intent.STAKING_ADVICE, Intent.YIELD_LOOKUP})
_OF_A_PLAN = frozenset(
    {
        "age",
        "contribution",
        "horizon_years",
        "income",
        "inflation",
        "risk",
        "risk_shift",
        "target_age",
        "tax_rate",
    }
)
"""What a side question does not rest on."""


def with_question_meant(state: DialogueState, utterance: Utterance) -> DialogueState:
    """Return the state with the question that a follow-up changes under discussion.

    "And with 2 % inflation?" after a look at what Aave pays means the plan that was spoken of.
    """
    named = set(utterance.slots.named())
    aside = state.frame is not None and state.frame.intent in _SIDE_QUESTIONS
    if not aside or utterance.intent is not Intent.WHAT_IF or not named or named - _OF_A_PLAN:
        return state
    plans = (one.frame for one in reversed(state.answers) if one.frame.intent in HOLDS_SOMETHING)
    return replace(state, frame=next(plans, state.frame))


def asked_instead(state: DialogueState, utterance: Utterance) -> Utterance:
    """Return what a message asks beside a plan, where it neither changes nor repeats it.

    "Is that safe", with nothing named, asks for the risks of the plan; "what about Aave" asks
    about Aave, which no plan is made of by itself.
    """
    if state.frame is None or state.frame.intent not in HOLDS_SOMETHING:
        return utterance
    if state.asked == "holdings" and utterance.intent is Intent.SET_HOLDINGS:
        return replace(utterance, intent=Intent.WHAT_IF)
    named = set(utterance.slots.named())
    if utterance.intent is Intent.CHECK_YIELD and not named:
        return _RISKS_OF_IT
    if utterance.intent is Intent.WHAT_IF and named == {"protocols"}:
        return replace(utterance, intent=Intent.CHECK_YIELD)
    return utterance


_RISKS_OF_IT = Utterance(Intent.EXPLAIN, Slots(topic="risks"))
