"""Delivering to a webhook as Telegram does: in order, one at a time, again until it is taken."""

import asyncio
import re
import time
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from tests.peers.bot_api_methods import RefusedError

LATE = 60
"""Seconds after which an answer counts as none."""
LONGEST_PAUSE = 60
LONGEST_RETRY_AFTER = 3600
MESSAGE_LIVES = 24 * 3600
PRESS_LIVES = 150
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PORTS = (443, 80, 88, 8443)


class Server(Protocol):
    """What the delivery needs of the simulated server."""

    pending: list[Any]
    hurry: float
    changed: asyncio.Condition


@dataclass
class Webhook:
    """Where updates are delivered, and how that went; without an address nowhere."""

    url: str = ""
    secret: str = ""
    last_error: str = ""
    last_error_at: int = 0
    set_at: float = 0.0
    attempts: list[dict[str, Any]] = field(default_factory=list)
    delivering: asyncio.Task[None] | None = None

    def set_up(self, values: dict[str, Any], server: Server) -> None:
        """Deliver to another address from now on; raise RefusedError for one that cannot be."""
        url = str(values.get("url", ""))
        if url and (time.monotonic() - self.set_at) * server.hurry < 1:
            raise RefusedError(429, "Too Many Requests: retry after 1", retry_after=1)
        if url:
            _check(url, values.get("secret_token"))
        self.take_down()
        self.url, self.secret = url, str(values.get("secret_token", ""))
        if url:
            self.set_at = time.monotonic()
            self.delivering = asyncio.create_task(self._deliver(server))

    def take_down(self) -> None:
        """Deliver no more."""
        if self.delivering:
            self.delivering.cancel()
        self.url, self.last_error, self.last_error_at, self.delivering = "", "", 0, None

    def info(self, pending: int) -> dict[str, Any]:
        """Return what getWebhookInfo tells."""
        found = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": pending,
        }
        if self.last_error:
            found |= {"last_error_date": self.last_error_at, "last_error_message": self.last_error}
        return found

    async def _deliver(self, server: Server) -> None:
        """Start a delivery for the first update of every queue that has none under way."""
        busy: dict[Hashable, asyncio.Task[None]] = {}
        async with httpx.AsyncClient(timeout=LATE) as client:
            try:
                while True:
                    for update in list(server.pending):
                        queue = queue_of(update)
                        if queue not in busy or busy[queue].done():
                            busy[queue] = asyncio.create_task(self._one(client, server, update))
                    async with server.changed:
                        await server.changed.wait()
            finally:
                for task in busy.values():
                    task.cancel()

    async def _one(self, client: httpx.AsyncClient, server: Server, update: Any) -> None:
        """Deliver an update until it is taken or too old."""
        begun, failures = time.monotonic(), 0
        lives = PRESS_LIVES if _is_press(update) else MESSAGE_LIVES
        while (time.monotonic() - begun) * server.hurry < lives:
            wait = await self._attempt(client, update)
            if wait is None:
                break
            await asyncio.sleep(min(wait or _pause(failures), LONGEST_RETRY_AFTER) / server.hurry)
            failures += 1
        server.pending[:] = [other for other in server.pending if other is not update]
        async with server.changed:
            server.changed.notify_all()

    async def _attempt(self, client: httpx.AsyncClient, update: Any) -> float | None:
        """Deliver once: None when it was taken, else the time the bot asks for, 0 for none."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            response = await client.post(self.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            self._note(update, type(error).__name__)
            return 0
        self._note(update, response.status_code)
        if response.is_success:
            return None
        asked = response.headers.get("Retry-After", "")
        return float(asked) if asked.isdigit() else 0

    def _note(self, update: Any, outcome: int | str) -> None:
        self.attempts.append({"at": time.time(), "update": update, "outcome": outcome})
        if not (isinstance(outcome, int) and 200 <= outcome < 300):
            self.last_error = f"Wrong response from the webhook: {outcome}"
            self.last_error_at = int(time.time())


def queue_of(update: Any) -> Hashable:
    """Return what an update is in order with: messages by their chat, presses by their person."""
    match update:
        case {"callback_query": {"from": {"id": person}}}:
            return ("person", str(person))
        case {"message": {"chat": {"id": chat}}} | {"edited_message": {"chat": {"id": chat}}}:
            return ("chat", str(chat))
        case {"my_chat_member": {"chat": {"id": chat}}}:
            return ("chat", str(chat))
        case _:
            return ("update", id(update))


def _is_press(update: Any) -> bool:
    return isinstance(update, dict) and "callback_query" in update


def _pause(failures: int) -> float:
    """Return how long Telegram waits: not at all at first, then twice as long each time."""
    return min(2.0**failures, LONGEST_PAUSE) if failures else 0.0


def _check(url: str, secret: object) -> None:
    """Refuse an address that Telegram would; one of this machine is taken as a local server's."""
    parts = httpx.URL(url)
    if parts.host not in _LOOPBACK and parts.scheme != "https":
        raise RefusedError(400, "Bad Request: bad webhook: An HTTPS URL must be provided")
    if parts.host not in _LOOPBACK and (parts.port or 443) not in _PORTS:
        ports = "Webhook can be set up only on ports 80, 88, 443 or 8443"
        raise RefusedError(400, f"Bad Request: bad webhook: {ports}")
    if secret is not None and not _SECRET.fullmatch(str(secret)):
        raise RefusedError(400, "Bad Request: secret token contains unallowed characters")
