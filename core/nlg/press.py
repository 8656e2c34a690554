"""What a button says, within Telegram's 64 bytes.

A press is `say:` and a text, or `do:` with the number of the answer it stands under, an intent
and slots: `do:17:what_if:risk_shift=1`. It carries all it needs, so a button still works after
a restart and relates to its own answer, not to the last one. `act:17:remove:5,6` changes what the
person keeps, by its numbers: those of another chat are others. `wrong:17` says that the message
before an answer was read wrong, `wrong:17:explain` how it was meant. `more:17` asks for all of it.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from functools import lru_cache

from core.money import Money, Period
from core.nlg.draft import Button
from core.nlu.standing import Preference
from core.nlu.utterance import (
    Income,
    Intent,
    Risk,
    Slots,
)

LONGEST = 64


@dataclass(frozen=True, slots=True)
class Press:
    """A button's meaning: an intent and slots, under the answer of this number."""

    answer: int
    intent: Intent
    slots: Slots


def say(text: str, label: str | None = None) -> Button:
    """Return a button that does what typing `text` does."""
    return Button(label or text, f"say:{text}")


def do(label: str, answer: int, intent: Intent, **slots: str) -> Button:
    """Return a button that says an intent and slots under an answer."""
    said = ",".join(f"{name}={value}" for name, value in slots.items())
    press = f"do:{answer}:{intent}:{said}"
    assert len(press.encode()) <= LONGEST, press
    return Button(label, press)


ALL = 0
"""A number that nothing has: all holdings."""


class Act(StrEnum):
    """What a button does to what a person keeps."""

    UNDO = "undo"
    CHANGE_HOLDINGS = "change"
    CHANGE_INCOME = "change_income"
    ASK_REMOVAL = "ask"
    REMOVE = "remove"
    KEEP = "keep"
    SAVE_PLAN = "save_plan"
    SHOW_PLAN = "show_plan"
    SHOW_HOLDINGS = "holdings"
    SHOW_INCOME = "income"
    SHOW_REVIEW = "review"
    DROP = "drop"
    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Deed:
    """A press of an `act:` button: what is to be done, with what, under which answer."""

    answer: int
    act: Act
    numbers: tuple[int, ...]


def act(label: str, answer: int, deed: Act, *numbers: int) -> Button:
    """Return a button that does something with what is kept under numbers."""
    press = f"act:{answer}:{deed}:{','.join(map(str, numbers))}"
    assert len(press.encode()) <= LONGEST, press
    return Button(label, press)


_ACTS = frozenset(Act)


@lru_cache(maxsize=1024)
def read_act(press: str) -> Deed | None:
    """Return what an `act:` button does; None for anything that this bot did not write."""
    if not press.startswith("act:"):
        return None
    parts = press.split(":")
    if len(parts) != 4 or not _is_number(parts[1]):
        return None
    numbers = parts[3].split(",") if parts[3] else []
    if parts[2] not in _ACTS or not all(map(_is_number, numbers)):
        return None
    return Deed(int(parts[1]), Act(parts[2]), tuple(map(int, numbers)))


@dataclass(frozen=True, slots=True)
class Doubt:
    """A press that says an answer was read wrong, or what was meant instead."""

    answer: int
    meant: Intent | None = None


def more(answer: int) -> Button:
    """Return the button that shows all of an answer."""
    return Button("More", f"more:{answer}")


def read_more(press: str) -> int | None:
    """Return which answer a `more:` button wants to see all of; None for any other."""
    number = press.removeprefix("more:")
    return int(number) if number != press and _is_number(number) else None


READ_WRONG = "That was read wrong"


def doubt(answer: int) -> Button:
    """Return the button that says so of an answer."""
    return Button(READ_WRONG, f"wrong:{answer}")


def meant(label: str, answer: int, intent: Intent) -> Button:
    """Return a button that says what was meant instead of what an answer took it for."""
    return Button(label, f"wrong:{answer}:{intent}")


def read_doubt(press: str) -> Doubt | None:
    """Return what a `wrong:` button says; None for anything that this bot did not write."""
    parts = press.split(":")
    if len(parts) not in {2, 3} or parts[0] != "wrong" or not _is_number(parts[1]):
        return None
    if len(parts) == 2:
        return Doubt(int(parts[1]))
    return Doubt(int(parts[1]), Intent(parts[2])) if parts[2] in set(Intent) else None


def said_text(press: str) -> str | None:
    """Return the text that a `say:` button stands for; None for any other."""
    return press.removeprefix("say:") if press.startswith("say:") else None


def read_press(press: str) -> Press | None:
    """Return what a `do:` button means; None for anything that this bot did not write."""
    parts = press.split(":", 3)
    if len(parts) != 4 or parts[0] != "do" or not _is_number(parts[1]):
        return None
    if parts[2] not in set(Intent):
        return None
    slots = _slots(parts[3])
    return None if slots is None else Press(int(parts[1]), Intent(parts[2]), slots)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _slots(said: str) -> Slots | None:
    """Read `name=value` pairs; None when one cannot be read."""
    slots = Slots()
    for pair in said.split(",") if said else ():
        name, _, value = pair.partition("=")
        read = _slot(name, value)
        if read is None:
            return None
        slots = slots.overlaid(read)
    return slots


def _slot(name: str, value: str) -> Slots | None:
    match name:
        case "risk" if value in set(Risk):
            return Slots(risk=(Risk(value),))
        case "risk_shift" if value in {"1", "-1"}:
            return Slots(risk_shift=int(value))
        case "horizon_years" if _is_number(value):
            return Slots(horizon_years=Decimal(value))
        case "topic" | "model" if value.isascii():
            return Slots(topic=value) if name == "topic" else Slots(model=value)
        case "inflation" if _RATIO.fullmatch(value):
            return Slots(inflation=Decimal(value))
        case "frequency" if value in set(Period):
            return Slots(frequency=Period(value))
        case "income":
            income = _income(value)
            return Slots(income=income) if income else None
        case "other_income":
            income = _income(value)
            return Slots(other_income=income) if income else None
        case "preference" if "." in value:
            setting, _, said = value.partition(".")
            return Slots(preference=Preference(setting, said))
        case _:
            return None


def income_said(income: Money, period: Period) -> str | None:
    """Write an income for a button, in whole units and never more than it is; None below one."""
    whole = income.amount.to_integral_value(ROUND_FLOOR)
    return f"{whole:f}{income.currency}-{period}" if whole >= 1 else None


def _income(value: str) -> Income | None:
    said = _INCOME.fullmatch(value)
    if said is None:
        return None
    amount = Decimal(said[1])
    return Income(amount, amount, said[2], Period(said[3]))


_RATIO = re.compile(r"0(\.\d{1,4})?", re.ASCII)
_INCOME = re.compile(rf"(\d{{1,16}})([A-Z]{{3}})-({'|'.join(Period)})", re.ASCII)
