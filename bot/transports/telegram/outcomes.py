"""What becomes of a request: Telegram's errors by what can be done about them."""

import logging
import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

import stamina
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.transports.telegram.connection import UNREACHABLE, UNSENT

_log = logging.getLogger(__name__)

# Without it python-telegram-bot warns of a coming change each time Telegram asks it to wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")

T = TypeVar("T")

_UNCHANGED = "message is not modified"
_UNREADABLE = "can't parse entities"
_NOWHERE = ("chat not found", "user not found", "peer_id_invalid", "have no rights to send")
_UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Outcome(StrEnum):
    """What an error means for the request that met it."""

    UNCHANGED = "unchanged"
    """An edit that changes nothing: as good as done."""
    MOVED = "moved"
    """The group has another id, under which it is sent once more."""
    GONE = "gone"
    """Nobody is there any more: blocked, kicked, deactivated, unknown."""
    UNREADABLE = "unreadable"
    """The formatting cannot be read; plain text can."""
    UNEDITABLE = "uneditable"
    """The message to change is gone or too old; a new one can be sent."""
    REFUSED = "refused"
    """It would be refused again, however often."""
    TOKEN = "token"  # noqa: S105  it is the name of an outcome
    """The token is refused, which says nothing of the request."""
    PASSING = "passing"
    """It was not taken, and will be later: a flood limit, a fault of the server, no connection."""
    AMBIGUOUS = "ambiguous"
    """It may have been taken: no answer came to a request that was written."""


def outcome_of(error: TelegramError) -> Outcome:  # noqa: C901 - a table, read from top to bottom
    """Return what an error means."""
    words = error.message.casefold()
    match error:
        case RetryAfter():
            return Outcome.PASSING
        case ChatMigrated():
            return Outcome.MOVED
        case Forbidden():
            return Outcome.GONE
        case InvalidToken():
            return Outcome.TOKEN
        case BadRequest() if _UNCHANGED in words:
            return Outcome.UNCHANGED
        case BadRequest() if _UNREADABLE in words:
            return Outcome.UNREADABLE
        case BadRequest() if any(said in words for said in _NOWHERE):
            return Outcome.GONE
        case BadRequest() if any(said in words for said in _UNEDITABLE):
            return Outcome.UNEDITABLE
        case BadRequest():
            return Outcome.REFUSED
        case NetworkError() if isinstance(error.__cause__, UNREACHABLE):
            unsent = isinstance(error.__cause__, UNSENT)
            return Outcome.PASSING if unsent else Outcome.AMBIGUOUS
        case NetworkError():  # an answer of the server's own, such as 502
            return Outcome.PASSING
        case _:  # an answer that is no JSON, of a request that was taken
            return Outcome.AMBIGUOUS


def pause_after(error: Exception) -> bool | float | timedelta:
    """Tell whether to try again, or how long to wait before."""
    if isinstance(error, RetryAfter):
        return error.retry_after
    if not isinstance(error, TelegramError):
        return False
    return outcome_of(error) in {Outcome.PASSING, Outcome.AMBIGUOUS}


async def patiently(
    call: Callable[[], Awaitable[T]],
    patience: timedelta | None = None,
    failed: Callable[[Exception], None] = lambda _: None,
) -> T:
    """Call the Bot API until it answers; raise what no repeating mends.

    `failed` is told of every failure.
    """
    async for attempt in stamina.retry_context(
        on=pause_after, attempts=None, timeout=patience, wait_initial=0.5, wait_max=60
    ):
        if attempt.num > 1:
            _log.warning("Telegram did not take a request: attempt %d", attempt.num)
        with attempt:
            try:
                return await call()
            except Exception as error:
                failed(error)
                raise
    raise AssertionError("stamina repeats or raises")
