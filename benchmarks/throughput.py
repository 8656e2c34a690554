"""Answered messages a second, as a ratio to a bare echo of python-telegram-bot.

    python -m benchmarks.throughput

The bot runs as it is installed, over SQLite in an empty directory; the peer is an Application
that echoes. Each is a process of its own and talks to the simulated Telegram of the tests, a
third, which shares the machine with them. A backlog of many chats waits when the bot starts, and
what is counted is the time between two sends in Telegram's record: neither start nor warm-up is
in it. The same bot without a database tells what SQLite costs.
"""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from itertools import count, islice

from pydantic import SecretStr

from bot.charts import ChartWorker
from bot.memory import InMemoryChats
from bot.oneshot import bundled
from bot.services import Answer, Chat, Outgoing, ReceivedUpdate, Services
from tests.peers.bot_api_client import ROOT, People, simulated_telegram

TEXTS = (
    "what is staking?",
    "How much do I need for 4,000 a month?",
    "What would 50k USDC earn?",
)
PICTURE = "I have 300k in crypto and want 1-2k a month, nothing wild"
CHATS = 100
TEXT_MESSAGES = 4 * CHATS
PICTURE_MESSAGES = 15
WARM_UP = CHATS
"""So many of the first texts are not counted: a bot's first answers load its data."""
ROUNDS = 2
PATIENCE = 60
TOKEN = "7000003:a-token-for-the-simulator-only"  # noqa: S105  it opens nothing else

BOT = ("-m", "bot.cli", "run")
IN_MEMORY = ("-m", "benchmarks.throughput", "in-memory")
ECHO = ("-m", "benchmarks.throughput", "echo")


class InMemory(InMemoryChats):
    """Store and mailbox of a run that forgets: what is left of the bot without a database."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[int, ReceivedUpdate] = {}
        self._entries = count(1)

    async def save(self, chat: Chat, answer: Answer) -> Outgoing:
        """Keep the state, and no longer the update."""
        if answer.message.update_id is not None:
            await self.finish(answer.message.update_id)
        return await super().save(chat, answer)

    async def store(self, updates: Sequence[ReceivedUpdate]) -> None:
        for update in updates:
            self._waiting[update.update_id] = update

    async def waiting(
        self, limit: int | None = None, held: Collection[int] = ()
    ) -> Sequence[ReceivedUpdate]:
        left = (update for known, update in self._waiting.items() if known not in held)
        return list(islice(left, limit))

    async def finish(self, update_id: int, *, erase: bool = False) -> None:
        del self._waiting[update_id]

    async def reject(self, update_id: int, *, erase: bool = False) -> None:
        await self.finish(update_id)

    async def note_block(self, update_id: int, chat_id: str, *, blocked: bool) -> None:
        await self.finish(update_id)

    async def migrate(self, chat_id: str, to: str) -> None:
        """Do nothing: nothing is kept under either id."""

    async def unsent(self) -> Sequence[Outgoing]:
        return ()

    async def mark_sent(self, entry_id: int) -> None:
        """Do nothing: no reply of a run that forgets has an entry."""

    async def mark_failed(self, entry_id: int, reason: str, *, gone: bool = False) -> None:
        """Do nothing, as above."""


async def answer_in_memory(address: str) -> None:
    """Be the bot without its database, until the process is ended."""
    from bot.transports.telegram import run_bot

    memory = InMemory()
    services = Services(memory, bundled)
    draw = ChartWorker().draw
    await run_bot(SecretStr(TOKEN), address, services, memory, draw, asyncio.Event())


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
def running(command: tuple[str, ...], address: str) -> Iterator[None]:
    """Run a bot in a process of its own, with nothing to remember."""
    with tempfile.TemporaryDirectory() as directory:
        environment = {"PATH": os.environ["PATH"]} | {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": address,
            "EVENKEEL_DATA_DIR": directory,
            "LIVE_MARKET": "false",
        }
        argv = (sys.executable, *command)
        with subprocess.Popen(argv, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as bot:
            try:
                yield
            finally:
                bot.terminate()


def answered_a_second(people: People, command: tuple[str, ...]) -> float:
    """Return how fast a bot works off a backlog of texts."""
    people.forget()
    for number in range(WARM_UP + TEXT_MESSAGES):
        people.say(1 + number % CHATS, TEXTS[number // CHATS % len(TEXTS)])
    return _rate(people, command, TEXT_MESSAGES, WARM_UP)


def pictures_a_second(people: People) -> float:
    """Return how fast the bot answers a question that is answered with a picture too."""
    people.forget()
    for chat in range(1 + PICTURE_MESSAGES):
        people.say(1 + chat, PICTURE)
    return _rate(people, BOT, PICTURE_MESSAGES, 1)


def _rate(people: People, command: tuple[str, ...], measured: int, warm_up: int) -> float:
    with running(command, people.address):
        sent = people.calls("sendMessage", count=warm_up + measured, within=PATIENCE)
    assert len(sent) == warm_up + measured, people.state()
    return measured / float(sent[-1]["at"] - sent[warm_up - 1]["at"])


def main() -> None:
    """Print the rates, taken in turns, and their ratio."""
    with simulated_telegram(TOKEN) as people:
        rounds = [
            [answered_a_second(people, command) for command in (ECHO, BOT, IN_MEMORY)]
            for _ in range(ROUNDS)
        ]
        pictures = pictures_a_second(people)
    echoed, answered, in_memory = (statistics.mean(rates) for rates in zip(*rounds, strict=True))
    print(f"echo of python-telegram-bot   {echoed:6.1f} a second")
    print(f"evenkeel run, texts           {answered:6.1f} a second")
    print(f"the same without a database   {in_memory:6.1f} a second")
    print(f"evenkeel run, pictures        {pictures:6.1f} a second")
    print(f"share of SQLite = {1 - answered / in_memory:.0%} of the time for a text")
    print(f"run / echo = {answered / echoed:.2f} (goal: at least 0.5)")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["echo"]:
            echo(os.environ["TELEGRAM_API_URL"])
        case ["in-memory"]:
            asyncio.run(answer_in_memory(os.environ["TELEGRAM_API_URL"]))
        case _:
            main()
