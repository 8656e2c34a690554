"""The mailbox and the conversation, in memory, for a door that is tested by itself."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.services import IncomingMessage, Outgoing, ReceivedUpdate, Reply, Services


@dataclass
class MemoryMailbox:
    """What the database keeps; a test reads the fields."""

    updates: dict[int, ReceivedUpdate] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    rejected: set[int] = field(default_factory=set)
    outbox: dict[int, Outgoing] = field(default_factory=dict)
    sent: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    blocks: list[tuple[str, bool]] = field(default_factory=list)
    migrated: dict[str, str] = field(default_factory=dict)
    owed: set[int] = field(default_factory=set)
    purged: set[int] = field(default_factory=set)

    async def store(self, updates: Sequence[ReceivedUpdate]) -> None:
        for update in updates:
            stored = replace(update, received_at=datetime.now(UTC))
            self.updates.setdefault(update.update_id, stored)

    async def check(self) -> None:
        """Be there."""

    async def waiting(
        self, limit: int | None = None, held: Collection[int] = ()
    ) -> Sequence[ReceivedUpdate]:
        known = sorted(self.updates.keys() - self.done - set(held))
        return [self.updates[update_id] for update_id in known][:limit]

    async def finish(self, update_id: int, *, erase: bool = False) -> None:
        self.done.add(update_id)
        self._owe(update_id, erase=erase)

    async def reject(self, update_id: int, *, erase: bool = False) -> None:
        self.done.add(update_id)
        self.rejected.add(update_id)
        self._owe(update_id, erase=erase)

    async def note_block(self, update_id: int, chat_id: str, *, blocked: bool) -> None:
        self.done.add(update_id)
        self.blocks.append((chat_id, blocked))

    async def migrate(self, chat_id: str, to: str) -> None:
        self.migrated[chat_id] = to

    async def purge(self) -> None:
        self.purged |= self.owed

    def _owe(self, update_id: int, *, erase: bool) -> None:
        if erase:
            self.owed.add(update_id)

    async def unsent(self) -> Sequence[Outgoing]:
        closed = {*self.sent, *self.failed}
        return [outgoing for entry, outgoing in self.outbox.items() if entry not in closed]

    async def mark_sent(self, entry_id: int) -> None:
        self.sent.append(entry_id)

    async def mark_failed(self, entry_id: int, reason: str, *, gone: bool = False) -> None:
        self.failed[entry_id] = reason
        if gone:
            self.blocks.append((self.outbox[entry_id].chat_id, True))

    def post(self, chat_id: str, reply: Reply) -> Outgoing:
        """Put a reply into the outbox."""
        outgoing = Outgoing(len(self.outbox) + 1, chat_id, reply)
        self.outbox[len(self.outbox) + 1] = outgoing
        return outgoing


@dataclass
class EchoConversation:
    """Answers with what was said, and remembers it; raises whatever `error` holds."""

    mailbox: MemoryMailbox
    heard: list[IncomingMessage] = field(default_factory=list)
    called: asyncio.Event = field(default_factory=asyncio.Event)
    error: Exception | None = None

    async def respond(self, message: IncomingMessage, services: Services, **_: object) -> Outgoing:
        del services  # a turn's world is not the door's business
        self.heard.append(message)
        self.called.set()
        if self.error:
            raise self.error
        assert message.update_id is not None
        await self.mailbox.finish(message.update_id)
        words = message.preface + (message.said.text or message.said.press or "?")
        outgoing = self.mailbox.post(message.chat_id, Reply(text=words, html=words))
        outgoing = replace(
            outgoing,
            reply_to=message.reply_to,
            thread_id=message.thread_id,
            erased=message.secret,
        )
        self.mailbox.outbox[outgoing.entry_id or 0] = outgoing
        return outgoing
