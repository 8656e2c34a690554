"""A message that held a recovery phrase is gone from every file of the database."""

import asyncio
import logging
import random
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from bot.conversation import take_and_save
from bot.db import database as database_module
from bot.db import queries, sqlite
from bot.db.database import Database, open_database
from bot.db.migrating import upgrade
from bot.db.store import DatabaseChats, DatabaseMailbox
from bot.db.tables import InboxRow, UpdateState
from bot.oneshot import bundled
from bot.services import Chat, IncomingMessage, ReceivedUpdate, Reply, Services
from core.dialogue.effects import EraseMessage, ForgetChat
from core.dialogue.state import Said
from tests.db.test_everything_kept import count
from tests.db.test_store import AT, payload_of, received, turn

PHRASE = (
    "pudding lizard umbrella walnut galaxy rhythm vintage zebra mosquito oxygen timber kangaroo"
)


async def save(database: Database, chat: Chat, update_id: int, *, erase: bool) -> None:
    effects = (EraseMessage(),) if erase else ()
    await DatabaseChats(database).save(chat, turn(chat, update_id, effects=effects))
    if erase:
        await database.purge()


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "evenkeel.db"
    upgrade(f"sqlite:///{file}")
    return file


def kept(file: Path) -> set[str]:
    """Return the words of the phrase that stand in any file beside the database."""
    files = [path.read_bytes() for path in file.parent.iterdir()]
    assert files, "there is something to search"
    return {word for word in PHRASE.split() if any(word.encode() in words for words in files)}


async def test_row_is_overwritten(database: Database) -> None:
    """On both databases no query finds the words any more, of this update alone."""
    await DatabaseMailbox(database).store([received(1, payload=PHRASE), received(2)])
    await save(database, Chat("7"), 1, erase=True)
    assert await payload_of(database, 1) is None
    assert await payload_of(database, 2) == "{}"


async def test_no_file_keeps_the_words(sqlite_file: Path) -> None:
    """While the database stays open, neither it nor its write-ahead log holds a word."""
    async with open_database(f"sqlite:///{sqlite_file}") as database:
        await DatabaseMailbox(database).store([received(1, payload=PHRASE)])
        assert kept(sqlite_file) == set(PHRASE.split()), "the search would find them"
        await save(database, Chat("7"), 1, erase=True)
        assert kept(sqlite_file) == set()
    assert kept(sqlite_file) == set()


async def test_no_gap_keeps_the_words(sqlite_file: Path) -> None:
    """Copies that stayed in the gaps of pages when rows moved are gone too.

    Rows move when others are deleted; overwriting leaves such copies, secure_delete or not.
    """
    dice = random.Random(7)  # noqa: S311 - traffic that is the same at each run
    waiting: list[int] = []
    async with open_database(f"sqlite:///{sqlite_file}") as database:
        for number in range(300):
            waiting.append(number)
            new = received(number, payload=f"{PHRASE} " * dice.randrange(1, 12))
            gone = [
                waiting.pop(dice.randrange(len(waiting)))
                for _ in range(min(dice.randrange(3), len(waiting)))
            ]
            await database.write(partial(add_and_delete, new=new, gone=gone))
        mailbox = DatabaseMailbox(database)
        await mailbox.store([received(300, payload=PHRASE)])
        for number in waiting:
            await mailbox.finish(number)
        await save(database, Chat("7"), 300, erase=True)
        assert kept(sqlite_file) == set()


def add_and_delete(connection: Connection, new: ReceivedUpdate, gone: list[int]) -> None:
    queries.add_updates(connection, [new], AT)
    for update_id in gone:
        queries.close_update(connection, update_id, UpdateState.DONE)
        connection.execute(delete(InboxRow).where(col(InboxRow.update_id) == update_id))


async def test_many_secrets_at_once(sqlite_file: Path) -> None:
    """Erasing side by side with each other and with readers leaves nothing and loses nothing."""
    async with open_database(f"sqlite:///{sqlite_file}") as database:
        mailbox = DatabaseMailbox(database)
        await mailbox.store([received(n, str(n), f"{PHRASE} {n}") for n in range(10)])
        await asyncio.gather(
            *(save(database, Chat(str(number)), number, erase=True) for number in range(10)),
            *(mailbox.waiting() for _ in range(10)),
        )
        assert kept(sqlite_file) == set()
        assert len(await mailbox.unsent()) == 10


