"""A turn that is computed for long: off the event loop, and the person is told."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import conversation
from bot.conversation import take_and_save
from bot.memory import InMemoryChats
from bot.oneshot import bundled
from bot.services import IncomingMessage, Services
from core.dialogue.hearing import is_quick, may_simulate
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot

HELD_OUT = sorted((Path(__file__).parent / "corpora" / "heldout").glob("*.jsonl"))
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


def test_nothing_quick_is_simulated() -> None:
    """The look at the words never takes one of the held-out messages for quick that is not."""
    state, at = DialogueState(), MESSAGE.said.at
    lines = [line for path in HELD_OUT for line in path.read_text().splitlines()]
    said = [Said(at, text=json.loads(line)["text"]) for line in lines]
    quick = [each for each in said if is_quick(state, each)]
    assert len(quick) > len(said) // 3
    assert [each.text for each in quick if may_simulate(state, each)] == []


def test_what_follows_up_a_simulation_is_not_quick() -> None:
    """The words alone do not tell what they change."""
    said = Said(MESSAGE.said.at, text="and with 300k?")
    state = take_turn(DialogueState(), Person(), MESSAGE.said, bundled_snapshot()).state
    assert is_quick(DialogueState(), said)
    assert not is_quick(state, said)
