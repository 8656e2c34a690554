"""What is remembered of a conversation is what is stored, or saving on it says that it is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from bot.conversation import take_and_save
from bot.db import queries, recent, retention, watching
from bot.db.database import Database
from bot.db.dispatching import due_subscribers, hand_out
from bot.db.recent import RecentChats
from bot.db.store import DatabaseChats
from bot.oneshot import bundled
from bot.services import IncomingMessage, Reply, Services, StaleChatError
from bot.unasked import Composed, Kind, Message, shard_of
from bot.watching import Crossing, Owned
from core.dialogue.effects import SaveSummary
from core.dialogue.state import Said
from core.dialogue.tables import Document
from core.finance.weeks import LastSummary
from tests.db.test_store import turn
from tests.dialogue.talk import AT

LATER = AT.astimezone(UTC) + timedelta(days=400)
KEEPING = (
    Said(AT, text="I hold 10 ETH staked with Lido and 500 ADA"),
    Said(AT, text="I have 300k and want 1500 a month"),
    Said(AT, text="save it as my plan"),
    Said(AT, text="got 2 ADA rewards today worth $1"),
    Said(AT, text="tell me when ETH falls below $100"),
    Said(AT, text="subscribe every monday 9am berlin time"),
    Said(AT, text="my tax rate is 25%"),
    Said(AT, text="remove my ADA"),
    Said(AT, text="yes"),
    Said(AT, document=Document("a.csv", b"date,asset,quantity\n2026-01-01,SOL,5\n")),
)


@pytest.fixture
def stored(database: Database) -> DatabaseChats:
    return DatabaseChats(database)


@pytest.fixture
def chats(stored: DatabaseChats) -> RecentChats:
    return RecentChats(stored)


async def keep_all(chats: RecentChats) -> None:
    for said in KEEPING:
        await take_and_save(IncomingMessage("7", said), Services(chats, bundled))


async def test_remembered_as_stored(chats: RecentChats, stored: DatabaseChats) -> None:
    """Whatever a turn changes, what is remembered after it is what a restart would find."""
    for said in KEEPING:
        await take_and_save(IncomingMessage("7", said), Services(chats, bundled))
        assert await chats.load("7") == await stored.load("7")
    person = (await chats.load("7")).person
    assert all((person.holdings, person.plans, person.receipts, person.alerts, person.pending))
    assert person.weekly


def blocked(connection: Connection) -> None:
    queries.mark_blocked(connection, "7", LATER)


def moved_here(connection: Connection) -> None:
    queries.migrate_chat(connection, "-5", "7")


def crossed(connection: Connection) -> None:
    alert = queries.load_chat(connection, "7").person.alerts[0]
    after = replace(alert, crossed=not alert.crossed, since=LATER.date())
    watching.settle(connection, [Crossing(Owned("7", alert), after, None)], LATER)


def summed_up(connection: Connection) -> None:
    (due,) = due_subscribers(connection, shard_of("7"), LATER, None, 10)
    last = LastSummary(LATER, "2027-W40", Decimal(5), "USD", ())
    told = Message(Kind.SUMMARY, "2027-W40", Reply("t", "t"), (SaveSummary(last),))
    assert hand_out(connection, Composed(due, (told,), due.next), LATER) == 1


def grown_old(connection: Connection) -> None:
    retention.drop_old(connection, LATER, 900)


def long_over(connection: Connection) -> None:
    retention.end_old_conversations(connection, LATER, 90, datetime.min.replace(tzinfo=UTC))


@pytest.mark.parametrize("other", [blocked, moved_here, crossed, summed_up, grown_old, long_over])
async def test_changed_by_another(
    chats: RecentChats,
    stored: DatabaseChats,
    database: Database,
    other: Callable[[Connection], None],
) -> None:
    """What else writes to a chat makes a turn stale that was taken on what is remembered."""
    await keep_all(chats)
    before = await stored.load("7")
    await database.write(other)
    assert await stored.load("7") != before
    remembered = await chats.load("7")
    with pytest.raises(StaleChatError):
        await chats.save(remembered, turn(remembered, None))
    assert await chats.load("7") == await stored.load("7")


async def test_forgotten(chats: RecentChats, stored: DatabaseChats) -> None:
    """Who has everything deleted is not remembered either."""
    await keep_all(chats)
    said = Said(AT, text="/delete everything")
    await take_and_save(IncomingMessage("7", said), Services(chats, bundled))
    assert not chats._recent
    assert await chats.load("7") == await stored.load("7")


async def test_not_all_are_remembered(chats: RecentChats, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory does not grow with the people: the one who wrote longest ago is read again."""
    monkeypatch.setattr(recent, "MOST", 2)
    for chat_id in ("1", "2", "1", "3"):
        chat = await chats.load(chat_id)
        await chats.save(chat, turn(chat, None))
    assert [*chats._recent] == ["1", "3"]
