"""Answering: every stored update is worked off, in order within a chat and chats side by side."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot import metrics
from bot.logs import concerning, new_reference
from bot.services import (
    AlreadyAnsweredError,
    IncomingMessage,
    Mailbox,
    Outgoing,
    ReceivedUpdate,
    StorageError,
)
from bot.transports.telegram.failures import LATE, apology, belated
from bot.transports.telegram.flood import Flood, Verdict, too_much
from bot.transports.telegram.inline import InlineQuestion
from bot.transports.telegram.lanes import Lanes, LeftUndoneError
from bot.transports.telegram.sending import Sender
from bot.transports.telegram.stopping import pause
from bot.transports.telegram.updates import (
    Heard,
    Me,
    UnreadableUpdateError,
    has_secret,
    translate,
)

_log = logging.getLogger(__name__)

TURNS_AT_ONCE = 16
QUICK_SECONDS = 0.3
"""An answer that takes longer is announced: "typing". A sign is a request like a message, so it
is for a turn that is slow itself, and not for one that waits for its own to begin."""
IN_HAND = 1_000
"""So many updates are held at most; it bounds the memory of a process that falls behind."""
GRACE_SECONDS = 8
"""Less than the ten seconds a container is given between SIGTERM and SIGKILL."""
PRESS_LIVES = timedelta(seconds=150)
"""So long Telegram lets a press be acknowledged."""
INLINE_LIVES = timedelta(seconds=30)
"""So long Telegram waits for the card of an inline question."""
SAME_PRESS = timedelta(seconds=5)
"""The same button pressed twice within this time was meant once."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 15.0
"""Seconds between attempts while the database cannot be used."""

Respond = Callable[[IncomingMessage], Awaitable[Outgoing]]
Word = Callable[[IncomingMessage, Outgoing], Awaitable[Outgoing]]
ShowCard = Callable[[InlineQuestion], Awaitable[None]]


async def as_it_is(_message: IncomingMessage, outgoing: Outgoing) -> Outgoing:
    """Return a reply in the words it was saved in."""
    return outgoing


async def no_card(_question: InlineQuestion) -> None:
    """Leave an inline question without a card."""


