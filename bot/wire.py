"""The published JSON: utterances, replies and facts as other programs read them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.dialogue.state import Turn
from core.facts import Fact, Unit
from core.money import Money
from core.nlg.draft import Draft, File
from core.nlu.standing import Preference, Schedule, Threshold
from core.nlu.utterance import (
    Amount,
    Contribution,
    Holding,
    Income,
    Offer,
    Rate,
    Risk,
    Shock,
    Slots,
    Utterance,
)
from core.requests import Frame

Json = dict[str, Any]
INTERNAL_SLOTS = frozenset(
    {
        "risk_shift",
        "blows",
        "besides",
        "quote",
        "utilisation",
        "lending",
        "loop",
        "told",
        "pool",
        "wish",
        "scenario",
        "stable",
        "lasting",
        "added",
        "real",
        "volatility",
        "model",
        "growth",
        "fee",
        "traded",
        "placed",
        "deposits",
        "venue",
        "counted_in",
        "fitted",
    }
)
"""Slots that the published JSON does not know."""


def plain(value: Decimal) -> str:
    """Write a number without exponent and trailing zeros.

    >>> plain(Decimal("0.050")), plain(Decimal("3E+5"))
    ('0.05', '300000')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def utterance_json(utterance: Utterance) -> Json:
    """Return an utterance as `parse --jsonl` writes it."""
    return {
        "intent": utterance.intent.value,
        "slots": slots_json(utterance.slots),
        "score": round(utterance.score, 4),
    }


def slots_json(slots: Slots) -> Json:
    """Return the slots that were said, under their published names."""
    return {
        name.removesuffix("_"): _slot_json(getattr(slots, name))
        for name in slots.named()
        if name not in INTERNAL_SLOTS
    } | _risk_json(slots.risk)


def _risk_json(risks: tuple[Risk, ...]) -> Json:
    """Return the risk level: a list only when several were named."""
    if len(risks) == 1:
        return {"risk": risks[0].value}
    return {"risk": [risk.value for risk in risks]} if risks else {}


_UNPUBLISHED = frozenset({"part", "unlocks", "either_side"})
"""What is understood within a slot and not published with it."""


def _slot_json(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    match value:
        case Decimal():
            return plain(value)
        case StrEnum():
            return value.value
        case dt.time():
            return f"{value:%H:%M}"
        case dt.date():
            return value.isoformat()
        case tuple():
            return [_slot_json(part) for part in value]
        case Holding() | Schedule() | Threshold() | Preference() | Shock():
            names = (f.name for f in fields(value) if f.name not in _UNPUBLISHED)
            said = {name: getattr(value, name) for name in names}
            return {name: _slot_json(part) for name, part in said.items() if part is not None}
        case _:
            return _figure_json(value)


def _figure_json(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Return a sum, whose currency is null when unsaid, or a rate; other values as they are."""
    match value:
        case Amount():
            return {"amount": plain(value.amount), "currency": value.currency}
        case Contribution():
            amount = {"amount": plain(value.amount), "currency": value.currency}
            return amount | {"period": value.period.value}
        case Income():
            ends = {"low": plain(value.low), "high": plain(value.high)}
            return ends | {"currency": value.currency, "period": value.period.value}
        case Rate() if value.low == value.high:
            return plain(value.low)
        case Rate():
            return {"low": plain(value.low), "high": plain(value.high)}
        case Offer():
            return {"return": plain(value.gain), "days": plain(value.days)}
        case _:
            return value


def reply_json(
    turn: Turn, charts: Sequence[Mapping[str, str]] = (), phrased_by: str = "template"
) -> Json:
    """Return a turn as `ask` writes it; `charts` are descriptions with the paths of pictures."""
    draft, state = turn.draft, turn.state
    reply: Json = {
        "intent": turn.utterance.intent.value,
        "slots": slots_json(turn.utterance.slots),
        "frame": _frame_json(state.frame),
        "text": draft.text,
        "html": draft.html,
        "buttons": [
            [{"label": button.label, "press": button.press} for button in row]
            for row in draft.buttons
        ],
        "charts": list(charts) or [{"kind": c.kind, "alt": c.alt} for c in draft.charts],
        "facts": {fact.name: fact_json(fact, draft) for fact in draft.book},
        "missing": state.asked.removesuffix("_") if state.asked else None,
        "phrased_by": phrased_by,
        "as_of": draft.as_of.isoformat().replace("+00:00", "Z") if draft.as_of else None,
    }
    return reply | _files_json(draft.files)


def _files_json(files: Sequence[File]) -> Json:
    """Return the files that go with a reply; a reply without any has no such member."""
    described = [
        {"name": file.name, "media_type": file.media_type, "content": file.content}
        for file in files
    ]
    return {"files": described} if described else {}


def _frame_json(frame: Frame | None) -> Json | None:
    if frame is None:
        return None
    return {"intent": frame.intent.value, "slots": slots_json(frame.slots)}


def fact_json(fact: Fact, draft: Draft) -> Json:
    """Return a fact. `display` is the figure as the text has it, empty where it has it not."""
    return {
        "value": _value_json(fact),
        "unit": fact.unit.value,
        "display": draft.displays.get(fact.name, ""),
        "formula": fact.formula,
        "inputs": list(fact.inputs),
        "source": fact.source,
        "as_of": fact.as_of.isoformat() if fact.as_of else None,
    }


_COUNTED = frozenset({Unit.COUNT, Unit.YEARS, Unit.MONTHS, Unit.DAYS})


def _value_json(fact: Fact) -> int | str | Json:
    """Return a whole number for what is counted in wholes, else a decimal string; no floats."""
    match fact.value:
        case Decimal() as number if fact.unit in _COUNTED and number == number.to_integral_value():
            return int(number)
        case Decimal() as number:
            return plain(number)
        case Money() as money:
            return {"amount": plain(money.amount), "currency": money.currency}
        case day:
            return day.isoformat()
