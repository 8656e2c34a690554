"""What is old goes by itself, what waits and what was chosen to be kept stays."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection, text

from bot.db import keeping, queries
from bot.db.database import Database
from bot.db.store import DatabaseChats, DatabaseMailbox, DatabaseRetention
from bot.services import Chat
from core.dialogue.effects import HoldImport, SaveHoldings
from core.dialogue.person import Import, Person
from core.dialogue.state import DialogueState
from core.finance.portfolio import Position
from core.nlu.utterance import Intent
from core.requests import Frame
from tests.db.test_store import AT, received, turn

DAYS = 90
ASKED = DialogueState(frame=Frame(Intent.RECOMMEND_BLEND), turns=7)
ETHER = Position(1, "ETH", Decimal(10))


async def rows(database: Database, table: str) -> int:
    query = text(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours
    return await database.read(lambda connection: connection.execute(query).scalar_one())


async def converse(database: Database) -> None:
    """Leave a question under discussion, an answered update with its reply, and a holding."""
    await DatabaseMailbox(database).store([received(1), received(2)])

    def keep(connection: Connection) -> None:
        queries.save_chat(connection, Chat("7"), DialogueState(), AT)
        keeping.apply_effects(
            connection, "7", Person(), [SaveHoldings((ETHER,)), HoldImport(Import(2))]
        )

    await database.write(keep)
    chats = DatabaseChats(database)
    sent = await chats.save(await chats.load("7"), turn(await chats.load("7"), 1, ASKED))
    assert sent.entry_id
    await DatabaseMailbox(database).mark_sent(sent.entry_id)


async def prune(database: Database, now: datetime) -> None:
    await DatabaseRetention(database, DAYS).drop_old(now)


async def test_young_things_stay(database: Database) -> None:
    """Within its days nothing goes."""
    await converse(database)
    await prune(database, AT + timedelta(days=DAYS - 1))
    assert (await DatabaseChats(database).load("7")).state.frame == ASKED.frame
    assert await rows(database, "outbox") == 1


async def test_old_things_go(database: Database) -> None:
    """Afterwards the question and the reply are gone; what is kept, and the count, stay."""
    await converse(database)
    now = datetime.now(AT.tzinfo) + timedelta(days=DAYS + 1)
    await prune(database, now)
    chat = await DatabaseChats(database).load("7")
    assert chat.state == DialogueState(turns=7)
    assert chat.version > 2  # a turn taken on what was there before is stale
    assert chat.person.holdings == (ETHER,)
    assert await rows(database, "outbox") == 0


async def test_replay_is_known(database: Database) -> None:
    """An update that comes again after days is no new one, however short a time things are kept."""
    await converse(database)
    mailbox = DatabaseMailbox(database)
    await DatabaseRetention(database, 1).drop_old(datetime.now(AT.tzinfo) + timedelta(days=3))
    await mailbox.store([received(1)])
    assert [update.update_id for update in await mailbox.waiting()] == [2]


async def test_what_waits_is_not_old(database: Database) -> None:
    """An update that was never answered is not dropped, however long it waits."""
    await converse(database)
    await prune(database, datetime.now(AT.tzinfo) + timedelta(days=DAYS + 1))
    assert [one.update_id for one in await DatabaseMailbox(database).waiting()] == [2]


async def test_file_that_was_never_confirmed(database: Database) -> None:
    """What was read from a file waits for a day and not for ever."""
    await converse(database)
    await prune(database, AT + timedelta(days=2))
    assert (await DatabaseChats(database).load("7")).person.pending is None


async def test_twice(database: Database) -> None:
    """Done again, there is nothing left to do."""
    await converse(database)
    for days in (1, 2):
        await prune(database, datetime.now(AT.tzinfo) + timedelta(days=DAYS + days))
    assert (await DatabaseChats(database).load("7")).state == DialogueState(turns=7)
