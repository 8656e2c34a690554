"""The simulator is strict where Telegram is, and stricter where a mistake would go unseen."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from bot.transports.telegram.connection import Connection, proxy_for
from tests.peers.bot_api_faults import Fault
from tests.peers.bot_api_state import BotApi
from tests.peers.telegram_html import UnreadableMarkupError, plain
from tests.telegram.conftest import TOKEN
from tests.telegram.test_sending import PNG


async def call(address: str, method: str, token: str = TOKEN, **fields: Any) -> dict[str, Any]:
    async with httpx.AsyncClient() as client:
        response = await client.post(f"{address}/bot{token}/{method}", json=fields, timeout=10)
    answer: dict[str, Any] = response.json()
    assert answer["ok"] is (response.status_code == 200)
    return answer


async def test_token(address: str) -> None:
    """Only the bot's own token is served."""
    assert (await call(address, "getMe"))["result"]["is_bot"] is True
    assert (await call(address, "getMe", token="1:wrong"))["error_code"] == 401  # noqa: S106
    assert (await call(address, "noSuchMethod"))["error_code"] == 404


@pytest.mark.parametrize(
    ("method", "fields", "why"),
    [
        ("sendMessage", {"text": "hi", "parse_mod": "HTML"}, "unknown parameter parse_mod"),
        ("sendMessage", {"text": "  "}, "text is empty"),
        ("sendMessage", {"text": "x" * 4097}, "too long"),
        ("sendMessage", {"text": "😀" * 2049}, "too long"),
        ("sendMessage", {"text": "1 < 2", "parse_mode": "HTML"}, "can't parse entities"),
        (
            "sendMessage",
            {"text": "a" + "<b>b</b>" * 101, "parse_mode": "HTML"},
            "ENTITIES_TOO_LONG",
        ),
        (
            "sendMessage",
            {"text": "😀", "entities": [{"type": "bold", "offset": 1, "length": 2}]},
            "ENTITY_BOUNDS_INVALID",
        ),
        ("sendMessage", {}, "'text'"),
        ("sendPhoto", {"photo": "no file"}, "IMAGE_PROCESS_FAILED"),
        ("editMessageText", {"text": "t", "message_id": 99}, "message to edit not found"),
    ],
)
async def test_refused(address: str, method: str, fields: dict[str, Any], why: str) -> None:
    """What Telegram would refuse is refused, and a misspelt parameter too."""
    answer = await call(address, method, chat_id=1, **fields)
    assert answer["error_code"] == 400
    assert why in answer["description"]


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "t", "callback_data": "ü" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "a"}, "text is empty"),
        ({"text": "t", "callback_data": "a", "colour": "red"}, "unknown parameter reply_markup"),
    ],
)
async def test_refused_button(address: str, button: dict[str, str], why: str) -> None:
    """A button holds a label and 1–64 bytes."""
    markup = {"inline_keyboard": [[button]]}
    answer = await call(address, "sendMessage", chat_id=1, text="t", reply_markup=markup)
    assert why in answer["description"]


@pytest.mark.parametrize(
    "markup",
    ["<b>a", "a</b>", "<b><i>a</b></i>", "<p>a</p>", "<3", "&nbsp;", "<b x=y>a</b>", "<a>a</a>"],
)
def test_unreadable_markup(markup: str) -> None:
    """Tags are Telegram's own, closed in order; a stray < and a foreign entity are errors."""
    with pytest.raises(UnreadableMarkupError):
        plain(markup)


def test_readable_markup() -> None:
    """What is well formed reads as plain text."""
    assert (
        plain('<b>1 &lt; 2</b> &amp; <a href="https://x.y/?a=1&b">z</a> AT&T') == "1 < 2 & z AT&T"
    )


@pytest.mark.parametrize(
    "command",
    [{"command": "No", "description": "d"}, {"command": "yes", "description": "d" * 257}],
)
async def test_refused_command(address: str, command: dict[str, str]) -> None:
    """A command is 1–32 small letters, digits and underscores, described in 256 characters."""
    answer = await call(address, "setMyCommands", commands=[command])
    assert "BOT_COMMAND" in answer["description"]


async def test_multipart_is_checked_too(address: str) -> None:
    """What comes as multipart is held to the same rules: caption, parameters and picture."""
    markup = json.dumps({"inline_keyboard": [[{"text": "t", "callback_data": "x" * 65}]]})
    wrong: list[tuple[dict[str, str], bytes, str]] = [
        ({"caption": "😀" * 513}, PNG, "caption is too long"),
        ({"caption": "a", "capture": "b"}, PNG, "unknown parameter capture"),
        ({"caption": "<u", "parse_mode": "HTML"}, PNG, "can't parse entities"),
        ({"reply_markup": markup}, PNG, "BUTTON_DATA_INVALID"),
        ({}, b"GIF89a", "IMAGE_PROCESS_FAILED"),
    ]
    async with httpx.AsyncClient(base_url=f"{address}/bot{TOKEN}") as client:
        for fields, picture, why in wrong:
            data = {"chat_id": "1"} | fields
            answer = await client.post("/sendPhoto", data=data, files={"photo": picture})
            assert why in answer.json()["description"]
        answer = await client.post("/sendPhoto", data={"chat_id": "1"}, files={"photo": PNG})
    assert answer.json()["result"]["photo"][0]["width"] == 2


