"""A load of many chats, a bot that is killed in the midst of it, and what must hold afterwards."""

import contextlib
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

from bot.transports.telegram.limits import ON_THEIR_WAY
from tests.peers.bot_api_client import ROOT, People

TOKEN = "7000004:a-token-for-the-simulator-only"  # noqa: S105  it opens the simulator only
TOPICS = ("Staking", "Slashing", "Lending", "Validator")
CHATS = range(1, 9)
EXPECTED = len(TOPICS) * len(CHATS)
DEAD = -signal.SIGKILL


class Bot:
    """Starts the bot over one database, plain or to be killed."""

    def __init__(self, people: People, directory: Path, database_url: str | None = None) -> None:
        self.log = directory / "stderr"
        self._directory = directory
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": people.address,
            "EVENKEEL_DATA_DIR": str(directory),
            "LIVE_MARKET": "false",
            **({"DATABASE_URL": database_url} if database_url else {}),
        }

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a module of Python with its arguments."""
        with self.log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=self._directory,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    @contextlib.contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run the bot and end it in good order."""
        process = self.start(*(command or ("bot.cli", "run")))
        try:
            yield process
        finally:
            process.terminate()
            try:
                code = process.wait(20)
            finally:
                process.kill()
                process.wait()
        assert code == 0, self.log.read_text()

    def killed(self, step: str, moment: str, number: int) -> None:
        """Run the bot until it has ended itself at a step."""
        process = self.start("tests.crash.killed", step, moment, str(number))
        try:
            code = process.wait(60)
        finally:
            process.kill()
            process.wait()
        assert code == DEAD, self.log.read_text()


def write(people: People, topics: Iterable[str] = TOPICS, chats: Iterable[int] = CHATS) -> None:
    """Let every chat ask the same few questions, in turns."""
    for topic, chat in product(topics, chats):
        people.say(chat, f"what is {topic.lower()}?")


def answers(people: People, *, within: float = 60) -> dict[int, list[str]]:
    """Return what each chat was answered, by the headline, once all is quiet."""
    people.calls("sendMessage", count=EXPECTED, within=within)
    said: dict[int, list[str]] = defaultdict(list)
    for call in people.calls("sendMessage", count=EXPECTED + ON_THEIR_WAY + 1, within=1):
        said[int(call["values"]["chat_id"])].append(_headline(call))
    return said


def _headline(call: dict[str, Any]) -> str:
    return str(call["result"]["text"]).partition("\n")[0]


def assert_nothing_lost(said: dict[int, list[str]], *, kills: int) -> int:
    """Check that all was answered, in order; return how many answers came twice."""
    for chat in CHATS:
        assert tuple(dict.fromkeys(said[chat])) == TOPICS, (chat, said[chat])
    doubled = sum(map(len, said.values())) - EXPECTED
    assert 0 <= doubled <= kills * ON_THEIR_WAY
    return doubled


def survives(
    people: People, bot: Bot, step: str, moment: str, number: int = 5, kills: int = 1
) -> int:
    """Kill the bot at a step under load, start it again, and return the answers that doubled."""
    people.forget()
    write(people)
    for _ in range(kills):
        bot.killed(step, moment, number)
    with bot.running():
        said = answers(people)
    # The poll of the killed process is still open at the simulator when the next one begins.
    refused = [call for call in people.state()["refused"] if call["method"] != "getUpdates"]
    assert refused == []
    return assert_nothing_lost(said, kills=kills)
