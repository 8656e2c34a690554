"""Picking one of what was offered or compared: "the second one", "both", "start over"."""

import re
from typing import Any

from core.dialogue.state import DialogueState
from core.nlu.utterance import Intent, Slots, Utterance

_PICK = re.compile(
    r"\s*(?:ok(?:ay)?,?\s+|and\s+|i\s+(?:meant|mean|want|take)\s+)?(?:the\s+)?"
    r"(?P<which>first|1st|second|2nd|third|3rd|last|former|latter)"
    r"(?:\s+(?:one|option|question))?(?:\s*,?\s*please)?\s*[.!?]*\s*",
    re.IGNORECASE,
)
_PLACES = {
    **dict.fromkeys(("first", "1st", "former"), 0),
    **dict.fromkeys(("second", "2nd", "latter"), 1),
    **dict.fromkeys(("third", "3rd"), 2),
    "last": -1,
}
_BOTH = re.compile(r"\s*(?:both|all(?: of them)?)(?:\s*,?\s*please)?\s*[.!]*\s*", re.IGNORECASE)
_START_OVER = re.compile(
    r"\s*(?:(?:never\s?mind|ok(?:ay)?|no|actually|sorry)\s*,?\s+)?"
    r"(?:let'?s\s+|please\s+|can we\s+)?(?:start(?:ing)? (?:over|again|anew|afresh|from scratch)"
    r"|begin (?:again|anew)|restart|reset|new question|forget (?:that|it)(?:,? new question)?"
    r"|scratch that)(?:\s*,?\s*please)?\s*[.!]*\s*",
    re.IGNORECASE,
)
_ASKED_OF = {
    "assets": Intent.YIELD_LOOKUP,
    "protocols": Intent.CHECK_YIELD,
    "indices": Intent.INCOME_ESTIMATE,
    "risk": Intent.RECOMMEND_BLEND,
}
"""What is told of one of several things that were compared."""


def is_start_over(text: str) -> bool:
    """Whether a message wants to begin anew."""
    return bool(_START_OVER.fullmatch(text))


def picked_button(state: DialogueState, text: str) -> str | None:
    """Return the press of the button that a message picks where one of several was asked for.

    "Both" readings of an unclear message are taken one after the other: the first comes first.
    """
    if state.asked is None or not state.buttons:
        return None
    if state.asked == "intent" and _BOTH.fullmatch(text):
        return state.buttons[0].press
    picked = _PICK.fullmatch(text)
    place = _PLACES[picked["which"].lower()] if picked else len(state.buttons)
    return state.buttons[place].press if place < len(state.buttons) else None


def picked_option(state: DialogueState, text: str) -> Utterance | None:
    """Return the question about the one of several compared things that a message picks."""
    picked = _PICK.fullmatch(text)
    if picked is None or state.frame is None or state.frame.intent is not Intent.COMPARE_OPTIONS:
        return None
    place = _PLACES[picked["which"].lower()]
    for slot, intent in _ASKED_OF.items():
        options = getattr(state.frame.slots, slot)
        if len(options) > max(place, 1):
            value: dict[str, Any] = {slot: (options[place],)}
            return Utterance(intent, Slots(**value))
    return None
