"""What a turn needs of the world, as protocols: the conversation knows these and no vendor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.dialogue.state import DialogueState, Said
from core.finance.market import MarketSnapshot
from core.nlg.draft import AllocationChart, Button


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One thing a person did at a door, in the terms of the core.

    `chat_id` is Telegram's number as text, or `console`. `update_id` is the door's own number
    for it, under which a redelivery is recognised; None where a door never redelivers.
    """

    chat_id: str
    said: Said
    update_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back through a door; a value that can be stored and sent later."""

    text: str
    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    charts: tuple[AllocationChart, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply that is stored as "to send"; `entry_id` is None where nothing is stored."""

    entry_id: int | None
    chat_id: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class ReceivedUpdate:
    """A raw update as a door took it; `chat_id` is None where none could be read from it."""

    update_id: int
    chat_id: str | None
    payload: str


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation as loaded; `version` grows by one with every turn saved."""

    chat_id: str
    state: DialogueState = field(default_factory=DialogueState)
    version: int = 0


class StaleChatError(Exception):
    """Another turn of the same chat was saved first: load again and repeat the turn."""


class AlreadyAnsweredError(Exception):
    """The update waits for no answer any more: whoever answered it also sends the reply."""


class StorageError(Exception):
    """The database cannot be reached or refuses; raised from its cause, nothing was saved."""


class ChatStore(Protocol):
    """Where conversations are kept."""

    async def load(self, chat_id: str) -> Chat:
        """Return the chat, a new one when it is not known."""
        ...

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
        """Save the state and the reply to send, and mark the update answered: one transaction.

        `chat` is the value that was loaded. The stored update's payload goes once it is
        answered; with `erase` also nothing of it stays in the database's files. Raises
        StaleChatError when the chat has moved on since it was loaded, AlreadyAnsweredError when
        the update waits no more; then nothing was saved.
        """
        ...


class Mailbox(Protocol):
    """Updates stored before they are confirmed, replies stored until they are sent."""

    async def store(self, updates: Sequence[ReceivedUpdate]) -> None:
        """Store and commit updates; one that is known already is left as it is."""
        ...

    async def waiting(self) -> Sequence[ReceivedUpdate]:
        """Return what is stored and neither answered nor set aside, by update id."""
        ...

    async def finish(self, update_id: int) -> None:
        """Mark an update that needs no answer as done and drop its payload."""
        ...

    async def reject(self, update_id: int) -> None:
        """Set aside an update that cannot be understood, so that it never blocks."""
        ...

    async def unsent(self) -> Sequence[Outgoing]:
        """Return the replies stored and not yet sent, oldest first."""
        ...

    async def mark_sent(self, entry_id: int) -> None:
        """Mark a reply as taken by Telegram."""
        ...

    async def mark_failed(self, entry_id: int, reason: str) -> None:
        """Mark a reply that can never be sent, with the class of the error."""
        ...


class Snapshots(Protocol):
    """Where the market snapshot of a turn comes from."""

    async def __call__(self) -> MarketSnapshot:
        """Return one value for the whole turn."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """What one turn is given by the composition root."""

    chats: ChatStore
    snapshot: Snapshots
