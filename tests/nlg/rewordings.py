"""The corpus of rewordings: pieces of real drafts, with texts that may and must not go out."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.facts import Fact, FactBook, Unit
from core.nlg.binding import Bound, bind
from core.nlg.draft import Draft

_FOLDER = Path(__file__).parent.parent / "corpora" / "rewordings"


@dataclass(frozen=True, slots=True)
class Rewording:
    """A text over a draft's names; `reason` is None where it may go out."""

    bound: Bound
    text: str
    reason: str | None


def draft_of(template: str, displays: dict[str, str]) -> Draft:
    """Return a draft of a template whose figures read like these."""
    facts = tuple(Fact(name, Decimal(1), Unit.RATIO, source="house") for name in displays)
    return Draft(template, FactBook(facts), displays)


def rewordings() -> Iterator[Rewording]:
    """Yield the whole corpus."""
    for draft, entry in _entries():
        bound = bind(draft)
        for text in entry["good"]:
            yield Rewording(bound, text, None)
        for reason, text in entry["bad"]:
            yield Rewording(bound, text, reason)


def drafts() -> Iterator[Draft]:
    """Yield the drafts that the corpus rewords."""
    return (draft for draft, _ in _entries())


def _entries() -> Iterator[tuple[Draft, dict[str, Any]]]:
    for path in sorted(_FOLDER.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["draft"]:
            yield draft_of(entry["template"], entry["displays"]), entry
