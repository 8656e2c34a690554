"""What a turn needs of the world, as protocols: the conversation knows these and no vendor."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from core.dialogue.effects import Effect, EraseMessage, ForgetChat
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said
from core.finance.market import CoinDays, MarketSnapshot, PriceDays, YieldDay
from core.nlg.draft import Button, Chart, Draft, File


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One thing a person did at a door, in the terms of the core.

    `chat_id` is Telegram's number as text, or `console`. `update_id` is the door's own number
    for it, under which a redelivery is recognised; None where a door never redelivers.
    `reply_to` and `thread_id` say where in the chat the answer belongs: under which message, in
    which topic; `pressed_on` is the message whose button was pressed, and `picture` the one above
    it, where that is known. `preface` is what the door
    says before the answer. `secret` tells that what was stored of it holds a recovery phrase
    somewhere, be it in a quotation that is not answered.
    """

    chat_id: str
    said: Said
    update_id: int | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    pressed_on: int | None = None
    picture: int | None = None
    preface: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back through a door; a value that can be stored and sent later."""

    text: str
    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    charts: tuple[Chart, ...] = ()
    author: str = ""
    """The model that chose the words, with the prompt; empty where they are the draft's own."""
    in_place: bool = False
    """Whether it takes the place of the message whose button was pressed."""
    files: tuple[File, ...] = ()

    @property
    def phrased_by(self) -> str:
        """Who chose the words, as the published JSON says it."""
        return "model" if self.author else "template"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply that is stored as "to send"; `entry_id` is None where nothing is stored.

    It goes under the message `reply_to` and into the topic `thread_id`, or takes the place of the
    message `edits` and of the `picture` above that, where these are given.
    `created_at` is when it was stored; `erased` tells that it says so of a secret, and must not go
    out before the secret is gone. `draft` is what it was made of, as long as it may be reworded.
    """

    entry_id: int | None
    chat_id: str
    reply: Reply
    reply_to: int | None = None
    thread_id: int | None = None
    edits: int | None = None
    picture: int | None = None
    created_at: datetime | None = field(default=None, compare=False)
    erased: bool = field(default=False, compare=False)
    draft: Draft | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Phrased:
    """A draft, in a model's words if it names an author, else in its own."""

    draft: Draft
    author: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedUpdate:
    """A raw update as a door took it; `chat_id` is None where none could be read from it.

    `received_at` is when it was stored, and None before.
    """

    update_id: int
    chat_id: str | None
    payload: str
    received_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation as loaded; `version` grows by one with every turn saved."""

    chat_id: str
    state: DialogueState = field(default_factory=DialogueState)
    person: Person = field(default_factory=Person)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a turn leaves to be saved: the state that follows, the reply, and its effects."""

    message: IncomingMessage
    state: DialogueState
    reply: Reply
    effects: tuple[Effect, ...] = ()

    @property
    def in_place(self) -> bool:
        """Whether it takes the place of what was pressed; a picture only that of another."""
        return self.reply.in_place and not (self.reply.charts and self.message.picture is None)

    @property
    def forget(self) -> bool:
        """Whether all that is kept about the chat goes; `state` begins it anew."""
        return ForgetChat() in self.effects

    @property
    def erase(self) -> bool:
        """Whether nothing of what was stored may stay in the database's files."""
        return self.forget or self.message.secret or EraseMessage() in self.effects


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

    async def save(self, chat: Chat, answer: Answer) -> Outgoing:
        """Save the state, what the turn changes and the reply to send, and mark the update
        answered: one transaction.

        `chat` is the value that was loaded. The stored update's payload goes once it is
        answered. Raises StaleChatError when the chat has moved on since it was loaded,
        AlreadyAnsweredError when the update waits no more; then nothing was saved.
        """
        ...

    async def reword(self, outgoing: Outgoing) -> None:
        """Store the words in which a reply to send goes out, with their author.

        Nothing changes where it is not stored or has gone out already.
        """
        ...

    async def accounts(self, chat_id: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return by name what else is stored of a chat, for who asks for all of it."""
        ...

    async def purge(self) -> None:
        """Return when nothing of what was erased before stays in the database's files.

        It may take a while: however many ask, the files are rewritten now and then only.
        """
        ...


class Wording(Protocol):
    """Who rewords drafts. It holds nothing locked, takes seconds at most and never fails."""

    async def __call__(self, draft: Draft, chat_id: str, day: date) -> Phrased:
        """Return a draft for a chat in other words, or as it is."""
        ...


class WordingBudget(Protocol):
    """What a chat may have reworded in a day."""

    async def take(self, chat_id: str, day: date) -> bool:
        """Count one rewording more; False, and not counted, when the day's are used up."""
        ...


class Mailbox(Protocol):
    """Updates stored before they are confirmed, replies stored until they are sent."""

    async def store(self, updates: Sequence[ReceivedUpdate]) -> None:
        """Store and commit updates; one that is known already is left as it is."""
        ...

    async def check(self) -> None:
        """Return if updates can be stored, and change nothing; raise StorageError."""
        ...

    async def waiting(
        self, limit: int | None = None, held: Collection[int] = ()
    ) -> Sequence[ReceivedUpdate]:
        """Return what is stored and neither answered nor set aside, in the order of storing.

        At most so many, and none of those whose ids are `held`.
        """
        ...

    async def finish(self, update_id: int, *, erase: bool = False) -> None:
        """Mark an update that needs no answer as done and drop its payload; `erase` as above."""
        ...

    async def reject(self, update_id: int, *, erase: bool = False) -> None:
        """Set aside an update that cannot be understood, so that it never blocks."""
        ...

    async def note_block(self, update_id: int, chat_id: str, *, blocked: bool) -> None:
        """Note whether anything can be sent to a chat, and that this update is done."""
        ...

    async def purge(self) -> None:
        """Return when nothing of what was erased before stays in the database's files."""
        ...

    async def unsent(self) -> Sequence[Outgoing]:
        """Return the replies stored and not yet sent, oldest first."""
        ...

    async def mark_sent(self, entry_id: int) -> None:
        """Mark a reply as taken by Telegram."""
        ...

    async def mark_failed(self, entry_id: int, reason: str, *, gone: bool = False) -> None:
        """Mark a reply that can never be sent, with the class of the error.

        `gone`: nothing can be sent to this chat any more, which is noted like a block.
        """
        ...

    async def migrate(self, chat_id: str, to: str) -> None:
        """Follow a group that became a supergroup: all that is kept under its old id moves on."""
        ...


@dataclass(frozen=True, slots=True)
class StoredMarket:
    """A snapshot as it was stored, and when."""

    snapshot: MarketSnapshot
    built_at: datetime


class MarketStore(Protocol):
    """Where the market is kept between runs."""

    async def load(self) -> StoredMarket | None:
        """Return the last snapshot stored; None when there is none that can be read."""
        ...

    async def save(self, snapshot: MarketSnapshot, built_at: datetime) -> None:
        """Store a snapshot in place of the last."""
        ...

    async def days(self, since: date) -> Mapping[str, tuple[YieldDay, ...]]:
        """Return what pools paid day by day, by our id, oldest first."""
        ...

    async def add_prices(self, prices: PriceDays) -> None:
        """Store what coins cost on days."""
        ...

    async def add_days(self, days: Mapping[str, tuple[YieldDay, ...]], forget_before: date) -> None:
        """Store days, and drop those before a day."""
        ...


class PastPrices(Protocol):
    """Who knows what coins cost on days that the snapshot does not tell of.

    It takes seconds at most and never fails.
    """

    async def __call__(self, wanted: CoinDays, now: datetime) -> PriceDays:
        """Return what is known of these days, or had soon, by symbol."""
        ...


class Snapshots(Protocol):
    """Where the market snapshot of a turn comes from."""

    async def __call__(self) -> MarketSnapshot:
        """Return one value for the whole turn."""
        ...


class Slow(Protocol):
    """What a door says while a turn is computed for longer than a person likes to wait."""

    async def __call__(self, message: IncomingMessage) -> int | None:
        """Say it; return the line's number, which the answer may take the place of."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """What one turn is given by the composition root."""

    chats: ChatStore
    snapshot: Snapshots
    wording: Wording | None = None
    """None where every reply goes out in its draft's own words."""
    past_prices: PastPrices | None = None
    """None where nobody is asked: then the person is asked what income was worth."""
