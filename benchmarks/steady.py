"""A steady load for minutes: how long answers take beside an echo's, and whether anything grows.

    python -m benchmarks.steady [seconds] [sqlite | postgresql]

A message each hundredth of a second, of 400 chats in turns, answered in words alone, the sending
limit raised. The bot runs as it is installed; the peer is a bare echo of python-telegram-bot, which
keeps nothing, under the same load for a minute. A wait is from writing a message until Telegram's
record has the answer. Ten times in a run the bot is asked for its memory, connections, threads and
tasks: what they are at the end is set beside what they were when all was warm.
"""

import contextlib
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from benchmarks.telegram import BOT, ECHO, MIXED, TOKEN, running
from tests.peers.bot_api_client import People, simulated_telegram
from tests.scaled.__main__ import new_database, postgres
from tests.scaled.runs import free_port

SECONDS, ECHO_SECONDS = 600, 60
RATE, CHATS = 100, 400
GOALS = {"sqlite": 100, "postgresql": 200}
"""Milliseconds that 99 of 100 answers may take."""
LOOKS = 10
PATIENCE = 60
PAGE = 1000
MEMORY = "process_resident_memory_bytes"
WATCHED = {MEMORY: "MB of memory", "process_open_fds": "open files", "evenkeel_tasks": "tasks"}


@dataclass(frozen=True)
class Load:
    """How long each message waited, in seconds, and what the bot took on the way."""

    asked: int
    waits: list[float]
    looks: list[dict[str, float]]

    def share(self, percent: int) -> float:
        """Return the wait, in ms, that so many of a hundred answers keep within."""
        ordered = sorted(self.waits)
        return ordered[len(ordered) * percent // 100] * 1000

    def __str__(self) -> str:
        shares = ", ".join(f"p{percent} {self.share(percent):.0f} ms" for percent in (50, 95, 99))
        return f"{len(self.waits)} of {self.asked} answered, {shares}"


def under_load(people: People, seconds: int, port: int | None = None) -> Load:
    """Write at the rate to a bot that runs; return what became of it."""
    said: dict[int, list[float]] = defaultdict(list)
    looks: list[dict[str, float]] = []
    total, before = seconds * RATE, len(people.calls())
    begun = time.time()
    for number in range(total):
        time.sleep(max(0.0, begun + number / RATE - time.time()))
        chat = 2 + number % CHATS
        said[chat].append(time.time())
        people.say(chat, MIXED[number % len(MIXED)])
        if port and number % (total // LOOKS) == total // LOOKS - 1:
            looks.append(look(port))
    answered(people, 1 + total)
    sent = pages(people, before)
    return Load(total, [at - said[chat].pop(0) for chat, at in sent], looks)


def answered(people: People, count: int) -> None:
    """Wait until so much was answered in all, or for as long as patience lasts."""
    deadline = time.monotonic() + PATIENCE
    while people.state()["calls"].get("sendMessage", 0) < count and time.monotonic() < deadline:
        time.sleep(0.2)


def pages(people: People, since: int) -> Iterator[tuple[int, float]]:
    """Yield to which chat each message went and when, some at a time: a record is long."""
    while page := people.calls("sendMessage", since=since, limit=PAGE):
        yield from ((int(call["values"]["chat_id"]), call["at"]) for call in page)
        since = page[-1]["number"] + 1


def look(port: int) -> dict[str, float]:
    """Return what the bot takes now, by its own metrics."""
    lines = httpx.get(f"http://127.0.0.1:{port}/metrics").text.splitlines()
    told = dict(line.split(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(told[name]) for name in WATCHED}


def growth(looks: list[dict[str, float]]) -> str:
    """Tell what was taken in the second fifth of a run, and in the last."""
    fifth = len(looks) // 5
    told = []
    for name, words in WATCHED.items():
        scale = 1e6 if name == MEMORY else 1
        early, late = (
            statistics.mean(one[name] for one in part) / scale
            for part in (looks[fifth : 2 * fifth], looks[-fifth:])
        )
        told.append(f"{early:.0f} to {late:.0f} {words}")
    return ", ".join(told)


@contextlib.contextmanager
def warm(people: People, command: tuple[str, ...], **settings: str) -> Iterator[None]:
    """Run a bot that has answered once."""
    people.forget()
    with (
        tempfile.TemporaryDirectory() as directory,
        running(command, people.address, directory, **settings),
    ):
        people.say(1, MIXED[0])
        people.calls("sendMessage", count=1, within=PATIENCE)
        yield


def steady(people: People, seconds: int, kind: str, url: str | None, echo: Load) -> None:
    """Print what the bot under load comes to over a database."""
    port = free_port()
    settings = {"HTTP_PORT": str(port)} | ({"DATABASE_URL": url} if url else {})
    with warm(people, BOT, **settings):
        load = under_load(people, seconds, port)
    ratios = ", ".join(f"p{one} {load.share(one) / echo.share(one):.1f}" for one in (50, 95, 99))
    goal = "kept" if load.share(99) <= GOALS[kind] else "missed"
    print(f"steady {kind}: {RATE} a second for {seconds} s: {load}", flush=True)
    print(f"steady {kind}: ratios to the echo {ratios}; {growth(load.looks)}", flush=True)
    print(f"steady {kind}: goal of p99 within {GOALS[kind]} ms {goal}", flush=True)


def main(seconds: int = SECONDS, *kinds: str) -> None:
    """Measure over both databases, or over those named."""
    with contextlib.ExitStack() as held:
        people = held.enter_context(simulated_telegram(TOKEN))
        with warm(people, ECHO):
            echo = under_load(people, min(seconds, ECHO_SECONDS))
        print(f"echo: {RATE} a second: {echo}", flush=True)
        for kind in kinds or GOALS:
            url = None
            if kind == "postgresql":
                url = new_database(held.enter_context(postgres()), "steady")
            steady(people, seconds, kind, url, echo)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else SECONDS, *sys.argv[2:])
