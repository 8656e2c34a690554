"""The tables: what is stored, and how text and time survive both databases unchanged."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    Time,
    TypeDecorator,
    false,
    text,
)
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the offset, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store a moment; one without an offset is a mistake of ours."""
        assert value is None or value.tzinfo, "a moment needs its offset from UTC"
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a moment with its offset; SQLite's is UTC, as it was stored."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class AnyText(TypeDecorator[str]):
    """Text as bytes: whatever a stranger sends must be storable before it is understood.

    PostgreSQL's text refuses NUL, and half a surrogate pair has no UTF-8.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Store text as it is."""
        return None if value is None else value.encode("utf-8", "surrogatepass")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Return the text that was stored."""
        return None if value is None else value.decode("utf-8", "surrogatepass")


class ExactDecimal(TypeDecorator[Decimal]):
    """A number digit for digit: SQLite's own would be a float, and 1.50 is not 1.5."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Store a number as it is written."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Return the number that was stored."""
        return None if value is None else Decimal(value)


class UpdateState(StrEnum):
    """Where a received update stands; only a waiting one has a payload."""

    WAITING = "waiting"
    ANSWERED = "answered"
    """Its reply is in the outbox."""
    DONE = "done"
    """It needed no answer."""
    REJECTED = "rejected"
    """It could not be understood."""


class InboxRow(SQLModel, table=True):
    """An update, stored before it is confirmed; the row stays, so a redelivery is recognised."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_state", "state", "update_id"),)

    update_id: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    chat_id: str | None = Field(default=None, index=True, sa_type=Text)
    payload: str | None = Field(default=None, sa_type=AnyText)
    received_at: datetime = Field(sa_type=UtcDateTime)
    state: str = Field(sa_type=Text)


class ChatRow(SQLModel, table=True):
    """A conversation; `version` counts its turns and guards two of them at once."""

    __tablename__ = "chats"

    chat_id: str = Field(primary_key=True, sa_type=Text)
    state: str = Field(sa_type=Text)
    version: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when nothing can be sent there: the bot was blocked, or removed from the group."""


class FactsRow(SQLModel, table=True):
    """The facts of a chat's last answer with figures: what "show working" walks through."""

    __tablename__ = "facts"

    chat_id: str = Field(
        sa_column=Column(Text, ForeignKey("chats.chat_id", ondelete="CASCADE"), primary_key=True)
    )
    facts: str = Field(sa_type=Text)


_ANSWER = text("sent_at IS NULL AND failure IS NULL AND shard IS NULL")
_UNASKED = text("sent_at IS NULL AND failure IS NULL AND shard IS NOT NULL")


class OutboxRow(SQLModel, table=True):
    """A reply to send, until Telegram took it (`sent_at`) or it is given up (`failure`).

    With the last reply of a chat whose data were deleted, the row of that chat goes too. What is
    sent unasked has a `shard`, by which it is sent apart from the answers, and not before a time.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_unsent", "id", sqlite_where=_ANSWER, postgresql_where=_ANSWER),
        Index("ix_outbox_unasked", "shard", "id", sqlite_where=_UNASKED, postgresql_where=_UNASKED),
    )

    id: int = Field(
        default=None,  # until it is inserted
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer, "sqlite"),  # only an INTEGER counts up there
    )
    chat_id: str = Field(foreign_key="chats.chat_id", index=True, sa_type=Text)
    update_id: int | None = Field(default=None, unique=True, index=True, sa_type=BigInteger)
    reply: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failure: str | None = Field(default=None, sa_type=Text)
    reply_to: int | None = Field(default=None, sa_type=BigInteger)
    thread_id: int | None = Field(default=None, sa_type=BigInteger)
    edits: int | None = Field(default=None, sa_type=BigInteger)
    picture: int | None = Field(default=None, sa_type=BigInteger)
    is_last: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    shard: int | None = Field(default=None, sa_type=SmallInteger)
    kind: str | None = Field(default=None, sa_type=Text)
    """What is sent unasked, so that one kind can be called off; None for an answer."""
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)


def _of_chat() -> ForeignKey:
    """Return what ties a row to its chat: with the chat's own row it goes too."""
    return ForeignKey("chats.chat_id", ondelete="CASCADE")


def _number() -> Any:  # noqa: ANN401 - what Field returns
    """Return the second half of a key: the number of what is kept, given by the core."""
    return Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})


class PersonRow(SQLModel, table=True):
    """What there is one of for each person who keeps anything."""

    __tablename__ = "people"

    chat_id: str = Field(primary_key=True, sa_type=Text, sa_column_args=[_of_chat()])
    preferences: str = Field(sa_type=Text)
    last_number: int = Field(sa_type=BigInteger)


class HoldingRow(SQLModel, table=True):
    """A holding; the columns beside the chat are the fields of the core's `Position`."""

    __tablename__ = "holdings"

    chat_id: str = Field(primary_key=True, sa_type=Text, sa_column_args=[_of_chat()])
    number: int = _number()
    asset: str = Field(sa_type=Text)
    quantity: Decimal = Field(sa_type=ExactDecimal)
    venue: str = Field(sa_type=AnyText)
    kind: str | None = Field(default=None, sa_type=Text)
    unlocks: date | None = Field(default=None, sa_type=Date)


