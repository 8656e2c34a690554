"""Summaries sent a second by one worker and by two, as ratios to bare sending; CPU at 30 a second.

    python -m benchmarks.broadcast [subscribers]

Each worker is a process of its own, as it is installed; they write to the simulated Telegram of
the tests, which has no limits and is a process on the same machine, as PostgreSQL is. The peer is
a loop of python-telegram-bot that sends one text with as many requests in flight and keeps
nothing. What is counted is the time between the first tenth and the last in Telegram's record, so
that no start is in it; CPU seconds are those of our processes in that time.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.roles import UNASKED_SHARE
from bot.transports.telegram.limits import IN_FLIGHT
from tests.crash.runs import TOKEN
from tests.peers.bot_api_client import People, simulated_telegram
from tests.scaled.__main__ import RUN, new_database, postgres, prepare
from tests.scaled.runs import Scaled, until_sent

SUBSCRIBERS = 3000
QUIET_RATE, QUIET_SUBSCRIBERS = 30, 900
WORKER = (*RUN, "--role", "worker")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Found:
    """Messages a second, and the CPU seconds of our processes for each."""

    rate: float
    cpu: float

    def __str__(self) -> str:
        share = self.rate * self.cpu
        return f"{self.rate:6.1f} a second, {self.cpu * 1000:5.2f} ms CPU each ({share:.0%} of one)"


@dataclass(frozen=True)
class Run:
    """So many processes of a command over one database."""

    url: str
    processes: int
    command: tuple[str, ...]


async def bare(address: str, count: int) -> None:
    """Send one text to so many chats, some at a time, and keep nothing."""
    from telegram import Bot

    numbers: Iterator[int] = iter(range(1, count + 1))
    async with Bot(TOKEN, base_url=f"{address}/bot") as bot:

        async def sender() -> None:
            for chat in numbers:
                await bot.send_message(chat, "A quiet week.\nNothing needs doing.")

        await asyncio.gather(*(sender() for _ in range(IN_FLIGHT)))


@contextmanager
def bare_process(people: People, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    argv = [sys.executable, "-m", "benchmarks.broadcast", "bare", people.address, str(count)]
    with subprocess.Popen(argv) as process:
        yield [process]


@contextmanager
def workers(
    people: People, url: str, count: int, *command: str, **settings: str
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run so many processes over one database, and end them."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as running:
        bots = [Scaled(people, Path(place) / str(n), url, **settings) for n in range(count)]
        yield [running.enter_context(bot.running(*command)) for bot in bots]


def measured(people: People, processes: list[subprocess.Popen[bytes]], count: int) -> Found:
    """Return rate and CPU between the first tenth and the last."""
    first, last = count // 10, count - count // 10
    until_sent(people, first)
    before, begun, at = _cpu(processes), time.monotonic(), _sent(people)
    until_sent(people, last)
    sent = _sent(people) - at
    return Found(sent / (time.monotonic() - begun), (_cpu(processes) - before) / sent)


def _sent(people: People) -> int:
    return int(people.state()["calls"].get("sendMessage", 0))


def _cpu(processes: list[subprocess.Popen[bytes]]) -> float:
    """Return the CPU seconds of processes, from Linux' own count."""
    fields = [
        Path(f"/proc/{one.pid}/stat").read_text().rpartition(")")[2].split() for one in processes
    ]
    return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS_A_SECOND


def rates(people: People, subscribers: int, runs: dict[str, Run]) -> None:
    """Print how fast a broadcast goes, beside bare sending."""
    people.forget()
    with bare_process(people, subscribers) as processes:
        peer = measured(people, processes, subscribers)
    print(f"{'bare sending':24} {peer}", flush=True)
    for name, run in runs.items():
        prepare(people, run.url, subscribers)
        with workers(people, run.url, run.processes, *run.command) as processes:
            found = measured(people, processes, subscribers)
        print(f"{name:24} {found}, ratio {found.rate / peer.rate:.2f}", flush=True)


def share_of_cpu(people: People, runs: dict[str, Run]) -> None:
    """Print what a broadcast at Telegram's usual pace takes."""
    rate = str(QUIET_RATE / UNASKED_SHARE)
    for name, run in runs.items():
        prepare(people, run.url, QUIET_SUBSCRIBERS)
        with workers(people, run.url, 1, *run.command, SEND_RATE=rate) as processes:
            found = measured(people, processes, QUIET_SUBSCRIBERS)
        print(f"{name:24} {found}", flush=True)


def main(subscribers: int) -> None:
    """Measure both."""
    with (
        postgres() as server,
        tempfile.TemporaryDirectory() as place,
        simulated_telegram(TOKEN) as people,
    ):
        fast = {
            "sqlite, one process": Run(f"sqlite:///{place}/fast.db", 1, RUN),
            "postgresql, one worker": Run(new_database(server, "one"), 1, WORKER),
            "postgresql, two workers": Run(new_database(server, "two"), 2, WORKER),
        }
        slow = {
            "sqlite at its pace": Run(f"sqlite:///{place}/slow.db", 1, RUN),
            "postgresql at its pace": Run(new_database(server, "slow"), 1, WORKER),
        }
        rates(people, subscribers, fast)
        share_of_cpu(people, slow)


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        asyncio.run(bare(sys.argv[2], int(sys.argv[3])))
    else:
        main(int(*sys.argv[1:2]) if sys.argv[1:] else SUBSCRIBERS)
