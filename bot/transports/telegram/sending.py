"""Sending: a reply becomes a picture and a message with buttons, tried until Telegram took it.

Telegram knows no idempotency key, so a request that broke off after it was written may have
arrived. It is sent again: no reply is lost, and after a crash at most those in flight come twice.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import stamina
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ChatAction, MessageLimit, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.services import Mailbox, Outgoing
from core.nlg.draft import Button, Chart

_log = logging.getLogger(__name__)

# Without it python-telegram-bot warns of a coming change each time Telegram asks it to wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")

Draw = Callable[[Chart], Awaitable[bytes]]
Call = Callable[[], Awaitable[object]]

IN_FLIGHT = 8
PATIENCE = timedelta(days=1)
"""After a day nobody waits for a reply, and Telegram has dropped the message it answers."""
PICTURE_SECONDS = 30
SIGN_SECONDS = 3


async def patiently(call: Call, patience: timedelta | None = None) -> None:
    """Call the Bot API until it answers; raise what no repeating mends."""
    async for attempt in stamina.retry_context(
        on=pause_after, attempts=None, timeout=patience, wait_initial=0.5, wait_max=60
    ):
        if attempt.num > 1:
            _log.warning("Telegram did not take a request: attempt %d", attempt.num)
        with attempt:
            await call()


def pause_after(error: Exception) -> bool | float | timedelta:
    """Tell whether to try again, or how long to wait before."""
    match error:
        case RetryAfter():
            return error.retry_after
        case BadRequest() | Forbidden() | InvalidToken() | ChatMigrated():
            return False
        case _:
            return isinstance(error, TelegramError)


class Sender:
    """Sends through one bot; at most so many requests are in flight at once."""

    def __init__(self, bot: Bot, mailbox: Mailbox, draw: Draw) -> None:
        self._bot = bot
        self._mailbox = mailbox
        self._draw = draw
        self._slots = asyncio.Semaphore(IN_FLIGHT)

    async def deliver(self, outgoing: Outgoing) -> None:
        """Send a reply and mark it in the mailbox.

        The picture goes first, its description as caption: so the text, which says what to do
        with it, and its buttons stand at the end, where a person looks.
        """
        try:
            for chart in outgoing.reply.charts:
                await self._send_picture(outgoing.chat_id, chart)
            await self._send_text(outgoing)
        except Exception as error:  # the reply stays stored, and goes out at the next start
            _log.error("a reply was not sent or not marked", exc_info=error)

    async def show_typing(self, chat_id: str) -> None:
        """Show that an answer is being written; nothing depends on it."""
        await self._show(chat_id, ChatAction.TYPING)

    async def acknowledge(self, query_id: str) -> None:
        """Take the waiting sign off a pressed button; Telegram refuses an old press, rightly."""
        await self._sign(partial(self._bot.answer_callback_query, query_id))

    async def _show(self, chat_id: str, action: ChatAction) -> None:
        await self._sign(partial(self._bot.send_chat_action, chat_id, action))

    async def _sign(self, call: Callable[..., Awaitable[object]]) -> None:
        with contextlib.suppress(TelegramError):
            async with self._slots:
                await call(read_timeout=SIGN_SECONDS)

    async def _send_picture(self, chat_id: str, chart: Chart) -> None:
        """Draw and send; a picture that fails never costs the text."""
        try:
            async with asyncio.timeout(PICTURE_SECONDS):
                await self._show(chat_id, ChatAction.UPLOAD_PHOTO)
                png = await self._draw(chart)
                caption = chart.alt[: MessageLimit.CAPTION_LENGTH]
                photo = partial(self._bot.send_photo, chat_id, png, caption=caption)
                await patiently(partial(self._in_slot, photo))
        except Exception as error:
            _log.warning("a picture was not sent", exc_info=error)

    async def _send_text(self, outgoing: Outgoing) -> None:
        entry_id = outgoing.entry_id
        try:
            await self._send_html(outgoing)
        except InvalidToken:
            _log.error("the token is refused: a reply stays stored")
        except TelegramError as error:
            _log.warning("a reply can never be sent: %s", type(error).__name__)
            if entry_id is not None:
                await self._mailbox.mark_failed(entry_id, type(error).__name__)
        else:
            if entry_id is not None:
                await self._mailbox.mark_sent(entry_id)

    async def _send_html(self, outgoing: Outgoing) -> None:
        """Send the formatted text; as plain text once if Telegram cannot read the formatting."""
        reply = outgoing.reply
        send = partial(
            self._bot.send_message,
            outgoing.chat_id,
            reply_markup=keyboard(reply.buttons),
            message_thread_id=outgoing.thread_id,
            reply_parameters=_under(outgoing.reply_to),
        )
        html = partial(send, text=reply.html, parse_mode=ParseMode.HTML)
        try:
            await patiently(partial(self._in_slot, html), PATIENCE)
        except BadRequest as error:
            if "can't parse entities" not in error.message.lower():
                raise
            _log.error("Telegram could not read the formatting of a reply")
            await patiently(partial(self._in_slot, partial(send, text=reply.text)), PATIENCE)

    async def _in_slot(self, call: Call) -> None:
        async with self._slots:
            await call()


def _under(message_id: int | None) -> ReplyParameters | None:
    """Return what makes a message a reply, also when the other was deleted meanwhile."""
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)


def keyboard(buttons: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Return the buttons as Telegram shows them.

    What a button says travels in its own data, so one of a year ago works after any restart.
    """
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.label, callback_data=button.press) for button in row]
            for row in buttons
        ]
    )
