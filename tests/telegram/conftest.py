import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import stamina
from telegram.ext import ExtBot

from bot.transports.telegram import limits
from bot.transports.telegram.connection import Connection, connected
from bot.transports.telegram.limits import Limits
from tests.peers.bot_api import serving
from tests.peers.bot_api_state import BotApi
from tests.telegram.fakes import EchoConversation, MemoryMailbox

TOKEN = "7000001:a-token-that-must-never-be-logged"  # noqa: S105  it opens the simulator only


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Retries and further messages go out at once; how long they wait is tested by itself."""
    monkeypatch.setattr(limits, "PRIVATE", (1000, 1))
    monkeypatch.setattr(limits, "GROUP", (1000, 1))
    monkeypatch.setattr(limits, "_seconds", lambda _: 0.2)
    with stamina.set_testing(True, attempts=50):
        yield


@pytest.fixture(autouse=True)
def _levels_as_before() -> Iterator[None]:
    """The door silences libraries for its process; other tests of this one listen to them."""
    loggers = [logging.getLogger(name) for name in ("httpx", "httpcore", "telegram")]
    levels = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def api() -> BotApi:
    return BotApi(TOKEN)


@pytest.fixture
async def address(api: BotApi) -> AsyncIterator[str]:
    async with serving(api) as address:
        yield address


@pytest.fixture
async def telegram_bot(address: str) -> AsyncIterator[limits.PacedBot]:
    """The bot as the door makes it."""
    async with (
        connected(f"{address}/bot{TOKEN}/", 8) as pool,
        ExtBot(
            TOKEN,
            base_url=f"{address}/bot",
            base_file_url=f"{address}/file/bot",
            request=Connection(pool),
            get_updates_request=Connection(pool),
            rate_limiter=Limits(1000),
        ) as bot,
    ):
        yield bot


@pytest.fixture
def mailbox() -> MemoryMailbox:
    return MemoryMailbox()


@pytest.fixture
def conversation(mailbox: MemoryMailbox) -> EchoConversation:
    return EchoConversation(mailbox)