class PlanRow(SQLModel, table=True):
    """A version of a plan, as JSON: it is read as a whole and by nothing in it."""

    __tablename__ = "plans"

    chat_id: str = Field(primary_key=True, sa_type=Text, sa_column_args=[_of_chat()])
    number: int = _number()
    plan: str = Field(sa_type=Text)


class ReceiptRow(SQLModel, table=True):
    """A record; the columns beside the chat are the fields of the core's `Receipt`."""

    __tablename__ = "receipts"

    chat_id: str = Field(primary_key=True, sa_type=Text, sa_column_args=[_of_chat()])
    number: int = _number()
    day: date = Field(sa_type=Date)
    asset: str = Field(sa_type=Text)
    quantity: Decimal = Field(sa_type=ExactDecimal)
    kind: str = Field(sa_type=Text)
    worth: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    currency: str = Field(sa_type=Text)
    venue: str = Field(sa_type=AnyText)
    reference: str = Field(sa_type=AnyText)


class AlertRow(SQLModel, table=True):
    """An alert; the columns beside the chat are the fields of the core's `Alert`."""

    __tablename__ = "alerts"

    chat_id: str = Field(primary_key=True, sa_type=Text, sa_column_args=[_of_chat()])
    number: int = _number()
    subject: str = Field(sa_type=Text)
    watched: str = Field(sa_type=Text)
    below: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    above: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    venue: str = Field(sa_type=Text)
    since: date | None = Field(default=None, sa_type=Date)
    by_default: bool
    paused: bool
    crossed: bool


class ImportRow(SQLModel, table=True):
    """What was read from a file, as JSON, until it is confirmed, dropped or too old."""

    __tablename__ = "imports"

    chat_id: str = Field(primary_key=True, sa_type=Text, sa_column_args=[_of_chat()])
    pending: str = Field(sa_type=Text)


class SubscriptionRow(SQLModel, table=True):
    """Who wants the weekly summary, and when the next one is due."""

    __tablename__ = "subscriptions"
    __table_args__ = (Index("ix_subscriptions_due", "shard", "next_at", "chat_id"),)

    chat_id: str = Field(primary_key=True, sa_type=Text, sa_column_args=[_of_chat()])
    weekday: int = Field(sa_type=SmallInteger)
    at: time = Field(sa_type=Time)
    zone: str = Field(sa_type=Text)
    shard: int = Field(sa_type=SmallInteger)
    next_at: datetime = Field(sa_type=UtcDateTime)
    """When it is sent: its moment, and the chat's own few minutes after it."""
    next_day: date = Field(sa_type=Date)
    review_day: date = Field(sa_type=Date)


class DispatchRow(SQLModel, table=True):
    """What was sent unasked: a row of this key is written once, with the message itself."""

    __tablename__ = "dispatches"

    chat_id: str = Field(primary_key=True, sa_type=Text, sa_column_args=[_of_chat()])
    kind: str = Field(primary_key=True, sa_type=Text)
    period: str = Field(primary_key=True, sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)


class SummaryRow(SQLModel, table=True):
    """What the last summary of a person told; the next is compared with it."""

    __tablename__ = "summaries"

    chat_id: str = Field(primary_key=True, sa_type=Text, sa_column_args=[_of_chat()])
    at: datetime = Field(sa_type=UtcDateTime)
    summary: str = Field(sa_type=Text)


class SnapshotRow(SQLModel, table=True):
    """The last good view of the market; there is one, for all processes."""

    __tablename__ = "market_snapshot"

    id: int = Field(
        default=1, primary_key=True, sa_type=SmallInteger, sa_column_kwargs={"autoincrement": False}
    )
    built_at: datetime = Field(sa_type=UtcDateTime)
    snapshot: str = Field(sa_type=Text)


class YieldDayRow(SQLModel, table=True):
    """What a pool in use paid on a day: `pool` is our id, `rate` a ratio a year, `size` USD."""

    __tablename__ = "yield_days"

    pool: str = Field(primary_key=True, sa_type=Text)
    day: date = Field(primary_key=True)
    rate: Decimal = Field(sa_type=ExactDecimal)
    size: Decimal | None = Field(default=None, sa_type=ExactDecimal)


class PriceDayRow(SQLModel, table=True):
    """What a coin cost on a day, in USD: what was received then is worth that."""

    __tablename__ = "price_days"

    symbol: str = Field(primary_key=True, sa_type=Text)
    day: date = Field(primary_key=True)
    price: Decimal = Field(sa_type=ExactDecimal)


class MisreadingRow(SQLModel, table=True):
    """A message that was read wrong, of nobody: its words without names, and no chat's id."""

    __tablename__ = "misreadings"

    id: int = Field(
        default=None,  # until it is inserted
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
    )
    noted_on: date = Field(sa_type=Date)
    text: str = Field(sa_type=AnyText)
    read_as: str = Field(sa_type=Text)
    """The question as JSON."""
    meant: str | None = Field(default=None, sa_type=Text)


class PaceRow(SQLModel, table=True):
    """When the next message may go, for all processes that send through one bot."""

    __tablename__ = "paces"

    name: str = Field(primary_key=True, sa_type=Text)
    free_at: datetime = Field(sa_type=UtcDateTime)


class WordingRow(SQLModel, table=True):
    """How many replies a chat had reworded by a model on the last day it had any."""

    __tablename__ = "wordings"

    chat_id: str = Field(primary_key=True, sa_type=Text, sa_column_args=[_of_chat()])
    day: date = Field(sa_type=Date)
    taken: int = Field(sa_type=Integer)
