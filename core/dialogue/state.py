"""What a conversation remembers between messages: one frozen value, stored as JSON."""

from dataclasses import dataclass, field
from datetime import datetime

from core.dialogue.effects import Effect
from core.facts import FactBook
from core.finance.portfolio import Position
from core.nlg.draft import Button, Draft
from core.nlu.utterance import Risk, Utterance
from core.requests import Frame


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a person did: wrote a text or pressed a button (exactly one of the two).

    `at` carries the person's UTC offset and is the only clock of a turn.
    """

    at: datetime
    text: str | None = None
    press: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The question that an earlier answer belongs to, so that its buttons stay meaningful."""

    number: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Undo:
    """What a change to what is kept is taken back by; its button stands under `answer`."""

    answer: int
    holdings: tuple[Position, ...] = ()
    """To be kept again as they were."""
    numbers: tuple[int, ...] = ()
    """To be kept no more."""


@dataclass(frozen=True, slots=True)
class DialogueState:
    """Where the conversation stands."""

    frame: Frame | None = None
    """The question under discussion; asides such as help and thanks leave it alone."""
    asked: str | None = None
    """The slot that was asked for last and is still missing."""
    risk: Risk | None = None
    """The risk level the person last named; it holds until another is named."""
    buttons: tuple[Button, ...] = ()
    """What was offered last: typing a label does the same as pressing it."""
    book: FactBook = field(default_factory=FactBook)
    """The facts of the last answer with figures, for "show working"."""
    shown: tuple[tuple[str, str], ...] = ()
    """Name and display of each figure in that answer, in the order of the text."""
    shown_in: int = 0
    """The number of that answer."""
    answers: tuple[Answered, ...] = ()
    """The questions of the last turns, oldest first."""
    turns: int = 0
    undo: Undo | None = None
    """How to take back the last change to what the person keeps."""

    def anew(self) -> "DialogueState":
        """Return a state that forgets the question; old buttons still find theirs."""
        return DialogueState(answers=self.answers, turns=self.turns)


@dataclass(frozen=True, slots=True)
class Turn:
    """The whole outcome of one message."""

    state: DialogueState
    utterance: Utterance
    draft: Draft
    effects: tuple[Effect, ...] = ()
