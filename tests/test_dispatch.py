"""What is due is sent, once, on SQLite and PostgreSQL."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

import pytest

from bot import summaries
from bot.db import subscribing
from bot.db.database import Database
from bot.db.store import DatabaseChats, DatabaseMailbox, DatabaseUnasked
from bot.dispatch import Post, dispatch_due
from bot.services import Answer, IncomingMessage, Outgoing, Reply
from bot.unasked import (
    SHARDS,
    SPREAD,
    Composed,
    Kind,
    Message,
    Occasion,
    Subscriber,
    awaited,
    delay,
    occasion,
    shard_of,
)
from core.dialogue.effects import ForgetChat, SaveHoldings, Subscribe, Unsubscribe
from core.dialogue.state import DialogueState, Said
from core.finance.market import bundled_snapshot
from core.finance.portfolio import Kind as Does
from core.finance.portfolio import Position
from core.schedule import Weekly, next_due, quarter

MONDAY = Weekly(0, time(9), "Europe/Berlin")
SUBSCRIBED = datetime(2026, 11, 25, 12, tzinfo=UTC)
DUE = datetime(2026, 11, 30, 8, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def compose(subscriber: Subscriber, what: Occasion) -> Sequence[Message]:
    """Say which week it is, and how late it is."""
    words = f"{what.due.period}{' late' if what.late else ''} {what.missed}"
    summary = Message(Kind.SUMMARY, what.due.period, Reply(words, words))
    if not what.review:
        return [summary]
    review = quarter(what.due.day)
    return [summary, Message(Kind.REVIEW, review, Reply(review, review))]


@dataclass
class Office:
    """Everything that dispatching needs, over a database; `sent` is what Telegram took."""

    database: Database
    sent: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unasked = DatabaseUnasked(self.database)
        self.mailbox = DatabaseMailbox(self.database)
        self.chats = DatabaseChats(self.database)

    async def subscribe(
        self, chat_id: str, weekly: Weekly = MONDAY, at: datetime = SUBSCRIBED
    ) -> None:
        chat = await self.chats.load(chat_id)
        said = IncomingMessage(chat_id, Said(at=at, text="subscribe"))
        await self.chats.save(chat, Answer(said, DialogueState(), Reply("yes", "yes")))
        awaits = awaited(chat_id, weekly, next_due(weekly, at))
        put = partial(subscribing.put_subscription, chat_id=chat_id, weekly=weekly, awaits=awaits)
        await self.database.write(put)

    async def deliver(self, outgoing: Outgoing) -> None:
        assert outgoing.entry_id
        self.sent.append((outgoing.chat_id, outgoing.reply.text))
        await self.mailbox.mark_sent(outgoing.entry_id)

    async def dispatch(self, now: datetime) -> int:
        post = Post(self.unasked, compose, self.deliver)
        return sum([await dispatch_due(now, shard, post) for shard in range(SHARDS)])

    def sent_to(self, chat_id: str) -> list[str]:
        return [text for chat, text in self.sent if chat == chat_id]


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


async def test_once_a_week(office: Office) -> None:
    """A summary comes when its time has come, and however often one looks, once a week."""
    await office.subscribe("7")
    assert await office.dispatch(DUE - timedelta(seconds=1)) == 0
    for minute in range(30):
        await office.dispatch(DUE + timedelta(minutes=minute))
    assert office.sent_to("7") == ["2026-W49 0"]
    for hour in range(0, 24 * 14, 12):
        await office.dispatch(DUE + WEEK + SPREAD + timedelta(hours=hour))
    assert office.sent_to("7") == ["2026-W49 0", "2026-W50 0", "2026-W51 0"]


async def test_popular_hour_is_spread(office: Office) -> None:
    """Of those who want the same minute each has a time of its own, never before it."""
    chats = [str(number) for number in range(60)]
    for chat in chats:
        await office.subscribe(chat)
    counts = [await office.dispatch(DUE + timedelta(minutes=minute)) for minute in range(11)]
    assert sum(counts) == len(chats)
    assert max(counts) < len(chats) / 4
    assert all(timedelta() <= delay(chat) < SPREAD for chat in chats)


async def test_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a page of subscribers get theirs, each once, page after page."""
    monkeypatch.setattr("bot.dispatch.SUBSCRIBERS_AT_ONCE", 3)
    monkeypatch.setattr("bot.dispatch.READ_AT_ONCE", 2)
    chats = {str(number) for number in range(40)}
    for chat in chats:
        await office.subscribe(chat)
    assert await office.dispatch(DUE + SPREAD) == len(chats)
    assert sorted(chat for chat, _ in office.sent) == sorted(chats)


