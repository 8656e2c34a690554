"""What a conversation remembers between messages: one frozen value, stored as JSON."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from core.dialogue.effects import Effect
from core.dialogue.tables import Document
from core.facts import FactBook
from core.finance.monitoring import Alert
from core.finance.portfolio import Position
from core.finance.receipts import Receipt
from core.nlg.draft import Button, Draft
from core.nlg.writing import shown_in_order
from core.nlu.utterance import Intent, Risk, Utterance
from core.requests import Frame
from core.requests.preferences import Preferences
from core.schedule import Weekly


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a person did: wrote a text, pressed a button or sent a file (exactly one).

    `at` carries the person's UTC offset and is the only clock of a turn.
    """

    at: datetime
    text: str | None = None
    press: str | None = None
    document: Document | None = None
    locale: str | None = None
    """The language of the person's app as it names it, where it does; words are English anyway."""
    overheard: bool = False
    """Whether others read along, as in a group."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The question that an earlier answer belongs to, so that its buttons stay meaningful."""

    number: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Understood:
    """How the last message in words was read, as long as it may turn out to be wrong."""

    answer: int
    text: str
    frame: Frame
    others: tuple[Intent, ...] = ()


@dataclass(frozen=True, slots=True)
class Undo:
    """What a change to what is kept is taken back by; its button stands under `answer`."""

    answer: int
    holdings: tuple[Position, ...] = ()
    """To be kept again as they were, and so the others."""
    receipts: tuple[Receipt, ...] = ()
    alerts: tuple[Alert, ...] = ()
    numbers: tuple[int, ...] = ()
    """To be kept no more."""
    preferences: Preferences | None = None
    """As they were, where they changed."""
    weekly: tuple[Weekly | None, ...] = ()
    """When the summary came, where that changed: None for never."""


@dataclass(frozen=True, slots=True)
class DialogueState:
    """Where the conversation stands."""

    frame: Frame | None = None
    """The question under discussion; asides such as help and thanks leave it alone."""
    asked: str | None = None
    """The slot that was asked for last and is still missing."""
    asked_by: Intent | None = None
    """What it was asked for, where that is not the question under discussion."""
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
    understood: Understood | None = None

    @property
    def holdings_told(self) -> bool:
        """Whether the last answer was about what the person keeps."""
        last, here = self.understood, {Intent.SET_HOLDINGS, Intent.SHOW_PORTFOLIO}
        return last is not None and last.answer == self.turns and last.frame.intent in here

    def having_told(self, draft: Draft, answer: int) -> "DialogueState":
        """Return a state that can show how the figures of a draft came about, if any was made."""
        shown = shown_in_order(draft)
        if not any(draft.book[name].inputs for name, _ in shown):
            return self
        return replace(self, book=draft.book, shown=shown, shown_in=answer)

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
    doubt: Button | None = None
    """What says that the message was read wrong; None where nothing was read."""
