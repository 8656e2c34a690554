"""Sending: a reply becomes a picture and a message with buttons, tried until Telegram took it.

Telegram knows no idempotency key, so a request that broke off after it was written may have
arrived. It is sent again: no reply is lost, and after a crash at most those in flight come twice.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, TypedDict, TypeVar

from telegram import InputFile, InputMediaPhoto, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import ChatMigrated, TelegramError

from bot import metrics
from bot.services import IncomingMessage, Mailbox, Outgoing, StorageError
from bot.transports.telegram.documents import SentFile, fetch
from bot.transports.telegram.keyboards import keyboard
from bot.transports.telegram.limits import PacedBot
from bot.transports.telegram.outcomes import Outcome, outcome_of, patiently
from bot.transports.telegram.splitting import LONGEST_CAPTION, split_html, split_text
from core.dialogue.tables import Document
from core.nlg.draft import Chart, File

_log = logging.getLogger(__name__)

Draw = Callable[[Chart], Awaitable[bytes]]
T = TypeVar("T")
Call = Callable[[], Awaitable[object]]
JSONDict = dict[str, Any]

PATIENCE = timedelta(days=1)
"""After a day nobody waits for a reply, and Telegram has dropped the message it answers."""
PICTURE_SECONDS = 30
SIGN_SECONDS = 3
SIMULATING = "Simulating what may become of it. One moment."
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 15.0
"""Seconds between attempts to mark a reply while the database cannot be used."""


class _Place(TypedDict, total=False):
    message_thread_id: int | None
    reply_parameters: ReplyParameters
    allow_paid_broadcast: bool


class Sender:
    """Sends through one bot, which keeps to Telegram's limits."""

    def __init__(
        self, bot: PacedBot, mailbox: Mailbox, draw: Draw, *, pays_for_speed: bool = False
    ) -> None:
        """Send; what is over Telegram's free pace is paid for, where that was chosen."""
        self._bot = bot
        self._pays_for_speed = pays_for_speed
        self._mailbox = mailbox
        self._draw = draw

    async def deliver(self, outgoing: Outgoing) -> None:
        """Send a reply and mark it in the mailbox, however long that is away.

        The picture goes first, its description as caption: so the text, which says what to do
        with it, and its buttons stand at the end, where a person looks.
        """
        try:
            await self._send(outgoing)
        except TelegramError as error:
            await self._give_up(outgoing, error)
        except Exception as error:  # a fault of ours, which repeating does not mend
            _log.error("a reply cannot be sent", exc_info=error)
            await self._settle(outgoing, type(error).__name__)

    async def fetch(self, sent: SentFile) -> Document:
        """Return a file that was sent to the bot, or why it is not fetched."""
        return await fetch(self._bot, sent)

    async def show_typing(self, chat_id: str) -> None:
        """Show that an answer is being written; nothing depends on it."""
        await self._show(chat_id, ChatAction.TYPING)

    async def say_simulating(self, message: IncomingMessage) -> int | None:
        """Say that an answer takes a moment; return the line's number, None if it was not said."""
        with contextlib.suppress(TelegramError):
            said = await self._bot.send_message(
                message.chat_id,
                SIMULATING,
                message_thread_id=message.thread_id,
                read_timeout=SIGN_SECONDS,
            )
            return int(said.message_id)
        return None

    async def acknowledge(self, query_id: str) -> None:
        """Take the waiting sign off a pressed button; Telegram refuses an old press, rightly."""
        await self._sign(partial(self._bot.answer_callback_query, query_id))

    async def _show(self, chat_id: str, action: ChatAction) -> None:
        await self._sign(partial(self._bot.send_chat_action, chat_id, action))

    async def _sign(self, call: Callable[..., Awaitable[object]]) -> None:
        with contextlib.suppress(TelegramError):
            await call(read_timeout=SIGN_SECONDS)

    async def _send_pictures(self, outgoing: Outgoing) -> Outgoing:
        """Send the pictures of a reply, or one over another; return it with what it then does.

        Its buttons carry the number of its one picture. Where the old one cannot be replaced, all
        of the reply is sent anew.
        """
        charts = outgoing.reply.charts
        if not charts or await self._is_redrawn(outgoing):
            return outgoing
        if outgoing.picture is not None:
            outgoing = replace(outgoing, edits=None)
        numbers = [await self._send_picture(outgoing, chart) for chart in charts]
        return replace(outgoing, picture=numbers[0] if len(numbers) == 1 else None)

    async def _is_redrawn(self, outgoing: Outgoing) -> bool:
        """Put a picture in the place of another; False where that cannot be done."""
        number, (chart, *more) = outgoing.picture, outgoing.reply.charts
        caption, *rest = split_text(chart.alt, LONGEST_CAPTION)
        if number is None or more or rest:
            return False
        try:
            async with asyncio.timeout(PICTURE_SECONDS):
                media = InputMediaPhoto(await self._draw(chart), caption=caption)
                edit = partial(self._bot.edit_message_media, media, outgoing.chat_id, number)
                await self._do("photo", edit)
        except ChatMigrated:
            raise
        except Exception as error:
            if isinstance(error, TelegramError) and outcome_of(error) is Outcome.UNCHANGED:
                return True
            _log.warning("a picture was not replaced", exc_info=error)
            return False
        return True

    async def _send_picture(self, outgoing: Outgoing, chart: Chart) -> int | None:
        """Draw and send; return its number. A picture that fails never costs the text.

        What of the description does not fit under it follows as a message.
        """
        number = None
        chat, place = outgoing.chat_id, self._place(outgoing)
        try:
            async with asyncio.timeout(PICTURE_SECONDS):
                await self._show(chat, ChatAction.UPLOAD_PHOTO)
                png = await self._draw(chart)
                caption, *rest = split_text(chart.alt, LONGEST_CAPTION)
                send = partial(self._bot.send_photo, chat, png, caption=caption, **place)
                number = int((await self._do("photo", send)).message_id)
                for words in split_text("\n".join(rest)):
                    await self._do("text", partial(self._bot.send_message, chat, words, **place))
        except ChatMigrated:
            raise
        except Exception as error:
            metrics.sends.labels("photo", "failed").inc()
            _log.warning("a picture was not sent", exc_info=error)
        return number

    async def _send_file(self, outgoing: Outgoing, file: File) -> None:
        """Send a file; a reply whose file cannot be sent is not sent either: it is about it."""
        content = InputFile(file.content.encode(), filename=file.name)
        send = partial(self._bot.send_document, outgoing.chat_id, content, **self._place(outgoing))
        await self._do("document", send)

    async def _send(self, outgoing: Outgoing) -> None:
        """Send a reply with all that belongs to it; a group that has moved is followed once."""
        try:
            await self._send_whole(outgoing)
        except ChatMigrated as error:
            moved = replace(outgoing, chat_id=str(error.new_chat_id))
            await self._mailbox.migrate(outgoing.chat_id, moved.chat_id)
            await self._send_whole(moved)

    async def _send_whole(self, outgoing: Outgoing) -> None:
        outgoing = await self._send_pictures(outgoing)
        for file in outgoing.reply.files:
            await self._send_file(outgoing, file)
        await self._send_html(outgoing)

    async def _send_html(self, outgoing: Outgoing) -> None:
        """Send the words, over the message they replace or as a new one; plain if unreadable."""
        reply = outgoing.reply
        try:
            await self._send_parts(outgoing, split_html(reply.html), ParseMode.HTML)
        except TelegramError as error:
            if outcome_of(error) is not Outcome.UNREADABLE:
                raise
            _log.error("Telegram could not read the formatting of a reply")
            await self._send_parts(outgoing, split_text(reply.text), None)

    async def _send_parts(self, outgoing: Outgoing, parts: list[str], mode: str | None) -> None:
        """Send the parts in order, the buttons under the last; with that one the reply is sent."""
        if outgoing.edits and len(parts) == 1 and await self._edit(outgoing, parts[0], mode):
            return
        send = partial(
            self._bot.send_message, outgoing.chat_id, parse_mode=mode, **self._place(outgoing)
        )
        *first, last = parts
        for part in first:
            await self._do("text", partial(send, text=part))
        markup, sent = self._markup(outgoing), partial(self._settle, outgoing)
        await self._do("text", partial(send, text=last, api_kwargs=markup, rate_limit_args=sent))

    async def _edit(self, outgoing: Outgoing, text: str, mode: str | None) -> bool:
        """Put a reply in a message's place; False when that one is gone or too old."""
        edit = partial(
            self._bot.edit_message_text,
            text,
            outgoing.chat_id,
            outgoing.edits,
            parse_mode=mode,
            api_kwargs=self._markup(outgoing),
            rate_limit_args=partial(self._settle, outgoing),
        )
        try:
            await self._do("edit", edit)
        except TelegramError as error:
            if outcome_of(error) is Outcome.UNCHANGED:
                await self._settle(outgoing)
                return True
            if outcome_of(error) is not Outcome.UNEDITABLE:
                raise
            return False
        return True

    def _place(self, outgoing: Outgoing) -> _Place:
        """Return what puts a message into its topic, and under the message it answers.

        It is a reply also when that one was deleted meanwhile.
        """
        place: _Place = {"message_thread_id": outgoing.thread_id}
        if outgoing.reply_to is not None:
            under = ReplyParameters(outgoing.reply_to, allow_sending_without_reply=True)
            place["reply_parameters"] = under
        if self._pays_for_speed:
            place["allow_paid_broadcast"] = True
        return place

    def _markup(self, outgoing: Outgoing) -> JSONDict:
        """Return the buttons, which the library would make an object of each, to send them."""
        inline = bool(self._bot.bot.supports_inline_queries)
        rows = keyboard(outgoing.reply.buttons, inline=inline, picture=outgoing.picture)
        return {"reply_markup": {"inline_keyboard": rows}} if rows else {}

    async def _do(self, kind: str, call: Callable[[], Awaitable[T]]) -> T:
        """Make a request until Telegram takes it, and count what became of each attempt."""

        def count(error: Exception) -> None:
            outcome = outcome_of(error) if isinstance(error, TelegramError) else "failed"
            metrics.sends.labels(kind, outcome).inc()

        answer = await patiently(call, PATIENCE, count)
        metrics.sends.labels(kind, "sent").inc()
        return answer

    async def _give_up(self, outgoing: Outgoing, error: TelegramError) -> None:
        outcome = outcome_of(error)
        if outcome is Outcome.TOKEN:
            _log.error("the token is refused: a reply stays stored")
            return
        _log.warning("a reply can never be sent: %s", type(error).__name__)
        await self._settle(outgoing, type(error).__name__, gone=outcome is Outcome.GONE)

    async def _settle(
        self, outgoing: Outgoing, failure: str | None = None, *, gone: bool = False
    ) -> None:
        """Mark a reply as sent or given up; until that is stored its chat's next one waits."""
        entry_id = outgoing.entry_id
        if entry_id is None:
            return
        if failure is None:
            mark = partial(self._mailbox.mark_sent, entry_id)
        else:
            mark = partial(self._mailbox.mark_failed, entry_id, failure, gone=gone)
        wait = FIRST_PAUSE
        while not await _is_stored(mark):
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_PAUSE)


async def _is_stored(mark: Call) -> bool:
    try:
        await mark()
    except StorageError as error:
        metrics.storage_failures.inc()
        _log.error("a reply was sent and not marked", exc_info=error)
        return False
    return True
