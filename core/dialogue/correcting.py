"""A bare sum corrects the one that was named before it: "what if I add 1500", "no, 1000"."""

import re
from datetime import datetime
from typing import Any

from core.dialogue.state import DialogueState
from core.nlu.answers import corrected_to
from core.nlu.entities import find_entities
from core.nlu.matching import tokens
from core.nlu.reading import read
from core.nlu.spans import Sum
from core.nlu.utterance import Amount, Contribution, Income, Intent, Slots, Utterance
from core.requests import QUESTIONS

_RECURRING = ("contribution", "income", "other_income")
_ONCE = ("capital", "target_capital", "reserve")
_ALIKE = 10
"""A sum so many times larger or smaller than another is hardly a correction of it."""


def resized(state: DialogueState, text: str, at: datetime) -> Utterance | None:
    """Return a bare sum as what the last message named; None where that was not one sum.

    A sum without a period is paid as often as the one it corrects; one with a period corrects
    only what recurs.
    """
    before, frame = state.understood, state.frame
    if frame is None or frame.intent not in QUESTIONS or state.asked:
        return None
    if before is None or before.answer != state.turns:
        return None
    slot = _only_sum(before.frame.slots)
    if slot is None and frame.intent in _DRAWN and _AT.match(text):
        return _drawn(frame.slots, corrected_to(tokens(read(text), find_entities(text, at))))
    said = corrected_to(tokens(read(text), find_entities(text, at))) if slot else None
    if said is None or slot is None or (said.period and slot in _ONCE):
        return None
    corrected = _corrected(slot, getattr(before.frame.slots, slot), said)
    if corrected is None:
        return None
    changed: dict[str, Any] = {slot: corrected}
    return Utterance(Intent.WHAT_IF, Slots(**changed))


_DRAWN = frozenset({Intent.WITHDRAWAL_PLAN, Intent.REQUIRED_YIELD, Intent.TIME_TO_GOAL})
_AT = re.compile(r"\s*(?:and|but|what about|how about|ok(?:ay)?|so)?,?\s*at\s", re.IGNORECASE)


def _drawn(known: Slots, said: Sum | None) -> Utterance | None:
    """Return "and at 3k?" as the income it takes the place of; None where it is of another size."""
    if said is None or known.income is None:
        return None
    income = _corrected("income", known.income, said)
    return Utterance(Intent.WHAT_IF, Slots(income=income)) if isinstance(income, Income) else None


def _only_sum(slots: Slots) -> str | None:
    """Return the one sum that is named; None where there is none, or several."""
    named = [name for name in (*_RECURRING, *_ONCE) if getattr(slots, name)]
    return named[0] if len(named) == 1 else None


def _corrected(
    slot: str, before: Amount | Contribution | Income, said: Sum
) -> Amount | Contribution | Income | None:
    """Return a sum as its slot has it; None where it is of another size than the one before."""
    low, high = said.low, said.high
    middle, was = (low + high) / 2, before.high if isinstance(before, Income) else before.amount
    if not was / _ALIKE <= middle <= was * _ALIKE:
        return None
    currency = said.currency or before.currency
    if isinstance(before, Amount):
        return Amount(middle, currency)
    often = said.period or before.period
    if isinstance(before, Contribution):
        return Contribution(middle, currency, often)
    return Income(low, high, currency, often)
