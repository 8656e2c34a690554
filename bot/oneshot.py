"""Answers without a memory: what `ask` needs, and nothing that would slow its start."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.memory import InMemoryChats
from bot.services import Services, Snapshots
from bot.transports import jsonl
from core.finance.market import MarketSnapshot, bundled_snapshot


async def bundled() -> MarketSnapshot:
    """Return the snapshot that comes with the package."""
    return bundled_snapshot()


def fixed(snapshot: MarketSnapshot) -> Snapshots:
    """Return what answers every turn with one snapshot."""

    async def always() -> MarketSnapshot:
        return snapshot

    return always


def services(market: Snapshots = bundled) -> Services:
    """Return services that keep nothing and ask nobody."""
    return Services(InMemoryChats(), market)


def answer_lines(
    lines: Iterable[bytes], charts: Path | None, market: Snapshots = bundled
) -> Iterator[str]:
    """Yield a reply object for each input line; a line without a session is not remembered."""
    sessions = services(market)
    return jsonl.answer_lines(
        lines, lambda session: sessions if session else services(market), charts
    )


def answer_json(text: str, charts: Path | None, market: Snapshots = bundled) -> str:
    """Return the reply object for one message."""
    line = json.dumps({"text": text, "at": datetime.now(UTC).isoformat()}).encode()
    return next(answer_lines([line], charts, market))


def answer_text(text: str, charts: Path | None, market: Snapshots = bundled) -> str:
    """Return the reply to one message as a person reads it, with the paths of its pictures."""
    reply = json.loads(answer_json(text, charts, market))
    if "error" in reply:
        return str(reply["error"]["message"])
    pictures = [f"[picture] {chart['png']}" for chart in reply["charts"] if "png" in chart]
    return "\n".join([reply["text"], *pictures])
