"""Turns that are taken as the bot takes them: no simulation but where one was foreseen."""

from contextlib import AbstractContextManager
from unittest.mock import patch

from core.dialogue.hearing import hear
from core.dialogue.person import Person
from core.dialogue.simulating import will_simulate
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.turn import answer, take_turn
from core.finance.market import MarketSnapshot


class SimulatedError(AssertionError):
    """A simulation ran on the event loop."""


def taken(state: DialogueState, person: Person, said: Said, snapshot: MarketSnapshot) -> Turn:
    """Take a turn; raise SimulatedError where it simulates and that was not foreseen."""
    heard = hear(state, said)
    if will_simulate(heard, person):
        return take_turn(state, person, said, snapshot)
    with without_simulation():
        return answer(heard, person, said, snapshot)


def without_simulation() -> AbstractContextManager[object]:
    """Return a context in which whatever simulates raises SimulatedError."""
    return patch("core.advice.likelihood.outlook", side_effect=SimulatedError)
