"""A broadcast that is due, processes that are killed while it is sent, and what must hold."""

import contextlib
import random
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, make_url
from sqlmodel import SQLModel

from bot.db.codec import encode_preferences, encode_state
from bot.db.migrating import sync_engine
from bot.transports.telegram.limits import ON_THEIR_WAY
from bot.unasked import shard_of
from core.dialogue.state import DialogueState
from core.requests.preferences import Preferences
from tests.crash.runs import Bot
from tests.peers.bot_api_client import People

SECRET = "a-secret-of-the-tests"  # noqa: S105  it opens nothing
FAST = {"SEND_RATE": "1000"}
QUIET_SECONDS = 3


def subscribe(url: str, count: int) -> None:
    """Let so many people who hold something be due for their summary since this morning."""
    with sync_engine(make_url(url)).begin() as connection:
        for first in range(1, count + 1, 1000):
            _subscribe(connection, [str(n) for n in range(first, min(first + 1000, count + 1))])


def _subscribe(connection: Connection, chats: list[str]) -> None:
    now, tables = datetime.now(UTC), SQLModel.metadata.tables
    due = now - timedelta(hours=2)
    known = {"state": encode_state(DialogueState()), "version": 1}
    rows: dict[str, dict[str, Any]] = {
        "chats": known | {"created_at": now, "updated_at": now},
        "people": {"preferences": encode_preferences(Preferences()), "last_number": 1},
        "holdings": {
            "number": 1,
            "asset": "ETH",
            "quantity": Decimal(10),
            "venue": "lido",
            "kind": "staked",
        },
        "subscriptions": {
            "weekday": due.weekday(),
            "at": due.time(),
            "zone": "UTC",
            "next_at": due,
            "next_day": due.date(),
            "review_day": due.date() + timedelta(days=90),
        },
    }
    for name, row in rows.items():
        more = [{"shard": shard_of(c)} if name == "subscriptions" else {} for c in chats]
        own = [{"chat_id": chat, **row, **own} for chat, own in zip(chats, more, strict=True)]
        connection.execute(insert(tables[name]), own)


@dataclass(frozen=True, slots=True)
class Relieved:
    """How often each chat was written to, and what passed after the kill.

    In seconds: the longest time in which nothing was sent, and that until the last was.
    """

    got: Counter[str]
    silence: float
    seconds: float


def broadcast(
    people: People, bot: Bot, expected: int, kills: int, *command: str, seed: int = 7
) -> Counter[str]:
    """Send a broadcast with so many kills at random moments; return how often each chat got it."""
    moments = sorted(random.Random(seed).sample(range(1, expected), kills))  # noqa: S311  a test
    for moment in moments:
        process = bot.start(*command)
        with going(process):
            until_sent(people, moment)
            process.send_signal(signal.SIGKILL)
            process.wait()
    with bot.running(*command):
        return settled(people, expected)


def relieved(people: People, one: Bot, two: Bot, expected: int, *command: str) -> Relieved:
    """Send a broadcast with two workers, one of which is killed for good in the midst."""
    with going(first := one.start(*command)):
        until_sent(people, expected // 10)
        with two.running(*command):
            until_sent(people, expected // 3)
            first.send_signal(signal.SIGKILL)
            killed_at = time.time()
            got = settled(people, expected)
    sent = [killed_at, *(one["at"] for one in people.calls("sendMessage"))]
    after = sorted(at for at in sent if at >= killed_at)
    return Relieved(got, max(b - a for a, b in pairwise(after)), after[-1] - killed_at)


def until_sent(people: People, count: int, within: float = 600) -> None:
    """Wait until so many messages were sent, a few more by then."""
    deadline = time.monotonic() + within
    while (sent := people.state()["calls"].get("sendMessage", 0)) < count:
        assert time.monotonic() < deadline, f"{sent} of {count} messages in {within} s"
        time.sleep(0.02)


def settled(people: People, expected: int) -> Counter[str]:
    """Return how often each chat was written to, once everyone was and all is quiet."""
    until_sent(people, expected)
    deadline = time.monotonic() + 600
    while True:
        before = len(people.calls("sendMessage"))
        time.sleep(QUIET_SECONDS)
        calls = people.calls("sendMessage")
        got = Counter(str(call["values"]["chat_id"]) for call in calls)
        if len(calls) == before and (len(got) >= expected or time.monotonic() > deadline):
            return got


def assert_each_got_it(got: Counter[str], expected: int, *, kills: int) -> int:
    """Check that nobody was left out; return how many messages came twice."""
    assert len(got) == expected
    doubled = sum(got.values()) - expected
    assert 0 <= doubled <= kills * ON_THEIR_WAY, got.most_common(3)
    return doubled


class Scaled(Bot):
    """One of several processes over one PostgreSQL, with settings of its own."""

    def __init__(self, people: People, directory: Path, url: str, **settings: str) -> None:
        directory.mkdir(exist_ok=True)
        super().__init__(people, directory, url)
        self._environment |= FAST | settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def going(*processes: subprocess.Popen[bytes]) -> Iterator[None]:
    """End processes that a test has left running."""
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()
