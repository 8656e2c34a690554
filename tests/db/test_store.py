"""Conversations and the mailbox, on SQLite and on PostgreSQL."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import count

import psycopg
import pytest
from sqlalchemy import Connection, make_url, text
from sqlmodel import col, select, update

from bot.db import queries
from bot.db.database import Database, open_database
from bot.db.migrating import sync_engine
from bot.db.store import DatabaseChats, DatabaseMailbox
from bot.db.tables import ChatRow, InboxRow, OutboxRow
from bot.services import (
    AlreadyAnsweredError,
    Answer,
    Chat,
    IncomingMessage,
    Outgoing,
    ReceivedUpdate,
    Reply,
    StaleChatError,
    StorageError,
)
from core.dialogue.effects import Effect, ForgetChat
from core.dialogue.state import DialogueState, Said
from core.facts import Fact, FactBook, Unit

AT = datetime(2026, 9, 2, 14, 0, tzinfo=timezone(timedelta(hours=2)))
HELLO = Reply("Hello", "<b>Hello</b>")
_numbers = count(1_000_000)


@pytest.fixture
def chats(database: Database) -> DatabaseChats:
    return DatabaseChats(database)


@pytest.fixture
def mailbox(database: Database) -> DatabaseMailbox:
    return DatabaseMailbox(database)


def received(update_id: int, chat_id: str | None = "7", payload: str = "{}") -> ReceivedUpdate:
    return ReceivedUpdate(update_id, chat_id, payload)


async def answer(
    chats: DatabaseChats, chat: Chat, update_id: int | None, reply: Reply = HELLO
) -> Outgoing:
    """Save the turn that follows on `chat`, which counts it; a new update when none is given."""
    if update_id is None:
        update_id = next(_numbers)
        await DatabaseMailbox(chats._database).store([received(update_id, chat.chat_id)])
    state = DialogueState(turns=chat.state.turns + 1)
    return await chats.save(chat, turn(chat, update_id, state, reply))


def turn(
    chat: Chat,
    update_id: int | None,
    state: DialogueState | None = None,
    reply: Reply = HELLO,
    effects: tuple[Effect, ...] = (),
) -> Answer:
    """Return what a turn of a chat leaves to be saved."""
    message = IncomingMessage(chat.chat_id, Said(at=AT, text="hi"), update_id)
    return Answer(message, state or DialogueState(), reply, effects)


async def answer_until_saved(chats: DatabaseChats, chat_id: str, update_id: int) -> Outgoing:
    """Do what the conversation does: load again and repeat when another was first."""
    while True:
        try:
            return await answer(chats, await chats.load(chat_id), update_id)
        except StaleChatError:
            await asyncio.sleep(0)


class TestInbox:
    async def test_redelivery_is_stored_once(self, mailbox: DatabaseMailbox) -> None:
        """An update that is known is left as it is, in the same batch or a later one."""
        await mailbox.store([received(1, payload="first"), received(1, payload="again")])
        await mailbox.store([received(1, payload="again"), received(2)])
        assert await mailbox.waiting() == [received(1, payload="first"), received(2)]

    async def test_answered_update_is_not_taken_up_again(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox
    ) -> None:
        """A redelivery of what was answered waits for nothing."""
        await mailbox.store([received(1)])
        await answer(chats, await chats.load("7"), 1)
        await mailbox.store([received(1)])
        assert await mailbox.waiting() == []

    async def test_nothing_to_store(self, mailbox: DatabaseMailbox) -> None:
        """An empty batch, as a poll brings it every minute, is fine."""
        await mailbox.store([])
        assert await mailbox.waiting() == []

    async def test_waiting_in_order(self, mailbox: DatabaseMailbox) -> None:
        """What waits comes by update id, also beyond 32 bits, however it was stored."""
        ids = [2**40, 3, 1, 2]
        await mailbox.store([received(update_id) for update_id in ids])
        assert [update.update_id for update in await mailbox.waiting()] == [1, 2, 3, 2**40]

    @pytest.mark.parametrize(
        "payload",
        ["a\x00b", "half a pair: \ud83d", "𝔸" * 4096, "", "'; DROP TABLE inbox; --", "%s ? :x"],
    )
    async def test_any_text(self, mailbox: DatabaseMailbox, payload: str) -> None:
        """Whatever a stranger sends is stored as it came, before anyone understands it."""
        await mailbox.store([received(1, None, payload)])
        assert await mailbox.waiting() == [received(1, None, payload)]

    @pytest.mark.parametrize("closing", ["finish", "reject"])
    async def test_closed_update(
        self, mailbox: DatabaseMailbox, database: Database, closing: str
    ) -> None:
        """An update that is done or set aside never comes again and keeps no payload."""
        await mailbox.store([received(1, payload="words"), received(2)])
        await getattr(mailbox, closing)(1)
        assert [update.update_id for update in await mailbox.waiting()] == [2]
        assert await payload_of(database, 1) is None

    async def test_answered_payload_is_gone(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox, database: Database
    ) -> None:
        """What a person wrote stays in the inbox no longer than until it is answered."""
        await mailbox.store([received(1, payload="words")])
        await answer(chats, await chats.load("7"), 1)
        assert await payload_of(database, 1) is None


class TestFacts:
    async def test_kept_until_others_come(self, chats: DatabaseChats) -> None:
        """The facts of an answer stay over turns without any, move with the chat, and make way."""
        book = FactBook((Fact("figure", Decimal("1.50"), Unit.COUNT),))
        await chats.save(Chat("7"), turn(Chat("7"), None, DialogueState(book=book)))
        chat = await chats.load("7")
        assert chat.state.book == book
        await chats.save(chat, turn(chat, None, replace(chat.state, turns=5)))
        await DatabaseMailbox(chats._database).migrate("7", "-1007")
        chat = await chats.load("-1007")
        assert (chat.state.turns, chat.state.book) == (5, book)
        await chats.save(chat, turn(chat, None, DialogueState()))
        assert not (await chats.load("-1007")).state.book.facts


class TestChats:
    async def test_unknown_chat_is_new(self, chats: DatabaseChats) -> None:
        """A chat that nobody knows starts with a fresh state, and loading stores nothing."""
        assert await chats.load("7") == await chats.load("7") == Chat("7")

    async def test_saved_turn(self, chats: DatabaseChats, mailbox: DatabaseMailbox) -> None:
        """State, version, reply and the answered update are stored together."""
        await mailbox.store([received(1)])
        outgoing = await answer(chats, await chats.load("7"), 1)
        assert await chats.load("7") == Chat("7", DialogueState(turns=1), version=1)
        assert await mailbox.unsent() == [outgoing]
        assert (outgoing.chat_id, outgoing.reply) == ("7", HELLO)
        assert await mailbox.waiting() == []

    async def test_turn_without_an_update(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox
    ) -> None:
        """A door that never redelivers needs no inbox; each of its turns has a reply."""
        for _ in range(2):
            await answer(chats, await chats.load("console"), None)
        assert (await chats.load("console")).version == 2
        assert len(await mailbox.unsent()) == 2

    @pytest.mark.parametrize("turns_before", [0, 1])
    async def test_stale_chat(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox, turns_before: int
    ) -> None:
        """Of two turns on the same state the second is refused, and nothing of it is saved."""
        await mailbox.store([received(1), received(2), received(3)])
        for update_id in range(3, 3 + turns_before):
            await answer(chats, await chats.load("7"), update_id)
        loaded = await chats.load("7")
        await answer(chats, loaded, 1)
        with pytest.raises(StaleChatError):
            await answer(chats, loaded, 2)
        assert (await chats.load("7")).version == turns_before + 1
        assert 2 in [update.update_id for update in await mailbox.waiting()]
        assert len(await mailbox.unsent()) == turns_before + 1

    @pytest.mark.parametrize("already", ["answered", "finished", "unknown"])
    async def test_update_is_answered_once(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox, already: str
    ) -> None:
        """An update that waits no more is refused, and the turn is not taken a second time."""
        if already != "unknown":
            await mailbox.store([received(1)])
        if already == "answered":
            await answer(chats, await chats.load("7"), 1)
        if already == "finished":
            await mailbox.finish(1)
        before = await chats.load("7"), await mailbox.unsent()
        with pytest.raises(AlreadyAnsweredError):
            await answer(chats, await chats.load("7"), 1)
        assert (await chats.load("7"), await mailbox.unsent()) == before

    async def test_one_update_answered_by_two_at_once(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox
    ) -> None:
        """Two processes that took the same update up give one reply."""
        await mailbox.store([received(1)])
        outcomes = await asyncio.gather(
            *(answer_until_saved(chats, "7", 1) for _ in range(5)), return_exceptions=True
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, AlreadyAnsweredError)]
        assert len(refused) == 4
        assert len(await mailbox.unsent()) == 1

    async def test_many_messages_of_one_chat(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox
    ) -> None:
        """Twenty turns of one chat at once all land, one upon the other."""
        await mailbox.store([received(update_id) for update_id in range(20)])
        outcomes = await asyncio.gather(
            *(answer_until_saved(chats, "7", update_id) for update_id in range(20))
        )
        assert await chats.load("7") == Chat("7", DialogueState(turns=20), version=20)
        entries = sorted(outgoing.entry_id or 0 for outgoing in outcomes)
        assert [outgoing.entry_id for outgoing in await mailbox.unsent()] == entries
        assert len(set(entries)) == 20

    async def test_many_chats(self, chats: DatabaseChats, mailbox: DatabaseMailbox) -> None:
        """Turns of different chats at once are never in each other's way."""
        await mailbox.store([received(number, str(number)) for number in range(40)])
        await asyncio.gather(*(answer(chats, Chat(str(number)), number) for number in range(40)))
        versions = [(await chats.load(str(number))).version for number in range(40)]
        assert versions == [1] * 40

    async def test_chats_are_strangers(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox
    ) -> None:
        """Nothing of one chat is read for another, however alike their ids look."""
        ids = ["1", "10", "-1", "01", "1 ", "1.0", "%", "1%", "_", "A", "a", "é", "e\u0301", "١"]
        for number, chat_id in enumerate(ids):
            state = DialogueState(asked=f"slot of {number}")
            await mailbox.store([received(number, chat_id)])
            await chats.save(Chat(chat_id), turn(Chat(chat_id), number, state))
        for number, chat_id in enumerate(ids):
            assert (await chats.load(chat_id)).state.asked == f"slot of {number}"
        assert [outgoing.chat_id for outgoing in await mailbox.unsent()] == ids
        assert await chats.load("nobody") == Chat("nobody")

    async def test_a_reply_shown_at_once_is_not_sent(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox
    ) -> None:
        """What a terminal has shown is never sent by another door."""
        await chats.save(Chat("7"), turn(Chat("7"), None))
        assert (await chats.load("7")).version == 1
        assert await mailbox.unsent() == []

    async def test_any_text_in_state_and_reply(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox
    ) -> None:
        """NUL, half a pair and 4,096 characters outside the basic plane come back as they are."""
        words = "\x00\ud83d" + "𝔸" * 4096
        state, reply = DialogueState(asked=words), Reply(words, words)
        await mailbox.store([received(1)])
        await chats.save(Chat("7"), turn(Chat("7"), 1, state, reply))
        assert (await chats.load("7")).state == state
        assert [outgoing.reply for outgoing in await mailbox.unsent()] == [reply]

    async def test_state_of_another_version(
        self, chats: DatabaseChats, database: Database, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A state that the code no longer reads starts afresh and the chat goes on."""
        await answer(chats, Chat("7"), None)
        statement = update(ChatRow).values(state='{"frame": "my savings"}')
        await database.write(lambda connection: connection.execute(statement))
        with caplog.at_level(logging.DEBUG, logger="bot"):
            chat = await chats.load("7")
        assert chat == Chat("7", DialogueState(), version=1)
        assert "does not fit" in caplog.text
        assert "savings" not in caplog.text
        await answer(chats, chat, None)
        assert (await chats.load("7")).version == 2

    async def test_moments_are_in_utc(self, chats: DatabaseChats, database: Database) -> None:
        """A moment comes back as the same moment, with its offset, from both databases."""
        await answer(chats, Chat("7"), None)
        statement = select(ChatRow.created_at, ChatRow.updated_at)
        created, updated = await database.read(
            lambda connection: connection.execute(statement).one()
        )
        assert (created, updated) == (AT, AT)
        assert created.tzinfo is UTC or created.utcoffset() == timedelta(0)


class TestOutbox:
    async def test_unsent_oldest_first(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox
    ) -> None:
        """Replies go out in the order in which they were stored."""
        stored = [await answer(chats, await chats.load("7"), None) for _ in range(3)]
        assert await mailbox.unsent() == stored

    async def test_sent_and_failed(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox, database: Database
    ) -> None:
        """What was sent or given up is not sent again, and the first word on it stands."""
        stored = [await answer(chats, await chats.load("7"), None) for _ in range(3)]
        first, second, third = (outgoing.entry_id or 0 for outgoing in stored)
        await mailbox.mark_sent(first)
        await mailbox.mark_failed(first, "Forbidden")
        await mailbox.mark_failed(second, "Forbidden")
        assert [outgoing.entry_id for outgoing in await mailbox.unsent()] == [third]
        statement = select(OutboxRow.sent_at, OutboxRow.failure).order_by(col(OutboxRow.id))
        rows = await database.read(lambda connection: connection.execute(statement).all())
        [(sent_at, no_failure), (never_sent, failure), _] = rows
        assert sent_at is not None
        assert datetime.now(UTC) - sent_at < timedelta(minutes=1)
        assert (no_failure, never_sent, failure) == (None, None, "Forbidden")

    async def test_many_sent_at_once(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Marks that come together share transactions, and each is stored when it returns."""
        stored = [await answer(chats, await chats.load("7"), None) for _ in range(10)]
        entries = [outgoing.entry_id or 0 for outgoing in stored]
        together: list[int] = []
        mark_sent = queries.mark_sent

        def counting(connection: Connection, entry_ids: Sequence[int], at: datetime) -> None:
            together.append(len(entry_ids))
            mark_sent(connection, entry_ids, at)

        async def mark(entry_id: int) -> bool:
            await mailbox.mark_sent(entry_id)
            return entry_id not in [outgoing.entry_id for outgoing in await mailbox.unsent()]

        monkeypatch.setattr(queries, "mark_sent", counting)
        assert all(await asyncio.gather(*map(mark, entries)))
        assert sum(together) == 10
        assert len(together) < 10

    async def test_mark_that_failed(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A mark that could not be stored is told, and made up for with the next one."""
        stored = [await answer(chats, await chats.load("7"), None) for _ in range(2)]
        first, second = (outgoing.entry_id or 0 for outgoing in stored)
        with monkeypatch.context() as patched:
            patched.setattr(queries, "mark_sent", broken_mark)
            with pytest.raises(ZeroDivisionError):
                await mailbox.mark_sent(first)
        assert await mailbox.unsent() == stored
        await mailbox.mark_sent(second)
        assert await mailbox.unsent() == []

    async def test_reply_of_another_version(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox, database: Database
    ) -> None:
        """A reply that the code no longer reads is given up and holds up none behind it."""
        await answer(chats, Chat("7"), None)
        spoil = update(OutboxRow).values(reply='{"words": 1}')
        await database.write(lambda connection: connection.execute(spoil))
        good = await answer(chats, await chats.load("7"), None)
        assert await mailbox.unsent() == [good]
        failures = await database.read(
            lambda connection: connection.execute(select(OutboxRow.failure)).scalars().all()
        )
        assert queries.UNREADABLE in failures


class TestPlaces:
    async def test_place_of_a_reply(self, chats: DatabaseChats, mailbox: DatabaseMailbox) -> None:
        """Under which message and in which topic a reply belongs is kept with it."""
        await mailbox.store([received(1)])
        message = IncomingMessage("7", Said(at=AT, text="hi"), 1, reply_to=31, thread_id=2**40)
        outgoing = await chats.save(Chat("7"), Answer(message, DialogueState(), HELLO))
        assert await mailbox.unsent() == [outgoing]
        assert (outgoing.reply_to, outgoing.thread_id) == (31, 2**40)
        assert [kept.created_at for kept in await mailbox.unsent()] == [AT]

    async def test_migration(self, chats: DatabaseChats, mailbox: DatabaseMailbox) -> None:
        """All that is kept under a group's old id goes on under the new one, twice as well."""
        outgoing = await answer(chats, Chat("-5"), None)
        await mailbox.store([received(1, "-5")])
        for _ in range(2):
            await mailbox.migrate("-5", "-1005")
        assert (await chats.load("-1005")).state == DialogueState(turns=1)
        assert await chats.load("-5") == Chat("-5")
        assert await mailbox.unsent() == [replace(outgoing, chat_id="-1005")]
        assert await mailbox.waiting() == [received(1, "-1005")]

    async def test_migration_to_a_known_chat(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox
    ) -> None:
        """Where the new id is known already, its newer state stays."""
        await answer(chats, Chat("-5"), None)
        newer = await answer(chats, Chat("-1005", DialogueState(turns=8)), None)
        await mailbox.migrate("-5", "-1005")
        assert (await chats.load("-1005")).state.turns == 9
        assert [outgoing.chat_id for outgoing in await mailbox.unsent()] == ["-1005"] * 2
        assert newer in await mailbox.unsent()

    async def test_block(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox, database: Database
    ) -> None:
        """A block is noted with the chat, and its end; the update is done."""
        await answer(chats, Chat("7"), None)
        statement = select(ChatRow.blocked_at)
        for update_id, blocked in ((1, True), (2, False)):
            await mailbox.store([received(update_id)])
            await mailbox.note_block(update_id, "7", blocked=blocked)
            found = await database.read(lambda it: it.execute(statement).scalar_one())
            assert (found is not None) is blocked
        assert await mailbox.waiting() == []

    async def test_forget(self, chats: DatabaseChats, mailbox: DatabaseMailbox) -> None:
        """A chat that is deleted begins anew; what it says meanwhile is not lost."""
        await answer(chats, Chat("7"), None)
        await answer(chats, Chat("8"), None)
        chat = await chats.load("7")
        await mailbox.store([received(1), received(2)])
        last = await chats.save(chat, turn(chat, 1, effects=(ForgetChat(),)))
        assert [o.chat_id for o in await mailbox.unsent()] == ["8", "7"]
        with pytest.raises(StaleChatError):
            await answer(chats, chat, 2)
        await answer(chats, await chats.load("7"), 2)
        await mailbox.mark_sent(last.entry_id or 0)
        assert (await chats.load("7")).version == 3
        assert (await chats.load("8")).version == 1

    async def test_waiting_as_far_as_there_is_room(self, mailbox: DatabaseMailbox) -> None:
        """The oldest come first, without those in hand, by time of storing and not by id."""
        for update_id in (9, 3, 5):
            await mailbox.store([received(update_id)])
        assert [update.update_id for update in await mailbox.waiting(2)] == [9, 3]
        assert [update.update_id for update in await mailbox.waiting(2, {9})] == [3, 5]
        assert await mailbox.count_waiting() == 3


class TestTrouble:
    async def test_database_that_vanishes(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox, database_url: str
    ) -> None:
        """A database that goes away is one clean error, at every door, and no hanging."""
        await answer(chats, await chats.load("7"), None)
        vanish(database_url)
        with pytest.raises(StorageError) as caught:
            await chats.load("7")
        assert caught.value.__cause__
        with pytest.raises(StorageError):
            await answer(chats, Chat("7", version=1), None)
        with pytest.raises(StorageError):
            await mailbox.unsent()

    async def test_database_that_is_not_there(self) -> None:
        """A server that cannot be reached is the same error, without the password."""
        url = "postgresql+psycopg://bot:hunter22@127.0.0.1:1/bot"
        async with open_database(url) as database:
            with pytest.raises(StorageError) as caught:
                await DatabaseChats(database).load("7")
        assert "hunter22" not in f"{caught.value!r} {caught.value.__cause__!r}"

    async def test_failed_save_leaves_nothing(
        self, chats: DatabaseChats, mailbox: DatabaseMailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A turn that breaks off half-way is not saved at all, and its update waits on."""
        await mailbox.store([received(1)])
        monkeypatch.setattr(queries, "add_reply", broken)
        with pytest.raises(ZeroDivisionError):
            await answer(chats, Chat("7"), 1)
        assert await chats.load("7") == Chat("7")
        assert await mailbox.waiting() == [received(1)]

    async def test_errors_quote_no_words(self, mailbox: DatabaseMailbox, database_url: str) -> None:
        """An error of the database tells no parameter, which may be what a person wrote."""
        await mailbox.store([received(1)])
        vanish(database_url)
        with pytest.raises(StorageError) as caught:
            await mailbox.store([received(2, payload="my savings")])
        assert "savings" not in f"{caught.value!r} {caught.value.__cause__!r}"


def broken(*_: object, **__: object) -> Outgoing:
    raise ZeroDivisionError


def broken_mark(connection: object, entry_ids: object, at: object) -> None:
    raise ZeroDivisionError


async def payload_of(database: Database, update_id: int) -> str | None:
    statement = select(InboxRow.payload).where(InboxRow.update_id == update_id)
    return await database.read(lambda connection: connection.execute(statement).scalar_one())


def vanish(url: str) -> None:
    """Take a database away while it is in use."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        with sync_engine(address).begin() as connection:
            for table in ("outbox", "chats", "inbox"):
                connection.execute(text(f"DROP TABLE {table}"))
        return
    server = address.set(drivername="postgresql", database="postgres")
    plain = server.render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {address.database} WITH (FORCE)".encode())
