"""The bot at work: connect, take up what a restart left, listen, and stop in good order."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import aiohttp
from pydantic import SecretStr
from starlette.routing import Route
from telegram import Bot
from telegram.error import BadRequest, InvalidToken
from telegram.ext import ExtBot

from bot.conversation import card, respond, worded
from bot.services import Mailbox, Services, StorageError
from bot.transports.telegram.connection import Connection, connected
from bot.transports.telegram.desk import Desk
from bot.transports.telegram.failures import TokenRefusedError, WebhookRefusedError
from bot.transports.telegram.http import routes, serving
from bot.transports.telegram.inline import Cards
from bot.transports.telegram.limits import IN_FLIGHT, Limits, PacedBot
from bot.transports.telegram.outcomes import patiently
from bot.transports.telegram.receiving import receive
from bot.transports.telegram.sending import Draw, Sender
from bot.transports.telegram.stopping import until
from bot.transports.telegram.updates import WANTED, Me
from bot.transports.telegram.ways import Alone, Deliver, Ways, Webhook
from bot.transports.telegram.webhook import WebhookEndpoint
from core.dialogue.commands import COMMANDS

_log = logging.getLogger(__name__)

TELEGRAM = "https://api.telegram.org"
_POLLING = Ways()


async def run_bot(
    token: SecretStr,
    api_url: str | None,
    services: Services,
    mailbox: Mailbox,
    draw: Draw,
    stop: asyncio.Event,
    *,
    ways: Ways = _POLLING,
) -> None:
    """Run the bot until `stop` is set, then finish what is in hand; raise DoorError."""
    _keep_libraries_quiet()
    root = (api_url or TELEGRAM).rstrip("/")
    async with _connected(token, root, ways) as (bot, api):
        me = await until(stop, _introduce(bot))
        if me is None:
            return
        sender = Sender(bot, mailbox, draw, pays_for_speed=ways.pays_for_speed)
        answer = partial(respond, services=services, slow=sender.say_simulating)
        word = partial(worded, services=services)
        cards = Cards(bot, partial(card, services=services))
        desk = Desk(
            answer,
            sender,
            mailbox,
            me,
            ways.late_after,
            word=word,
            show_card=cards.answer,
        )
        pages = _pages(ways.webhook, mailbox, desk)
        async with contextlib.AsyncExitStack() as held:
            await held.enter_async_context(serving(ways.listening, pages))
            # Its updates are stored while another process still works.
            if ways.webhook and await ways.sets_webhook():
                await until(stop, _set_webhook(bot, ways.webhook))
            if await until(stop, _left_alone(held, ways.alone)):
                async with _beside(desk, sender.deliver, ways):
                    await _work(bot, api, mailbox, desk, stop, ways)


async def run_sender(
    token: SecretStr,
    api_url: str | None,
    mailbox: Mailbox,
    draw: Draw,
    stop: asyncio.Event,
    work: Callable[[Deliver], Awaitable[None]],
    *,
    ways: Ways,
) -> None:
    """Connect to send only, and do some work with that; receive nothing. Raise DoorError."""
    _keep_libraries_quiet()
    async with _connected(token, (api_url or TELEGRAM).rstrip("/"), ways) as (bot, _):
        if await until(stop, _known(bot)):
            async with serving(ways.listening, routes(mailbox)):
                await work(Sender(bot, mailbox, draw, pays_for_speed=ways.pays_for_speed).deliver)


@contextlib.asynccontextmanager
async def _beside(desk: Desk, deliver: Deliver, ways: Ways) -> AsyncIterator[None]:
    """Send what is sent unasked, and look for what others left, while the bot answers."""
    tasks = []
    if ways.unasked:
        tasks.append(asyncio.ensure_future(ways.unasked(deliver)))
    if ways.patrol_seconds:
        tasks.append(asyncio.ensure_future(_patrol(desk, ways.patrol_seconds)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _patrol(desk: Desk, seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await desk.resume()
        except StorageError as error:
            _log.error("what others left could not be looked for", exc_info=error)


async def _left_alone(held: contextlib.AsyncExitStack, alone: Alone | None) -> bool:
    if alone:
        await held.enter_async_context(alone)
    return True


async def _work(
    bot: Bot,
    api: aiohttp.ClientSession,
    mailbox: Mailbox,
    desk: Desk,
    stop: asyncio.Event,
    ways: Ways,
) -> None:
    await desk.resume()
    keeping_up = asyncio.create_task(desk.keep_up())
    try:
        if ways.webhook:
            _log.info("the bot listens by webhook")
            await stop.wait()
        elif await until(stop, _take_webhook_down(bot)):
            _log.info("the bot listens")
            await receive(api, mailbox, desk, stop)
    finally:
        keeping_up.cancel()
        await asyncio.gather(keeping_up, return_exceptions=True)
        await desk.close()


def _pages(webhook: Webhook | None, mailbox: Mailbox, desk: Desk) -> list[Route]:
    pages = routes(mailbox)
    if webhook:
        endpoint = WebhookEndpoint(webhook.secret, mailbox, desk)
        pages.insert(0, Route(webhook.path, endpoint.__call__, methods=["POST"]))
    return pages


@contextlib.asynccontextmanager
async def _connected(
    token: SecretStr, root: str, ways: Ways
) -> AsyncIterator[tuple[PacedBot, aiohttp.ClientSession]]:
    """Yield the library's bot, which sends, and the pool that our own poll shares with it."""
    secret = token.get_secret_value()
    async with connected(f"{root}/bot{secret}/", IN_FLIGHT + 1) as pool:
        bot: PacedBot = ExtBot(
            secret,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=Connection(pool),
            get_updates_request=Connection(pool),
            rate_limiter=Limits(ways.send_rate, ways.pace),
        )
        try:
            yield bot, pool
        finally:
            await bot.shutdown()


async def _known(bot: Bot) -> bool:
    """Check the token, however long Telegram is out of reach."""
    try:
        await patiently(bot.initialize)
    except InvalidToken:
        raise TokenRefusedError from None  # the library's own message holds the token
    return True


async def _introduce(bot: Bot) -> Me:
    """Check the token, publish the menu and return who the bot is."""
    await _known(bot)
    menu = [(command.name.removeprefix("/"), command.menu) for command in COMMANDS.values()]
    await patiently(partial(bot.set_my_commands, menu))
    return Me(bot.id, bot.username)


async def _set_webhook(bot: Bot, webhook: Webhook) -> None:
    try:
        await patiently(
            partial(
                bot.set_webhook,
                webhook.url,
                secret_token=webhook.secret.get_secret_value(),
                allowed_updates=WANTED,
            )
        )
    except BadRequest as error:
        raise WebhookRefusedError(error.message) from None


async def _take_webhook_down(bot: Bot) -> bool:
    """Take down a webhook, which forbids polling; what waits there is polled for."""
    await patiently(bot.delete_webhook)
    return True


def _keep_libraries_quiet() -> None:
    """Keep addresses, which hold the token, and payloads, which hold messages, out of the log."""
    for name in ("httpx", "httpcore", "uvicorn"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
