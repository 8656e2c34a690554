"""Wishes about what is sent unasked: "mute the alerts", "remove my ETH alert", "stop all messages".

They are short orders; a condition in one ("alert me when …") makes it a wish of another kind.
"""

import re
from datetime import datetime

from core.nlu.entities import find_entities
from core.nlu.matching import words_of
from core.nlu.reading import read
from core.nlu.spans import Kind
from core.nlu.standing import Measure, Threshold
from core.nlu.utterance import (
    Intent,
    Slots,
    Utterance,
)

PAUSE, RESUME, REMOVE = "pause", "resume", "remove"
"""What is done to alerts that are watched already."""
ANY = "any"
"""The subject of a threshold that names a measure alone: "pause the peg alerts"."""
DEFAULTS = "defaults"
"""Said after what is done where it is done to those that came with holdings."""
EVERYTHING = "everything"
"""What a wish to stop is about that wants nothing unasked any more."""

_BEFORE = (
    r"(?:(?:please|ok|okay|hey|now|just|and|can you|could you|would you|i want you to|i want to"
    r"|i would like to|i would like you to) )*"
)
_OFF = (
    r"(?:stop|end|cancel|disable|pause|mute|quit|silence|suspend|snooze|unsubscribe|no more"
    r"|(?:turn|switch|shut) off|opt out of)"
)
_ON = r"(?:resume|unpause|unmute|restart|reactivate|enable|(?:turn|switch) (?:back )?on)"
_AWAY = r"(?:remove|delete|drop|clear|erase|forget|get rid of)"
_ALERTS = r"(?:[\w']+ ){0,5}?(?:alerts?|alarms?|warnings?)\b"
_CHANGES = tuple(
    (act, re.compile(f"{_BEFORE}(?:{verb} {_ALERTS}|(?:turn|switch) {_ALERTS} {way}\\b)"))
    for act, verb, way in (
        (PAUSE, _OFF, "off"),
        (RESUME, _ON, "(?:back )?on"),
        (REMOVE, _AWAY, "away"),
    )
)
_CONDITION = re.compile(r"\b(?:when|if|once|below|above|under|over|summary|summaries|weekly)\b")
_LIST = re.compile(
    f"{_BEFORE}(?:show|list|see|view|what are)?(?: me)?(?: all)?(?: my| the)?(?: active)? alerts"
)
_ME = r"(?: (?:me|to me|us|all|please|now|at all|altogether|again|anymore|any more|unasked))*"
_NOTHING_MORE = re.compile(
    f"{_BEFORE}(?:"
    f"{_OFF}(?: from)?(?: (?:all|any|every|your|the|these|sending|me))* "
    f"(?:messages|notifications|messaging|texting|writing|contacting|everything|anything|pings|pinging"
    f"|alerting|notifying|bothering){_ME}"
    f"|(?:mute|silence|be quiet|be silent|shut up)(?: (?:yourself|everything|it))?{_ME}"
    f"|do not (?:message|write|text|ping|contact|notify|disturb|send)"
    f"(?: (?:anything|messages))?{_ME})"
)
_THEM = (
    r"\b(?:(?:them|these|those|both)(?: all)?|all(?: of (?:them|these|those))?"
    r"|every one(?: of them)?)"
    r"(?= (?:off|on|back on|away|again|now|please)\b|$)"
)
_RESUME_THEM = re.compile(
    f"{_BEFORE}(?:{_ON} (?:{_THEM}|everything)|(?:turn|switch) {_THEM} (?:back )?on).*"
)
_PAUSE_THEM = re.compile(f"{_BEFORE}(?:pause|mute|silence|snooze|suspend) {_THEM}.*")
_WITH_HOLDINGS = re.compile(r"\b(?:default|defaults|automatic|(?:from|of|with) my holdings)\b")
_MEASURES = {
    "price": Measure.PRICE,
    "yield": Measure.YIELD,
    "rate": Measure.YIELD,
    "peg": Measure.PEG,
    "depeg": Measure.PEG,
    "size": Measure.TVL,
}


def wish_about_unasked(text: str, at: datetime, *, told: bool = False) -> Utterance | None:
    """Return what a message wants of alerts that are watched, or of all that is sent unasked.

    Where alerts were `told` just now, "the Aave one" is one of them, and "them all" are they.

    >>> from datetime import UTC
    >>> now = datetime(2026, 9, 2, tzinfo=UTC)
    >>> wish_about_unasked("delete my ETH alert", now).about
    'remove'
    >>> wish_about_unasked("stop messaging me", now).intent.value
    'unsubscribe'
    >>> wish_about_unasked("alert me when ETH drops below 2,000", now)
    """
    words = " ".join(word for word in words_of(read(text).lower) if word not in ".?")
    if _CONDITION.search(words):
        return None
    if _NOTHING_MORE.fullmatch(words) or (not told and _PAUSE_THEM.fullmatch(words)):
        return Utterance(Intent.UNSUBSCRIBE, about=EVERYTHING)
    if told:
        words = re.sub(rf"\bones?$|{_THEM}", "alerts", words)
    if _LIST.fullmatch(words):
        return Utterance(Intent.SET_ALERT, about="list")
    act = next((act for act, pattern in _CHANGES if pattern.match(words)), None)
    act = RESUME if words == "unmute" or _RESUME_THEM.fullmatch(words) else act
    if act is None:
        return None
    which = f" {DEFAULTS}" if _WITH_HOLDINGS.search(words) else ""
    return Utterance(Intent.SET_ALERT, _named(text, words, at), about=f"{act}{which}")


def _named(text: str, words: str, at: datetime) -> Slots:
    """Return which alerts a wish names: of a coin or a protocol, and of which measure."""
    found = find_entities(text, at)
    assets = tuple(str(one.value) for one in found if one.kind is Kind.ASSET)
    protocols = tuple(str(one.value) for one in found if one.kind is Kind.PROTOCOL)
    measure = next((_MEASURES[word] for word in words.split() if word in _MEASURES), None)
    subject = next(iter((*assets, *protocols)), ANY)
    threshold = Threshold(subject, measure) if measure else None
    return Slots(assets=assets, protocols=protocols, threshold=threshold)
