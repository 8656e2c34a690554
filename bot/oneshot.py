"""Answers without a memory: what `ask` needs, and nothing that would slow its start."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.memory import InMemoryBudget, InMemoryChats
from bot.services import Services, Snapshots, Wording
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


def services(wording: Wording | None = None, market: Snapshots = bundled) -> Services:
    """Return services that keep nothing and ask nobody but a language model, where one is set."""
    return Services(InMemoryChats(), market, wording)


def wording() -> Wording | None:
    """Return who rewords replies by the settings; what is wrong with them is said, and nobody."""
    if not _names_a_model():
        return None
    from bot.config import ConfigurationError, ModelSettings
    from bot.wording import wording_of

    try:
        settings = ModelSettings.read()
    except ConfigurationError as error:
        _complain(str(error))
        return None
    return wording_of(settings, InMemoryBudget(settings.llm_daily), _complain)


def _names_a_model() -> bool:
    """Tell whether the settings may name one: reading them takes longer than most answers do."""
    if any(name.upper() == "LLM_MODEL" for name in os.environ):
        return True
    try:
        return b"LLM_MODEL" in Path(".env").read_bytes().upper()
    except OSError:
        return False


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def answer_lines(
    lines: Iterable[bytes], charts: Path | None, market: Snapshots = bundled
) -> Iterator[str]:
    """Yield a reply object for each input line; a line without a session is not remembered."""
    words = wording()
    kept = services(words, market)
    return jsonl.answer_lines(lines, lambda name: kept if name else services(words, market), charts)


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
