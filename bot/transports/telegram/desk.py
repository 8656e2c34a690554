"""Answering: every stored update is worked off, in order within a chat and chats side by side."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

from bot.logs import new_reference
from bot.services import (
    AlreadyAnsweredError,
    IncomingMessage,
    Mailbox,
    Outgoing,
    ReceivedUpdate,
    StorageError,
)
from bot.transports.telegram.failures import apology
from bot.transports.telegram.lanes import Lanes
from bot.transports.telegram.sending import Sender
from bot.transports.telegram.updates import UnreadableUpdateError, translate

_log = logging.getLogger(__name__)

TURNS_AT_ONCE = 16
QUICK_SECONDS = 0.3
"""An answer that takes longer is announced: "typing". A sign is a request like a message, so it
is for a turn that is slow itself, and not for one that waits for its own to begin."""
IN_HAND = 1_000
"""So many updates are held at most; it bounds the memory of a process that falls behind."""
GRACE_SECONDS = 8
"""Less than the ten seconds a container is given between SIGTERM and SIGKILL."""

Answer = Callable[[IncomingMessage], Awaitable[Outgoing]]


class Desk:
    """Holds what is in hand; everything else about an update is in the mailbox."""

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
            _log.error("update %d was not worked off", received.update_id, exc_info=error)
        finally:
            self._in_hand.discard(received.update_id)

    async def _handle(self, received: ReceivedUpdate) -> None:
        try:
            heard = translate(received, datetime.now(UTC))
        except UnreadableUpdateError as error:
            _log.warning("update %d is malformed and set aside", received.update_id, exc_info=error)
            await self._mailbox.reject(received.update_id)
            return
        if heard.query_id:
            await self._sender.acknowledge(heard.query_id)
        if heard.message:
            await self._reply(received.update_id, heard.message)
        else:
            await self._mailbox.finish(received.update_id)

    async def _reply(self, update_id: int, message: IncomingMessage) -> None:
        outgoing = await self._turn(update_id, message)
        if outgoing:
            await self._sender.deliver(outgoing)

    async def _turn(self, update_id: int, message: IncomingMessage) -> Outgoing | None:
        """Return the answer; for a turn that fails an apology, and its update is done with."""
        try:
            async with self._turns:
                return await self._announced(message)
        except AlreadyAnsweredError:  # and sent by whoever answered it
            return None
        except StorageError:  # no fault of this message, which can still be answered later
            raise
        except Exception as error:
            reference = new_reference()
            _log.error("a turn failed, reference %s", reference, exc_info=error)
            await self._mailbox.finish(update_id)
            return Outgoing(None, message.chat_id, apology(reference))

    async def _announced(self, message: IncomingMessage) -> Outgoing:
        answering = asyncio.ensure_future(self._answer(message))
        try:
            await asyncio.wait({answering}, timeout=QUICK_SECONDS)
            if not answering.done():
                await self._sender.show_typing(message.chat_id)
            return await answering
        finally:
            answering.cancel()
