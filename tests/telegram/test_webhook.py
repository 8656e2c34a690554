"""The webhook: stored before it is answered, for Telegram alone, in one process with the rest."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.services import ReceivedUpdate, StorageError
from bot.transports.telegram import DoorError, door, run_bot
from bot.transports.telegram.ways import Listening, Ways, Webhook
from bot.transports.telegram.webhook import HEADER, LARGEST
from tests.peers.bot_api_faults import Fault
from tests.peers.bot_api_state import BotApi
from tests.telegram.conftest import TOKEN
from tests.telegram.fakes import EchoConversation, MemoryMailbox
from tests.telegram.test_door import NO_SERVICES, texts
from tests.telegram.test_sending import draw

SECRET = "only-telegram-knows-it"  # noqa: S105  it opens a server of the test's own
Running = Callable[..., contextlib.AbstractAsyncContextManager[httpx.AsyncClient]]


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


class FailingMailbox(MemoryMailbox):
    """A mailbox whose database is away for a while."""

    broken = False

    async def store(self, updates: Sequence[ReceivedUpdate]) -> None:
        if self.broken:
            raise StorageError("OperationalError")
        await super().store(updates)

    async def check(self) -> None:
        if self.broken:
            raise StorageError("OperationalError")


@pytest.fixture
def mailbox() -> FailingMailbox:
    return FailingMailbox()


@pytest.fixture
def running(
    address: str,
    mailbox: FailingMailbox,
    conversation: EchoConversation,
    monkeypatch: pytest.MonkeyPatch,
) -> Running:
    monkeypatch.setattr(door, "respond", conversation.respond)

    @contextlib.asynccontextmanager
    async def run(*, polling: bool = False) -> AsyncIterator[httpx.AsyncClient]:
        port, stop = free_port(), asyncio.Event()
        url = f"http://127.0.0.1:{port}"
        webhook = None if polling else Webhook(f"{url}/updates", SecretStr(SECRET))
        ways = Ways(webhook, Listening("127.0.0.1", port))
        bot = run_bot(SecretStr(TOKEN), address, NO_SERVICES, mailbox, draw, stop, ways=ways)
        task = asyncio.create_task(bot)
        try:
            async with httpx.AsyncClient(base_url=url, headers={HEADER: SECRET}) as telegram:
                await until_up(telegram)
                yield telegram
        finally:
            stop.set()
            await asyncio.wait_for(task, 10)

    return run


async def until_up(telegram: httpx.AsyncClient) -> None:
    async with asyncio.timeout(5):
        while True:
            with contextlib.suppress(httpx.ConnectError):
                if (await telegram.get("/healthz")).status_code == 200:
                    return
            await asyncio.sleep(0.02)


def update(number: int = 1, text: str = "hello") -> dict[str, Any]:
    chat = {"id": 42, "type": "private"}
    return {
        "update_id": number,
        "message": {"message_id": 1, "date": 1, "chat": chat, "text": text},
    }


async def test_delivery(api: BotApi, running: Running, mailbox: FailingMailbox) -> None:
    """A delivery is stored before it is answered with 200, and then answered in its chat."""
    async with running() as telegram:
        response = await telegram.post("/updates", json=update())
        assert response.status_code == 200
        assert list(mailbox.updates) == [1]
        [(chat, text)] = await texts(api, 1)
    assert (chat, text[-5:]) == ("42", "hello")
    set_up = [call for call in api.calls if call["method"] == "setWebhook"]
    assert [call["values"]["secret_token"] for call in set_up] == [SECRET]
    assert "edited_message" in set_up[0]["values"]["allowed_updates"]
    assert "deleteWebhook" not in [call["method"] for call in api.calls]
    assert not api.refused


async def test_redelivery(api: BotApi, running: Running) -> None:
    """What is delivered twice, because our 200 was not read, is answered once."""
    async with running() as telegram:
        for _ in range(3):
            assert (await telegram.post("/updates", json=update())).status_code == 200
        await telegram.post("/updates", json=update(2, "more"))
        assert len(await texts(api, 2)) == 2
        assert len(await texts(api, 3, within=0.2)) == 2


async def answered_unread(telegram: httpx.AsyncClient, secret: bytes) -> bytes:
    """Return the first line of the answer to a request whose body is announced and never sent."""
    url = telegram.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    head = (b"POST /updates HTTP/1.1", b"Host: bot", b"Content-Length: 1000")
    named = (HEADER.encode() + b": " + secret,) if secret else ()
    writer.write(b"\r\n".join((*head, *named, b"", b"")))
    try:
        return await asyncio.wait_for(reader.readline(), 3)
    finally:
        writer.close()


@pytest.mark.parametrize("secret", [None, "", "only-telegram-knows-iT", "é"])
async def test_stranger(running: Running, mailbox: FailingMailbox, secret: str | None) -> None:
    """Without the secret nothing is taken, and the body is not even read."""
    async with running() as telegram:
        line = await answered_unread(telegram, b"" if secret is None else secret.encode())
    assert line.startswith(b"HTTP/1.1 401")
    assert not mailbox.updates


async def test_too_large(running: Running, mailbox: FailingMailbox) -> None:
    """What is larger than any update is refused before it is all read."""
    async with running() as telegram:
        response = await telegram.post("/updates", content=b" " * (LARGEST + 1))
    assert response.status_code == 413
    assert not mailbox.updates


async def test_other_requests(running: Running) -> None:
    """Only a POST to the one path is a delivery."""
    async with running() as telegram:
        assert (await telegram.get("/updates")).status_code == 405
        assert (await telegram.post("/", json=update())).status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"update_id": "x"}', b"\xff", b"[" * 9999])
async def test_junk(running: Running, mailbox: FailingMailbox, body: bytes) -> None:
    """Junk that knows the secret is taken and left out: no repeating would mend it."""
    async with running() as telegram:
        assert (await telegram.post("/updates", content=body)).status_code == 200
    assert not mailbox.updates


async def test_cannot_store(api: BotApi, running: Running, mailbox: FailingMailbox) -> None:
    """What cannot be stored is refused with a time to come again, and the bot is not ready."""
    async with running() as telegram:
        mailbox.broken = True
        response = await telegram.post("/updates", json=update())
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert (await telegram.get("/readyz")).status_code == 503
        assert (await telegram.get("/healthz")).status_code == 200
        mailbox.broken = False
        assert (await telegram.get("/readyz")).status_code == 200
        assert (await telegram.post("/updates", json=update())).status_code == 200
        assert len(await texts(api, 1)) == 1


async def test_metrics(api: BotApi, running: Running) -> None:
    """The metrics count updates by kind and turns by outcome, and hold nothing of a person."""
    async with running(polling=True) as telegram:
        await api.say(424242, "my savings")
        assert len(await texts(api, 1)) == 1
        page = (await telegram.get("/metrics")).text
    assert 'evenkeel_updates_received_total{kind="message"}' in page
    assert 'evenkeel_turns_total{outcome="answered"}' in page
    assert "evenkeel_inbox_age_seconds_bucket" in page
    assert "424242" not in page
    assert "savings" not in page


async def test_from_webhook_to_polling(api: BotApi, running: Running) -> None:
    """Started without a webhook, the bot takes the old one down and polls for what waits."""
    await api.say(1, "waited")
    async with running(polling=True):
        assert await texts(api, 1) == [("1", "waited")]
    methods = [call["method"] for call in api.calls]
    assert "deleteWebhook" in methods
    assert "setWebhook" not in methods


async def test_refused_webhook(api: BotApi, address: str, mailbox: FailingMailbox) -> None:
    """An address that Telegram does not take ends the start with what to do about it."""
    why = "Bad Request: bad webhook: HTTPS url must be provided for webhook"
    api.faults.append(Fault("setWebhook", "400", description=why))
    ways, stop = Ways(Webhook("http://127.0.0.1/updates", SecretStr(SECRET))), asyncio.Event()
    with pytest.raises(DoorError, match="WEBHOOK_URL"):
        await run_bot(SecretStr(TOKEN), address, NO_SERVICES, mailbox, draw, stop, ways=ways)


async def test_port_in_use(address: str, mailbox: FailingMailbox) -> None:
    """A port that is taken ends the start with the setting to change."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ways = Ways(listening=Listening("127.0.0.1", taken.getsockname()[1]))
        stop = asyncio.Event()
        with pytest.raises(DoorError, match="HTTP_PORT"):
            await run_bot(SecretStr(TOKEN), address, NO_SERVICES, mailbox, draw, stop, ways=ways)
