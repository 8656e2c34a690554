"""Whether an answer takes a simulation, told from what was heard, before it is computed."""

from collections.abc import Iterator

from core.dialogue.framing import asked_by, changed_by
from core.dialogue.hearing import Heard
from core.dialogue.misreading import meant_by
from core.dialogue.person import Person
from core.nlu.utterance import Intent
from core.requests import QUESTIONS, Frame, may_simulate

_ABOUT_ANSWERS = frozenset({Intent.EXPLAIN, Intent.SHOW_WORKING})


def will_simulate(heard: Heard, person: Person) -> bool:
    """Whether the answer may take a simulation; "no" is certain."""
    return any(map(may_simulate, _computed(heard, person)))


def _computed(heard: Heard, person: Person) -> Iterator[Frame]:
    """Yield the questions that an answer may compute, rather one too many than one too few."""
    meant = meant_by(heard)
    if meant:
        yield from _computed(meant, person)
    if heard.deed:
        yield from (one.frame for one in heard.state.answers if one.number == heard.deed.answer)
    yield from _spoken_of(heard)
    if heard.utterance.intent is Intent.SUMMARY_NOW:
        yield from (plan.frame for plan in person.plans[-1:])


def _spoken_of(heard: Heard) -> Iterator[Frame]:
    """Yield the question that was asked or changed, and the one whose answer is spoken of."""
    state, utterance = heard.state, heard.utterance
    if utterance.intent in QUESTIONS:
        yield asked_by(state, utterance)
    if utterance.intent is Intent.WHAT_IF:
        yield changed_by(state, utterance) or Frame(utterance.intent)
    if state.frame and (utterance.intent in _ABOUT_ANSWERS or utterance.slots.topic):
        yield state.frame
