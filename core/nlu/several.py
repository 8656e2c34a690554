"""Several questions in one message: the main one is answered, the others are offered."""

import re
from dataclasses import replace

from core.nlu.entities import find_entities
from core.nlu.lexicon import networks
from core.nlu.parser import understand
from core.nlu.spans import Kind
from core.nlu.utterance import Context, Intent

_SPLIT = re.compile(
    r"(?<=[?!.])\s+|\n+|,?\s+(?:and|also|or)\s+"
    r"(?=(?:what|how|is|are|can|could|should|which|where|when|why|do|does|will|would)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:(?:and|also|or|but|so|then)\s+)?(?:what|how|is|are|can|could|should|which|where|when|why|who"
    r"|do|does|did|will|would|may|explain|show|tell|compare|calculate|estimate|stress)\b|.*\?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MOST_PARTS = 4
_LONGEST_PART = 60
"""Bytes that a button carries beside its mark."""
_SURE = 0.7
_NO_QUESTIONS = frozenset(
    {Intent.OUT_OF_SCOPE, Intent.REFUSE, Intent.SMALL_TALK, Intent.HELP, Intent.UNCLEAR}
    | {Intent.WHAT_IF, Intent.SET_HOLDINGS, Intent.SHOW_WORKING, Intent.DELETE_DATA}
)


def other_networks(text: str, context: Context) -> tuple[str, ...]:
    """Return the same question for each network that is named behind the first.

    One whose name is a coin's as well would be read as the coin, and is left to the person.
    """
    named = (e.value for e in find_entities(text, context.at) if e.kind is Kind.CHAIN)
    coins = {term.value for term in networks().values()}
    others = [str(one) for one in list(dict.fromkeys(named))[1:] if one not in coins]
    return tuple(f"And on {one.replace('-', ' ')}?" for one in others)


def further_questions(text: str, context: Context, main: Intent) -> tuple[str, ...]:
    """Return the parts of a message that ask something else than its main intent.

    A part has to be a question of its own and short enough to be said by a button.
    """
    whole = text.encode(errors="replace").decode()  # half a character could not be sent back
    parts = [part.strip() for part in _SPLIT.split(whole)]
    if not 2 <= len(parts) <= _MOST_PARTS:
        return ()
    alone = replace(context, asked_slot=None, last_intent=None)
    found: dict[Intent, str] = {}
    for part in parts:
        if _ASKS.match(part) and len(part.encode()) <= _LONGEST_PART:
            read = understand(part, alone)
            if read.score >= _SURE and read.intent not in {main, *_NO_QUESTIONS}:
                found.setdefault(read.intent, part)
    return tuple(found.values())
