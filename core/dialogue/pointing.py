"""What a short message points at, by what was told or asked just now: "them all", "120k"."""

import re
from dataclasses import replace
from datetime import datetime

from core.dialogue.state import DialogueState
from core.nlg.press import Act, read_act
from core.nlu.kept_words import REMOVE_ALL, corrected_number
from core.nlu.own_words import ADDED, more_of_it
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


def is_shown(state: DialogueState) -> bool:
    """Whether the portfolio is what was shown last."""
    return _offers(state, _OF_HOLDINGS)


def all_of_them(state: DialogueState, text: str) -> Utterance | None:
    """Return the wish to remove all holdings, where they were told just now."""
    last = state.understood
    is_last = last is not None and last.answer == state.turns
    stated = is_last and last is not None and last.frame.intent is Intent.SET_HOLDINGS
    if not (stated or is_shown(state)) or not _REMOVE_THEM.fullmatch(text):
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


def corrected(state: DialogueState, text: str, at: datetime) -> Utterance | None:
    """Return "correct that to 3.5" as what it is right after income was recorded."""
    before, number = state.understood, corrected_number(text)
    coins = before.frame.slots.assets if before and before.answer == state.turns else ()
    if not number or not before or before.frame.intent is not Intent.LOG_INCOME or not coins:
        return None
    return understand(f"correct my last reward to {number} {coins[0]}", Context(at))


_BEGINNINGS = {Intent.SET_HOLDINGS: "i hold", Intent.LOG_INCOME: "i received"}
"""How what is put on top of a statement of one kind would be said by itself."""


def put_on_top(state: DialogueState, text: str, at: datetime) -> Utterance | None:
    """Return "oh and 200 SOL staked" as what it is right after holdings, or income, were stated."""
    before, more = state.understood, more_of_it(text)
    if not more or not before or before.answer != state.turns:
        return None
    stated = understand(before.text, Context(at))
    begin = _BEGINNINGS.get(before.frame.intent)
    if begin is None or stated.about == "remove":
        return None
    begin = "i sold" if stated.about == "sold" else begin
    read = understand(f"{begin} {more}", Context(at))
    if read.intent is not before.frame.intent or not (read.slots.holdings or read.slots.quantity):
        return None
    is_plain = read.intent is Intent.SET_HOLDINGS and read.about is None
    return replace(read, about=ADDED) if is_plain else read


_SORRY = re.compile(
    r"(?:no|sorry|oops|wait|actually|correction|i meant|i mean|make that|it'?s|rather)\b[ ,:.-]*",
    re.IGNORECASE,
)


def restated(state: DialogueState, text: str, at: datetime) -> Utterance | None:
    """Return "no, 6 DOT" as what is held, right after holdings were stated."""
    before = state.understood
    if not before or before.answer != state.turns or not _SORRY.match(text):
        return None
    if before.frame.intent is not Intent.SET_HOLDINGS:
        return None
    rest = text
    while begun := _SORRY.match(rest):
        rest = rest[begun.end() :]
    if not _QUANTITY_OF.fullmatch(rest):
        return None
    read = understand(f"i hold {rest}", Context(at))
    return read if read.intent is Intent.SET_HOLDINGS and read.slots.holdings else None


_QUANTITY_OF = re.compile(r"\d[\d.,]*\s?[kKmM]?\s[A-Za-z]\w*(?:\s[\w ]{2,30})?\s*[.!]*\s*")
