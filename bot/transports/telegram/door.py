"""The bot at work: connect, take up what a restart left, listen, and stop in good order."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from functools import partial

import httpx
from pydantic import SecretStr
from telegram import Bot
from telegram.error import InvalidToken
from telegram.request import HTTPXRequest

from bot.conversation import respond
from bot.services import Mailbox, Services
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.failures import TokenRefusedError
from bot.transports.telegram.receiving import receive
from bot.transports.telegram.sending import IN_FLIGHT, Draw, Sender, patiently
from bot.transports.telegram.stopping import until

_log = logging.getLogger(__name__)

COMMANDS = (
    ("start", "What I do, with three examples"),
    ("help", "What you can ask me"),
)
"""The menu, which names only what works."""

TELEGRAM = "https://api.telegram.org"


async def run_bot(
    token: SecretStr,
    api_url: str | None,
    services: Services,
    mailbox: Mailbox,
    draw: Draw,
    stop: asyncio.Event,
) -> None:
    """Run the bot until `stop` is set, then finish what is in hand; raise TokenRefusedError."""
    _keep_libraries_quiet()
    root = (api_url or TELEGRAM).rstrip("/")
    async with _connected(token, root) as (bot, api):
        if not await until(stop, _introduce(bot)):
            return
        desk = Desk(partial(respond, services=services), Sender(bot, mailbox, draw), mailbox)
        try:
            await desk.resume()
            _log.info("the bot listens")
            await receive(api, mailbox, desk, stop)
        finally:
            await desk.close()


@contextlib.asynccontextmanager
async def _connected(token: SecretStr, root: str) -> AsyncIterator[tuple[Bot, httpx.AsyncClient]]:
    """Yield the library's bot, which sends, and the client of our own poll."""
    secret = token.get_secret_value()
    bot = Bot(
        secret,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=HTTPXRequest(connection_pool_size=2 * IN_FLIGHT, read_timeout=20, write_timeout=20),
    )
    async with httpx.AsyncClient(base_url=f"{root}/bot{secret}/") as api:
        try:
            yield bot, api
        finally:
            await bot.shutdown()


async def _introduce(bot: Bot) -> bool:
    """Check the token, take down a webhook, which forbids polling, and publish the menu."""
    try:
        await patiently(bot.initialize)
    except InvalidToken:
        raise TokenRefusedError from None  # the library's own message holds the token
    await patiently(bot.delete_webhook)
    await patiently(partial(bot.set_my_commands, COMMANDS))
    return True


def _keep_libraries_quiet() -> None:
    """Keep addresses, which hold the token, and payloads, which hold messages, out of the log."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