async def test_document_is_no_picture(api: BotApi, address: str) -> None:
    """A file of any bytes and any size is told by its name and size; an empty one is refused."""
    async with httpx.AsyncClient(base_url=f"{address}/bot{TOKEN}") as client:
        for content, taken in ((b"a,b\n", True), (b"x" * 100, True), (b"", False)):
            files = {"document": ("lots.csv", content)}
            data = {"chat_id": "1", "caption": "yours"}
            answer = (await client.post("/sendDocument", data=data, files=files)).json()
            assert answer["ok"] is taken
        assert "non-empty" in answer["description"]
    kept = [(call["values"]["document"], call["result"]["document"]) for call in api.calls]
    assert [told for told, _ in kept] == [{"bytes": size, "name": "lots.csv"} for size in (4, 100)]
    assert [sent["file_size"] for _, sent in kept] == [4, 100]


async def test_redelivery_until_confirmed(api: BotApi, address: str) -> None:
    """An update comes again until an offset above it confirms it."""
    await api.say(1, "a")
    for _ in range(2):
        (update,) = (await call(address, "getUpdates"))["result"]
    assert update["message"]["text"] == "a"
    assert (await call(address, "getUpdates", offset=update["update_id"] + 1))["result"] == []


async def test_long_poll(api: BotApi, address: str) -> None:
    """A poll waits for an update and brings it at once."""
    poll = asyncio.create_task(call(address, "getUpdates", timeout=10))
    await asyncio.sleep(0.1)
    await api.say(1, "a")
    assert len((await asyncio.wait_for(poll, 2))["result"]) == 1


async def test_second_poller(api: BotApi, address: str) -> None:
    """A second poller ends the first with 409."""
    first = asyncio.create_task(call(address, "getUpdates", timeout=10))
    await asyncio.sleep(0.1)
    assert (await call(address, "getUpdates"))["ok"]
    assert (await first)["error_code"] == 409


async def test_faults(api: BotApi, address: str) -> None:
    """A fault hits as often as it was asked to, and only its chat."""
    api.faults.append(Fault("sendMessage", "429", chat_id="1", retry_after=3))
    assert (await call(address, "sendMessage", chat_id=2, text="t"))["ok"]
    refused = await call(address, "sendMessage", chat_id=1, text="t")
    assert refused["parameters"] == {"retry_after": 3}
    assert (await call(address, "sendMessage", chat_id=1, text="t"))["ok"]


async def test_reset_after_accepting(api: BotApi, address: str) -> None:
    """A request whose connection is broken off was accepted and stands in the record."""
    api.faults.append(Fault("sendMessage", "reset"))
    with pytest.raises(httpx.RemoteProtocolError):
        await call(address, "sendMessage", chat_id=1, text="t")
    assert [done["method"] for done in api.calls] == ["sendMessage"]


async def test_slow_and_malformed(address: str, api: BotApi) -> None:
    """A request can be answered late, never, or with something that is no JSON."""
    api.faults += [Fault("getMe", "malformed"), Fault("getMe", "slow", delay=0.01)]
    async with httpx.AsyncClient(base_url=f"{address}/bot{TOKEN}") as client:
        with pytest.raises(json.JSONDecodeError):
            (await client.get("/getMe")).json()
        assert (await client.get("/getMe")).json()["ok"]
        api.faults.append(Fault("getMe", "hang"))
        with pytest.raises(httpx.ReadTimeout):
            await client.get("/getMe", timeout=0.1)


async def test_edits(address: str) -> None:
    """A message is edited in place; an edit that changes nothing is refused."""
    number = (await call(address, "sendMessage", chat_id=1, text="a"))["result"]["message_id"]
    edit = {"chat_id": 1, "message_id": number, "text": "b"}
    assert (await call(address, "editMessageText", **edit))["result"]["text"] == "b"
    assert "not modified" in (await call(address, "editMessageText", **edit))["description"]


async def test_control(address: str) -> None:
    """Over HTTP a test writes, presses, sets faults and reads what was accepted."""
    async with httpx.AsyncClient(base_url=f"{address}/_control") as control:
        first = (await control.post("/message", json={"chat_id": 1, "text": "a"})).json()
        await control.post("/press", json={"chat_id": 1, "data": "b"})
        await control.post("/update", content=json.dumps({"update_id": first}))
        await control.post("/fault", json={"method": "getMe", "kind": "500"})
        updates = (await call(address, "getUpdates"))["result"]
        assert [update["update_id"] for update in updates] == [first, first + 1, first]
        assert (await call(address, "getMe"))["error_code"] == 500
        await call(address, "sendChatAction", chat_id=1, action="typing")
        (done,) = (await control.get("/calls", params={"count": 1, "within": 1})).json()
        assert done["values"] == {"chat_id": 1, "action": "typing"}
        assert (await control.get("/state")).json()["calls"] == {"sendChatAction": 1}


def test_sent_message_is_not_read_back() -> None:
    """Of a message that was sent stays which it is; other answers are read whole."""
    sent = b'{"ok":true,"result":{"message_id":2,"date":1,"chat":{"id":5},"text":"x"}}'
    kept = {"message_id": 2, "date": 1, "chat": {"id": 5}}
    assert Connection.parse_json_payload(sent)["result"] == kept
    for whole in (b'{"ok":true,"result":true}', b'{"ok":true,"result":{"id":1,"username":"e"}}'):
        assert Connection.parse_json_payload(whole) == json.loads(whole)
    assert Connection.parse_json_payload(b"[]") == []


def test_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reaches Telegram by a proxy names it as for any program; the loopback needs none."""
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.delenv("http_proxy", raising=False)
    assert proxy_for("https://api.telegram.org/bot7:x/") == "http://proxy.example:3128"
    assert proxy_for("https://127.0.0.1:8081/bot7:x/") is None
    assert proxy_for("http://api.telegram.org/bot7:x/") is None
