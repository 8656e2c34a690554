"""A reply in a model's words: only what the gate lets through, and only in time."""

import asyncio
import io
import json
import logging
from collections import defaultdict
from typing import cast

import pytest
from prometheus_client import REGISTRY

from bot.config import ModelSettings
from bot.conversation import respond, take_and_save, worded
from bot.db.database import Database
from bot.db.store import DatabaseBudget, DatabaseChats, DatabaseMailbox
from bot.logs import configure_logging
from bot.memory import InMemoryChats
from bot.oneshot import bundled
from bot.phrase_check import check_phrasing, tell
from bot.phrasing import CALLS_AT_ONCE, FAILURES, REST_SECONDS, Breaker
from bot.services import IncomingMessage, Outgoing, ReceivedUpdate, Services
from bot.transports.telegram.desk import TURNS_AT_ONCE, Desk
from bot.transports.telegram.sending import Sender
from bot.transports.telegram.updates import Me
from core.dialogue.state import Said
from core.nlg import asides
from tests.phrasing.fakes import DAY, NOON, BrokenModel, FakeModel, draft_for, phrasing_by, reworded


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"evenkeel_{name}_total", labels) or 0.0


async def test_a_text_that_passes_goes_out_with_its_author() -> None:
    """The model's words, the draft's figures, and who chose the words by which prompt."""
    draft = draft_for()
    before = counted("wordings", outcome="worded"), counted("model_tokens", direction="read")
    phrased = await phrasing_by(FakeModel())(draft, "1", DAY)
    assert phrased.draft.template == reworded(draft.template)
    assert phrased.author == "fake:writer, answer 1"
    assert phrased.draft.displays == draft.displays
    assert phrased.draft.closing == draft.closing
    assert phrased.draft.text.endswith("Yields are never guaranteed.")
    after = counted("wordings", outcome="worded"), counted("model_tokens", direction="read")
    assert (after[0] - before[0], after[1] - before[1]) == (1, 700)


async def test_a_text_that_is_refused_is_counted_and_not_sent() -> None:
    """The draft's own words go out, and the reason is counted and logged without the text."""
    draft, log = draft_for(), io.StringIO()
    configure_logging(log, level=logging.INFO)
    before = counted("wording_refusals", reason="claim")
    phrased = await phrasing_by(FakeModel(lambda text: f"{text} Guaranteed."))(draft, "1", DAY)
    assert (phrased.draft, phrased.author) == (draft, "")
    assert counted("wording_refusals", reason="claim") == before + 1
    assert "claim" in log.getvalue()
    assert "Guaranteed" not in log.getvalue()


async def test_what_is_fixed_is_not_shown_to_a_model() -> None:
    """Questions back, refusals and what is kept go out to the letter."""
    model = FakeModel()
    for draft in (asides.distress(), asides.refusal("secret")):
        assert (await phrasing_by(model)(draft, "1", DAY)).draft == draft
    assert model.told == []


async def test_a_late_model_is_not_waited_for() -> None:
    """When the deadline passes the draft's own words go out at once."""
    draft, loop = draft_for(), asyncio.get_running_loop()
    started = loop.time()
    phrased = await phrasing_by(FakeModel(seconds=30), seconds=0.05)(draft, "1", DAY)
    assert (phrased.draft, phrased.author) == (draft, "")
    assert loop.time() - started < 5


async def test_a_failing_model_is_left_alone_for_a_while() -> None:
    """After repeated failures no call is made; after a rest one tries, and success ends it."""
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    model = BrokenModel()
    phrase = phrasing_by(model, breaker=breaker)
    for _ in range(FAILURES + 3):
        assert (await phrase(draft_for(), "1", DAY)).author == ""
    assert model.calls == FAILURES
    now[0] += REST_SECONDS
    assert [breaker.lets_through(), breaker.lets_through()] == [True, False]
    breaker.succeeded()
    assert breaker.lets_through()


async def test_so_many_calls_at_once() -> None:
    """More than the limit wait for one to end, within their deadline."""
    model = FakeModel(seconds=0.02)
    phrase, draft = phrasing_by(model), draft_for()
    done = await asyncio.gather(*(phrase(draft, str(n), DAY) for n in range(3 * CALLS_AT_ONCE)))
    assert all(phrased.author for phrased in done)
    assert model.most_at_once == CALLS_AT_ONCE


async def test_so_many_a_day_for_each_chat() -> None:
    """A chat's budget is its own, and is whole again the next day."""
    phrase, draft = phrasing_by(FakeModel(), daily=2), draft_for()
    assert [bool((await phrase(draft, "1", DAY)).author) for _ in range(3)] == [True, True, False]
    assert (await phrase(draft, "2", DAY)).author
    assert (await phrase(draft, "1", DAY.replace(day=23))).author


async def test_the_budget_is_kept_on_both_databases(database: Database) -> None:
    """Whatever process counts: so many for each chat and day, and none for a chat unknown."""
    await _answered(database, 1)
    budget = DatabaseBudget(database, 2)
    assert [await budget.take("7", DAY) for _ in range(3)] == [True, True, False]
    assert await DatabaseBudget(database, 2).take("7", DAY.replace(day=23))
    assert not await DatabaseBudget(database, 0).take("7", DAY.replace(day=24))


async def test_the_words_that_are_read_are_the_words_that_are_kept(database: Database) -> None:
    """What is stored to be sent is the model's text with its author, before it is sent."""
    message, services, outgoing = await _answered(database, 1)
    sent = await worded(message, outgoing, services)
    (stored,) = await DatabaseMailbox(database).unsent()
    assert stored.reply == sent.reply
    assert (sent.reply.author, sent.reply.phrased_by) == ("fake:writer, answer 1", "model")
    assert stored.reply.text != outgoing.reply.text
    assert stored.reply.html.replace("<b>", "").replace("</b>", "") == stored.reply.text


