"""The market on the command line: refreshed, asked live, examined."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Settings
from bot.doctor import examine
from tests.peers.market import Answer, MarketPeer, market_peer
from tests.peers.market_payloads import well

URLS = (
    "DEFILLAMA_YIELDS_URL",
    "DEFILLAMA_COINS_URL",
    "DEFILLAMA_API_URL",
    "DEFILLAMA_STABLECOINS_URL",
    "COINGECKO_URL",
    "LIDO_URL",
    "ECB_URL",
)


@pytest.fixture
async def peer() -> AsyncIterator[MarketPeer]:
    async with market_peer() as peer:
        well(peer)
        yield peer


async def evenkeel(peer: MarketPeer, home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process, while the providers answer in this one."""
    environment = {"PATH": os.environ["PATH"], "EVENKEEL_DATA_DIR": str(home)}
    environment |= dict.fromkeys(URLS, peer.url)
    command = [sys.executable, "-m", "bot.cli", *words]
    return await asyncio.to_thread(
        subprocess.run,
        command,
        env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )


async def test_a_refresh_says_what_changed_and_the_next_run_knows_it(
    peer: MarketPeer, tmp_path: Path
) -> None:
    """What was read is told in counts and moves, and the figures are kept."""
    done = await evenkeel(peer, tmp_path, "data", "refresh")
    assert done.returncode == 0, done.stderr
    assert "pools: 52 (1 new, 0 gone)" in done.stdout
    assert "SUSDS on Sky, Ethereum: 3.52% to 4.75%" in done.stdout
    peer.always.clear()
    failed = await evenkeel(peer, tmp_path, "data", "refresh")
    assert failed.returncode == 1
    assert "Nothing could be read" in failed.stdout
    assert "Not read: pools: 127.0.0.1: answers 404" in failed.stdout


async def test_a_live_question_is_answered_with_what_was_just_read(
    peer: MarketPeer, tmp_path: Path
) -> None:
    """`ask --live` reads first and keeps nothing."""
    done = await evenkeel(peer, tmp_path, "ask", "what does aave pay on usdc", "--live", "--json")
    reply = json.loads(done.stdout)
    assert reply["facts"]["aave_usdc.rate"]["value"] == "0.033"
    assert "(DefiLlama, read today)" in reply["text"]
    assert await asyncio.to_thread(os.listdir, tmp_path) == []


async def test_the_doctor_warns_of_providers_out_of_reach(
    peer: MarketPeer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key a provider that does not answer is a warning; with one it is a failure."""
    monkeypatch.setenv("EVENKEEL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    for name in URLS:
        monkeypatch.setenv(name, peer.url)
    peer.always["/v1/protocol/steth/apr/sma"] = Answer(b'{"data": {"smaApr": "2.4"}}')
    lines: list[str] = []
    assert await examine(Settings.read(), lines.append) == 0
    assert any(line.startswith("warns  Lido: 127.0.0.1: not what was expected") for line in lines)
    assert any(line == "ok     European Central Bank: answers" for line in lines)
    monkeypatch.setenv("COINGECKO_API_KEY", "a-key")
    lines.clear()
    assert await examine(Settings.read(), lines.append) == 1
    assert any(line.startswith("fails  CoinGecko: 127.0.0.1: answers 404") for line in lines)
