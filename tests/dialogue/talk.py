"""A conversation that remembers, for tests of what a person keeps."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from core.dialogue.effects import applied
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.tables import Document, FileProblem
from core.dialogue.turn import take_turn
from core.finance.market import MarketSnapshot, bundled_snapshot

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


@dataclass
class Talk:
    """A conversation that remembers, as a shell would have it."""

    state: DialogueState = field(default_factory=DialogueState)
    person: Person = field(default_factory=Person)
    snapshot: MarketSnapshot = field(default_factory=bundled_snapshot)

    def say(self, text: str) -> Turn:
        return self._take(Said(AT, text=text))

    def press(self, label: str) -> Turn:
        """Press a button of the last answer."""
        found = next(b.press for b in self.state.buttons if b.label.startswith(label))
        return self.press_raw(found)

    def press_raw(self, press: str) -> Turn:
        return self._take(Said(AT, press=press))

    def send(self, content: str | bytes | FileProblem) -> Turn:
        """Send a file."""
        raw = content if isinstance(content, bytes | FileProblem) else content.encode()
        return self._take(Said(AT, document=Document("file.csv", raw)))

    def _take(self, said: Said) -> Turn:
        turn = take_turn(self.state, self.person, said, self.snapshot)
        self.state, self.person = turn.state, applied(self.person, turn.effects)
        return turn

    @property
    def held(self) -> dict[str, Decimal]:
        return {one.asset: one.quantity for one in self.person.holdings}
