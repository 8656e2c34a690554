"""Picking one of what was offered or compared: "the second one", "both", "start over"."""

import re
from typing import Any

from core.dialogue.commands import CONFIRMED, SPARED
from core.dialogue.referring import last_comparison
from core.dialogue.state import DialogueState
from core.nlg.press import Act, Deed, read_act, say
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
_YES = re.compile(r"\s*(?:yes|yep|yeah)(?:\s*,?\s*please)?\s*[.!]*\s*", re.IGNORECASE)
_NO = re.compile(r"\s*(?:no|nope|cancel)(?:\s*,?\s*(?:please|thanks))?\s*[.!]*\s*", re.IGNORECASE)
_REMOVE_IT = re.compile(
    r"\s*(?:please\s+)?(?:remove|delete|drop)\s+(?:it|this|that)(?:\s+(?:one|alert))?"
    r"(?:\s*,?\s*please)?\s*[.!]*\s*",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"\s*(?:no\s*,?\s+)?(?:please\s+)?(?:undo|revert|(?:take|roll)\s+(?:it|that)\s+back)"
    r"(?:\s+(?:it|that|this|(?:the|my)\s+last(?:\s+(?:change|one|thing))?))?"
    r"(?:\s*,?\s*please)?\s*[.!]*\s*",
    re.IGNORECASE,
)
_KEEP_IT = re.compile(
    r"\s*(?:please\s+)?(?:save|keep)\s+(?:it|(?:this|the)\s+plan)(?:\s*,?\s*please)?\s*[.!]*\s*",
    re.IGNORECASE,
)
_REMOVALS = frozenset({Act.REMOVE, Act.ASK_REMOVAL})
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


def answered_question(state: DialogueState, text: str) -> str | None:
    """Return the press that a plain yes or no means right under a question that buttons answer."""
    return _answered_deletion(state, text) or _answered_deed(state, text)


def _answered_deed(state: DialogueState, text: str) -> str | None:
    """Answer whether a file shall be kept, or something be removed: nothing else is offered."""
    yes, no = _YES.fullmatch(text), _NO.fullmatch(text)
    if not yes and not no:
        return None
    deeds = {deed.act: b.press for b in state.buttons if (deed := read_act(b.press))}
    asks_to_keep = Act.KEEP in deeds
    asks_to_remove = [*deeds] == [Act.REMOVE] and len(state.buttons) == 1
    if no:
        return deeds.get(Act.DROP)
    if not (asks_to_keep or asks_to_remove):
        return None
    return deeds[Act.KEEP if asks_to_keep else Act.REMOVE]


def _answered_deletion(state: DialogueState, text: str) -> str | None:
    """Return the press that a plain yes or no means right under the question of deleting all."""
    offered = {button.press for button in state.buttons}
    confirms, spares = say(f"/delete {CONFIRMED}").press, say(f"/delete {SPARED}").press
    if confirms not in offered:
        return None
    if _YES.fullmatch(text):
        return confirms
    return spares if _NO.fullmatch(text) else None


def is_vague_removal(text: str) -> bool:
    """Whether a message wants "it" removed: one thing, and never all of them."""
    return bool(_REMOVE_IT.fullmatch(text))


def meant_deed(state: DialogueState, text: str) -> Deed | None:
    """Return what a short wish does to what is kept: the only thing under it that it can mean."""
    if _UNDO.fullmatch(text):
        return Deed(state.undo.answer if state.undo else state.turns, Act.UNDO, ())
    if _KEEP_IT.fullmatch(text):
        return _only_deed(state, frozenset({Act.SAVE_PLAN}))
    return _only_deed(state, _REMOVALS) if is_vague_removal(text) else None


def _only_deed(state: DialogueState, acts: frozenset[Act]) -> Deed | None:
    """Return the deed of the only button offered last that does one of these."""
    deeds = [deed for button in state.buttons if (deed := read_act(button.press))]
    fitting = [deed for deed in deeds if deed.act in acts]
    return fitting[0] if len(fitting) == 1 else None


def picked_option(state: DialogueState, text: str) -> Utterance | None:
    """Return the question about the one of several compared things that a message picks."""
    if _BOTH.fullmatch(text) and (compared := last_comparison(state)):
        return Utterance(Intent.COMPARE_OPTIONS, compared.slots.without("wish"))
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
