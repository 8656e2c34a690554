"""No message, button, file or command of one chat reads or changes what another keeps."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import take_and_save
from bot.db.database import open_database
from bot.db.migrating import upgrade
from bot.db.recent import RecentChats
from bot.db.store import DatabaseChats
from bot.oneshot import bundled
from bot.services import IncomingMessage, Services
from core.dialogue.commands import COMMANDS
from core.dialogue.state import Said
from core.dialogue.tables import Document
from core.nlg.press import Act
from tests.dialogue.talk import AT

MINE = "77001133"
SECRETS = ("1234.5678", "1,234.57", "1,234.5678", "4321.9", "4,321.9", "987654", "987,654")
"""How the other's figures would read, were they ever shown."""
THEIRS = (
    Said(AT, text="I hold 1234.5678 ETH staked with Lido"),
    Said(AT, text="got 4321.9 ATOM rewards today"),
    Said(AT, text="tell me when ETH rises above $987654"),
    Said(AT, text="my tax rate is 25%"),
    Said(AT, document=Document("a.csv", b"date,asset,quantity\n2026-01-01,SOL,4321.9\n")),
)
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
    """Whatever a stranger does, the other's data are as they were, and are never shown."""
    asyncio.run(_stranger(url, said, f"stranger {stranger}"))


async def _stranger(url: str, said: list[Said], stranger: str) -> None:
    async with open_database(url) as database:
        stored = DatabaseChats(database)
        services = Services(RecentChats(stored), bundled)
        before = await stored.load(MINE)
        if not before.version:
            for each in THEIRS:
                await take_and_save(IncomingMessage(MINE, each), services)
            before = await stored.load(MINE)
        for each in said:
            turn, outgoing = await take_and_save(IncomingMessage(stranger, each), services)
            shown = outgoing.reply.text + "".join(file.content for file in outgoing.reply.files)
            assert not [figure for figure in SECRETS if figure in shown]
            assert turn.draft.text
        after = await stored.load(MINE)
        assert (after.person, after.state, after.version) == (
            before.person,
            before.state,
            before.version,
        )
