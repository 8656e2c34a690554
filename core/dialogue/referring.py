"""Which question is meant: a side question leaves the plan before it under discussion."""

from dataclasses import replace

from core.dialogue.explaining import HOLDS_SOMETHING, holds_something
from core.dialogue.state import DialogueState
from core.nlu.utterance import Intent, Risk, Slots, Utterance
from core.requests import Frame

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

    "Which one is easiest" asks of what was compared, though one of them was picked meanwhile.
    "And with 2 % inflation?" after a look at what Aave pays means the plan that was spoken of.
    """
    named = set(utterance.slots.named())
    if utterance.intent is Intent.COMPARE_OPTIONS and not named - {"wish"}:
        return replace(state, frame=last_comparison(state) or state.frame)
    aside = state.frame is not None and state.frame.intent in _SIDE_QUESTIONS
    if not aside or utterance.intent is not Intent.WHAT_IF or not named or named - _OF_A_PLAN:
        return state
    plans = (one.frame for one in reversed(state.answers) if one.frame.intent in HOLDS_SOMETHING)
    return replace(state, frame=next(plans, state.frame))


def last_comparison(state: DialogueState) -> Frame | None:
    """Return the last question of what was set side by side, of which "which one" may ask."""
    frames = (one.frame for one in reversed(state.answers))
    return next((one for one in frames if one.intent is Intent.COMPARE_OPTIONS), None)


def asked_instead(state: DialogueState, utterance: Utterance) -> Utterance:
    """Return what a message asks beside a plan, where it neither changes nor repeats it.

    "Is that safe", with nothing named, asks for the risks of the plan; "what about Aave" asks
    about Aave, which no plan is made of by itself.
    """
    of_index = _of_index(utterance)
    if of_index is not utterance or not holds_something(state):
        return of_index
    if state.asked == "holdings" and utterance.intent is Intent.SET_HOLDINGS:
        return replace(utterance, intent=Intent.WHAT_IF)
    named = set(utterance.slots.named())
    if utterance.intent is Intent.CHECK_YIELD and not named:
        return _RISKS_OF_IT
    if utterance.intent is Intent.WHAT_IF and named == {"protocols"}:
        return replace(utterance, intent=Intent.CHECK_YIELD)
    return utterance


def _of_index(utterance: Utterance) -> Utterance:
    """Return what is asked of a published index as that: its page, a comparison, or what it pays.

    Neither what coins pay now nor another blend answers a question that names one.
    """
    slots, intent = utterance.slots, utterance.intent
    if not slots.indices or slots.assets or slots.protocols:
        return utterance
    if intent is Intent.YIELD_LOOKUP and len(slots.indices) > 1:
        return replace(utterance, intent=Intent.COMPARE_OPTIONS, slots=Slots(indices=slots.indices))
    if intent is Intent.YIELD_LOOKUP:
        page = Slots(topic=slots.indices[0], indices=slots.indices)
        return replace(utterance, intent=Intent.EXPLAIN, slots=page)
    if intent is Intent.RECOMMEND_BLEND and slots.capital and not slots.income:
        return replace(utterance, intent=Intent.INCOME_ESTIMATE)
    return utterance


_RISKS_OF_IT = Utterance(Intent.EXPLAIN, Slots(topic="risks"))


def compared_with_that(state: DialogueState, utterance: Utterance) -> Utterance:
    """Return a comparison with what the last answer was about as one of its sides.

    Of an answer about coins or published blends those are meant, of a plan its risk level.
    """
    if state.frame is None:
        return utterance
    before, said = state.frame.slots, utterance.slots
    coins = before.assets or tuple(dict.fromkeys(one.asset for one in before.holdings))
    both = replace(
        said,
        assets=tuple(dict.fromkeys((*coins, *said.assets))),
        indices=tuple(dict.fromkeys((*before.indices, *said.indices))),
    )
    if not (coins or before.indices) and state.frame.intent in HOLDS_SOMETHING:
        both = replace(both, risk=(*(before.risk[:1] or (Risk.MODERATE,)), *said.risk))
    return replace(utterance, intent=Intent.COMPARE_OPTIONS, slots=both)
