"""What the simulated Bot API remembers and does; it knows nothing of HTTP."""

import asyncio
import contextlib
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiogram.types import BufferedInputFile

from tests.peers.bot_api_faults import Fault
from tests.peers.bot_api_methods import (
    METHODS,
    RefusedError,
    checked,
    dimensions,
    file_of,
    shown,
)
from tests.peers.bot_api_webhook import Webhook

BOT: dict[str, Any] = {
    "id": 7_000_001,
    "is_bot": True,
    "first_name": "Evenkeel",
    "username": "evenkeel_test_bot",
    "supports_inline_queries": True,
}
PHOTOS_KEPT = 50
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
WEBHOOK_IS_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
    "the webhook first"
)
PRESS_LIVES = 150
"""Seconds for which Telegram lets a press be answered."""
EVENTS_KEPT = 1000
"""So much of what happened in the chats is kept for the page that shows them."""


@dataclass
class BotApi:
    """The state of the simulated server; one bot."""

    token: str
    pending: list[Any] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    messages: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    presses: dict[str, float] = field(default_factory=dict)
    last_update: int = 1000
    last_message: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    poller: int = 0
    webhook: Webhook = field(default_factory=Webhook)
    allowed: tuple[str, ...] = ()
    events: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=EVENTS_KEPT))
    photos: dict[int, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    """What people sent, by its id."""
    hurry: float = 1.0
    """How many times as fast as Telegram a failed delivery is made again."""

    # --- what people do -------------------------------------------------------------------

    async def say(self, chat_id: int, text: str, **extra: Any) -> int:
        """A person writes; returns the update's id."""
        message = self._message(chat_id, extra.pop("from", None) or _person(chat_id))
        message |= {"text": text} | extra
        self._note("said", message, text)
        return await self.push({"message": message})

    async def press(self, chat_id: int, data: str, message_id: int | None = None) -> int:
        """A person presses a button: of a message, or of the last that offers it, or of none."""
        offering = (
            message
            for message in reversed(self.messages.values())
            if message["chat"]["id"] == chat_id
            and message_id in (None, message["message_id"])
            and _offers(message, data)
        )
        query: dict[str, Any] = {
            "id": f"press-{self.last_update + 1}",
            "from": _person(chat_id),
            "chat_instance": "1",
            "message": next(offering, None) or self._message(chat_id, BOT),
            "data": data,
        }
        self.presses[query["id"]] = time.monotonic()
        return await self.push({"callback_query": query})

    async def ask(self, person: int, query: str) -> int:
        """A person writes a question after the bot's name, in some chat."""
        inline = {"id": f"inline-{self.last_update + 1}", "from": _person(person)}
        return await self.push({"inline_query": inline | {"query": query, "offset": ""}})

    async def push(self, update: Any, *, numbered: bool = True) -> int:
        """Queue an update, numbered like Telegram does or just as it is."""
        if numbered:
            self.last_update += 1
            update = {"update_id": self.last_update} | update
        if self._is_wanted(update):
            self.pending.append(update)
            await self._tell()
        return self.last_update

    def _is_wanted(self, update: Any) -> bool:
        """Tell whether the bot asked for this kind of update; at first it gets all."""
        kinds = set(update) - {"update_id"} if isinstance(update, dict) else set()
        return not (self.allowed and kinds) or bool(kinds & set(self.allowed))

    def _message(self, chat_id: int | str, sender: Any) -> dict[str, Any]:
        self.last_message += 1
        return {
            "message_id": self.last_message,
            "date": int(time.time()),
            "chat": {"id": int(chat_id), "type": "private", "first_name": "Ada"},
            "from": sender,
        }

    def forget(self) -> None:
        """Be as new, for the next test: a process of its own takes seconds to start."""
        self.webhook.take_down()
        vars(self).update(vars(BotApi(self.token)))

    async def hang_up(self) -> None:
        """End the poll under way, as a server does that goes down."""
        self.poller += 1
        await self._tell()

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    # --- what the bot asks ----------------------------------------------------------------

    async def answer(self, token: str, method: str, fields: dict[str, Any]) -> Any:
        """Check a request, let a fault have its way, do it and record it."""
        if token != self.token:
            raise RefusedError(401, "Unauthorized")
        if method not in METHODS:
            raise RefusedError(404, "Not Found: method not found")
        values = checked(method, fields)
        fault = next((fault for fault in self.faults if fault.hits(method, values)), None)
        if fault:
            await fault.before()
        result = await self._done(method, values)
        if method != "getUpdates":
            await self._record(method, values, result)
        return fault.spoil(result) if fault else result

    async def _done(self, method: str, values: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return BOT
            case "getUpdates":
                return await self._updates(values)
            case "getWebhookInfo":
                return self.webhook.info(len(self.pending))
            case "setWebhook" | "deleteWebhook":
                return await self._set_webhook(values)
            case "getFile":
                return self._file(values["file_id"])
            case "sendChatAction":
                self._note("typing", {"chat": {"id": int(values["chat_id"])}})
                return True
            case "answerCallbackQuery":
                self._check_press(values["callback_query_id"])
                return True
            case "sendMessage" | "sendPhoto" | "sendDocument":
                return self._send(values)
            case "editMessageText" | "editMessageReplyMarkup" | "editMessageMedia":
                return self._edit(values)
            case _:
                return True

    def _file(self, file_id: str) -> dict[str, Any]:
        """Return where a file can be fetched, as Telegram hands it out for an hour."""
        if file_id not in self.files:
            raise RefusedError(400, "Bad Request: wrong file_id or the file is unavailable")
        known = {"file_id": file_id, "file_unique_id": file_id, "file_path": f"documents/{file_id}"}
        return known | {"file_size": len(self.files[file_id])}

    async def _updates(self, values: dict[str, Any]) -> list[Any]:
        """Confirm what lies below the offset, then wait for something else to be there."""
        if self.webhook.url:
            raise RefusedError(409, WEBHOOK_IS_ACTIVE)
        self._allow(values)
        offset, limit = int(values.get("offset", 0)), int(values.get("limit", 100))
        self.pending = [update for update in self.pending if _id_of(update, offset) >= offset]
        self.poller += 1
        mine = self.poller
        await self._tell()

        def ready() -> bool:
            return bool(self.pending) or self.poller != mine

        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(50, float(values.get("timeout", 0)))), self.changed:
                await self.changed.wait_for(ready)
        if self.poller != mine:
            raise RefusedError(409, "Conflict: terminated by other getUpdates request")
        return self.pending[:limit]

    def _allow(self, values: dict[str, Any]) -> None:
        if "allowed_updates" in values:
            self.allowed = tuple(values["allowed_updates"])

    async def _set_webhook(self, values: dict[str, Any]) -> bool:
        """Deliver to an address from now on, or to none; a poll under way ends."""
        if values.get("drop_pending_updates"):
            self.pending.clear()
        self._allow(values)
        self.webhook.set_up(values, self)
        if self.webhook.url:
            await self.hang_up()
        return True

    def _send(self, values: dict[str, Any]) -> dict[str, Any]:
        message = self._message(values["chat_id"], BOT)
        if "photo" in values:
            width, height = dimensions(values["photo"])
            size = {"file_id": "p", "file_unique_id": "p", "width": width, "height": height}
            message |= {"photo": [size], "caption": shown(values, "caption")}
            self._keep_photo(message["message_id"], values["photo"].data)
        elif "document" in values:
            message |= {"document": file_of(values["document"])}
            message |= {"caption": shown(values, "caption")}
        else:
            message["text"] = shown(values, "text")
        kept = self._kept(message, values)
        self._note("sent", kept, values.get("text", ""))
        return kept

    def _redraw(self, message: dict[str, Any], media: dict[str, Any]) -> None:
        """Put a picture in the place of another; the same one again changes nothing."""
        message["caption"] = shown(media, "caption")
        if self.photos.get(message["message_id"]) != media["media"].data:
            size = message["photo"][0]
            message["photo"] = [size | {"file_id": f"{size['file_id']}p"}]
            self._keep_photo(message["message_id"], media["media"].data)

    def _keep_photo(self, number: int, png: bytes) -> None:
        self.photos[number] = png
        if len(self.photos) > PHOTOS_KEPT:
            del self.photos[next(iter(self.photos))]

    def _note(self, kind: str, message: dict[str, Any], markup: str = "") -> None:
        """Note for the page what happened in a chat."""
        number = self.events[-1]["number"] + 1 if self.events else 1
        self.events.append(
            {"number": number, "kind": kind, "message": dict(message), "markup": markup}
        )

    def _edit(self, values: dict[str, Any]) -> dict[str, Any]:
        key = (str(values["chat_id"]), int(values["message_id"]))
        if key not in self.messages:
            raise RefusedError(400, "Bad Request: message to edit not found")
        before = self.messages[key]
        message = {name: part for name, part in before.items() if name != "reply_markup"}
        if "text" in values:
            message["text"] = shown(values, "text")
        if "media" in values:
            self._redraw(message, values["media"])
        after = self._kept(message, values)
        if after == before:
            raise RefusedError(400, NOT_MODIFIED)
        self._note("edited", after, values.get("text", ""))
        return after

    def _kept(self, message: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        if values.get("reply_markup"):
            message["reply_markup"] = values["reply_markup"]
        self.messages[str(message["chat"]["id"]), message["message_id"]] = message
        return message

    def _check_press(self, query_id: str) -> None:
        if time.monotonic() - self.presses.get(query_id, -PRESS_LIVES) >= PRESS_LIVES:
            raise RefusedError(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )

    async def _record(self, method: str, values: dict[str, Any], result: Any) -> None:
        plain = {name: _told(name, value) for name, value in values.items()}
        number = len(self.calls)
        at = time.time()
        self.calls.append(
            {"number": number, "at": at, "method": method, "values": plain, "result": result}
        )
        await self._tell()

    async def recorded(
        self, method: str | None, since: int, count: int, within: float, limit: int | None = None
    ) -> list[Any]:
        """Return the first calls from a number on, once there are so many or the time is up."""
        found: list[Any] = []
        seen = since

        def enough() -> bool:  # asked at every change, so it looks only at what is new
            nonlocal seen
            found.extend(call for call in self.calls[seen:] if method in {None, call["method"]})
            seen = max(seen, len(self.calls))
            return len(found) >= count

        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within), self.changed:
                await self.changed.wait_for(enough)
        enough()
        return found[:limit]


def _person(chat_id: int) -> dict[str, Any]:
    return {"id": chat_id, "is_bot": False, "first_name": "Ada", "language_code": "en"}


def _offers(message: dict[str, Any], data: str) -> bool:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return any(button.get("callback_data") == data for row in rows for button in row)


def _id_of(update: Any, otherwise: int) -> int:
    """Return the id by which an update is confirmed; a mutated one may have none."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else otherwise


def _told(name: str, value: Any) -> Any:
    """Return a parameter as the record keeps it: of a file not the bytes but what it is."""
    if name == "media":
        return value | {"media": _told("photo", value["media"])}
    if not isinstance(value, BufferedInputFile):
        return value
    if name == "photo":
        return {"bytes": len(value.data), "dimensions": dimensions(value)}
    return {"bytes": len(value.data), "name": value.filename}
