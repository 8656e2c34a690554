"""All that is kept about a person as one file: a person can read it, a program can load it."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum

from core.dialogue.person import Person
from core.dialogue.state import DialogueState
from core.nlg.draft import Draft, File

WHAT = {
    "holdings": "what you hold",
    "plans": "the versions of your plan",
    "receipts": "income, purchases and sales you recorded",
    "alerts": "what is watched for you",
    "pending": "a file that waits to be confirmed",
    "preferences": "your settings",
    "weekly": "when your summary comes",
    "last_summary": "what the last summary told, to compare the next with",
    "conversation": "the question under discussion, with what you named, and the last answer",
    "chat": "since when this chat is known, and when you last wrote",
    "messages": "your messages: their time, and their words as long as they wait for an answer",
    "replies": "what was answered and sent to you lately, or waits to be sent",
    "sent_unasked": "which summaries and reviews were sent, so that none comes twice",
    "next_summary": "what the next summary waits for",
    "wordings": "how many answers a language model worded on the last day it did",
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


def with_accounts(draft: Draft, accounts: Mapping[str, object]) -> Draft:
    """Return an answer whose file of everything holds what else is stored of the chat, by name."""
    return replace(draft, files=tuple(_with(file, accounts) for file in draft.files))


def _with(file: File, accounts: Mapping[str, object]) -> File:
    kept = json.loads(file.content)
    more = {name: {"what": WHAT[name], "data": rows} for name, rows in accounts.items() if rows}
    kept["kept_about_you"] |= more
    return replace(file, content=json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


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
