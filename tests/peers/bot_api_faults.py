"""What goes wrong on demand with a request to the simulated Bot API."""

import asyncio
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tests.peers.bot_api_methods import RefusedError

A_DAY = 86400


class Spoilt(Enum):
    """The answer to a request that was done, and whose result must not arrive."""

    BROKEN_OFF = "the connection is reset"
    MALFORMED = "an answer that is no JSON"


@dataclass
class Fault:
    """What goes wrong with the next requests of a method, optionally of one chat.

    By its kind: a status such as `429`, `400` or `502` refuses; `migrate` says that a group has
    moved; `slow` answers after `delay`; `hang` never does; `drop` breaks the connection off before
    the request is done, `reset` afterwards, so that who asked cannot know; `malformed` answers a
    request that was done with no JSON.
    """

    method: str
    kind: str
    times: int = 1
    chat_id: str | None = None
    retry_after: int = 1
    description: str = "Forbidden: bot was blocked by the user"
    delay: float = 0.0
    moved_to: int = 0

    def hits(self, method: str, values: dict[str, Any]) -> bool:
        """Tell whether this request is the one, and count it."""
        chats = (None, str(values.get("chat_id")))
        if self.times < 1 or self.method != method or self.chat_id not in chats:
            return False
        self.times -= 1
        return True

    async def before(self) -> None:
        """Hold the request up, or refuse it before it is done."""
        await asyncio.sleep(A_DAY if self.kind == "hang" else self.delay)
        if self.kind == "drop":
            raise DroppedError
        if refusal := self._refusal():
            raise refusal

    def spoil(self, result: Any) -> Any:
        """Return what arrives in place of the result of a request that was done."""
        spoilt = {"reset": Spoilt.BROKEN_OFF, "malformed": Spoilt.MALFORMED}
        return spoilt.get(self.kind, result)

    def _refusal(self) -> RefusedError | None:
        if self.kind == "429":
            text = f"Too Many Requests: retry after {self.retry_after}"
            return RefusedError(429, text, retry_after=self.retry_after)
        if self.kind == "migrate":
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            return RefusedError(400, text, migrate_to_chat_id=self.moved_to)
        if self.kind.isdigit():
            return RefusedError(int(self.kind), self.description)
        return None


class DroppedError(Exception):
    """A connection is to be broken off before the request is done."""
