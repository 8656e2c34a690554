"""Answered messages a second, as a ratio to a bare echo of python-telegram-bot, and a burst.

    python -m benchmarks.telegram [rates | burst]

The bot runs as it is installed, over SQLite in an empty directory, its sending limit raised; the
peer is an Application that echoes, which keeps nothing and loses what it has in hand when it is
killed. Each is a process of its own and talks to the simulated Telegram of the tests, a third,
which shares the machine with them. For the rates a backlog of many chats waits when a bot starts,
and what is counted is the time between two sends in Telegram's record: neither start nor warm-up
is in it. The burst is 3,000 messages before the bot is started, which are all answered, in order
in each chat.
"""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator

from tests.peers.bot_api_client import ROOT, People, simulated_telegram

HELP = ("/help",)
QUESTION = "I have 300k in crypto and want 1500 a month"
REQUIRED_YIELD = tuple(f"and with {sum_} a month?" for sum_ in (1600, 1700, 1800, 1900))
"""Answered in words alone: the picture came with the question that they follow up."""
MIXED = ("/help", "what is slashing?", "How much do I need for 4,000 a month?")
PICTURE = "I have 300k, how should I invest it for income? moderate risk"
CHATS = 100
TEXTS = 4 * CHATS
WARM_UP = CHATS
"""So many of the texts are not counted: a bot's first answers load its data."""
PICTURES = 150
ROUNDS = 2
BURST, BURST_CHATS = 3000, 300
PATIENCE = 60
TOKEN = "7000003:a-token-for-the-simulator-only"  # noqa: S105  it opens nothing else

BOT = ("-m", "bot.cli", "run")
ECHO = ("-m", "benchmarks.telegram", "echo")


def echo(address: str) -> None:
    """Be a bot of python-telegram-bot that echoes, until the process is ended."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text(update.message.text or "")

    app = Application.builder().token(TOKEN).base_url(f"{address}/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, answer))
    app.run_polling()


@contextlib.contextmanager
def running(
    command: tuple[str, ...], address: str, directory: str, **settings: str
) -> Iterator[None]:
    """Run a bot in a process of its own, which keeps what it keeps in a directory."""
    environment = {"PATH": os.environ["PATH"]} | {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": address,
        "EVENKEEL_DATA_DIR": directory,
        "SEND_RATE": "1000",
        **settings,
    }
    argv = (sys.executable, *command)
    with subprocess.Popen(argv, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as bot:
        try:
            yield
        finally:
            bot.terminate()


def texts_a_second(
    people: People, command: tuple[str, ...], texts: tuple[str, ...], question: str | None = None
) -> float:
    """Return how fast a bot works off a backlog of texts, which may follow up a question."""
    people.forget()
    with tempfile.TemporaryDirectory() as directory:
        asked = 0
        if question:
            asked = CHATS
            for chat in range(CHATS):
                people.say(1 + chat, question)
            with running(command, people.address, directory):
                people.calls("sendMessage", count=asked, within=PATIENCE)
        for number in range(TEXTS):
            people.say(1 + number % CHATS, texts[number // CHATS % len(texts)])
        return _rate(people, command, directory, asked + WARM_UP, TEXTS - WARM_UP)


def pictures_a_second(people: People) -> float:
    """Return how fast the bot answers a question that is answered with a picture too.

    The pictures of a backlog go out before most of its texts: what counts is the time from the
    first of the one to the last of the other.
    """
    people.forget()
    for chat in range(PICTURES):
        people.say(1 + chat, PICTURE)
    with tempfile.TemporaryDirectory() as directory, running(BOT, people.address, directory):
        sent = people.calls("sendMessage", count=PICTURES, within=PATIENCE)
    pictures = people.calls("sendPhoto")
    assert len(pictures) == len(sent) == PICTURES, people.state()
    return PICTURES / float(sent[-1]["at"] - pictures[0]["at"])


def _rate(
    people: People, command: tuple[str, ...], directory: str, before: int, measured: int
) -> float:
    with running(command, people.address, directory):
        sent = people.calls("sendMessage", count=before + measured, within=PATIENCE)
    assert len(sent) == before + measured, people.state()
    return measured / float(sent[-1]["at"] - sent[before - 1]["at"])


def rates(people: People) -> None:
    """Print the rates, taken in turns, and their ratios."""
    asked: dict[str, tuple[tuple[str, ...], str | None]] = {
        "help": (HELP, None),
        "required_yield": (REQUIRED_YIELD, QUESTION),
    }
    for name, (texts, question) in asked.items():
        rounds = [
            [texts_a_second(people, command, texts, question) for command in (ECHO, BOT)]
            for _ in range(ROUNDS)
        ]
        echoed, answered = (statistics.mean(found) for found in zip(*rounds, strict=True))
        ratio = answered / echoed
        print(f"{name:15} {answered:6.1f} a second, echo {echoed:6.1f}, ratio {ratio:.2f}")
    print("goal: a ratio of at least 0.5")
    print(f"recommend_blend {pictures_a_second(people):6.1f} a second, with its picture")


def burst(people: People) -> None:
    """Print how long a burst takes, and check that each chat has its answers in order."""
    people.forget()
    for number in range(BURST):
        people.say(1 + number % BURST_CHATS, MIXED[number // BURST_CHATS % len(MIXED)])
    with tempfile.TemporaryDirectory() as directory, running(BOT, people.address, directory):
        begun = time.time()
        for _ in range(3):
            sent = people.calls("sendMessage", count=BURST, within=PATIENCE)
    said: dict[str, list[str]] = defaultdict(list)
    for call in sent:
        said[str(call["values"]["chat_id"])].append(call["result"]["text"].partition("\n")[0])
    first = next(iter(said.values()))[: len(MIXED)]
    expected = [first[number % len(MIXED)] for number in range(BURST // BURST_CHATS)]
    assert len(set(first)) == len(MIXED)
    assert all(answers == expected for answers in said.values())
    lasted = float(sent[-1]["at"]) - begun
    print(f"a burst of {BURST}: {len(sent)} answered in order, {lasted:.1f} s with the start")


def main(*parts: str) -> None:
    """Measure all, or the parts named."""
    with simulated_telegram(TOKEN) as people:
        for part in (rates, burst):
            if not parts or part.__name__ in parts:
                part(people)


if __name__ == "__main__":
    if sys.argv[1:] == ["echo"]:
        echo(os.environ["TELEGRAM_API_URL"])
    else:
        main(*sys.argv[1:])
