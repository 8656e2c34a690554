"""The real bot process against a simulated Telegram, each in a process of its own."""

import contextlib
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.transports.telegram.limits import ON_THEIR_WAY
from tests.peers.bot_api_client import People, simulated_telegram

TOKEN = "7000002:a-token-that-must-never-be-logged"  # noqa: S105  it opens the simulator only
QUESTION = "I have 300k in crypto and want 1-2k a month, nothing wild"
ADA = 42


@pytest.fixture(scope="module")
def telegram() -> Iterator[People]:
    with simulated_telegram(TOKEN) as people:
        yield people


@pytest.fixture
def people(telegram: People) -> People:
    telegram.forget()
    return telegram


class BotProcess:
    """Starts the bot as a person does, over one data directory."""

    def __init__(self, telegram: str, data: Path) -> None:
        self.log = data / "stderr"
        self._environment = {
            "PATH": os.environ["PATH"],
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram,
            "EVENKEEL_DATA_DIR": str(data),
            "LIVE_MARKET": "false",
        }
        self._directory = data

    @contextlib.contextmanager
    def running(self, *, end: signal.Signals = signal.SIGTERM) -> Iterator[None]:
        """Run the bot, and end it with a signal; a SIGTERM must end it in good order."""
        command = [sys.executable, "-m", "bot.cli", "run"]
        with (
            self.log.open("a") as log,
            subprocess.Popen(
                command, cwd=self._directory, env=self._environment, stdout=log, stderr=log
            ) as process,
        ):
            try:
                yield
            finally:
                process.send_signal(end)
                code = _ended(process)
        assert code == (-signal.SIGKILL if end == signal.SIGKILL else 0), self.log.read_text()


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Return the exit code of a process that was told to end; one that does not is a failure."""
    try:
        return process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


@pytest.fixture
def bot(people: People, tmp_path: Path) -> BotProcess:
    return BotProcess(people.address, tmp_path)


def sent(people: People, count: int, *, since: int = 0) -> list[dict[str, Any]]:
    """Return the messages sent from a call's number on, once there are so many."""
    found = people.calls("sendMessage", since=since, count=count)
    assert len(found) == count, people.state()
    return found


def presses(call: dict[str, Any]) -> list[str]:
    """Return what the buttons under a message say."""
    rows = call["values"].get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row]


def test_conversation_over_a_restart(people: People, bot: BotProcess) -> None:
    """A person is greeted, asks, follows up, sees a picture and presses; a restart changes nothing.

    What was written and what was pressed while the bot was down is answered afterwards, and an
    update that Telegram delivers again is not.
    """
    with bot.running():
        people.say(ADA, "/start")
        (greeting,) = sent(people, 1)
        assert len(presses(greeting)) >= 3

        asked = people.say(ADA, QUESTION)
        answer = sent(people, 2)[1]
        (picture,) = people.calls("sendPhoto")
        assert picture["number"] < answer["number"]
        assert picture["values"]["caption"]
        assert "%" in answer["values"]["text"]
        assert presses(answer)

        people.say(ADA, "and with 2k?")
        follow_up = sent(people, 3)[2]
        assert follow_up["values"]["text"] != answer["values"]["text"]

    people.press(ADA, next(press for press in presses(answer) if "show_working" in press))
    people.push({"update_id": asked, "message": {"text": QUESTION}})
    people.say(ADA, "thanks")

    with bot.running():
        pressed, thanked = sent(people, 5)[3:]
        assert pressed["values"]["text"]
        assert thanked["values"]["text"] != pressed["values"]["text"]
        people.press(ADA, presses(greeting)[0])  # a step on from there, in its place
        assert len(people.calls("editMessageText", count=1)) == 1
        assert len(people.calls("answerCallbackQuery")) == 2

    state = people.state()
    assert state["refused"] == []
    assert state["calls"]["sendMessage"] == 5
    log = bot.log.read_text()
    assert TOKEN not in log
    assert "300k" not in log
    assert "thanks" not in log


def test_killed_at_work(people: People, bot: BotProcess) -> None:
    """A bot that is killed while it answers loses nothing and doubles at most what flew."""
    chats = range(1, 9)
    for _ in range(3):
        for chat in chats:
            people.say(chat, "what is staking?")
    with bot.running(end=signal.SIGKILL):
        people.calls("sendMessage", count=5)
    with bot.running():
        people.say(ADA, "thanks")
        people.calls("sendMessage", count=25)
        quiet = people.calls("sendMessage", count=1000, within=1)
    answered = Counter(int(call["values"]["chat_id"]) for call in quiet)
    assert all(answered[chat] >= 3 for chat in chats)
    assert answered[ADA] == 1
    assert sum(answered.values()) <= 25 + ON_THEIR_WAY


def test_refused_token(people: People, tmp_path: Path) -> None:
    """A token that Telegram refuses ends the process with what to do about it, not with itself."""
    environment = {
        "PATH": os.environ["PATH"],
        "TELEGRAM_BOT_TOKEN": "1:wrong-token",
        "TELEGRAM_API_URL": people.address,
        "EVENKEEL_DATA_DIR": str(tmp_path),
        "LIVE_MARKET": "false",
    }
    command = [sys.executable, "-m", "bot.cli", "run"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        told = process.communicate(timeout=60)[0].decode()
    assert process.returncode == 1
    assert "TELEGRAM_BOT_TOKEN" in told
    assert "wrong-token" not in told
