"""The one list of commands: each of them is answered, and /delete asks before it deletes."""

from datetime import UTC, datetime

import pytest

from bot.config import Settings
from core.dialogue.commands import COMMANDS, CONFIRMED, Command, find_command
from core.dialogue.effects import ForgetChat
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot
from core.nlu.utterance import Intent
from tests.dialogue.talk import Talk

AT = datetime(2026, 9, 2, 12, tzinfo=UTC)
NAMES = (
    "/start /help /plan /portfolio /income /summary /subscribe /unsubscribe /alerts /settings "
    "/export /delete /privacy"
)


def say(text: str, state: DialogueState | None = None) -> Turn:
    return take_turn(state or DialogueState(), Person(), Said(at=AT, text=text), bundled_snapshot())


def test_the_list() -> None:
    """There is one list, in the order of the menu, within Telegram's lengths."""
    assert " ".join(COMMANDS) == NAMES
    assert all(len(command.menu) <= 256 for command in COMMANDS.values())


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)
def test_each_is_answered(command: Command) -> None:
    """Each command has an answer of its own; one that comes later names what works instead."""
    turn = say(command.name)
    assert turn.utterance.intent is command.intent
    assert "could be read" not in turn.draft.text
    if command.later:
        assert command.later in turn.draft.text
        for row in turn.draft.buttons:
            after = take_turn(
                turn.state, Person(), Said(at=AT, press=row[0].press), bundled_snapshot()
            )
            assert "not built yet" not in after.draft.text


def test_help_lists_them() -> None:
    """The help shows all commands."""
    assert NAMES in say("/help").draft.text


def test_question_survives_a_command() -> None:
    """A command but /start and a confirmed /delete leaves the question under discussion alone."""
    asked = say("I have 300k and want 1500 a month").state
    assert asked.frame
    for name in COMMANDS:
        frame = say(name, asked).state.frame
        assert frame == (None if name == "/start" else asked.frame)


def test_deletion_is_confirmed() -> None:
    """/delete only asks; its button deletes, whatever was under discussion."""
    state = say("I have 300k and want 1500 a month").state
    asking = say("/delete", state)
    assert not asking.effects
    assert asking.state.frame == state.frame
    (button,) = asking.draft.buttons[0]
    done = take_turn(asking.state, Person(), Said(at=AT, press=button.press), bundled_snapshot())
    assert done.effects == (ForgetChat(),)
    assert done.state.frame is None
    assert not done.state.answers


@pytest.mark.parametrize("text", ["/delete everything now", "/delete all", "/delete it"])
def test_not_a_confirmation(text: str) -> None:
    """Anything else behind /delete asks again."""
    assert not say(text).effects


def test_in_words() -> None:
    """Asked for in words, deletion is asked back in the same way."""
    assert say("delete all my data").draft == say("/delete").draft


def test_privacy() -> None:
    """What is kept, who sees it and how to have it gone is told on one screen."""
    text = say("/privacy").draft.text
    assert ("ninety days" in text) is (Settings.model_fields["retention_days"].default == 90)
    for words in ("number of this chat", "language model", "stays until", "/delete"):
        assert words in text
    assert len(text.splitlines()) <= 16


@pytest.mark.parametrize("text", ["", " ", "/", "/foo", "start", "/starts", "a /help"])
def test_no_command(text: str) -> None:
    """Only what begins with a known command is one."""
    assert find_command(text) is None


def test_spelling() -> None:
    """Case and what follows do not matter."""
    assert find_command("/HELP me") is COMMANDS["/help"]
    assert find_command(f"/delete  {CONFIRMED}") is COMMANDS["/delete"]
    assert COMMANDS["/delete"].intent is Intent.DELETE_DATA


@pytest.mark.parametrize("text", ["is this free?", "are you a real person", "can I trust this bot"])
def test_asked_about_itself(text: str) -> None:
    """The bot says what it is and what it cannot touch."""
    assert "A program that counts" in Talk().say(text).draft.text


@pytest.mark.parametrize("text", ["who sees my messages?", "is my data safe", "is this private"])
def test_asked_who_sees(text: str) -> None:
    """The same page as the command's."""
    assert Talk().say(text).draft.text == Talk().say("/privacy").draft.text


@pytest.mark.parametrize("text", ["is aave safe", "is this offer a scam: 30% a day"])
def test_other_things_are_not_itself(text: str) -> None:
    """Whoever asks about a place or an offer means that."""
    assert "A program that counts" not in Talk().say(text).draft.text
