"""What reading the market costs: time and memory of the parse, and what chats notice of a round.

python -m benchmarks.market
"""

import asyncio
import gzip
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from bot.conversation import respond
from bot.db.database import open_database
from bot.db.market import DatabaseMarket
from bot.db.migrating import upgrade
from bot.db.store import DatabaseChats
from bot.market_data.fetching import Fetcher
from bot.market_data.market import Connection, Market, Refreshed
from bot.market_data.providers import Addresses
from bot.services import IncomingMessage, Services
from core.catalogue import known_pools
from core.dialogue.state import Said
from tests.peers.market import Answer, market_peer
from tests.peers.market_payloads import pool, pools, well

POOLS = 20_000
ROUNDS = 5
MESSAGES = 150
OURS = (
    "from bot.market_data.defillama.pools import parse_pools; from datetime import datetime, UTC;"
)
PARSES = {
    "ours, kept as readings": f"{OURS} work = lambda body: parse_pools(body, datetime.now(UTC))",
    "orjson.loads": "import orjson; work = orjson.loads",
    "json.loads": "import json; work = json.loads",
}
CHILD = """
import resource, sys, time
{setup}
body = open(sys.argv[1], "rb").read()
start = time.perf_counter()
kept = work(body)
took = time.perf_counter() - start
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
"""


def synthetic(count: int) -> list[dict[str, object]]:
    """Return rows of the documented shape, those in use among them."""
    chance = random.Random(7)  # noqa: S311 - rows to measure with
    used = [
        pool(project=one.project, chain=one.chain, symbol=one.symbol, pool=one.pool)
        for one in known_pools().values()
    ]
    words = {"poolMeta": "of no use here " * 4, "underlyingTokens": ["0x" + "a" * 40] * 2}
    rest = [
        pool(
            project=f"project-{chance.randrange(400)}",
            symbol=f"COIN{number}-USDC",
            pool=f"{number:032x}",
            tvlUsd=chance.randrange(10**9),
            apy=chance.random() * 40,
            **words,
        )
        for number in range(count - len(used))
    ]
    return used + rest


def parse_times(file: Path) -> None:
    """Print the time and the peak memory of each parse, each in processes of its own."""
    medians = {}
    for name, setup in PARSES.items():
        command = [sys.executable, "-c", CHILD.format(setup=setup), str(file)]
        told = [
            subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            for _ in range(ROUNDS)
        ]
        medians[name] = statistics.median(float(took) for took, _ in told)
        peak = max(float(megabytes) for _, megabytes in told)
        print(f"{name:24} {medians[name] * 1000:6.0f} ms   peak of its process {peak:4.0f} MB")
    ours = medians["ours, kept as readings"]
    print(f"ours / orjson.loads = {ours / medians['orjson.loads']:.2f}")


async def longest_gap(stop: asyncio.Event) -> float:
    """Return the longest time in seconds that a sleeper waited while this process was at work.

    Counted in time on a processor, all threads together: what else the machine does counts not.
    """
    longest = 0.0
    while not stop.is_set():
        start = time.process_time()
        await asyncio.sleep(0.001)
        longest = max(longest, time.process_time() - start)
    return longest


async def refresh_beside_chats(body: bytes, folder: str) -> None:
    """Print what a round does to chats that go on meanwhile: nothing lost, and the longest gap."""
    url = f"sqlite:///{folder}/evenkeel.db"
    upgrade(url)
    async with market_peer() as peer, httpx.AsyncClient() as client, open_database(url) as database:
        well(peer)
        peer.always["/pools"] = Answer(body, headers={"content-encoding": "gzip"})
        at = Addresses(*[peer.url] * 8)
        market = Market(Connection(Fetcher(client), at), DatabaseMarket(database))
        services = Services(DatabaseChats(database), market)
        await _chats(services, "warm")
        await client.get(f"{peer.url}/pools")  # by then the bot has used its client too
        before = _peak()
        alone = await _gap_while(_refreshed(market))
        quiet = await _gap_while(_chats(services, "a", MESSAGES))
        done, gap = await _both(market, services)
        kept, more = len(done.after.yields), _peak() - before
        print(f"longest hold of the event loop: {alone * 1000:.0f} ms by a round alone")
        print(f"  {quiet * 1000:.0f} ms by answers alone, {gap * 1000:.0f} ms by both together")
        print(f"pools kept {kept}; a round adds {more:.0f} MB to this process at its peak")


async def _refreshed(market: Market) -> int:
    return len((await market.refresh(datetime.now(UTC), force=True)).problems)


async def _both(market: Market, services: Services) -> tuple[Refreshed, float]:
    """Refresh while messages are answered; return how many were, what came of it, the gap."""
    stop = asyncio.Event()
    watching = asyncio.create_task(longest_gap(stop))
    refreshing = asyncio.create_task(market.refresh(datetime.now(UTC), force=True))
    asked = answered = 0
    while asked < MESSAGES or not refreshing.done():
        answered += await _chats(services, f"b{asked}-", 10)
        asked += 10
    stop.set()
    print(f"messages answered during a round: {answered} of {asked}")
    return await refreshing, await watching


async def _gap_while(work: Coroutine[Any, Any, int]) -> float:
    stop = asyncio.Event()
    watching = asyncio.create_task(longest_gap(stop))
    await work
    stop.set()
    return await watching


async def _chats(services: Services, name: str, count: int = 30) -> int:
    """Answer so many messages one after another; return how many got an answer."""
    answered = 0
    for number in range(count):
        said = Said(at=datetime.now(UTC), text="I have 300k and want 1-2k a month")
        reply = await respond(IncomingMessage(f"{name}{number}", said), services)
        answered += bool(reply.reply.text)
    return answered


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    """Print every measure."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pools.json"
        # In a process of its own: the rows would count as memory of what is measured.
        subprocess.run([sys.executable, "-m", "benchmarks.market", str(file)], check=True)
        print(f"{POOLS} pools, {file.stat().st_size / 1e6:.0f} MB of JSON")
        parse_times(file)
        packed = file.with_suffix(".gz").read_bytes()
        asyncio.run(refresh_beside_chats(packed, folder))


def write_rows(file: Path) -> None:
    """Write the synthetic answer, plain and packed."""
    file.write_text(json.dumps(pools(*synthetic(POOLS))))
    file.with_suffix(".gz").write_bytes(gzip.compress(file.read_bytes()))


if __name__ == "__main__":
    if sys.argv[1:]:
        write_rows(Path(sys.argv[1]))
    else:
        main()
