"""What a step of a turn may look at, and what it comes to."""

from dataclasses import dataclass
from datetime import date, datetime

from core.dialogue.effects import Effect
from core.dialogue.person import Person
from core.dialogue.state import DialogueState
from core.finance.market import MarketSnapshot
from core.nlg.draft import Draft
from core.nlu.utterance import Intent
from core.requests import Frame


@dataclass(frozen=True, slots=True)
class Scene:
    """What every step of a turn may look at."""

    person: Person
    snapshot: MarketSnapshot
    today: date
    at: datetime
    number: int
    """The number of the answer being made; its buttons carry it."""
    pressed: bool = False
    """Whether a button was pressed, and no text was written."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a step of a turn comes to."""

    state: DialogueState
    draft: Draft
    asked: str | None = None
    """The slot that the draft asks for."""
    about: Frame | None = None
    """The question that the draft's buttons belong to, where it is not the state's."""
    effects: tuple[Effect, ...] = ()
    asked_by: Intent | None = None
    """What it asks for that, where it is not the state's question."""
