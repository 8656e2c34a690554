"""Alerts for all people at once: each is told once, to its own chat, outside its quiet hours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from types import MappingProxyType

import pytest
from sqlalchemy import Connection, insert, text

from bot.db import keeping, queries
from bot.db.database import Database
from bot.db.statements import table_of
from bot.db.store import DatabaseAlerts
from bot.db.tables import OutboxRow
from bot.services import Chat
from bot.unasked import Kind, shard_of
from bot.watching import Owned, quiet_until, watch
from core.dialogue.effects import CallOffAlerts, Effect, SavePreferences, SetAlerts, Unsubscribe
from core.dialogue.person import Person
from core.dialogue.state import DialogueState
from core.finance.market import MarketSnapshot, PriceReading, bundled_snapshot
from core.finance.monitoring import Alert, Watched
from core.requests.preferences import Preferences, QuietHours

NOW = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
ALERT = Alert(1, "ETH", Watched.PRICE, below=Decimal(2000))
NIGHT = QuietHours(time(22), time(7))


def at(price: int) -> MarketSnapshot:
    snapshot = bundled_snapshot()
    reading = PriceReading("ETH", Decimal(price), "test", NOW)
    return replace(snapshot, prices=MappingProxyType({**snapshot.prices, "ETH": reading}))


async def wants(database: Database, chat_id: str, *effects: Effect) -> None:
    def keep(connection: Connection) -> None:
        queries.save_chat(connection, Chat(chat_id), DialogueState(), NOW)
        keeping.apply_effects(connection, chat_id, Person(), effects)

    await database.write(keep)


async def to_send(database: Database) -> list[tuple[str, str | None]]:
    query = text("SELECT chat_id, not_before FROM outbox ORDER BY chat_id, id")
    rows = await database.read(lambda connection: connection.execute(query).all())
    return [(row.chat_id, row.not_before and str(row.not_before)) for row in rows]


async def test_one_message_a_crossing(database: Database) -> None:
    """However often the market is read, a crossing is told once, and again after it came back."""
    await wants(database, "7", SetAlerts((ALERT,)))
    store = DatabaseAlerts(database)
    told = [await watch(at(price), NOW, store) for price in (2100, 1990, 1980, 2005, 1990)]
    assert told == [0, 1, 0, 0, 0]
    assert await watch(at(2100), NOW, store) == 0
    assert await watch(at(1900), NOW, store) == 1
    assert len(await to_send(database)) == 2


async def test_to_its_own_chat(database: Database) -> None:
    """Each hears of their own alert alone; a paused one, and one of a chat that is gone, rests."""
    await wants(database, "7", SetAlerts((ALERT,)))
    await wants(database, "8", SetAlerts((replace(ALERT, below=Decimal(10)),)))
    await wants(database, "9", SetAlerts((replace(ALERT, paused=True),)))
    await wants(database, "10", SetAlerts((ALERT,)))
    await database.write(lambda c: queries.mark_blocked(c, "10", NOW))
    assert await watch(at(1990), NOW, DatabaseAlerts(database)) == 1
    assert [chat for chat, _ in await to_send(database)] == ["7"]


async def test_judged_twice_at_once(database: Database) -> None:
    """Of two who judge the same page only one tells."""
    await wants(database, "7", SetAlerts((ALERT,)))
    store = DatabaseAlerts(database)
    page = await store.page(None, 10)

    class Before(DatabaseAlerts):
        async def page(self, after: Owned | None, limit: int) -> Sequence[Owned]:
            return [] if after else page

    assert await watch(at(1990), NOW, store) == 1
    assert await watch(at(1990), NOW, Before(database)) == 0


async def test_after_the_quiet_hours(database: Database) -> None:
    """What crosses at night waits until the morning of the person's own clock."""
    settings = Preferences(quiet=NIGHT, zone="Europe/Berlin")
    await wants(database, "7", SetAlerts((ALERT,)), SavePreferences(settings))
    await watch(at(1990), NOW, DatabaseAlerts(database))
    ((_, not_before),) = await to_send(database)
    assert not_before
    assert not_before.startswith("2026-11-26 06:00")


async def test_figures_as_the_app_has_them(database: Database) -> None:
    """What is told unasked writes its figures as the person's app does."""
    await wants(database, "7", SetAlerts((ALERT,)), SavePreferences(Preferences(locale="de")))
    await watch(at(1990), NOW, DatabaseAlerts(database))
    replies = text("SELECT reply FROM outbox")
    words = await database.read(lambda connection: connection.execute(replies).scalar_one())
    assert "1.990" in words


@pytest.mark.parametrize(
    ("hour", "until"), [(21, None), (22, "2026-11-26T07:00"), (3, "2026-11-25T07:00"), (7, None)]
)
def test_quiet_hours_span_midnight(hour: int, until: str | None) -> None:
    """They begin in the evening and end in the morning, whichever side of midnight it is."""
    ends = quiet_until(Preferences(quiet=NIGHT), NOW.replace(hour=hour, minute=0))
    assert (ends and f"{ends:%Y-%m-%dT%H:%M}") == until


def test_quiet_hours_of_a_day() -> None:
    """They may lie within one day, and there may be none."""
    noon = QuietHours(time(12), time(14))
    assert quiet_until(Preferences(quiet=noon), NOW.replace(hour=13))
    assert not quiet_until(Preferences(quiet=noon), NOW.replace(hour=15))
    assert not quiet_until(Preferences(), NOW)


async def test_called_off(database: Database) -> None:
    """Who leaves the summary keeps a waiting alert, and who stops the alerts a waiting summary."""
    settings = Preferences(quiet=NIGHT, zone="UTC")
    await wants(database, "7", SetAlerts((ALERT,)), SavePreferences(settings))
    await watch(at(1990), NOW, DatabaseAlerts(database))
    summary = insert(table_of(OutboxRow)).values(
        chat_id="7", reply="{}", created_at=NOW, shard=shard_of("7"), kind=Kind.SUMMARY
    )
    await database.write(lambda connection: connection.execute(summary))

    async def waiting() -> list[str]:
        query = text("SELECT kind FROM outbox WHERE chat_id = '7' ORDER BY id")
        return list(await database.read(lambda c: c.execute(query).scalars().all()))

    assert await waiting() == [Kind.ALERT, Kind.SUMMARY]
    await wants(database, "8", Unsubscribe(), CallOffAlerts())
    assert await waiting() == [Kind.ALERT, Kind.SUMMARY]
    await change(database, "7", Unsubscribe())
    assert await waiting() == [Kind.ALERT]
    await database.write(lambda connection: connection.execute(summary))
    await change(database, "7", CallOffAlerts())
    assert await waiting() == [Kind.SUMMARY]


async def change(database: Database, chat_id: str, *effects: Effect) -> None:
    await database.write(lambda c: keeping.apply_effects(c, chat_id, Person(), effects))
