"""The simulator delivers to a webhook as Telegram does, and serves the page one can talk on."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.peers.bot_api import listening
from tests.peers.bot_api_state import BotApi
from tests.telegram.test_bot_api import call

Answers = list[Response]


class Receiver:
    """A webhook of the test's own; it answers what is put into `answers`, then 200."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.answers: Answers = []
        self.hold = asyncio.Event()
        self.hold.set()

    async def __call__(self, request: Request) -> Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.got.append((secret, await request.json()))
        await self.hold.wait()
        return self.answers.pop(0) if self.answers else Response()

    async def wait_for(self, count: int) -> list[str]:
        """Return the texts delivered, once there are so many deliveries."""
        async with asyncio.timeout(5):
            while len(self.got) < count:  # noqa: ASYNC110 - a list has no event
                await asyncio.sleep(0.01)
        return [str(update.get("message", update)["text"]) for _, update in self.got]


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def url(receiver: Receiver) -> AsyncIterator[str]:
    app = Starlette(routes=[Route("/updates", receiver.__call__, methods=["POST"])])
    with listening() as bound:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        running = asyncio.create_task(server.serve(sockets=[bound]))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/updates"
        server.should_exit = True
        receiver.hold.set()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def test_secret_and_info(api: BotApi, address: str, receiver: Receiver, url: str) -> None:
    """A delivery carries the secret; what is delivered waits no more, and polling is refused."""
    assert (await call(address, "setWebhook", url=url, secret_token="s3cret"))["result"]  # noqa: S106
    await api.say(1, "hello")
    assert await receiver.wait_for(1) == ["hello"]
    assert receiver.got[0][0] == "s3cret"
    refused = await call(address, "getUpdates")
    assert (refused["error_code"], "webhook is active" in refused["description"]) == (409, True)
    info = (await call(address, "getWebhookInfo"))["result"]
    assert (info["url"], info["pending_update_count"]) == (url, 0)
    assert (await call(address, "deleteWebhook"))["result"]
    assert (await call(address, "getUpdates"))["result"] == []


async def test_again_until_taken(api: BotApi, address: str, receiver: Receiver, url: str) -> None:
    """Whatever is no 2xx is delivered again: at once, then later, or when the bot says so."""
    api.hurry = 100
    receiver.answers = [
        Response(status_code=500),
        Response(status_code=503, headers={"Retry-After": "5"}),
        Response(status_code=302, headers={"Location": "/"}),
    ]
    await call(address, "setWebhook", url=url)
    await api.say(1, "hello")
    await api.say(1, "more")
    assert await receiver.wait_for(5) == ["hello"] * 4 + ["more"]
    outcomes = [attempt["outcome"] for attempt in api.webhook.attempts[:4]]
    assert outcomes == [500, 503, 302, 200]
    times = [attempt["at"] for attempt in api.webhook.attempts]
    assert times[2] - times[1] >= 5 / api.hurry
    assert "302" in (await call(address, "getWebhookInfo"))["result"]["last_error_message"]


async def test_one_at_a_time(api: BotApi, address: str, receiver: Receiver, url: str) -> None:
    """One update of a chat is under way at a time; other chats, and presses, do not wait for it."""
    receiver.hold.clear()
    await call(address, "setWebhook", url=url)
    for chat, text in ((1, "a"), (1, "b"), (2, "c")):
        await api.say(chat, text)
    await api.press(1, "p")
    async with asyncio.timeout(5):
        while len(receiver.got) < 3:  # noqa: ASYNC110 - a list has no event
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    kinds = ["data" if "callback_query" in update else "text" for _, update in receiver.got]
    assert sorted(kinds) == ["data", "text", "text"]
    receiver.hold.set()
    async with asyncio.timeout(5):
        while api.pending:  # noqa: ASYNC110 - a list has no event
            await asyncio.sleep(0.01)
    texts = [u["message"]["text"] for _, u in receiver.got if "message" in u]
    assert sorted(texts) == ["a", "b", "c"]
    assert texts.index("a") < texts.index("b")


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "http://bot.example.org/"},
        {"url": "https://bot.example.org:8080/"},
        {"url": "https://bot.example.org/", "secret_token": "no spaces"},
    ],
)
async def test_refused_webhook(address: str, fields: dict[str, str]) -> None:
    """An address must be https on one of four ports, and a secret of the allowed characters."""
    assert (await call(address, "setWebhook", **fields))["error_code"] == 400


async def test_set_twice(address: str, url: str) -> None:
    """A webhook that is set again within a second is a flood."""
    assert (await call(address, "setWebhook", url=url))["ok"]
    assert (await call(address, "setWebhook", url=url))["error_code"] == 429


async def test_only_what_is_wanted(api: BotApi, address: str) -> None:
    """Kinds of updates that the bot did not ask for are not delivered."""
    await call(address, "getUpdates", allowed_updates=["message"])
    await api.push({"poll": {"id": "1"}})
    await api.say(1, "a")
    updates = (await call(address, "getUpdates"))["result"]
    assert [update["message"]["text"] for update in updates] == ["a"]


async def test_page(api: BotApi, address: str) -> None:
    """The page shows a chat: what was said, answered, edited and drawn; its markup is harmless."""
    async with httpx.AsyncClient(base_url=address) as browser:
        assert "<form>" in (await browser.get("/")).text
        await browser.post("/_control/message", json={"chat_id": 1, "text": "<script>hi & ho"})
        markup = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}
        sent: dict[str, Any] = {"chat_id": 1, "parse_mode": "HTML", "reply_markup": markup}
        text = '<b>1</b> &lt; <a href="x">2</a>'
        number = (await call(address, "sendMessage", text=text, **sent))["result"]
        await browser.post("/_control/press", json={"chat_id": 1, "data": "more", "message_id": 2})
        await call(address, "editMessageText", chat_id=1, message_id=2, text="new")
        await call(address, "sendMessage", chat_id=2, text="to another")
        query = {"chat_id": 1, "since": 0}
        said, answered, edited = (await browser.get("/_control/events", params=query)).json()
    assert said["markup"] == "&lt;script&gt;hi &amp; ho"
    assert answered["markup"] == "<b>1</b> &lt; 2"
    assert answered["message"]["reply_markup"] == markup
    assert (edited["kind"], edited["markup"]) == ("edited", "new")
    assert number["message_id"] == answered["message"]["message_id"] == 2
    assert api.pending[-1]["callback_query"]["message"]["message_id"] == 2
