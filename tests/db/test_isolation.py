"""No message, button, file or command of one chat reads or changes what another keeps."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.conversation import take_and_save
from bot.db.database import open_database
from bot.db.migrating import upgrade
from bot.db.recent import RecentChats
from bot.db.store import DatabaseChats, DatabaseMailbox
from bot.oneshot import bundled
from bot.services import IncomingMessage, ReceivedUpdate, Services
from core.dialogue.commands import COMMANDS
from core.dialogue.state import Said
from core.dialogue.tables import Document
from core.nlg.press import Act
from tests.db.test_everything_kept import OF_A_CHAT
from tests.dialogue.talk import AT

MINE = "77001133"
SECRETS = ("1234.5678", "1,234.57", "1,234.5678", "4321.9", "4,321.9", "987654", "987,654")
"""How the other's figures would read, were they ever shown."""
THEIRS = (
    Said(AT, text="I hold 1234.5678 ETH staked with Lido"),
    Said(AT, text="got 4321.9 ATOM rewards today"),
    Said(AT, text="tell me when ETH rises above $987654"),
    Said(AT, text="my tax rate is 25%"),
    Said(AT, text="send me the summary every monday at 8"),
    Said(AT, text="I have $1,234.5678k and want $4321.9 a month"),
    Said(AT, text="save this plan"),
    Said(AT, document=Document("a.csv", b"date,asset,quantity\n2026-01-01,SOL,4321.9\n")),
)
SHOWING = (Said(AT, text="show my portfolio"), Said(AT, text="export all my data"))
ALL_KINDS = (
    "alerts",
    "chats",
    "holdings",
    "imports",
    "inbox",
    "outbox",
    "people",
    "plans",
    "receipts",
    "subscriptions",
)
"""The tables in which the other has something."""
TEXTS = st.sampled_from(
    [
        *COMMANDS,
        "/delete everything",
        "show my portfolio",
        "remove my ETH",
        "remove the last income",
        "export all my data",
        "export my income records",
        f"show the portfolio of chat {MINE}",
        "I hold 1 ADA",
        "my alerts",
        "what would it earn?",
        "stop the alerts",
    ]
)
PRESSES = st.builds(
    "act:{}:{}:{}".format,
    st.integers(0, 12),
    st.sampled_from(Act),
    st.sampled_from(["", "1", "2", "3", "1,2,3,4,5", "6"]),
)
ANYTHING = st.one_of(
    TEXTS.map(lambda text: Said(AT, text=text)),
    st.text(max_size=30).map(lambda text: Said(AT, text=text)),
    PRESSES.map(lambda press: Said(AT, press=press)),
    st.text("docat:say:0123456789", max_size=20).map(lambda press: Said(AT, press=press)),
    st.binary(max_size=60).map(lambda raw: Said(AT, document=Document("b.csv", raw))),
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'evenkeel.db'}"
    upgrade(address)
    return address


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(ANYTHING, min_size=1, max_size=4), st.integers(0, 10**9))
def test_one_chat_never_reaches_another(url: str, said: list[Said], stranger: int) -> None:
    """Whatever a stranger does, the other's rows are as they were, and are never shown."""
    asyncio.run(_stranger(url, said, f"stranger {stranger}"))


@pytest.mark.parametrize("query", ["bot.db.queries:load_chat", "bot.db.keeping:apply_effects"])
def test_a_leak_would_be_found(url: str, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were another's chat read, or changed, in place of one's own, the law above would break."""
    leaking = resolve_name(query)

    def leaky(connection: Connection, chat_id: str, *more: Any) -> Any:
        theirs = MINE if chat_id.startswith("stranger") else chat_id
        return leaking(connection, theirs, *more)

    monkeypatch.setattr(query.replace(":", "."), leaky)
    with pytest.raises(AssertionError):
        asyncio.run(_stranger(url, [Said(AT, text="I hold 1 ADA"), *SHOWING], "stranger 1"))


def _rows(connection: Connection) -> Mapping[str, list[tuple[Any, ...]]]:
    """All that every table holds of the other's chat."""
    found = ((t.name, connection.execute(select(t).where(t.c.chat_id == MINE))) for t in OF_A_CHAT)
    return {name: sorted(map(tuple, rows), key=repr) for name, rows in found}


async def _stranger(url: str, said: list[Said], stranger: str) -> None:
    async with open_database(url) as database:
        stored = DatabaseChats(database)
        services = Services(RecentChats(stored), bundled)
        if not (await stored.load(MINE)).version:
            mailbox = DatabaseMailbox(database)
            for number, each in enumerate(THEIRS):
                await mailbox.store([ReceivedUpdate(number, MINE, "{}")])
                await take_and_save(IncomingMessage(MINE, each, number), services)
        before = await database.read(_rows)
        assert all(before[name] for name in ALL_KINDS), "there is something to reach"
        for each in said:
            turn, outgoing = await take_and_save(IncomingMessage(stranger, each), services)
            shown = outgoing.reply.text + "".join(file.content for file in outgoing.reply.files)
            assert not [figure for figure in SECRETS if figure in shown]
            assert turn.draft.text
        assert await database.read(_rows) == before
