"""Migrations lead to the tables of the code, on both databases."""

import stat
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, make_url, text
from sqlmodel import SQLModel

from bot.db.database import open_database
from bot.db.migrating import alembic_config, sync_engine, upgrade
from bot.db.store import DatabaseChats
from bot.services import Chat, StorageError
from tests.db.test_store import turn

TABLES = {"alembic_version", *SQLModel.metadata.tables}


def tables_of(url: str) -> set[str]:
    with sync_engine(make_url(url)).connect() as connection:
        return set(inspect(connection).get_table_names())


def test_tables_and_migrations_agree(empty_url: str) -> None:
    """Alembic finds nothing that the tables have and the migrations lack, or the reverse."""
    upgrade(empty_url)
    command.check(alembic_config(empty_url))


def test_migrations_are_one_chain() -> None:
    """Every step follows on exactly one other: a database has one way to the newest version."""
    scripts = ScriptDirectory.from_config(alembic_config("sqlite://"))
    steps = list(scripts.walk_revisions())
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1
    assert [step.down_revision for step in steps[:-1]] == [step.revision for step in steps[1:]]
    assert all(Path(step.path).name.startswith(f"{step.revision}_") for step in steps)


def test_upgrade_twice(empty_url: str) -> None:
    """A database that is up to date stays as it is; every start migrates."""
    upgrade(empty_url)
    upgrade(empty_url)
    assert tables_of(empty_url) == TABLES


def test_down_and_up_again(empty_url: str) -> None:
    """Each step can be taken back, and taken again."""
    upgrade(empty_url)
    command.downgrade(alembic_config(empty_url), "base")
    assert tables_of(empty_url) == {"alembic_version"}
    upgrade(empty_url)
    assert tables_of(empty_url) == TABLES


async def test_inside_a_running_loop(empty_url: str) -> None:
    """A database is migrated at the start of a process whose loop already runs, and works."""
    upgrade(empty_url)
    async with open_database(empty_url) as database:
        chats = DatabaseChats(database)
        await chats.save(Chat("7"), turn(Chat("7"), None))
        assert (await chats.load("7")).version == 1


def test_several_start_at_once(empty_url: str) -> None:
    """Of replicas that start together one migrates, the others wait, and none fails."""
    program = "import sys; from bot.db.migrating import upgrade; upgrade(sys.argv[1])"
    command_line = [sys.executable, "-W", "error", "-c", program, empty_url]
    replicas = [subprocess.Popen(command_line) for _ in range(3)]
    assert [replica.wait(60) for replica in replicas] == [0, 0, 0]
    assert tables_of(empty_url) == TABLES


def test_step_that_fails_leaves_nothing(empty_url: str) -> None:
    """A migration is one transaction: what breaks off half-way can be tried again."""
    with sync_engine(make_url(empty_url)).begin() as connection:
        connection.execute(text("CREATE TABLE outbox (id INTEGER)"))
    with pytest.raises(StorageError):
        upgrade(empty_url)
    assert tables_of(empty_url) == {"outbox"}


def test_directory_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    """The default database needs no preparation, and its directory shows it to nobody else."""
    directory = tmp_path / "new" / "evenkeel"
    upgrade(f"sqlite:///{directory / 'evenkeel.db'}")
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_database_that_is_not_there() -> None:
    """A server out of reach is one clean error, without the password."""
    with pytest.raises(StorageError) as caught:
        upgrade("postgresql+psycopg://bot:hunter22@127.0.0.1:1/bot")
    assert "hunter22" not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_file_that_is_not_a_database(tmp_path: Path) -> None:
    """A file of something else is one clean error, and stays what it is."""
    file = tmp_path / "evenkeel.db"
    file.write_text("a letter, and not a database " * 100)
    with pytest.raises(StorageError):
        upgrade(f"sqlite:///{file}")
    assert file.read_text().startswith("a letter")


def test_migrations_are_packaged() -> None:
    """An installed package carries the scripts that Alembic reads as files."""
    migrations = files("bot.db.migrations")
    assert {"env.py", "script.py.mako", "versions"} <= {path.name for path in migrations.iterdir()}
