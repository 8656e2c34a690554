"""What is configured, whether it works, and how to mend what does not."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from bot.config import Settings
from bot.db.database import open_database
from bot.db.market import DatabaseMarket
from bot.db.store import DatabaseMailbox
from bot.memory import InMemoryBudget
from bot.services import StorageError
from bot.wording import wording_of
from core.finance.market import bundled_snapshot

if TYPE_CHECKING:
    from bot.market_data.checking import Reached

TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one part; `mend` says what to do when it is configured and fails."""

    part: str
    state: str
    mend: str | None = None
    warning: bool = False
    """Whether it is worth a word, and works without."""


async def examine(settings: Settings, say: Callable[[str], None], *, model: bool = True) -> int:
    """Check each part and say what was found; 1 when something configured fails.

    The language model is asked for a few texts, which a provider may charge for: without `model`
    it is left out.
    """
    checks: tuple[Awaitable[Finding], ...] = (
        _token(settings),
        _database(settings),
        _market_data(settings),
        *([_model(settings)] if model else []),
    )
    findings = [await check for check in checks]
    findings[3:3] = await _providers(settings)
    for finding in findings:
        say(f"{_mark(finding):5}  {finding.part}: {finding.state}")
        if finding.mend:
            say(f"       {finding.mend}")
    return int(any(finding.mend for finding in findings))


def _mark(finding: Finding) -> str:
    if finding.mend:
        return "fails"
    return "warns" if finding.warning else "ok"


async def _token(settings: Settings) -> Finding:
    if settings.telegram_bot_token is None:
        return Finding("Telegram", "not configured; TELEGRAM_BOT_TOKEN connects it")
    address = f"{settings.telegram_api_url}/bot{settings.telegram_bot_token.get_secret_value()}"
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            answer = await client.get(f"{address}/getMe")
            webhook = await client.get(f"{address}/getWebhookInfo")
    except httpx.HTTPError:
        return Finding("Telegram", "not reached", "Look at the network and TELEGRAM_API_URL.")
    if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND}:
        mend = "Compare TELEGRAM_BOT_TOKEN with what @BotFather shows."
        return Finding("Telegram", "the token is refused", mend)
    if not answer.is_success:
        return Finding("Telegram", f"answers {answer.status_code}", "Try again in a while.")
    return _ways_in(settings, _result(webhook))


def _result(answer: httpx.Response) -> dict[str, object]:
    try:
        result = answer.json().get("result")
    except (ValueError, AttributeError):
        return {}
    return result if isinstance(result, dict) else {}


def _ways_in(settings: Settings, webhook: dict[str, object]) -> Finding:
    """Say how updates come in: Telegram delivers to one webhook, or to one that polls."""
    known = f"connected, the token is known, {webhook.get('pending_update_count', 0)} updates wait"
    host = urlsplit(str(webhook.get("url") or "")).hostname
    if host is None:
        way = "a webhook is to be set at the start" if settings.webhook_url else "polling"
        return Finding("Telegram", f"{known}; no webhook is set: {way}")
    if settings.webhook_url is None:
        state = f"{known}; a webhook is set at {host}, and `run` takes it down, because it polls"
        return Finding("Telegram", state)
    if urlsplit(settings.webhook_url).hostname != host:
        mend = "Another program uses this token: stop it, or give each its own token."
        return Finding("Telegram", f"{known}; the webhook is set at {host}", mend)
    if "last_error_date" in webhook and webhook.get("pending_update_count"):
        mend = "See that Telegram reaches WEBHOOK_URL, and that WEBHOOK_SECRET is the one in use."
        return Finding("Telegram", f"{known}; deliveries to {host} fail", mend)
    return Finding("Telegram", f"{known}; the webhook is set at {host}")


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


async def _market_data(settings: Settings) -> Finding:
    """Say how old the figures are that answers are given with."""
    stored, bundled = await _stored_at(settings), bundled_snapshot()
    if stored and stored >= bundled.as_of:
        hours = (datetime.now(UTC) - stored).total_seconds() / 3600
        return Finding("Market data", f"read on {stored:%Y-%m-%d}, {hours:.0f} hours old")
    age = (datetime.now(UTC) - bundled.as_of).days
    state = f"the bundled snapshot of {bundled.as_of:%Y-%m-%d}, {age} days old"
    return Finding("Market data", state)


async def _stored_at(settings: Settings) -> datetime | None:
    """Return when the market that is stored was read, if one is."""
    url = settings.database_url.get_secret_value()
    if url.startswith("sqlite") and not _file(url).exists():
        return None
    try:
        async with open_database(url) as database:
            stored = await DatabaseMarket(database).load()
    except StorageError:  # said of the database already
        return None
    return stored.snapshot.as_of if stored else None


async def _providers(settings: Settings) -> list[Finding]:
    """Say which providers answer; without them the last good figures stay in use."""
    if not settings.live_market:
        return [Finding("Providers", "not asked, because LIVE_MARKET is off")]
    from bot.market_data.checking import reached

    return [_of_provider(one) for one in await reached(settings)]


def _of_provider(one: "Reached") -> Finding:
    if one.problem is None:
        return Finding(one.name, "answers")
    if one.has_key:
        return Finding(one.name, one.problem, "Compare its key and its URL with what it shows you.")
    state = f"{one.problem}; the last good figures stay in use"
    return Finding(one.name, state, warning=True)


TEXTS_OF_THE_MODEL = 3


async def _model(settings: Settings) -> Finding:
    """Say whether the model answers, and how many of a few texts pass the gate."""
    part = "Language model"
    if settings.llm_model is None:
        return Finding(part, "not configured; replies are worded by templates")
    from bot.phrase_check import check_phrasing, late

    complaints: list[str] = []
    wording = wording_of(settings, InMemoryBudget(0), complaints.append)
    if wording is None:
        return Finding(part, "cannot be used", complaints[0])
    result = await check_phrasing(wording, TEXTS_OF_THE_MODEL)
    name = settings.llm_model
    if result.error:
        return Finding(part, result.error, _MEND_MODEL)
    if late(result) == result.tried:
        mend = "Take a faster model, or set LLM_SECONDS higher: until then no text of it is sent."
        return Finding(part, f"{name} takes more than {settings.llm_seconds:g} s", mend)
    state = f"{name} answers; {result.passed} of {result.tried} texts pass the gate"
    return Finding(part, f"{state} (`evenkeel phrase-check` tries more)")


_MEND_MODEL = "Look at LLM_MODEL, LLM_BASE_URL, LLM_API_KEY and the network."
