"""Which questions are answered out of simulated futures: those of a later time, and of how long."""

from core.nlu.utterance import Intent
from core.requests.frame import Frame, horizon_of

_ALWAYS = frozenset({Intent.TIME_TO_GOAL, Intent.WITHDRAWAL_PLAN})
_IN_TIME = frozenset({Intent.REQUIRED_YIELD, Intent.RECOMMEND_BLEND})
"""Answered out of simulated futures where the income is wanted later, or there is time to grow."""


def may_simulate(frame: Frame) -> bool:
    """Whether the answer to a question may take a simulation, which lasts a tenth of a second."""
    slots = frame.slots
    has_time = slots.age is not None or horizon_of(slots) is not None
    return frame.intent in _ALWAYS or (frame.intent in _IN_TIME and has_time)
