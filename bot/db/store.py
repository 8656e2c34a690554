"""The conversation's store and the door's mailbox, kept in a database."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, text

from bot.db import dispatching, keeping, queries, retention, watching, wording
from bot.db.accounts import accounts_of
from bot.db.database import Database
from bot.db.tables import UpdateState
from bot.services import Answer, Chat, Outgoing, ReceivedUpdate
from bot.unasked import Composed, Subscriber
from bot.watching import Crossing, Owned


class DatabaseChats:
    """A ChatStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, chat_id: str) -> Chat:
        """Return the chat, a new one when it is not known."""
        return await self._database.read(partial(queries.load_chat, chat_id=chat_id))

    async def save(self, chat: Chat, answer: Answer) -> Outgoing:
        """Save a turn in one transaction.

        An update is answered once: AlreadyAnsweredError says that someone else did, who also
        sends the reply. With StaleChatError, StorageError or that nothing was saved. Without an
        update the reply is shown at once by the door that asks, and there is nothing to send.
        """

        message, at = answer.message, answer.message.said.at
        outgoing = Outgoing(
            None,
            chat.chat_id,
            answer.reply,
            message.reply_to,
            message.thread_id,
            message.pressed_on if answer.in_place else None,
            message.picture if answer.in_place else None,
            erased=answer.erase,
        )

        def saving(connection: Connection) -> Outgoing:
            if answer.forget:
                queries.forget_chat(connection, chat.chat_id)
                if message.update_id is None:  # nothing is to be sent, so nothing needs the chat
                    return outgoing
            queries.save_chat(connection, chat, answer.state, at, anew=answer.forget)
            keeping.apply_effects(connection, chat.chat_id, chat.person, answer.effects)
            if message.update_id is None:
                return outgoing
            queries.answer_update(connection, message.update_id)
            return queries.add_reply(
                connection, message.update_id, outgoing, at, is_last=answer.forget
            )

        return await self._database.write(saving, erase=answer.erase)

    async def accounts(self, chat_id: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return by name what else is stored of a chat."""
        return await self._database.read(partial(accounts_of, chat_id=chat_id))

    async def reword(self, outgoing: Outgoing) -> None:
        """Store the words in which a reply goes out, if it is stored and has not gone out."""
        if outgoing.entry_id is not None:
            await self._database.write(partial(wording.reword, outgoing=outgoing))

    async def purge(self) -> None:
        """Return when nothing of what was erased before stays in the database's files."""
        await self._database.purge()


class DatabaseBudget:
    """A WordingBudget of so many rewordings for each chat and day, whatever process does them."""

    def __init__(self, database: Database, daily: int) -> None:
        self._database = database
        self._daily = daily

    async def take(self, chat_id: str, day: date) -> bool:
        """Count one rewording more; False when the day's are used up."""
        taking = partial(wording.take_wording, chat_id=chat_id, day=day, limit=self._daily)
        return await self._database.write(taking)


class DatabaseMailbox:
    """A Mailbox."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._to_mark: dict[int, None] = {}
        self._marking = asyncio.Lock()

    async def store(self, updates: Sequence[ReceivedUpdate]) -> None:
        """Store and commit updates; one that is known already is left as it is."""
        if updates:
            at = datetime.now(UTC)
            await self._database.write(partial(queries.add_updates, updates=updates, at=at))

    async def check(self) -> None:
        """Return if the database can be written to, and change nothing; raise StorageError."""
        await self._database.write(lambda connection: connection.execute(text("SELECT 1")))

    async def waiting(
        self, limit: int | None = None, held: Collection[int] = ()
    ) -> Sequence[ReceivedUpdate]:
        """Return what is stored, neither answered, set aside nor held, in the order of storing."""
        return await self._database.read(
            partial(queries.waiting_updates, limit=limit, held=tuple(held))
        )

    async def count_waiting(self) -> int:
        """Return how many updates wait."""
        return await self._database.read(queries.count_waiting)

    async def finish(self, update_id: int, *, erase: bool = False) -> None:
        """Mark an update that needs no answer as done and drop its payload."""
        await self._close(update_id, UpdateState.DONE, erase=erase)

    async def reject(self, update_id: int, *, erase: bool = False) -> None:
        """Set aside an update that cannot be understood and drop its payload.

        Nobody would read it again, and it may hold what a person would rather not have kept.
        """
        await self._close(update_id, UpdateState.REJECTED, erase=erase)

    async def note_block(self, update_id: int, chat_id: str, *, blocked: bool) -> None:
        """Note whether anything can be sent to a chat, and that this update is done."""
        at = datetime.now(UTC) if blocked else None

        def noting(connection: Connection) -> None:
            queries.mark_blocked(connection, chat_id, at)
            queries.close_update(connection, update_id, UpdateState.DONE)

        await self._database.write(noting)

    async def migrate(self, chat_id: str, to: str) -> None:
        """Follow a group that became a supergroup: all that is kept under its old id moves on."""
        await self._database.write(partial(queries.migrate_chat, chat_id=chat_id, to=to))

    async def purge(self) -> None:
        """Return when nothing of what was erased before stays in the database's files."""
        await self._database.purge()

    async def unsent(self) -> Sequence[Outgoing]:
        """Return the replies stored and not yet sent, oldest first."""
        return await self._database.write(queries.unsent_replies)

    async def mark_sent(self, entry_id: int) -> None:
        """Mark a reply as taken by Telegram.

        Those that come while a transaction is under way share the next one. It is committed
        when this returns; with StorageError it is tried again together with the next.
        """
        self._to_mark[entry_id] = None
        async with self._marking:
            if entry_id in self._to_mark:  # or one of those who waited took it along
                entries, self._to_mark = self._to_mark, {}
                await self._mark(list(entries))

    async def _mark(self, entries: list[int]) -> None:
        at = datetime.now(UTC)
        try:
            await self._database.write(partial(queries.mark_sent, entry_ids=entries, at=at))
        except BaseException:
            self._to_mark |= dict.fromkeys(entries)
            raise

    async def mark_failed(self, entry_id: int, reason: str, *, gone: bool = False) -> None:
        """Mark a reply that can never be sent; with `gone` its chat as blocked, too."""
        at = datetime.now(UTC) if gone else None
        await self._database.write(
            partial(queries.mark_failed, entry_id=entry_id, failure=reason, gone_at=at)
        )

    async def _close(self, update_id: int, state: UpdateState, *, erase: bool) -> None:
        closing = partial(queries.close_update, update_id=update_id, state=state)
        await self._database.write(closing, erase=erase)


class DatabaseUnasked:
    """What is sent unasked; an Unasked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(
        self, shard: int, now: datetime, after: Subscriber | None, limit: int
    ) -> Sequence[Subscriber]:
        """Return those of a shard whose time has come, in a fixed order, from one on."""
        page = partial(dispatching.due_subscribers, shard=shard, now=now, after=after, limit=limit)
        return await self._database.read(page)

    async def hand_out(self, composed: Sequence[Composed], now: datetime) -> int:
        """Store what is to be sent, once for each kind and period; return how many were new."""

        def handing(connection: Connection) -> int:
            return sum(dispatching.hand_out(connection, each, now) for each in composed)

        return await self._database.write(handing)

    async def to_send(
        self, shard: int, now: datetime, after: int, limit: int
    ) -> Sequence[Outgoing]:
        """Return what of a shard is stored and not sent, oldest first, from an entry on."""
        page = partial(dispatching.to_send, shard=shard, now=now, after=after, limit=limit)
        return await self._database.write(page)

    async def postpone(self, entry_id: int, until: datetime) -> None:
        """Send an entry not before a time: its chat asked for a pause."""
        await self._database.write(partial(dispatching.postpone, entry_id=entry_id, until=until))

    async def deactivate(self, chat_id: str) -> None:
        """Send nothing more unasked to a chat that is gone."""
        at = datetime.now(UTC)
        await self._database.write(partial(queries.mark_blocked, chat_id=chat_id, at=at))


class DatabaseAlerts:
    """An AlertStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, after: Owned | None, limit: int) -> Sequence[Owned]:
        """Return alerts that are not paused, in a fixed order, from one on."""
        return await self._database.read(partial(watching.page, after=after, limit=limit))

    async def settle(self, crossings: Sequence[Crossing], now: datetime) -> int:
        """Store what changed and the messages to send, each once; return how many are new."""
        return await self._database.write(partial(watching.settle, crossings=crossings, now=now))


class DatabaseRetention:
    """Lets go of what is older than a number of days."""

    def __init__(self, database: Database, days: int) -> None:
        self._database, self._days = database, days

    async def drop_old(self, now: datetime) -> None:
        """Drop what is old, some conversations at a time."""
        old = partial(retention.drop_old, now=now, days=self._days)
        await self._database.write(old)
        after: datetime | None = datetime.min.replace(tzinfo=UTC)
        while after:
            ending = partial(retention.end_old_conversations, now=now, days=self._days, after=after)
            after = await self._database.write(ending)