async def test_weeks_missed(office: Office) -> None:
    """After weeks of silence the last week's message comes once, late, and says so."""
    await office.subscribe("7")
    for _ in range(2):
        await office.dispatch(DUE + 3 * WEEK + timedelta(days=2))
    assert office.sent_to("7") == ["2026-W52 late 3"]
    await office.dispatch(DUE + 4 * WEEK + SPREAD)
    assert office.sent_to("7")[1:3] == ["2026-W53 0"]


async def test_quarterly_review(office: Office) -> None:
    """The review comes with the first summary of a quarter, and once."""
    await office.subscribe("7")
    for week in range(10):
        await office.dispatch(DUE + week * WEEK + SPREAD)
    reviews = [text for text in office.sent_to("7") if "Q" in text]
    assert reviews == ["2027-Q1"]
    assert office.sent_to("7")[5:7] == ["2027-W01 0", "2027-Q1"]


async def test_two_at_once(office: Office) -> None:
    """Two who dispatch the same shard at the same time hand a message out once."""
    for number in range(20):
        await office.subscribe(str(number))
    counts = await asyncio.gather(*(office.dispatch(DUE + SPREAD) for _ in range(2)))
    assert sum(counts) == 20


async def test_ended_before_sending(office: Office) -> None:
    """What was handed out and not sent is sent by whoever dispatches next, and not again."""
    await office.subscribe("7")

    async def dies(outgoing: Outgoing) -> None:
        raise KeyError(outgoing.chat_id)

    post = Post(office.unasked, compose, dies)
    with pytest.raises(ExceptionGroup):
        await dispatch_due(DUE + SPREAD, shard_of("7"), post)
    for _ in range(2):
        assert await office.dispatch(DUE + SPREAD) == 0
    assert office.sent_to("7") == ["2026-W49 0"]


async def test_one_that_cannot_be_composed(office: Office) -> None:
    """A fault with one subscriber costs no other theirs; it gets its own once mended."""
    chats = [str(number) for number in range(10)]
    for chat in chats:
        await office.subscribe(chat)

    def fails(subscriber: Subscriber, what: Occasion) -> Sequence[Message]:
        if subscriber.chat.chat_id == "3":
            raise ArithmeticError
        return compose(subscriber, what)

    for shard in range(SHARDS):
        await dispatch_due(DUE + SPREAD, shard, Post(office.unasked, fails, office.deliver))
    assert sorted(chat for chat, _ in office.sent) == sorted(set(chats) - {"3"})
    await office.dispatch(DUE + SPREAD)
    assert office.sent_to("3") == ["2026-W49 0"]


@pytest.mark.parametrize("leaves", ["unsubscribes", "deletes", "blocks"])
async def test_who_leaves_in_mid_dispatch(office: Office, leaves: str) -> None:
    """Who leaves between being read and being written gets nothing, and nothing breaks."""
    await office.subscribe("7")

    async def leave() -> None:
        if leaves == "deletes":
            chat = await office.chats.load("7")
            said = IncomingMessage("7", Said(at=SUBSCRIBED, text="/delete"))
            gone = Answer(said, DialogueState(), Reply("", ""), effects=(ForgetChat(),))
            await office.chats.save(chat, gone)
        elif leaves == "blocks":
            await office.unasked.deactivate("7")
        else:
            await office.database.write(partial(subscribing.drop_subscription, chat_id="7"))

    (subscriber,) = await office.unasked.due(shard_of("7"), DUE + SPREAD, None, 10)
    await leave()
    what = occasion(subscriber, DUE + SPREAD)
    composed = Composed(subscriber, tuple(compose(subscriber, what)), what.then)
    assert await office.unasked.hand_out([composed], DUE + SPREAD) == 0
    assert await office.dispatch(DUE + SPREAD) == 0
    assert office.sent == []


async def test_leaving_takes_back_what_waits(office: Office) -> None:
    """What was handed out and not sent does not go out to who unsubscribed meanwhile."""
    await office.subscribe("7")

    async def idle(_: Outgoing) -> None:
        """Send nothing."""

    await dispatch_due(DUE + SPREAD, shard_of("7"), Post(office.unasked, compose, idle))
    await office.database.write(partial(subscribing.drop_subscription, chat_id="7"))
    await office.dispatch(DUE + SPREAD)
    assert office.sent == []


async def test_postponed(office: Office) -> None:
    """A message whose chat asked for a pause waits, and then goes out."""
    await office.subscribe("7")
    now = DUE + SPREAD

    async def pause(outgoing: Outgoing) -> None:
        assert outgoing.entry_id
        await office.unasked.postpone(outgoing.entry_id, now + timedelta(minutes=5))

    await dispatch_due(now, shard_of("7"), Post(office.unasked, compose, pause))
    await office.dispatch(now + timedelta(minutes=4))
    assert office.sent == []
    await office.dispatch(now + timedelta(minutes=5))
    assert office.sent_to("7") == ["2026-W49 0"]


