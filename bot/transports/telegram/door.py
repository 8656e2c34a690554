"""The bot at work: connect, take up what a restart left, answer, and stop in good order."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

import httpx
from pydantic import SecretStr
from telegram import Bot
from telegram.error import InvalidToken
from telegram.request import HTTPXRequest

from bot.conversation import respond
from bot.services import IncomingMessage, Mailbox, Outgoing, ReceivedUpdate, Services
from bot.transports.telegram.failures import (
    TokenRefusedError,
    apology,
    new_reference,
    trace_of,
)
from bot.transports.telegram.lanes import Lanes
from bot.transports.telegram.receiving import receive
from bot.transports.telegram.sending import IN_FLIGHT, Draw, Sender, patiently
from bot.transports.telegram.stopping import until
from bot.transports.telegram.updates import UnreadableUpdateError, translate

_log = logging.getLogger(__name__)

COMMANDS = (
    ("start", "What I do, with three examples"),
    ("help", "What you can ask me"),
)
"""The menu, which names only what works."""

TELEGRAM = "https://api.telegram.org"
TURNS_AT_ONCE = 16
IN_HAND = 1_000
"""So many updates are held at most; it bounds the memory of a process that falls behind."""
GRACE_SECONDS = 8
"""Less than the ten seconds a container is given between SIGTERM and SIGKILL."""

Answer = Callable[[IncomingMessage], Awaitable[Outgoing]]


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


class Desk:
    """Works off stored updates, in order within a chat and chats side by side."""

    def __init__(self, answer: Answer, sender: Sender, mailbox: Mailbox) -> None:
        self._answer = answer
        self._sender = sender
        self._mailbox = mailbox
        self._lanes = Lanes()
        self._turns = asyncio.Semaphore(TURNS_AT_ONCE)
        self._in_hand: set[int] = set()

    async def resume(self) -> None:
        """Send what was answered and not sent before a restart, ahead of anything new."""
        for outgoing in await self._mailbox.unsent():
            self._lanes.add(outgoing.chat_id, partial(self._sender.deliver, outgoing))
        await self.take_up()

    def has_room(self) -> bool:
        """Tell whether more can be taken in hand."""
        return len(self._in_hand) < IN_HAND

    async def take_up(self) -> None:
        """Take in hand what is stored and not yet answered."""
        held = self._in_hand.copy()  # one that is finished while we ask may still be in the answer
        for received in await self._mailbox.waiting():
            if received.update_id not in held:
                self._in_hand.add(received.update_id)
                lane = received.chat_id or f"update {received.update_id}"
                self._lanes.add(lane, partial(self._work_off, received))

    async def close(self) -> None:
        """Finish what is in hand; what is too slow stays stored for the next start."""
        await self._lanes.drain(GRACE_SECONDS)

    async def _work_off(self, received: ReceivedUpdate) -> None:
        try:
            await self._handle(received)
        except Exception as error:  # it stays stored, and is taken up again after the next poll
            _log.error("update %d could not be worked off\n%s", received.update_id, trace_of(error))
        finally:
            self._in_hand.discard(received.update_id)

    async def _handle(self, received: ReceivedUpdate) -> None:
        try:
            heard = translate(received, datetime.now(UTC))
        except UnreadableUpdateError as error:
            _log.warning("update %d is malformed and set aside: %s", received.update_id, error)
            await self._mailbox.reject(received.update_id)
            return
        if heard.query_id:
            await self._sender.acknowledge(heard.query_id)
        if heard.message:
            await self._reply(received.update_id, heard.message)
        else:
            await self._mailbox.finish(received.update_id)

    async def _reply(self, update_id: int, message: IncomingMessage) -> None:
        typing = self._sender.show_typing(message.chat_id)
        _, outgoing = await asyncio.gather(typing, self._turn(update_id, message))
        await self._sender.deliver(outgoing)

    async def _turn(self, update_id: int, message: IncomingMessage) -> Outgoing:
        """Return the answer; for a turn that fails an apology, and its update is done with."""
        try:
            async with self._turns:
                return await self._answer(message)
        except Exception as error:
            reference = new_reference()
            _log.error("a turn failed, reference %s\n%s", reference, trace_of(error))
            await self._mailbox.finish(update_id)
            return Outgoing(None, message.chat_id, apology(reference))


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
