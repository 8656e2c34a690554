"""The same conversations on our own Bot API and on one by other hands, by polling and webhook."""

import asyncio
import contextlib
import re
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from pydantic import SecretStr

from bot.db.database import open_database
from bot.db.migrating import upgrade
from bot.db.store import DatabaseChats, DatabaseMailbox
from bot.oneshot import bundled
from bot.services import Services
from bot.transports.telegram import run_bot
from bot.transports.telegram.ways import Listening, Ways, Webhook
from core.nlg.draft import Chart
from tests.peers.bot_api import serving
from tests.peers.bot_api_state import BotApi
from tests.peers.foreign import peer as foreign
from tests.peers.foreign.peer import Foreigners, foreign_telegram
from tests.telegram.test_sending import PNG

TOKEN = "7000006:a-token-for-the-peers-only"  # noqa: S105  it opens the peers only
SECRET = "only-the-peers-know-it"  # noqa: S105  it opens a server of the test's own
QUESTION = "I have 300k in crypto and want 1-2k a month, nothing wild"
LACKED = {"setMyCommands", "sendChatAction", "sendPhoto"}
"""What the foreign peer does not know of what we call: the menu, signs and pictures.

It has no error codes, no limits, no groups and no redelivery either; those are for our own.
"""


class Peer(Protocol):
    """A Bot API with people who write to the bot."""

    address: str

    async def say(self, chat_id: int, text: str) -> None: ...

    async def press(self, chat_id: int, data: str) -> None: ...

    async def messages(self, chat_id: int) -> list[dict[str, Any]]: ...

    async def receives(self) -> bool: ...


class Ours:
    """The simulator of ours."""

    def __init__(self, api: BotApi, address: str) -> None:
        self.address = address
        self._api = api

    async def say(self, chat_id: int, text: str) -> None:
        await self._api.say(chat_id, text)

    async def press(self, chat_id: int, data: str) -> None:
        await self._api.press(chat_id, data)

    async def messages(self, chat_id: int) -> list[dict[str, Any]]:
        sent = [m for (chat, _), m in self._api.messages.items() if chat == str(chat_id)]
        assert not [r for r in self._api.refused if "not modified" not in r["why"]]
        return [message for message in sent if "photo" not in message]

    async def receives(self) -> bool:
        return bool(self._api.webhook.url or self._api.poller)


class Theirs:
    """The foreign one."""

    def __init__(self, people: Foreigners) -> None:
        self.address = people.address
        self._people = people

    async def say(self, chat_id: int, text: str) -> None:
        await asyncio.to_thread(self._people.say, chat_id, text)

    async def press(self, chat_id: int, data: str) -> None:
        await asyncio.to_thread(self._people.press, chat_id, data)

    async def messages(self, chat_id: int) -> list[dict[str, Any]]:
        assert set(self._people.lacks()) <= LACKED
        return await asyncio.to_thread(self._people.messages, chat_id)

    async def receives(self) -> bool:
        return bool({"getUpdates", "setWebhook"} & await asyncio.to_thread(self._people.called))


@pytest.fixture(scope="module")
def foreign_process() -> Iterator[Foreigners]:
    with foreign_telegram(TOKEN) as people:
        yield people


@pytest.fixture
def foreigners(foreign_process: Foreigners) -> Foreigners:
    foreign_process.forget_calls()
    return foreign_process


@pytest.fixture(params=["ours", "theirs"])
async def peer(request: pytest.FixtureRequest) -> AsyncIterator[Peer]:
    if request.param == "theirs":
        yield Theirs(request.getfixturevalue("foreigners"))
        return
    api = BotApi(TOKEN)
    async with serving(api) as address:
        yield Ours(api, address)


async def draw(_chart: Chart) -> bytes:
    return PNG


def ways(how: str) -> Ways:
    if how == "polling":
        return Ways()
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = int(bound.getsockname()[1])
    webhook = Webhook(f"http://127.0.0.1:{port}/updates", SecretStr(SECRET))
    return Ways(webhook, Listening("127.0.0.1", port))


@contextlib.asynccontextmanager
async def at_work(peer: Peer, directory: Path, how: str) -> AsyncIterator[None]:
    """Run the bot with all that it is made of, but for the process that draws."""
    url, stop = f"sqlite:///{directory / 'evenkeel.db'}", asyncio.Event()
    await asyncio.to_thread(upgrade, url)
    async with open_database(url) as database:
        services = Services(DatabaseChats(database), bundled)
        mailbox = DatabaseMailbox(database)
        bot = run_bot(SecretStr(TOKEN), peer.address, services, mailbox, draw, stop, ways=ways(how))
        task = asyncio.create_task(bot)
        try:
            async with asyncio.timeout(20):  # the foreign peer delivers once, so not before it can
                while not await peer.receives():  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
            yield
        finally:
            stop.set()
            await asyncio.wait_for(task, 15)


async def answers(peer: Peer, chat: int, count: int) -> list[dict[str, Any]]:
    """Return the bot's messages in a chat, once there are so many."""
    async with asyncio.timeout(20):
        while len(found := await peer.messages(chat)) < count:  # noqa: ASYNC110  a peer has no event
            await asyncio.sleep(0.02)
    assert len(found) == count
    return found


def labels(message: dict[str, Any]) -> dict[str, str]:
    """Return the buttons under a message: what each says by its label."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row}


@pytest.mark.parametrize("how", ["polling", "webhook"])
async def test_conversation(peer: Peer, how: str, tmp_path: Path) -> None:
    """A greeting, an answer, a follow-up and a button, in two chats that do not mix."""
    chat, other = (11, 12) if how == "polling" else (21, 22)
    async with at_work(peer, tmp_path, how):
        await peer.say(chat, "/start")
        (greeting,) = await answers(peer, chat, 1)
        assert len(labels(greeting)) >= 3
        await peer.say(chat, QUESTION)
        answer = (await answers(peer, chat, 2))[1]
        assert "6.35" in answer["text"]
        await peer.say(other, "and with 2k?")
        (lost,) = await answers(peer, other, 1)
        assert "no answer yet" in lost["text"]
        await peer.say(chat, "and with 2k?")
        await answers(peer, chat, 3)
        await peer.press(chat, labels(answer)["Show working"])
        working = (await answers(peer, chat, 4))[3]
        assert "×" in working["text"]


@pytest.mark.parametrize("how", ["polling", "webhook"])
async def test_edit_in_place(peer: Peer, how: str, tmp_path: Path) -> None:
    """A page that is asked for whole takes the place of its short form."""
    chat = 31 if how == "polling" else 41
    async with at_work(peer, tmp_path, how):
        await peer.say(chat, "what is slashing?")
        (short,) = await answers(peer, chat, 1)
        await peer.press(chat, labels(short)["More"])
        async with asyncio.timeout(20):
            while len((await peer.messages(chat))[0]["text"]) <= len(short["text"]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        (long,) = await answers(peer, chat, 1)
    assert "More" not in labels(long)


def test_no_host_is_locked() -> None:
    """The lock names versions and hashes, and no place to fetch them from."""
    lock = (foreign.HERE / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert not re.search(r'"resolved"|registry\.', lock)
