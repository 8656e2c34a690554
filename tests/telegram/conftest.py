import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import stamina
from telegram import Bot

from tests.peers.bot_api import serving
from tests.peers.bot_api_state import BotApi
from tests.telegram.fakes import EchoConversation, MemoryMailbox

TOKEN = "7000001:a-token-that-must-never-be-logged"  # noqa: S105  it opens the simulator only


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    """Retries come at once; how long they would wait is tested by itself."""
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
async def telegram_bot(address: str) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{address}/bot") as bot:
        yield bot


@pytest.fixture
def mailbox() -> MemoryMailbox:
    return MemoryMailbox()


@pytest.fixture
def conversation(mailbox: MemoryMailbox) -> EchoConversation:
    return EchoConversation(mailbox)
