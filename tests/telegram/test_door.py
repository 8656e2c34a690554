import asyncio
import contextlib
import io
import json
import logging
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
import structlog
from pydantic import SecretStr

from bot.logs import configure_logging
from bot.services import (
    AlreadyAnsweredError,
    ChatStore,
    IncomingMessage,
    Outgoing,
    ReceivedUpdate,
    Reply,
    Services,
    Snapshots,
    StorageError,
)
from bot.transports.telegram import TokenRefusedError, desk, door, flood, run_bot
from bot.transports.telegram.failures import LATE, belated
from bot.transports.telegram.updates import as_received
from core.nlg.draft import File
from tests.peers.bot_api_faults import Fault
from tests.peers.bot_api_state import BotApi
from tests.telegram.conftest import TOKEN
from tests.telegram.fakes import EchoConversation, MemoryMailbox
from tests.telegram.test_sending import draw
from tests.telegram.test_updates import PHRASE

NO_SERVICES = Services(cast("ChatStore", None), cast("Snapshots", None))


class SecretiveError(Exception):
    """An error whose message quotes what a person wrote, as a parser's does."""


@pytest.fixture
def start(
    address: str,
    mailbox: MemoryMailbox,
    conversation: EchoConversation,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], contextlib.AbstractAsyncContextManager[None]]:
    """Return what starts the door and stops it in good order."""
    monkeypatch.setattr(door, "respond", conversation.respond)

    @contextlib.asynccontextmanager
    async def running() -> AsyncIterator[None]:
        stop = asyncio.Event()
        bot = run_bot(SecretStr(TOKEN), address, NO_SERVICES, mailbox, draw, stop)
        task = asyncio.create_task(bot)
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(task, 10)

    return running


Start = Callable[[], contextlib.AbstractAsyncContextManager[None]]


async def texts(api: BotApi, count: int, within: float = 5) -> list[tuple[str, str]]:
    """Return chat and text of the messages sent, once there are so many."""
    calls: list[dict[str, Any]] = await api.recorded("sendMessage", 0, count, within)
    return [(call["values"]["chat_id"], call["values"]["text"]) for call in calls]


async def test_message_is_answered(
    api: BotApi, start: Start, conversation: EchoConversation
) -> None:
    """A message is answered in its chat, after the menu is set; a quick answer needs no typing."""
    async with start():
        update_id = await api.say(42, "hello")
        assert await texts(api, 1) == [("42", "hello")]
    methods = [call["method"] for call in api.calls]
    assert methods == ["getMe", "setMyCommands", "deleteWebhook", "sendMessage"]
    assert conversation.heard[0].update_id == update_id
    assert not api.refused