class Desk:
    """Holds what is in hand; everything else about an update is in the mailbox."""

    def __init__(
        self,
        respond: Respond,
        sender: Sender,
        mailbox: Mailbox,
        me: Me,
        late_after: timedelta = timedelta(minutes=10),
        *,
        word: Word = as_it_is,
        show_card: ShowCard = no_card,
    ) -> None:
        self._respond = respond
        self._word = word
        self._show_card = show_card
        self._sender = sender
        self._mailbox = mailbox
        self._me = me
        self._late_after = late_after
        self._lanes = Lanes()
        self._turns = asyncio.Semaphore(TURNS_AT_ONCE)
        self._in_hand: set[int] = set()
        self._more_stored = False
        """Whether more may be stored than was taken in hand."""
        self._presses: dict[str, tuple[tuple[int, str], datetime]] = {}
        self._flood = Flood()
        self._wanted = asyncio.Event()
        self._closing = asyncio.Event()
        self._taking = asyncio.Lock()

    async def resume(self) -> None:
        """Send what was answered and not sent before a restart, ahead of anything new."""
        for outgoing in await self._mailbox.unsent():
            late = self._is_late(outgoing.created_at, datetime.now(UTC))
            due = replace(outgoing, reply=belated(outgoing.reply)) if late else outgoing
            self._lanes.add(outgoing.chat_id, partial(self._sender.deliver, due))
        await self.take_up()

    def has_room(self) -> bool:
        """Tell whether more can be taken in hand."""
        return len(self._in_hand) < IN_HAND

    def wake(self) -> None:
        """Tell that something was stored; `keep_up` takes it in hand."""
        self._wanted.set()

    async def keep_up(self) -> None:
        """Take in hand what is stored whenever something was, until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self.take_up()
            except StorageError as error:
                _log.error("the inbox could not be read", exc_info=error)
                self._wanted.set()
                await asyncio.sleep(1)

    async def take_up(self) -> None:
        """Take in hand what is stored and not yet answered, as far as there is room.

        What is in hand comes before what is not, in each chat: so a chat's order holds.
        """
        async with self._taking:
            held = self._in_hand.copy()  # who is done while we ask may still be in the answer
            room = IN_HAND - len(held)
            self._more_stored = True
            if room < 1:
                return
            found = await self._mailbox.waiting(room, held)
            self._more_stored = len(found) == room
            for received in found:
                self._in_hand.add(received.update_id)
                lane = received.chat_id or f"update {received.update_id}"
                self._lanes.add(lane, partial(self._work_off, received))
        metrics.inbox_waiting.set(len(self._in_hand))

    async def close(self) -> None:
        """Finish what is in hand; what is too slow stays stored for the next start."""
        self._closing.set()
        await self._lanes.drain(GRACE_SECONDS)

    async def _work_off(self, received: ReceivedUpdate) -> None:
        """Work one update off, however long the database is away: the next of its chat waits."""
        with concerning(received.update_id):
            await self._work_on(received)

    async def _work_on(self, received: ReceivedUpdate) -> None:
        wait = FIRST_PAUSE
        try:
            while not await self._is_done(received):
                if self._closing.is_set():
                    raise LeftUndoneError
                await pause(self._closing, wait)
                wait = min(2 * wait, LONGEST_PAUSE)
            self._count_age(received)
        finally:
            self._let_go(received.update_id)

    def _let_go(self, update_id: int) -> None:
        self._in_hand.discard(update_id)
        metrics.inbox_waiting.set(len(self._in_hand))
        if self._more_stored and len(self._in_hand) <= IN_HAND // 2:
            self.wake()

    async def _is_done(self, received: ReceivedUpdate) -> bool:
        """Tell whether an update is done with; False when the database was away."""
        try:
            await self._handle(received)
        except StorageError as error:
            metrics.storage_failures.inc()
            _log.error("update %d was not worked off", received.update_id, exc_info=error)
            return False
        except Exception as error:  # a fault of ours, which repeating does not mend
            _log.error("update %d cannot be worked off", received.update_id, exc_info=error)
            return await self._is_set_aside(received)
        return True

    async def _is_set_aside(self, received: ReceivedUpdate) -> bool:
        try:
            await self._close(received, reject=True)
        except Exception as error:
            _log.error("update %d was not set aside", received.update_id, exc_info=error)
            return False
        return True

    async def _handle(self, received: ReceivedUpdate) -> None:
        try:
            heard = translate(received, datetime.now(UTC), self._me)
        except UnreadableUpdateError as error:
            _log.warning("update %d is malformed and set aside", received.update_id, exc_info=error)
            await self._close(received, reject=True)
            return
        if heard.query_id and not self._is_older(received.received_at, PRESS_LIVES):
            await self._sender.acknowledge(heard.query_id)
        if received.chat_id and heard.moved_to:
            await self._mailbox.migrate(received.chat_id, heard.moved_to)
        if received.chat_id and heard.blocked is not None:
            await self._mailbox.note_block(
                received.update_id, received.chat_id, blocked=heard.blocked
            )
            metrics.turns.labels("ignored").inc()
        elif heard.message and not self._is_repeated(received, heard):
            await self._hear_out(received, heard, heard.message)
        else:
            if heard.inline and not self._is_older(received.received_at, INLINE_LIVES):
                await self._show_card(heard.inline)
            await self._close(received)

    async def _hear_out(
        self, received: ReceivedUpdate, heard: Heard, message: IncomingMessage
    ) -> None:
        """Answer a message, unless its person floods: then say so once."""
        verdict = self._flood.judge(heard.person or message.chat_id, _written(received, heard))
        if verdict is not Verdict.ANSWERED:
            metrics.floods.inc()
            await self._close(received)
            if verdict is Verdict.TOLD:
                place = (message.reply_to, message.thread_id)
                await self._sender.deliver(Outgoing(None, message.chat_id, too_much(), *place))
            return
        message = self._as_it_comes(received, heard, message)
        if heard.file:
            document = await self._sender.fetch(heard.file)
            message = replace(message, said=replace(message.said, document=document))
        await self._reply(message, received)

    async def _close(self, received: ReceivedUpdate, *, reject: bool = False) -> None:
        """Be done with an update that gets no answer; a secret in it leaves the files too."""
        metrics.turns.labels("rejected" if reject else "ignored").inc()
        close = self._mailbox.reject if reject else self._mailbox.finish
        secret = has_secret(received)
        await close(received.update_id, erase=secret)
        if secret:
            await self._mailbox.purge()

    def _is_repeated(self, received: ReceivedUpdate, heard: Heard) -> bool:
        """Tell whether a press is the one before it once more, by an impatient finger."""
        if heard.pressed is None or received.chat_id is None:
            return False
        at = received.received_at or datetime.now(UTC)
        before = self._presses.pop(received.chat_id, None)
        self._presses[received.chat_id] = (heard.pressed, at)
        while len(self._presses) > IN_HAND:
            del self._presses[next(iter(self._presses))]
        return bool(before and before[0] == heard.pressed and at - before[1] < SAME_PRESS)

    def _as_it_comes(
        self, received: ReceivedUpdate, heard: Heard, message: IncomingMessage
    ) -> IncomingMessage:
        """Return a message with what the door knows of its way: whether it waited long."""
        written = _written(received, heard)
        late = message.said.press is None and self._is_late(written, message.said.at)
        return replace(message, preface=LATE if late else "", secret=has_secret(received))

    def _is_late(self, written: datetime | None, now: datetime) -> bool:
        return bool(written and now - written > self._late_after)

    def _is_older(self, received_at: datetime | None, age: timedelta) -> bool:
        return bool(received_at and datetime.now(UTC) - received_at > age)

    async def _reply(self, message: IncomingMessage, received: ReceivedUpdate) -> None:
        outgoing = await self._turn(message, received)
        if outgoing is None:
            return
        if outgoing.erased:  # outside the turns: who posts secret after secret delays no one else
            await self._mailbox.purge()
        # Outside the turns as well: a slow model delays the chat that waits for it and no other.
        wording = self._word(message, outgoing)
        await self._sender.deliver(await self._announced(message.chat_id, wording))

    async def _turn(self, message: IncomingMessage, received: ReceivedUpdate) -> Outgoing | None:
        """Return the answer; for a turn that fails an apology, and its update is done with."""
        try:
            async with self._turns:
                with metrics.turn_seconds.time():
                    outgoing = await self._announced(message.chat_id, self._respond(message))
        except AlreadyAnsweredError:  # and sent by whoever answered it
            metrics.turns.labels("elsewhere").inc()
            return None
        except StorageError:  # no fault of this message, which can still be answered later
            raise
        except Exception as error:
            reference = new_reference()
            _log.error("a turn failed, reference %s", reference, exc_info=error)
            metrics.turns.labels("failed").inc()
            secret = message.secret
            await self._mailbox.finish(received.update_id, erase=secret)
            place = (message.reply_to, message.thread_id)
            return Outgoing(None, message.chat_id, apology(reference), *place, erased=secret)
        metrics.turns.labels("late" if message.preface else "answered").inc()
        return outgoing

    async def _announced(self, chat_id: str, work: Awaitable[Outgoing]) -> Outgoing:
        """Return what work comes to; should it take long, the chat sees a sign of it before."""
        signs: list[asyncio.Task[None]] = []

        def announce() -> None:
            signs.append(asyncio.create_task(self._sender.show_typing(chat_id)))

        timer = asyncio.get_running_loop().call_later(QUICK_SECONDS, announce)
        try:  # without a task of its own: nearly every answer is there before
            outgoing = await work
        finally:
            timer.cancel()
        await asyncio.gather(*signs)
        return outgoing

    def _count_age(self, received: ReceivedUpdate) -> None:
        if received.received_at:
            age = datetime.now(UTC) - received.received_at
            metrics.inbox_age.observe(max(0.0, age.total_seconds()))


def _written(received: ReceivedUpdate, heard: Heard) -> datetime:
    """Return when something was written or pressed, as far as is known."""
    known = filter(None, (heard.said_at, received.received_at))
    return min(known, default=datetime.now(UTC))
