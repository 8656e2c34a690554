"""A turn that is computed for long: off the event loop, and the person is told."""

import threading
from datetime import UTC, datetime

import pytest

from bot import conversation
from bot.conversation import take_and_save
from bot.memory import InMemoryChats
from bot.oneshot import bundled
from bot.services import IncomingMessage, Services
from core.dialogue.hearing import may_simulate
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.turn import take_turn

MESSAGE = IncomingMessage(
    "1", Said(datetime(2026, 11, 22, tzinfo=UTC), text="when can I live off 3k a month with 200k")
)


class Slow:
    """A computation that lasts until the person was told of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.told = threading.Event()
        self.thread: threading.Thread | None = None
        monkeypatch.setattr(conversation, "LONG_SECONDS", 0.01)
        monkeypatch.setattr(conversation, "take_turn", self.take_turn)

    def take_turn(self, *args: object) -> Turn:
        self.thread = threading.current_thread()
        assert self.told.wait(10)
        return take_turn(*args)  # type: ignore[arg-type]

    async def say(self, message: IncomingMessage) -> int | None:
        assert message is MESSAGE
        self.told.set()
        return 7


async def test_a_long_turn_is_told_of_and_its_answer_takes_the_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The line's number is what the answer edits; the loop stays free to say it."""
    slow = Slow(monkeypatch)
    services = Services(InMemoryChats(), bundled)
    _, outgoing = await take_and_save(MESSAGE, services, slow.say)
    assert outgoing.edits == 7
    assert slow.thread is not threading.main_thread()


def test_only_plans_over_years_are_simulated() -> None:
    """Whoever asks for help, or what a coin pays, is not told of a simulation."""
    state = DialogueState()
    assert may_simulate(state, MESSAGE.said)
    for text in ("help", "what does ETH pay now", "", "I have 300k and want 1k a month"):
        assert not may_simulate(state, Said(MESSAGE.said.at, text=text))
