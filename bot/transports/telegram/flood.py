"""How much one person may write: who floods is told so once, and keeps nobody else waiting."""

from collections import deque
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.services import Reply

MOST = 60
"""So many messages and presses of one person are answered within the time below: a message a
second is what Telegram lets a chat be answered with in the long run."""
WITHIN = timedelta(minutes=1)
MOST_PEOPLE = 10_000
"""Of so many people it is remembered; who wrote longest ago has long been calm."""

_TEXT = (
    "That is more at once than can be answered well. What came in the last moments stays "
    "unanswered: wait a minute, then write again, in one message if you can."
)


class Verdict(Enum):
    """What becomes of a message."""

    ANSWERED = auto()
    TOLD = auto()
    """It is answered with a word about the flood."""
    UNANSWERED = auto()


class Flood:
    """Counts by the time at which something was written, so that a backlog is no flood.

    Each person's chat is one process's at a time, so that a process counts for itself.
    """

    def __init__(self) -> None:
        self._times: dict[str, deque[datetime]] = {}
        self._told: set[str] = set()

    def judge(self, person: str, at: datetime) -> Verdict:
        """Count a message of a person, and return what becomes of it."""
        times = self._times.pop(person, None) or deque()
        self._times[person] = times
        while times and times[0] <= at - WITHIN:
            times.popleft()
        self._forget_the_calm()
        if len(times) < MOST:
            times.append(at)
            self._told.discard(person)
            return Verdict.ANSWERED
        if person in self._told:
            return Verdict.UNANSWERED
        self._told.add(person)
        return Verdict.TOLD

    def _forget_the_calm(self) -> None:
        while len(self._times) > MOST_PEOPLE:
            calm = next(iter(self._times))
            del self._times[calm]
            self._told.discard(calm)


def too_much() -> Reply:
    """Return what who floods is told."""
    return Reply(_TEXT, _TEXT)
