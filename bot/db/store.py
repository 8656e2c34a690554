"""The conversation's store and the door's mailbox, kept in a database."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from sqlmodel import Session

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
        sends the reply. With StaleChatError, StorageError or that nothing was saved.
        """

        def saving(session: Session) -> Outgoing:
            if update_id is not None:
                queries.answer_update(session, update_id)
            queries.save_chat(session, chat, state, at)
            return queries.add_reply(session, chat.chat_id, update_id, reply, at)

        return await self._database.write(saving, erase=erase)


class DatabaseMailbox:
    """A Mailbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        """Mark a reply as taken by Telegram."""
        sent_at = datetime.now(UTC)
        await self._database.write(partial(queries.close_reply, entry_id=entry_id, sent_at=sent_at))

    async def mark_failed(self, entry_id: int, reason: str) -> None:
        """Mark a reply that can never be sent, with the class of the error."""
        await self._database.write(partial(queries.close_reply, entry_id=entry_id, failure=reason))

    async def _close(self, update_id: int, state: UpdateState) -> None:
        await self._database.write(partial(queries.close_update, update_id=update_id, state=state))