async def test_slow_answer_is_announced(
    api: BotApi, start: Start, conversation: EchoConversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typing is shown once while an answer takes its time, and before the answer."""

    async def slowly(message: IncomingMessage, services: Services, **_: object) -> Outgoing:
        await asyncio.sleep(0.1)
        return await conversation.respond(message, services)

    monkeypatch.setattr(door, "respond", slowly)
    monkeypatch.setattr(desk, "QUICK_SECONDS", 0.01)
    async with start():
        await api.say(42, "hello")
        assert await texts(api, 1) == [("42", "hello")]
    sent = [call for call in api.calls if call["method"].startswith("send")]
    assert [call["method"] for call in sent] == ["sendChatAction", "sendMessage"]
    assert sent[0]["values"] == {"chat_id": "42", "action": "typing"}


async def test_press_is_acknowledged(api: BotApi, start: Start) -> None:
    """A press is acknowledged and answered like a text."""
    async with start():
        await api.press(42, "risk:low")
        assert await texts(api, 1) == [("42", "risk:low")]
    assert [call["method"] for call in api.calls][3] == "answerCallbackQuery"


async def test_order_per_chat(api: BotApi, start: Start) -> None:
    """Each chat is answered in the order in which it wrote."""
    async with start():
        for number in range(20):
            for chat in (1, 2, 3):
                await api.say(chat, str(number))
        answers = await texts(api, 60)
    for name in ("1", "2", "3"):
        assert [text for to, text in answers if to == name] == [str(n) for n in range(20)]


async def test_chats_side_by_side(api: BotApi, start: Start) -> None:
    """A chat that Telegram slows down holds up no other."""
    api.faults.append(Fault("sendMessage", "slow", chat_id="1", delay=0.5))
    async with start():
        await api.say(1, "slow")
        await api.say(2, "quick")
        assert await texts(api, 1) == [("2", "quick")]
        assert len(await texts(api, 2)) == 2


async def test_redelivery(api: BotApi, start: Start, mailbox: MemoryMailbox) -> None:
    """An update that is delivered again, even after a restart, is answered once."""
    async with start():
        await api.say(1, "once")
        await texts(api, 1)
    update = next(iter(mailbox.updates.values()))
    api.pending.append({"update_id": update.update_id, "message": {}})
    async with start():
        await api.say(1, "next")
        assert await texts(api, 2) == [("1", "once"), ("1", "next")]


async def test_written_while_down(api: BotApi, start: Start) -> None:
    """What is written while the bot is down is answered when it is up."""
    await api.say(1, "anyone there?")
    async with start():
        assert await texts(api, 1) == [("1", "anyone there?")]


async def test_left_by_a_crash(api: BotApi, start: Start, mailbox: MemoryMailbox) -> None:
    """What was answered and not sent goes out first, then what was stored and not answered."""
    mailbox.post("1", Reply("unsent", "unsent"))
    await api.say(1, "unanswered")
    stored = as_received(api.pending.pop())
    assert stored
    await mailbox.store([stored])
    async with start():
        assert await texts(api, 2) == [("1", "unsent"), ("1", "unanswered")]
    assert mailbox.sent == [1, 2]


async def test_malformed_update(api: BotApi, start: Start, mailbox: MemoryMailbox) -> None:
    """A malformed update is set aside, and the chat goes on."""
    async with start():
        update_id = await api.push({"message": {"chat": {"id": 1}, "date": "yesterday"}})
        await api.say(1, "hello")
        assert await texts(api, 1) == [("1", "hello")]
    assert mailbox.rejected == {update_id}


async def test_group_message(api: BotApi, start: Start, mailbox: MemoryMailbox) -> None:
    """What needs no answer is done with quietly."""
    async with start():
        update_id = await api.say(-5, "hi", chat={"id": -5, "type": "group", "title": "G"})
        await api.say(1, "hello")
        assert await texts(api, 1) == [("1", "hello")]
    assert update_id in mailbox.done


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Yield what the process would write to its log."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook, sys.unraisablehook)
    handlers, level = list(root.handlers), root.level
    written = io.StringIO()
    configure_logging(written, hidden=[TOKEN], level=logging.DEBUG)
    yield written
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


async def test_failing_turn(
    api: BotApi,
    start: Start,
    mailbox: MemoryMailbox,
    conversation: EchoConversation,
    log: io.StringIO,
) -> None:
    """A turn that fails ends in an apology with a reference, under which the log has the trace.

    Neither the person's words nor the token are in it, and the chat goes on.
    """
    conversation.error = SecretiveError("could not read 'my seed is acid bacon'")
    async with start():
        update_id = await api.say(1, "my seed is acid bacon")
        ((_, apology),) = await texts(api, 1)
        conversation.error = None
        await api.say(1, "hello")
        assert len(await texts(api, 2)) == 2
    reference = apology.split("Reference: ")[1][:6]
    assert update_id in mailbox.done
    assert f"reference {reference}" in log.getvalue()
    assert "in respond" in log.getvalue()
    assert "SecretiveError" in log.getvalue()
    assert "bacon" not in log.getvalue()
    assert TOKEN not in log.getvalue()


async def test_lines_about_an_update(
    api: BotApi, start: Start, conversation: EchoConversation, log: io.StringIO
) -> None:
    """Each line that is written while an update is worked on carries its number."""
    conversation.error = SecretiveError("whatever")
    async with start():
        ids = [await api.say(chat, "hello") for chat in (1, 2)]
        await texts(api, 2)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    failed = [line for line in lines if "a turn failed" in line["event"]]
    assert sorted(line["correlation_id"] for line in failed) == ids
    assert all("correlation_id" not in line for line in lines if "listens" in line["event"])


async def test_flood(
    api: BotApi, start: Start, mailbox: MemoryMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who floods gets one kind line, and nobody else waits; afterwards they are answered again."""
    monkeypatch.setattr(flood, "MOST", 3)
    monkeypatch.setattr(flood, "WITHIN", timedelta(seconds=2))
    async with start():
        for number in range(6):
            await api.say(1, f"m{number}")
        await api.say(2, "hello")
        sent = await texts(api, 5)
        said = [text for chat, text in sent if chat == "1"]
        assert said[:3] == ["m0", "m1", "m2"]
        assert said[3].startswith("That is more at once")
        assert ("2", "hello") in sent
        await asyncio.sleep(2.1)
        await api.say(1, "calm again")
        assert (await texts(api, 6))[-1] == ("1", "calm again")
    assert len(mailbox.done) == len(mailbox.updates) == 8


async def test_database_out_of_reach(
    api: BotApi, start: Start, conversation: EchoConversation
) -> None:
    """While the database is out of reach an update stays in hand until it can be saved.

    Nobody is told to try again: the message will be answered.
    """
    conversation.error = StorageError("OperationalError")
    async with start():
        await api.say(1, "hello")
        await asyncio.wait_for(conversation.called.wait(), 5)
        conversation.error = None
        await api.say(2, "wakes the poll")
        assert sorted(await texts(api, 2)) == [("1", "hello"), ("2", "wakes the poll")]


async def test_answered_elsewhere(
    api: BotApi, start: Start, conversation: EchoConversation
) -> None:
    """An update that another process answered first needs nothing more here."""
    conversation.error = AlreadyAnsweredError()
    async with start():
        await api.say(1, "hello")
        await asyncio.wait_for(conversation.called.wait(), 5)
    assert await texts(api, 0) == []


async def test_stop_finishes_what_is_in_hand(
    api: BotApi, start: Start, conversation: EchoConversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stop waits for the answer under way."""
    begun = asyncio.Event()

    async def slow(message: IncomingMessage, services: Services, **_: object) -> Outgoing:
        begun.set()
        await asyncio.sleep(0.2)
        return await conversation.respond(message, services)

    monkeypatch.setattr(door, "respond", slow)
    async with start():
        await api.say(1, "hello")
        await asyncio.wait_for(begun.wait(), 5)
    assert await texts(api, 1, within=0) == [("1", "hello")]


async def test_more_than_is_taken_in_hand_at_once(
    api: BotApi, start: Start, mailbox: MemoryMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is stored beyond that is taken up as room comes, without Telegram bringing more.

    A database takes its time: what is in hand may be done before it says what else there is.
    """
    waiting = mailbox.waiting

    async def slowly(limit: int, held: Collection[int]) -> Sequence[ReceivedUpdate]:
        found = await waiting(limit, held)
        await asyncio.sleep(0.05)
        return found

    monkeypatch.setattr(mailbox, "waiting", slowly)
    monkeypatch.setattr(desk, "IN_HAND", 4)
    for chat in range(1, 31):
        await api.say(chat, "hello")
    async with start():
        assert len(await texts(api, 30)) == 30


async def test_stop_before_telegram_answers(mailbox: MemoryMailbox) -> None:
    """A bot that cannot reach Telegram still stops when it is told to."""
    stop = asyncio.Event()
    nowhere = "http://127.0.0.1:9"
    task = asyncio.create_task(run_bot(SecretStr(TOKEN), nowhere, NO_SERVICES, mailbox, draw, stop))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(task, 5)


async def test_refused_token(address: str, mailbox: MemoryMailbox) -> None:
    """A wrong token is told at once, and never quoted."""
    wrong = SecretStr("1:wrong")
    with pytest.raises(TokenRefusedError) as caught:
        await run_bot(wrong, address, NO_SERVICES, mailbox, draw, asyncio.Event())
    assert "1:wrong" not in str(caught.value)
    assert caught.value.__suppress_context__


async def test_order_while_the_database_is_away(
    api: BotApi, start: Start, conversation: EchoConversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chat's next message waits until the one that could not be saved is answered."""
    monkeypatch.setattr(desk, "FIRST_PAUSE", 0.01)
    conversation.error = StorageError("OperationalError")
    async with start():
        for number in range(5):
            await api.say(1, str(number))
        await asyncio.wait_for(conversation.called.wait(), 5)
        conversation.error = None
        assert await texts(api, 5) == [("1", str(number)) for number in range(5)]


async def test_late_answer(api: BotApi, start: Start) -> None:
    """What waited longer than ten minutes is answered after a word of apology, and once."""
    ago = int(datetime.now(UTC).timestamp()) - 601
    await api.say(1, "old", date=ago)
    await api.say(2, "new", date=ago + 60)
    async with start():
        answers = dict(await texts(api, 2))
    assert answers == {"1": f"{LATE}old", "2": "new"}


async def test_late_reply_in_the_outbox(api: BotApi, start: Start, mailbox: MemoryMailbox) -> None:
    """A reply that waited to be sent is apologised for too, but not twice."""
    old = datetime.now(UTC) - timedelta(minutes=11)
    for chat, words in (("1", "answer"), ("2", f"{LATE}\n\nanswer")):
        outgoing = mailbox.post(chat, Reply(words, words))
        mailbox.outbox[outgoing.entry_id or 0] = replace(outgoing, created_at=old)
    async with start():
        answers = dict(await texts(api, 2))
    assert answers == {"1": f"{LATE}\n\nanswer", "2": f"{LATE}\n\nanswer"}


def test_late_reply_keeps_its_file() -> None:
    """A word of apology takes nothing from what it stands before."""
    file = File("kept.json", "application/json", "{}")
    late = belated(Reply("t", "t", files=(file,), in_place=True))
    assert (late.files, late.in_place) == ((file,), True)


async def test_old_press(api: BotApi, start: Start, mailbox: MemoryMailbox) -> None:
    """A press that nobody can acknowledge any more is answered, and Telegram not bothered."""
    await api.press(1, "risk:low")
    stored = as_received(api.pending.pop())
    assert stored
    old = datetime.now(UTC) - timedelta(seconds=200)
    mailbox.updates[stored.update_id] = replace(stored, received_at=old)
    async with start():
        assert await texts(api, 1) == [("1", "risk:low")]
    assert "answerCallbackQuery" not in [call["method"] for call in api.calls]


async def test_very_old_press(api: BotApi, start: Start, mailbox: MemoryMailbox) -> None:
    """A press that waited long is answered without a word of apology: nobody looks at it now."""
    await api.press(1, "risk:low")
    stored = as_received(api.pending.pop())
    assert stored
    long_ago = datetime.now(UTC) - timedelta(hours=2)
    mailbox.updates[stored.update_id] = replace(stored, received_at=long_ago)
    async with start():
        assert await texts(api, 1) == [("1", "risk:low")]


async def test_stop_while_the_database_is_away(
    api: BotApi,
    start: Start,
    mailbox: MemoryMailbox,
    conversation: EchoConversation,
) -> None:
    """A message that could not be answered before a stop is not passed by the next of its chat."""
    conversation.error = StorageError()
    async with start():
        await api.say(1, "first")
        await api.say(1, "second")
        await asyncio.wait_for(conversation.called.wait(), 5)
    assert {message.said.text for message in conversation.heard} == {"first"}
    conversation.error = None
    async with start():
        assert await texts(api, 2) == [("1", "first"), ("1", "second")]


async def test_double_press(api: BotApi, start: Start) -> None:
    """A button pressed twice in a moment is acknowledged twice and answered once."""
    message = {"message_id": 9, "date": 1, "chat": {"id": 1, "type": "private"}}
    query = {"from": {"id": 1, "is_bot": False, "first_name": "Ada"}, "chat_instance": "1"}
    async with start():
        for number in range(2):
            api.presses[f"q{number}"] = time.monotonic()
            press = {"id": f"q{number}", "data": "risk:low", "message": message}
            await api.push({"callback_query": query | press})
        api.presses["q9"] = time.monotonic()
        other = {"id": "q9", "data": "risk:high", "message": message}
        await api.push({"callback_query": query | other})
        answers = await texts(api, 2)
    assert answers == [("1", "risk:low"), ("1", "risk:high")]
    assert len(await texts(api, 3, within=0.1)) == 2
    assert len([call for call in api.calls if call["method"] == "answerCallbackQuery"]) == 3


async def test_group_that_moves(api: BotApi, start: Start, mailbox: MemoryMailbox) -> None:
    """A group's move and a block are noted, and neither is answered."""
    group = {"id": -5, "type": "group", "title": "G"}
    person = {"id": 1, "is_bot": False, "first_name": "Ada"}
    bot = {"id": 7_000_001, "is_bot": True, "first_name": "Evenkeel"}
    member = {"user": bot, "status": "member"}
    change = {
        "chat": {"id": 1, "type": "private"},
        "from": person,
        "date": 1,
        "old_chat_member": member,
        "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
    }
    async with start():
        moved = {"message_id": 1, "date": 1, "chat": group, "migrate_to_chat_id": -1005}
        await api.push({"message": moved})
        await api.push({"my_chat_member": change})
        await api.say(3, "hello")
        assert await texts(api, 1) == [("3", "hello")]
    assert mailbox.migrated == {"-5": "-1005"}
    assert mailbox.blocks == [("1", True)]


async def test_secret_that_is_not_answered(
    api: BotApi, start: Start, mailbox: MemoryMailbox, log: io.StringIO
) -> None:
    """A recovery phrase in a group's talk, in a malformed update or in a quotation is wiped too."""
    group = {"id": -5, "type": "group", "title": "G"}
    quoted = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": PHRASE}
    async with start():
        in_group = await api.say(-5, PHRASE, chat=group)
        broken = await api.push({"message": {"chat": {"id": 1}, "date": "x", "text": PHRASE}})
        await api.say(1, "is that safe?", reply_to_message=quoted)
        assert await texts(api, 1) == [("1", "is that safe?")]
    assert {in_group, broken} <= mailbox.purged
    assert "legal winner" not in log.getvalue()


async def test_answer_in_a_group(api: BotApi, start: Start) -> None:
    """A question in a group's topic is answered there, as a reply to it."""
    group = {"id": -5, "type": "supergroup", "title": "G", "is_forum": True}
    topic = {"message_thread_id": 77, "is_topic_message": True}
    async with start():
        await api.say(-5, "/help@evenkeel_test_bot", chat=group, message_id=31, **topic)
        (call,) = await api.recorded("sendMessage", 0, 1, 5)
    values = call["values"]
    assert (values["chat_id"], int(values["message_thread_id"])) == ("-5", 77)
    assert values["reply_parameters"]["message_id"] == 31
    assert not api.refused
