"""What is said where the person does not know what was asked for: all that can be said without."""

from core.dialogue.state import DialogueState
from core.nlu.not_known import is_not_known
from core.nlu.utterance import Intent, Risk, Slots, Utterance

UNKNOWN = "unknown"
"""What a record is about whose worth the person does not know."""


def answered_unknowing(state: DialogueState, text: str) -> Utterance | None:
    """Return what "no idea" asks for in place of what it lacks; None where nothing was asked."""
    if state.asked is None or not is_not_known(text):
        return None
    wanted = state.frame.slots if state.frame else Slots()
    match state.asked:
        case "received_value":
            return Utterance(Intent.LOG_INCOME, about=UNKNOWN)
        case "tax_rate":
            return Utterance(Intent.LOG_INCOME, about="list")
        case "risk":
            return Utterance(Intent.WHAT_IF, Slots(risk=(Risk.MODERATE,)))
        case "capital" if wanted.income:
            return Utterance(Intent.REQUIRED_CAPITAL, Slots(income=wanted.income))
        case "capital" | "horizon_years":
            return Utterance(Intent.EXPLAIN, Slots(topic="safe-withdrawal-rate"))
        case "income" if wanted.capital or wanted.holdings:
            return Utterance(Intent.INCOME_ESTIMATE)
        case "income":
            return Utterance(Intent.EXPLAIN, Slots(topic="required-yield"))
        case "holdings":
            return Utterance(Intent.EXPLAIN, Slots(topic="rebalancing"))
        case _:
            return Utterance(Intent.HELP)
