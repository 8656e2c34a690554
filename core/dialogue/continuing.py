"""What goes on from the answer before: a pick, more of it, a step, a level, a correction."""

from datetime import datetime

from core.dialogue.correcting import resized
from core.dialogue.picking import picked_option
from core.dialogue.pointing import level_named, put_on_top
from core.dialogue.state import DialogueState
from core.dialogue.stepping import stepped
from core.dialogue.unknowing import answered_unknowing
from core.nlu.utterance import Utterance


def continued(state: DialogueState, text: str, at: datetime) -> Utterance | None:
    """Return what a message that only goes on means; None where it stands by itself."""
    return (
        answered_unknowing(state, text)
        or picked_option(state, text)
        or put_on_top(state, text, at)
        or stepped(state, text, at)
        or level_named(state, text, at)
        or resized(state, text, at)
    )
