"""What is sent unasked: who gets it and when, and what keeps count of it.

A message goes to a chat once because a row says so: its kind and period are written once for each
chat, in the transaction that puts the message into the outbox. No scheduler is trusted with that.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.services import Chat, Outgoing, Reply
from core.dialogue.effects import Effect
from core.schedule import Due, Weekly, coming_review, latest_due, next_due, next_review

SHARDS = 8
"""Into so many parts the chats are divided; of each part one process sends at a time."""
SPREAD = timedelta(minutes=10)
"""So late at most after its moment a message goes out, a chat's own time: nine o'clock on a
Monday is popular."""
LATE = timedelta(hours=1)
"""After so long a message says that it comes late."""


class Kind(StrEnum):
    """What is sent unasked."""

    SUMMARY = "summary"
    REVIEW = "quarterly_review"
    ALERT = "alert"


def shard_of(chat_id: str) -> int:
    """Return the part that a chat belongs to, the same in every process."""
    return _spread_out(chat_id) % SHARDS


def delay(chat_id: str) -> timedelta:
    """Return how long after its moment a message goes out to a chat, always the same."""
    seconds = int(SPREAD.total_seconds())
    return timedelta(seconds=_spread_out(chat_id) // SHARDS % seconds)


def _spread_out(chat_id: str) -> int:
    return zlib.crc32(chat_id.encode())


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a subscriber is to get next: the message of a day, sent at a time; and the review."""

    at: datetime
    day: date
    review_day: date


def awaited(chat_id: str, weekly: Weekly, first: Due) -> Awaited:
    """Return what is next for who subscribes: the review comes with a quarter's first message."""
    return Awaited(first.at + delay(chat_id), first.day, coming_review(weekly, first).day)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody whose time has come, with all that is kept about them."""

    chat: Chat
    weekly: Weekly
    next: Awaited


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is to be sent now: the message of which week, whether late, and the review with it."""

    due: Due
    late: bool
    missed: int
    """How many weeks before it were missed too."""
    review: bool
    then: Awaited


def occasion(subscriber: Subscriber, now: datetime) -> Occasion:
    """Return what a subscriber whose time has come is to get now.

    After a long silence that is the last week's message alone: it tells what changed since the
    last one that came.
    """
    chat_id, weekly, awaits = subscriber.chat.chat_id, subscriber.weekly, subscriber.next
    due = latest_due(weekly, now - delay(chat_id))
    following = next_due(weekly, due.at)
    review = due.day >= awaits.review_day
    then = Awaited(
        following.at + delay(chat_id),
        following.day,
        next_review(weekly, due.at).day if review else awaits.review_day,
    )
    missed = max(0, (due.day - awaits.day) // timedelta(weeks=1))
    return Occasion(due, now - due.at > LATE, missed, review, then)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of an occasion; of a kind there is one a period."""

    kind: Kind
    period: str
    reply: Reply
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """What a subscriber is to get, not yet stored."""

    subscriber: Subscriber
    messages: tuple[Message, ...]
    then: Awaited


class Unasked(Protocol):
    """Where subscriptions are kept, and what is to be sent because of them."""

    async def due(
        self, shard: int, now: datetime, after: Subscriber | None, limit: int
    ) -> Sequence[Subscriber]:
        """Return those of a shard whose time has come, in a fixed order, from one on."""
        ...

    async def hand_out(self, composed: Sequence[Composed], now: datetime) -> int:
        """Store what is to be sent, once for each kind and period; return how many were new.

        Who unsubscribed or changed the hour since being read gets nothing by this.
        """
        ...

    async def to_send(
        self, shard: int, now: datetime, after: int, limit: int
    ) -> Sequence[Outgoing]:
        """Return what of a shard is stored and not sent, oldest first, from an entry on."""
        ...

    async def postpone(self, entry_id: int, until: datetime) -> None:
        """Send an entry not before a time: its chat asked for a pause."""
        ...

    async def deactivate(self, chat_id: str) -> None:
        """Send nothing more unasked to a chat that is gone."""
        ...