async def test_a_reply_that_has_gone_out_keeps_its_words(database: Database) -> None:
    """A rewording that comes after the sending changes nothing."""
    message, services, outgoing = await _answered(database, 1)
    assert outgoing.entry_id
    await DatabaseMailbox(database).mark_sent(outgoing.entry_id)
    await worded(message, outgoing, services)
    assert await DatabaseMailbox(database).unsent() == []


async def _answered(
    database: Database, update_id: int
) -> tuple[IncomingMessage, Services, Outgoing]:
    chats = DatabaseChats(database)
    services = Services(chats, bundled, phrasing_by(FakeModel()))
    await DatabaseMailbox(database).store([ReceivedUpdate(update_id, "7", "{}")])
    message = IncomingMessage("7", Said(NOON, text="1m, I want 50k a year"), update_id)
    return message, services, await respond(message, services)


async def test_no_database_is_held_while_a_model_writes(database: Database) -> None:
    """Others read and write while a model takes its time over a saved reply."""
    message, services, outgoing = await _answered(database, 1)
    slow = Services(services.chats, bundled, phrasing_by(FakeModel(seconds=5), seconds=10))
    waiting = asyncio.create_task(worded(message, outgoing, slow))
    await asyncio.sleep(0.05)
    async with asyncio.timeout(3):
        await _answered(database, 2)
    assert not waiting.done()
    waiting.cancel()


async def test_a_preface_stays_in_front() -> None:
    """What a door says before the answer stands before a reworded one too."""
    services = Services(InMemoryChats(), bundled, phrasing_by(FakeModel()))
    said = Said(NOON, text="1m, I want 50k a year")
    message = IncomingMessage("1", said, preface="Sorry, <late>.")
    _, outgoing = await take_and_save(message, services)
    reply = (await worded(message, outgoing, services)).reply
    assert reply.phrased_by == "model"
    assert reply.text.startswith("Sorry, <late>.\n\n")
    assert reply.html.startswith("Sorry, &lt;late&gt;.\n\n<b>")


async def test_the_next_question_is_about_the_reworded_answer() -> None:
    """A figure of a reworded answer can be asked for, and changed, as of any other."""
    services = Services(InMemoryChats(), bundled, phrasing_by(FakeModel()))
    for text, expected in (
        ("1m, I want 50k a year", "5 %"),
        ("how did you get 6.35 %?", "6.35 % = 60 % × 6 %"),
        ("and with 60k?", "6 %"),
    ):
        message = IncomingMessage("1", Said(NOON, text=text))
        outgoing = await worded(message, await respond(message, services), services)
        assert expected in outgoing.reply.text


class FakeSender:
    """Notes what is delivered to whom."""

    def __init__(self) -> None:
        self.sent: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def deliver(self, outgoing: Outgoing) -> None:
        self.sent[outgoing.chat_id].set()

    async def show_typing(self, chat_id: str) -> None:
        self.sent[f"typing {chat_id}"].set()


def update(number: int, chat: int) -> ReceivedUpdate:
    place = {"id": chat, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": place, "text": "what is slashing?"}
    return ReceivedUpdate(number, str(chat), json.dumps({"update_id": number, "message": message}))


async def test_a_slow_model_delays_no_other_chat(database: Database) -> None:
    """While many chats wait for their words, and see a sign of it, another is answered."""
    mailbox, plain = DatabaseMailbox(database), Services(DatabaseChats(database), bundled)
    sender, writing = FakeSender(), asyncio.Event()

    async def word(_message: IncomingMessage, outgoing: Outgoing) -> Outgoing:
        if outgoing.chat_id != "99":
            await writing.wait()
        return outgoing

    desk = Desk(
        lambda message: respond(message, plain),
        cast("Sender", sender),
        mailbox,
        Me(7, "evenkeel_bot"),
        word=word,
    )
    await mailbox.store([*(update(n, n) for n in range(1, TURNS_AT_ONCE + 3)), update(98, 99)])
    await desk.take_up()
    async with asyncio.timeout(30):
        await sender.sent["99"].wait()
        await sender.sent["typing 1"].wait()
        assert not sender.sent["1"].is_set()
        writing.set()
        await sender.sent["1"].wait()
    await desk.close()


async def test_a_check_tells_why_texts_are_refused() -> None:
    """`phrase-check` says how many texts passed, and counts the refused ones by reason."""
    said: list[str] = []
    wild = iter([reworded, lambda text: f"{text} 7", lambda text: "", reworded] * 9)
    result = await check_phrasing(phrasing_by(FakeModel(lambda text: str(next(wild)(text)))), 8)
    assert tell(result, said.append) == 0
    assert said == ["4 of 8 texts pass the gate (50 %)", "   2  digit", "   2  empty"]


async def test_a_check_of_a_broken_model_says_so() -> None:
    """A model that does not answer is one line and a failure."""
    said: list[str] = []
    assert tell(await check_phrasing(phrasing_by(BrokenModel()), 8), said.append) == 1
    assert said == ["the language model fake:broken did not answer"]


@pytest.mark.parametrize("name", ["gpt-4o", ":x", "openai:", "Open AI:x"])
def test_a_model_is_named_with_its_provider(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that names no provider or no model is refused in one line."""
    from bot.config import ConfigurationError

    monkeypatch.setenv("LLM_MODEL", name)
    with pytest.raises(ConfigurationError, match="LLM_MODEL: write it like openai:name"):
        ModelSettings.read()
