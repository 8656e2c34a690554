"""The mailbox of one of several processes: each chat is one process's at a time.

Whatever of a chat is stored and not done, a process takes in hand once it has claimed the chat,
answers that were not sent before updates that were not answered. It lets go of a chat with
nothing in hand at the next look, so that any other can go on there.
"""

import asyncio
import time
from collections.abc import Collection, Iterable, Sequence
from functools import partial

from sqlalchemy import Connection, exists, or_, select

from bot.db import queries
from bot.db.claims import Claims
from bot.db.database import Database
from bot.db.statements import table_of
from bot.db.store import DatabaseMailbox
from bot.db.tables import InboxRow, OutboxRow, UpdateState
from bot.services import Outgoing, ReceivedUpdate

MOST_IN_HAND = 128
"""Updates that one process takes in hand at once; the rest is left to the others."""
LEFT_TO_OTHERS_SECONDS = 0.25
"""So long a chat that another process has is not asked for again."""

_ALONE = "update "

_inbox, _outbox = table_of(InboxRow), table_of(OutboxRow)
_ANSWER_WAITS = exists().where(
    _outbox.c.chat_id == _inbox.c.chat_id,
    _outbox.c.sent_at.is_(None),
    _outbox.c.failure.is_(None),
    _outbox.c.shard.is_(None),
)


class SharedMailbox(DatabaseMailbox):
    """A Mailbox that shows what no other process has in hand."""

    def __init__(self, database: Database, claims: Claims) -> None:
        super().__init__(database)
        self._claims = claims
        self._chats_of: dict[int, str] = {}
        self._sending: dict[int, str] = {}
        self._with_others: dict[str, float] = {}
        self._looking = asyncio.Lock()

    async def waiting(
        self, limit: int | None = None, held: Collection[int] = ()
    ) -> Sequence[ReceivedUpdate]:
        """Return updates of chats that are this process's now, in the order of storing.

        What waits is read once its chat is claimed: before, another may still be at work on it.
        """
        async with self._looking:
            self._chats_of = {known: self._chats_of.get(known, "") for known in held}
            await self._let_go()
            room = MOST_IN_HAND - len(held)
            if room < 1:
                return ()
            before = self._claims.held
            await self._claim(await self._database.read(partial(self._in_question, limit=room)))
            own = partial(self._own, before=before, held=held, limit=room)
            found = await self._database.read(own)
            self._chats_of |= {update.update_id: _name(update) for update in found}
            return found

    async def unsent(self) -> Sequence[Outgoing]:
        """Return answers that a process left unsent, of chats that are this process's now."""
        async with self._looking:
            held = self._claims.held
            found = await self._database.write(queries.unsent_replies)
            mine = await self._claim(r.chat_id for r in found if r.chat_id not in held)
            found = await self._database.write(queries.unsent_replies)
            left = [reply for reply in found if reply.chat_id in mine - held]
            self._sending |= {reply.entry_id: reply.chat_id for reply in left if reply.entry_id}
            return left

    async def mark_sent(self, entry_id: int) -> None:
        """Mark a reply as taken by Telegram."""
        await super().mark_sent(entry_id)
        self._sending.pop(entry_id, None)

    async def mark_failed(self, entry_id: int, reason: str, *, gone: bool = False) -> None:
        """Mark a reply that can never be sent, with the class of the error."""
        await super().mark_failed(entry_id, reason, gone=gone)
        self._sending.pop(entry_id, None)

    def _in_question(self, connection: Connection, limit: int) -> list[str]:
        """Return chats with something to do that nobody is known to have, longest waiting first."""
        known = {*self._claims.held, *self._those_with_others()}
        waiting = select(_inbox.c.update_id, _inbox.c.chat_id).where(
            _inbox.c.state == UpdateState.WAITING,
            _inbox.c.chat_id.is_(None) | _inbox.c.chat_id.not_in(known),
            ~_ANSWER_WAITS,
        )
        rows = connection.execute(waiting.order_by(_inbox.c.received_at).limit(limit))
        return [chat_id or _alone(update_id) for update_id, chat_id in rows]

    def _own(
        self, connection: Connection, before: Collection[str], held: Collection[int], limit: int
    ) -> list[ReceivedUpdate]:
        """Return what waits in this process's chats; in those it has now, not behind an answer."""
        mine = self._claims.held
        numbers = [int(name.removeprefix(_ALONE)) for name in mine if name.startswith(_ALONE)]
        among = or_(
            _inbox.c.chat_id.in_(before),
            _inbox.c.chat_id.in_(mine - set(before)) & ~_ANSWER_WAITS,
            _inbox.c.chat_id.is_(None) & _inbox.c.update_id.in_(numbers),
        )
        return queries.waiting_updates(connection, limit, held, among)

    def _those_with_others(self) -> list[str]:
        now = time.monotonic()
        self._with_others = {n: until for n, until in self._with_others.items() if until > now}
        return list(self._with_others)

    async def _claim(self, names: Iterable[str]) -> frozenset[str]:
        wanted = set(names)
        mine = await self._claims.take(wanted)
        until = time.monotonic() + LEFT_TO_OTHERS_SECONDS
        self._with_others |= dict.fromkeys(wanted - mine, until)
        return mine

    async def _let_go(self) -> None:
        busy = {*self._chats_of.values(), *self._sending.values()}
        await self._claims.let_go(self._claims.held - busy)


def _name(update: ReceivedUpdate) -> str:
    return update.chat_id or _alone(update.update_id)


def _alone(update_id: int) -> str:
    """Return the name under which an update of no chat is claimed."""
    return f"{_ALONE}{update_id}"
