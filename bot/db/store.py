"""The conversation's store and the door's mailbox, kept in a database."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Connection

from bot.db import queries
from bot.db.database import Database
from bot.db.tables import UpdateState
from bot.services import Chat, Outgoing, ReceivedUpdate, Reply
from core.dialogue.state import DialogueState


class DatabaseChats:
    """A ChatStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, chat_id: str) -> Chat:
        """Return the chat, a new one when it is not known."""
        return await self._database.read(partial(queries.load_chat, chat_id=chat_id))

    async def save(
        self,
        chat: Chat,
        state: DialogueState,
        reply: Reply,
        *,
        update_id: int | None,
        erase: bool,
        at: datetime,
    ) -> Outgoing:
        """Save a turn in one transaction.

        An update is answered once: AlreadyAnsweredError says that someone else did, who also
        sends the reply. With StaleChatError, StorageError or that nothing was saved. Without an
        update the reply is shown at once by the door that asks, and there is nothing to send.
        """

        def saving(connection: Connection) -> Outgoing:
            queries.save_chat(connection, chat, state, at)
            if update_id is None:
                return Outgoing(None, chat.chat_id, reply)
            queries.answer_update(connection, update_id)
            return queries.add_reply(connection, chat.chat_id, update_id, reply, at)

        return await self._database.write(saving, erase=erase)


class DatabaseMailbox:
    """A Mailbox."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._to_mark: list[int] = []
        self._marking = asyncio.Lock()

    async def store(self, updates: Sequence[ReceivedUpdate]) -> None:
        """Store and commit updates; one that is known already is left as it is."""
        if updates:
            at = datetime.now(UTC)
            await self._database.write(partial(queries.add_updates, updates=updates, at=at))

    async def waiting(self) -> Sequence[ReceivedUpdate]:
        """Return what is stored and neither answered nor set aside, by update id."""
        return await self._database.read(queries.waiting_updates)

    async def finish(self, update_id: int) -> None:
        """Mark an update that needs no answer as done and drop its payload."""
        await self._close(update_id, UpdateState.DONE)

    async def reject(self, update_id: int) -> None:
        """Set aside an update that cannot be understood and drop its payload.

        Nobody would read it again, and it may hold what a person would rather not have kept.
        """
        await self._close(update_id, UpdateState.REJECTED)

    async def unsent(self) -> Sequence[Outgoing]:
        """Return the replies stored and not yet sent, oldest first."""
        return await self._database.write(queries.unsent_replies)

    async def mark_sent(self, entry_id: int) -> None:
        """Mark a reply as taken by Telegram.

        Those that come while a transaction is under way share the next one. It is committed
        when this returns; with StorageError it is tried again together with the next.
        """
        self._to_mark.append(entry_id)
        async with self._marking:
            if entry_id in self._to_mark:  # or one of those who waited took it along
                entries, self._to_mark = self._to_mark, []
                await self._mark(entries)

    async def _mark(self, entries: list[int]) -> None:
        at = datetime.now(UTC)
        try:
            await self._database.write(partial(queries.mark_sent, entry_ids=entries, at=at))
        except BaseException:
            self._to_mark += entries
            raise

    async def mark_failed(self, entry_id: int, reason: str) -> None:
        """Mark a reply that can never be sent, with the class of the error."""
        await self._database.write(partial(queries.mark_failed, entry_id=entry_id, failure=reason))

    async def _close(self, update_id: int, state: UpdateState) -> None:
        await self._database.write(partial(queries.close_update, update_id=update_id, state=state))
