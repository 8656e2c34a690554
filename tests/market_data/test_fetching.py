"""How providers are asked: patiently, politely, and with bounds on time, size and attempts."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from bot.market_data.fetching import Fetcher, Manners, MarketDataError
from tests.peers.market import Answer, MarketPeer, as_json, market_peer, packed

QUICK = Manners(seconds=0.5, attempts=3, first_pause=0.01, longest_pause=0.3, most_bytes=10_000)
GOOD = {"answer": 42}


@pytest.fixture
async def peer() -> AsyncIterator[MarketPeer]:
    async with market_peer() as peer:
        yield peer


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with httpx.AsyncClient() as client:
        yield Fetcher(client, QUICK)


def parse(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise MarketDataError("no JSON") from error


async def test_a_packed_answer_is_unpacked(peer: MarketPeer, fetcher: Fetcher) -> None:
    """What comes packed is asked for packed and read."""
    peer.always["/a"] = packed(GOOD)
    assert await fetcher.get(f"{peer.url}/a", parse) == GOOD
    assert "gzip" in peer.asked[0].headers["accept-encoding"]


@pytest.mark.parametrize(
    "fault",
    [
        Answer(status=500),
        Answer(status=503, headers={"retry-after": "0"}),
        Answer(status=429, headers={"retry-after": "nonsense"}),
        as_json(GOOD, cut=True),
        as_json(GOOD, pause=1),
        as_json(GOOD, drip=0.2),
    ],
    ids=["500", "503", "429", "cut off", "slow", "dripping"],
)
async def test_what_passes_is_tried_again(
    peer: MarketPeer, fetcher: Fetcher, fault: Answer
) -> None:
    """A failure that may pass costs another attempt and nothing else."""
    peer.queued["/a"] = [fault]
    peer.always["/a"] = as_json(GOOD)
    assert await fetcher.get(f"{peer.url}/a", parse) == GOOD
    assert peer.count("/a") == 2


async def test_attempts_are_few(peer: MarketPeer, fetcher: Fetcher) -> None:
    """A provider that stays broken is left alone after a few attempts."""
    peer.always["/a"] = Answer(status=502)
    with pytest.raises(MarketDataError, match="answers 502"):
        await fetcher.get(f"{peer.url}/a", parse)
    assert peer.count("/a") == QUICK.attempts


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Answer(status=404), "answers 404"),
        (Answer(status=401), "answers 401"),
        (Answer(b"<html>busy</html>"), "no JSON"),
        (Answer(b""), "no JSON"),
        (Answer(b"[" * 20_000), "more than it may send"),
        (packed("x" * 20_000), "more than it may send"),
        (Answer(status=429, headers={"retry-after": "3600"}), "asks to wait for 3600 seconds"),
    ],
)
async def test_what_does_not_pass_is_not_tried_again(
    peer: MarketPeer, fetcher: Fetcher, fault: Answer, reason: str
) -> None:
    """A refusal, a page for people, a flood, a long wait: one attempt, and why in one line."""
    peer.always["/a"] = fault
    with pytest.raises(MarketDataError, match=reason) as raised:
        await fetcher.get(f"{peer.url}/a", parse)
    assert peer.count("/a") == 1
    assert "127.0.0.1" in str(raised.value)


async def test_a_wait_until_a_date_is_counted_on_the_providers_clock(
    peer: MarketPeer, fetcher: Fetcher
) -> None:
    """A provider whose clock is an hour off still means a tenth of a second, not an hour."""
    wrong = datetime.now(UTC) + timedelta(hours=1)
    headers = {
        "date": format_datetime(wrong, usegmt=True),
        "retry-after": format_datetime(wrong, usegmt=True),
    }
    peer.queued["/a"] = [Answer(status=429, headers=headers)]
    peer.always["/a"] = as_json(GOOD)
    assert await asyncio.wait_for(fetcher.get(f"{peer.url}/a", parse), 2) == GOOD


async def test_what_did_not_change_is_not_sent_again(peer: MarketPeer, fetcher: Fetcher) -> None:
    """The second request carries the validator, and its empty answer means the first."""
    peer.always["/a"], peer.etags["/a"] = as_json(GOOD), '"v1"'
    first = await fetcher.get(f"{peer.url}/a", parse)
    assert await fetcher.get(f"{peer.url}/a", parse) is first
    assert peer.asked[1].headers["if-none-match"] == '"v1"'


async def test_nobody_there(fetcher: Fetcher) -> None:
    """A host that cannot be reached is said to be so."""
    with pytest.raises(MarketDataError, match="not reached"):
        await fetcher.get("http://127.0.0.1:9/a", parse)


async def test_keys_stand_in_headers_and_in_no_message(peer: MarketPeer, fetcher: Fetcher) -> None:
    """Of a request that fails only the host is told."""
    peer.always["/a"] = Answer(status=401)
    with pytest.raises(MarketDataError) as raised:
        await fetcher.get(f"{peer.url}/a", parse, headers={"x-api-key": "hidden-key"})
    assert "hidden-key" not in str(raised.value)
    assert peer.asked[0].headers["x-api-key"] == "hidden-key"
