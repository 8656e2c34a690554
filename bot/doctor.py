"""What is configured, whether it works, and how to mend what does not."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bot.config import Settings
from bot.db.database import open_database
from bot.db.store import DatabaseMailbox
from bot.services import StorageError
from core.finance.market import bundled_snapshot

TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part; `mend` says what to do when it is configured and fails."""

    part: str
    state: str
    mend: str | None = None


async def examine(settings: Settings, say: Callable[[str], None]) -> int:
    """Check each part and say what was found; 1 when something configured fails."""
    checks: tuple[Awaitable[Finding], ...] = (
        _token(settings),
        _database(settings),
        _market_data(),
        _model(),
    )
    findings = [await check for check in checks]
    for finding in findings:
        say(f"{'fails' if finding.mend else 'ok':5}  {finding.part}: {finding.state}")
        if finding.mend:
            say(f"       {finding.mend}")
    return int(any(finding.mend for finding in findings))


async def _token(settings: Settings) -> Finding:
    if settings.telegram_bot_token is None:
        return Finding("Telegram", "not configured; TELEGRAM_BOT_TOKEN connects it")
    address = f"{settings.telegram_api_url}/bot{settings.telegram_bot_token.get_secret_value()}"
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            answer = await client.get(f"{address}/getMe")
    except httpx.HTTPError:
        return Finding("Telegram", "not reached", "Look at the network and TELEGRAM_API_URL.")
    if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND}:
        mend = "Compare TELEGRAM_BOT_TOKEN with what @BotFather shows."
        return Finding("Telegram", "the token is refused", mend)
    if not answer.is_success:
        return Finding("Telegram", f"answers {answer.status_code}", "Try again in a while.")
    return Finding("Telegram", "connected, the token is known")


async def _database(settings: Settings) -> Finding:
    url = settings.database_url.get_secret_value()
    kind = url.partition(":")[0].partition("+")[0]
    if kind == "sqlite" and not _file(url).exists():
        return _new_file(_file(url))
    try:
        async with open_database(url) as database:
            waiting = await DatabaseMailbox(database).count_waiting()
    except StorageError:
        return Finding(
            "Database",
            f"{kind} cannot be used",
            "Look at DATABASE_URL, and run `evenkeel db upgrade` if it is new.",
        )
    return Finding("Database", f"{kind}, {waiting} messages waiting")


def _file(url: str) -> Path:
    return Path(url.partition("///")[2].partition("?")[0])


def _new_file(file: Path) -> Finding:
    """Say whether a database that is not there yet can be made."""
    folder = next(parent for parent in file.absolute().parents if parent.exists())
    if os.access(folder, os.W_OK):
        return Finding("Database", "sqlite, made at the first start")
    return Finding("Database", f"{folder} cannot be written", "Look at EVENKEEL_DATA_DIR.")


async def _market_data() -> Finding:
    snapshot = bundled_snapshot()
    age = (datetime.now(UTC) - snapshot.as_of).days
    return Finding(
        "Market data", f"the bundled snapshot of {snapshot.as_of:%Y-%m-%d}, {age} days old"
    )


async def _model() -> Finding:
    return Finding("Language model", "not configured; replies are worded by templates")
