"""How updates come in, who may look, and who may not work at the same time."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.services import Outgoing

Alone = AbstractAsyncContextManager[None]
"""Waits until no other process works the mailbox off, and keeps others off."""


Deliver = Callable[[Outgoing], Awaitable[None]]
"""Sends a reply and marks it; sees to its own failures."""
Unasked = Callable[[Deliver], Awaitable[None]]
"""Sends what is sent unasked, until cancelled."""


SetsWebhook = Callable[[], Awaitable[bool]]
"""Tells whether it is this process's to set the webhook; one that does not is told by Telegram
to wait, for it takes no two within a second."""


async def _always() -> bool:
    return True


class Pace(Protocol):
    """How fast all chats together are sent to."""

    async def acquire(self) -> None:
        """Wait for one's turn to send a message."""
        ...


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers updates, and the secret by which it is known."""

    url: str
    secret: SecretStr

    @property
    def path(self) -> str:
        """The path of our own server that the address leads to."""
        return urlsplit(self.url).path or "/"


@dataclass(frozen=True, slots=True)
class Listening:
    """Where our own server listens."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Ways:
    """By default updates are polled for, and nothing listens."""

    webhook: Webhook | None = None
    listening: Listening | None = None
    late_after: timedelta = timedelta(minutes=10)
    alone: Alone | None = None
    send_rate: float = 30.0
    """Messages a second to all chats together,"""
    pace: Pace | None = None
    """where that is not kept together with other processes."""
    pays_for_speed: bool = False
    """Whether what is sent faster than Telegram lets bots for free is paid for."""
    sets_webhook: SetsWebhook = _always
    """Whether it is this process that tells Telegram where to deliver: of several, one does."""
    unasked: Unasked | None = None
    patrol_seconds: float | None = None
    """How often to look for what other processes left; None where there are no others."""
