"""All that is kept about a person as one file: a person can read it, a program can load it."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum

from core.dialogue.person import Person
from core.dialogue.state import DialogueState
from core.nlg.draft import File

WHAT = {
    "holdings": "what you hold",
    "plans": "the versions of your plan",
    "receipts": "income, purchases and sales you recorded",
    "alerts": "what is watched for you",
    "pending": "a file that waits to be confirmed",
    "preferences": "your settings",
    "conversation": "the question under discussion, with what you named, and the last answer",
}
"""What each part of the file is, in words."""


def data_file(state: DialogueState, person: Person) -> File:
    """Return everything, part by part, each with what it is."""
    kept = {field.name: getattr(person, field.name) for field in dataclasses.fields(person)}
    parts = {name: value for name, value in kept.items() if name != "last_number"}
    parts["conversation"] = state
    told = {
        name: {"what": WHAT.get(name, name), "data": as_plain(value)}
        for name, value in parts.items()
    }
    words = json.dumps({"kept_about_you": told}, ensure_ascii=False, indent=1)
    return File("evenkeel-data.json", "application/json", words + "\n")


def as_plain(value: object) -> object:
    """Return a value of the core as JSON has it; numbers are text, so that no digit is lost."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: as_plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    match value:
        case Enum():
            return value.value
        case Decimal():
            return f"{value:f}"
        case date() | datetime() | time():
            return value.isoformat()
        case Mapping():
            return {str(name): as_plain(one) for name, one in value.items()}
        case tuple() if hasattr(value, "_fields"):
            return {name: as_plain(getattr(value, name)) for name in value._fields}
        case tuple() | list() | frozenset():
            return [as_plain(one) for one in value]
        case _:
            return value
