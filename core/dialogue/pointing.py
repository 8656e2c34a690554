"""What a short message points at, by what was told or asked just now: "them all", "120k"."""

import re
from datetime import datetime

from core.dialogue.state import DialogueState
from core.nlg.press import Act, read_act
from core.nlu.kept_words import REMOVE_ALL
from core.nlu.parser import understand
from core.nlu.utterance import Context, Intent, Utterance

_OF_ALERTS = frozenset({Act.PAUSE, Act.RESUME})
_OF_HOLDINGS = frozenset({Act.CHANGE_HOLDINGS})
_REMOVE_THEM = re.compile(
    r"\s*(?:please\s+)?(?:remove|delete|drop|clear|forget|erase)\s+"
    r"(?:them(?:\s+all)?|all(?:\s+of\s+(?:them|these|those))?|these|those)(?:\s*,?\s*please)?\s*[.!]*\s*",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\s*(?:(?:at|below|under|above|over|when it (?:is|hits|reaches|falls below|rises above))\s+)?"
    r"[$€£]?\s?\d[\d.,']*\s?(?:k|m|bn|%|percent|usd|dollars?|eur|euros?|€|\$)?\s*[.!]*\s*",
    re.IGNORECASE,
)


def alerts_told(state: DialogueState) -> bool:
    """Whether the last answer was about alerts."""
    last = state.understood
    is_last = last is not None and last.answer == state.turns
    asked = is_last and last is not None and last.frame.intent is Intent.SET_ALERT
    return asked or _offers(state, _OF_ALERTS)


def all_of_them(state: DialogueState, text: str) -> Utterance | None:
    """Return the wish to remove all holdings, where they were told just now."""
    last = state.understood
    is_last = last is not None and last.answer == state.turns
    stated = is_last and last is not None and last.frame.intent is Intent.SET_HOLDINGS
    if not (stated or _offers(state, _OF_HOLDINGS)) or not _REMOVE_THEM.fullmatch(text):
        return None
    return Utterance(Intent.SET_HOLDINGS, about=REMOVE_ALL)


def level_named(state: DialogueState, text: str, at: datetime) -> Utterance | None:
    """Return the alert whose level was just asked for, with the level that a message is."""
    before = state.understood
    if state.asked != "threshold" or before is None or not _LEVEL.fullmatch(text):
        return None
    slots = before.frame.slots
    subject = next(iter((*slots.assets, *slots.protocols)), None)
    if subject is None:
        return None
    what = "yield" if re.search(r"%|percent", text) else "price"
    return understand(f"alert me when the {subject} {what} is {text.strip()}", Context(at))


def _offers(state: DialogueState, acts: frozenset[Act]) -> bool:
    deeds = (read_act(button.press) for button in state.buttons)
    return any(deed.act in acts for deed in deeds if deed)