async def test_answers_and_messages_unasked_go_apart(office: Office) -> None:
    """What a start of the bot takes up to answer with does not hold what is sent unasked."""
    await office.subscribe("7")

    async def idle(_: Outgoing) -> None:
        """Send nothing."""

    await dispatch_due(DUE + SPREAD, shard_of("7"), Post(office.unasked, compose, idle))
    assert await office.mailbox.unsent() == []


async def test_group_that_moved(office: Office) -> None:
    """A subscription goes on under a group's new id, once for each week all the same."""
    await office.subscribe("-7")
    await office.dispatch(DUE + SPREAD)
    await office.mailbox.migrate("-7", "-1007")
    await office.dispatch(DUE + SPREAD)
    await office.dispatch(DUE + WEEK + SPREAD)
    assert office.sent == [("-7", "2026-W49 0"), ("-1007", "2026-W50 0")]


async def test_changing_the_hour(office: Office) -> None:
    """A change of hour within the week gives no second message for it."""
    await office.subscribe("7")
    await office.dispatch(DUE + SPREAD)
    wednesday = Weekly(2, time(18), "America/New_York")
    await office.subscribe("7", wednesday, at=DUE + timedelta(hours=1))
    for days in (2, 9):
        await office.dispatch(DUE + timedelta(days=days, hours=15) + SPREAD)
    assert office.sent_to("7") == ["2026-W49 0", "2026-W50 0"]


async def test_summary_of_what_is_held(office: Office) -> None:
    """What a summary told is kept with it, so that the next tells what changed since."""
    eth = Position(1, "ETH", Decimal(10), "lido", Does.STAKED)
    said = IncomingMessage("7", Said(at=SUBSCRIBED, text="subscribe"))
    effects = (SaveHoldings((eth,)), Subscribe(MONDAY, next_due(MONDAY, SUBSCRIBED)))
    answer = Answer(said, DialogueState(), Reply("yes", "yes"), effects)
    await office.chats.save(await office.chats.load("7"), answer)

    for week in range(2):
        now = DUE + week * WEEK + SPREAD
        composing = partial(summaries.compose, at=now, snapshot=bundled_snapshot())
        post = Post(office.unasked, composing, office.deliver)
        for _ in range(2):
            await dispatch_due(now, shard_of("7"), post)
    first, second = office.sent_to("7")
    assert first.startswith("Your week to 30 Nov 2026")
    assert second.startswith("A quiet week to 7 Dec 2026")
    person = (await office.chats.load("7")).person
    assert person.weekly == MONDAY
    assert person.last_summary
    assert person.last_summary.period == "2026-W50"


async def test_review_of_what_is_held(office: Office) -> None:
    """With the first summary of a quarter comes the review of what is held, as a message apart."""
    eth = Position(1, "ETH", Decimal(10), "lido", Does.STAKED)
    said = IncomingMessage("7", Said(at=SUBSCRIBED, text="subscribe"))
    effects = (SaveHoldings((eth,)), Subscribe(MONDAY, next_due(MONDAY, SUBSCRIBED)))
    answer = Answer(said, DialogueState(), Reply("yes", "yes"), effects)
    await office.chats.save(await office.chats.load("7"), answer)
    for week in range(6):
        now = DUE + week * WEEK + SPREAD
        composing = partial(summaries.compose, at=now, snapshot=bundled_snapshot())
        for _ in range(2):
            await dispatch_due(now, shard_of("7"), Post(office.unasked, composing, office.deliver))
    sent = office.sent_to("7")
    assert all("quarterly review comes on 4 Jan 2027" in text for text in sent[:5])
    assert "quarterly review comes on 5 Apr 2027" in sent[5]
    assert sent[6].startswith("Your quarterly review of 4 Jan 2027")
    assert len(sent) == 7


async def test_stopped_by_a_turn(office: Office) -> None:
    """A turn that unsubscribes leaves nothing to be sent."""
    await office.subscribe("7")
    said = IncomingMessage("7", Said(at=SUBSCRIBED, text="stop"))
    answer = Answer(said, DialogueState(), Reply("no", "no"), (Unsubscribe(),))
    await office.chats.save(await office.chats.load("7"), answer)
    assert await office.dispatch(DUE + SPREAD) == 0
    assert (await office.chats.load("7")).person.weekly is None


def test_review_of_who_subscribes_on_the_eve(office: Office) -> None:
    """Who subscribes in the last week of a quarter gets the review of the next with its first."""
    awaits = awaited("7", MONDAY, next_due(MONDAY, datetime(2026, 12, 29, tzinfo=UTC)))
    assert awaits.day == date(2027, 1, 4)
    assert awaits.review_day == date(2027, 1, 4)