async def test_purge_that_failed_is_made_up_for(
    sqlite_file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """When the file cannot be rewritten the reply is saved all the same, and told to the log.

    What is owed is noted in the file: the next start makes up for it.
    """
    url = f"sqlite:///{sqlite_file}"
    with monkeypatch.context() as broken:
        broken.setattr(database_module, "purge", refuse)
        async with open_database(url) as database:
            await DatabaseMailbox(database).store([received(1, payload=PHRASE)])
            with caplog.at_level(logging.ERROR, logger="bot"):
                await save(database, Chat("7"), 1, erase=True)
            assert len(await DatabaseMailbox(database).unsent()) == 1
            assert "may still be in the database file" in caplog.text
            assert kept(sqlite_file), "the write-ahead log has them still"
            upgrade(url)
            assert kept(sqlite_file) == set()
    with sqlite3.connect(sqlite_file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()


async def test_ordinary_turn_owes_nothing(sqlite_file: Path) -> None:
    """Only a secret costs the rewriting of the file."""
    async with open_database(f"sqlite:///{sqlite_file}") as database:
        await DatabaseMailbox(database).store([ReceivedUpdate(1, "7", "{}")])
        await save(database, Chat("7"), 1, erase=False)
    connection = sqlite3.connect(sqlite_file)
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()


def refuse(connection: object) -> None:
    """Fail as a full disk does."""
    raise OperationalError("VACUUM", None, sqlite3.OperationalError("disk is full"))


async def test_purges_are_shared(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many secrets come at once, the file is rewritten twice at most, and for all."""
    purges = 0
    purge = sqlite.purge

    def counting(connection: Connection) -> None:
        nonlocal purges
        purges += 1
        purge(connection)

    monkeypatch.setattr(database_module, "purge", counting)
    async with open_database(f"sqlite:///{sqlite_file}") as database:
        mailbox = DatabaseMailbox(database)
        await mailbox.store([received(n, str(n), f"{PHRASE} {n}") for n in range(50)])
        await asyncio.gather(
            *(save(database, Chat(str(number)), number, erase=True) for number in range(50))
        )
        assert kept(sqlite_file) == set()
    assert purges < 10


async def test_purges_leave_time(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two purges lies a pause that is many times as long as the purge."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    async with open_database(f"sqlite:///{sqlite_file}") as database:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await database.purge()
        took = loop.time() - begun
        await database.purge()
    assert pauses[0] <= 0 < pauses[1] <= database_module.PAUSE_FACTOR * took


@pytest.mark.parametrize("closing", ["finish", "reject"])
async def test_secret_without_an_answer(sqlite_file: Path, closing: str) -> None:
    """A secret in a group's talk or a malformed update is wiped as well."""
    async with open_database(f"sqlite:///{sqlite_file}") as database:
        mailbox = DatabaseMailbox(database)
        await mailbox.store([received(1, payload=PHRASE)])
        await getattr(mailbox, closing)(1, erase=True)
        await mailbox.purge()
        assert kept(sqlite_file) == set()


async def test_forgotten_chat(sqlite_file: Path) -> None:
    """Of a chat that is deleted nothing stays in the files, not even its id, once told so."""
    async with open_database(f"sqlite:///{sqlite_file}") as database:
        mailbox, chats = DatabaseMailbox(database), DatabaseChats(database)
        await mailbox.store([received(1, "77001133", PHRASE), received(2, "77001133")])
        words = Reply(PHRASE, PHRASE)
        await chats.save(Chat("77001133"), turn(Chat("77001133"), 1, reply=words))
        chat = await chats.load("77001133")
        last = await chats.save(chat, turn(chat, 2, effects=(ForgetChat(),)))
        await database.purge()
        assert kept(sqlite_file) == set()
        assert [outgoing.entry_id for outgoing in await mailbox.unsent()] == [last.entry_id]
        await mailbox.mark_sent(last.entry_id or 0)
        assert await chats.load("77001133") == Chat("77001133")
        await mailbox.store([received(2, "77001133")])
        assert await mailbox.waiting() == [], "a redelivery is still recognised"
        await database.write(lambda _: None, erase=True)
        await database.purge()
        assert not any(b"77001133" in path.read_bytes() for path in sqlite_file.parent.iterdir())


async def test_forgotten_where_nothing_is_sent(sqlite_file: Path) -> None:
    """In the terminal the reply is shown at once: after it no row has the chat's id."""
    async with open_database(f"sqlite:///{sqlite_file}") as database:
        chats = DatabaseChats(database)
        services = Services(chats, bundled)
        for text in (
            "I hold 987.654 ETH staked with Lido",
            "my tax rate is 25%",
            "/delete everything",
        ):
            await take_and_save(IncomingMessage("77001133", Said(AT, text=text)), services)
        assert not any((await database.read(lambda c: count(c, "77001133"))).values())
        assert await chats.load("77001133") == Chat("77001133")
        await database.purge()
        assert not any(b"77001133" in path.read_bytes() for path in sqlite_file.parent.iterdir())
