import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast
from unittest.mock import Mock

import aiohttp
import pytest
from prometheus_client import REGISTRY
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.services import Outgoing, Reply, StorageError
from bot.transports.telegram import sending
from bot.transports.telegram.connection import within
from bot.transports.telegram.limits import ON_THEIR_WAY, PacedBot
from bot.transports.telegram.outcomes import Outcome, outcome_of, pause_after
from bot.transports.telegram.sending import Sender
from core.nlg.draft import AllocationChart, Button, Chart, File, Slice
from tests.peers.bot_api_faults import Fault
from tests.peers.bot_api_state import BotApi
from tests.telegram.fakes import MemoryMailbox

HALF = Slice("ETH", Decimal("0.5"), Decimal("0.5"), "50 %", "50 %", "3–4 %")
CHART = AllocationChart("Blend", "", (HALF, HALF), "source", alt="Half ETH, half USDC <b>")
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x02\x00\x00\x00"
    b"\xfd\xd4\x9as"
)
REPLY = Reply(
    text="1 < 2",
    html="<b>1 &lt; 2</b>",
    buttons=((Button("Safer", "risk:low"),), (Button("Riskier", "risk:high"),)),
)


async def draw(_chart: Chart) -> bytes:
    return PNG


@pytest.fixture
def sender(telegram_bot: PacedBot, mailbox: MemoryMailbox) -> Sender:
    return Sender(telegram_bot, mailbox, draw)


def sent(api: BotApi, method: str = "sendMessage") -> list[dict[str, object]]:
    return [call["values"] for call in api.calls if call["method"] == method]


@pytest.mark.parametrize("pays", [False, True])
async def test_what_is_paid_for(
    api: BotApi, telegram_bot: PacedBot, mailbox: MemoryMailbox, *, pays: bool
) -> None:
    """Only where that was chosen may Telegram take a fee for speed."""
    sender = Sender(telegram_bot, mailbox, draw, pays_for_speed=pays)
    await sender.deliver(mailbox.post("42", REPLY))
    (message,) = sent(api)
    assert ("allow_paid_broadcast" in message) is pays


async def test_text_and_buttons(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """A reply goes out as HTML with its buttons, then it is marked as sent."""
    await sender.deliver(mailbox.post("42", REPLY))
    rows = [[{"text": b.label, "callback_data": b.press} for b in row] for row in REPLY.buttons]
    assert sent(api) == [
        {
            "chat_id": "42",
            "text": "<b>1 &lt; 2</b>",
            "parse_mode": "HTML",
            "reply_markup": {"inline_keyboard": rows},
        }
    ]
    assert mailbox.sent == [1]
    assert not api.refused


async def test_what_is_on_its_way_is_bounded(
    api: BotApi, telegram_bot: PacedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database is away no more is sent than a kill may send twice."""
    mailbox, back = MemoryMailbox(), asyncio.Event()

    async def mark_sent(entry_id: int) -> None:
        await back.wait()
        mailbox.sent.append(entry_id)

    monkeypatch.setattr(mailbox, "mark_sent", mark_sent)
    sender = Sender(telegram_bot, mailbox, draw)
    posted = [mailbox.post(str(chat), REPLY) for chat in range(3 * ON_THEIR_WAY)]
    async with asyncio.TaskGroup() as group:
        for outgoing in posted:
            group.create_task(sender.deliver(outgoing))
        await api.recorded("sendMessage", 0, ON_THEIR_WAY + 1, 0.5)
        assert len(sent(api)) == ON_THEIR_WAY
        await sender.show_typing("1")
        back.set()
    assert len(sent(api)) == len(mailbox.sent) == len(posted)


async def test_no_buttons(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """A reply without buttons has no keyboard, which is not the same as an empty one."""
    await sender.deliver(mailbox.post("42", Reply("t", "t")))
    assert "reply_markup" not in sent(api)[0]


async def test_picture_before_text(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """The picture, announced, comes first; so the text's buttons stand at the end."""
    await sender.deliver(mailbox.post("42", Reply("t", "t", charts=(CHART,))))
    methods = [call["method"] for call in api.calls if call["method"].startswith("send")]
    assert methods == ["sendChatAction", "sendPhoto", "sendMessage"]
    assert sent(api, "sendChatAction") == [{"chat_id": "42", "action": "upload_photo"}]
    assert sent(api, "sendPhoto") == [
        {"chat_id": "42", "photo": {"bytes": len(PNG), "dimensions": (2, 2)}, "caption": CHART.alt}
    ]


async def test_drawing_fails(api: BotApi, telegram_bot: PacedBot, mailbox: MemoryMailbox) -> None:
    """A picture that cannot be drawn does not cost the text."""

    async def broken(_chart: Chart) -> bytes:
        raise MemoryError

    sender = Sender(telegram_bot, mailbox, broken)
    await sender.deliver(mailbox.post("42", Reply("t", "t", charts=(CHART,))))
    assert len(sent(api)) == 1
    assert mailbox.sent == [1]


async def test_picture_refused(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """A picture that Telegram refuses does not cost the text either."""
    api.faults.append(Fault("sendPhoto", "400", description="Bad Request: IMAGE_PROCESS_FAILED"))
    await sender.deliver(mailbox.post("42", Reply("t", "t", charts=(CHART,))))
    assert len(sent(api)) == 1


async def test_unreadable_markup(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """Formatting that Telegram cannot read is sent once more as plain text, with the buttons."""
    await sender.deliver(mailbox.post("42", Reply("plain", "<x>", buttons=REPLY.buttons)))
    (values,) = sent(api)
    assert values["text"] == "plain"
    assert "parse_mode" not in values
    assert "reply_markup" in values
    assert mailbox.sent == [1]


@pytest.mark.parametrize("kind", ["429", "500", "502", "slow"])
async def test_passing_trouble(
    api: BotApi, sender: Sender, mailbox: MemoryMailbox, kind: str
) -> None:
    """Flood limits, server errors and slowness delay a reply and do not double it."""
    api.faults.append(Fault("sendMessage", kind, times=3, delay=0.01))
    await sender.deliver(mailbox.post("42", REPLY))
    assert len(sent(api)) == 1
    assert mailbox.sent == [1]


@pytest.mark.parametrize("kind", ["reset", "malformed"])
async def test_taken_and_not_answered(
    api: BotApi, sender: Sender, mailbox: MemoryMailbox, kind: str
) -> None:
    """Where the answer to a request is lost a reply may come twice, but is never lost."""
    api.faults.append(Fault("sendMessage", kind))
    await sender.deliver(mailbox.post("42", REPLY))
    assert len(sent(api)) == 2
    assert mailbox.sent == [1]


async def test_broken_off_before(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """A request that was broken off before it was taken is made again."""
    api.faults.append(Fault("sendMessage", "drop"))
    await sender.deliver(mailbox.post("42", REPLY))
    assert len(sent(api)) == 1


async def test_server_that_hangs(
    api: BotApi, sender: Sender, mailbox: MemoryMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that never answers is given up after a while and asked again."""
    api.faults.append(Fault("sendMessage", "hang"))
    monkeypatch.setattr(cast("Any", sender._bot.request)._pool, "_timeout", within(0.1))
    await sender.deliver(mailbox.post("42", REPLY))
    assert len(sent(api)) == 1
    assert mailbox.sent == [1]


@pytest.mark.parametrize(
    ("kind", "description", "reason", "gone"),
    [
        ("403", "Forbidden: bot was blocked by the user", "Forbidden", True),
        ("403", "Forbidden: user is deactivated", "Forbidden", True),
        ("403", "Forbidden: bot was kicked from the group chat", "Forbidden", True),
        ("400", "Bad Request: chat not found", "BadRequest", True),
        ("400", "Bad Request: message is too long", "BadRequest", False),
        ("400", "Bad Request: BUTTON_DATA_INVALID", "BadRequest", False),
    ],
)
async def test_permanent_trouble(
    api: BotApi,
    sender: Sender,
    mailbox: MemoryMailbox,
    kind: str,
    description: str,
    reason: str,
    *,
    gone: bool,
) -> None:
    """What is refused for good is tried once and marked; who is gone is noted as gone."""
    api.faults.append(Fault("sendMessage", kind, description=description))
    await sender.deliver(mailbox.post("42", REPLY))
    assert not sent(api)
    assert mailbox.failed == {1: reason}
    assert mailbox.blocks == ([("42", True)] if gone else [])


async def test_group_that_moved(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """A group that has become a supergroup is followed, and the reply sent there once."""
    api.faults.append(Fault("sendMessage", "migrate", chat_id="-5", moved_to=-1005))
    await sender.deliver(mailbox.post("-5", REPLY))
    assert [values["chat_id"] for values in sent(api)] == ["-1005"]
    assert mailbox.migrated == {"-5": "-1005"}
    assert mailbox.sent == [1]


async def test_all_of_a_reply_follows_a_group(
    api: BotApi, sender: Sender, mailbox: MemoryMailbox
) -> None:
    """Picture and file go where the group went, as its words do."""
    for method in ("sendPhoto", "sendDocument", "sendMessage"):
        api.faults.append(Fault(method, "migrate", chat_id="-5", moved_to=-1005, times=9))
    file = File("kept.json", "application/json", "what is kept about you, all of it")
    for reply in (Reply("t", "t", charts=(CHART,)), Reply("t", "t", files=(file,))):
        await sender.deliver(mailbox.post("-5", reply))
    assert mailbox.sent == [1, 2]
    assert len(sent(api, "sendPhoto")) == len(sent(api, "sendDocument")) == 1


async def test_long_reply(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """What is longer than a message goes out in parts, in order, the buttons under the last."""
    html = "\n\n".join(f"<b>{number}</b> &lt; {'word ' * 300}" for number in range(4))
    await sender.deliver(mailbox.post("42", Reply("t", html, REPLY.buttons)))
    first, last = sent(api)
    assert str(first["text"]).startswith("<b>0</b> &lt;")
    assert str(last["text"]).startswith("<b>2</b> &lt;")
    assert ["reply_markup" in part for part in (first, last)] == [False, True]
    assert mailbox.sent == [1]


async def test_long_description(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """Of a picture's description what does not fit under it follows as text."""
    chart = replace(CHART, alt="first " * 170 + "\n" + "rest " * 100)
    await sender.deliver(mailbox.post("42", Reply("t", "t", charts=(chart,))))
    (photo,) = sent(api, "sendPhoto")
    assert str(photo["caption"]).endswith("first")
    assert [str(values["text"])[:4] for values in sent(api)] == ["rest", "t"]


async def test_in_place(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """A reply takes the place of a message; once more is as good; if it is gone, a new one."""
    await sender.deliver(mailbox.post("42", REPLY))
    long = Reply("more", "more")
    for _ in range(2):
        await sender.deliver(replace(mailbox.post("42", long), edits=1))
    await sender.deliver(replace(mailbox.post("42", long), edits=99))
    assert [values["message_id"] for values in sent(api, "editMessageText")] == [1]
    assert [refused["why"][:46] for refused in api.refused] == [
        "Bad Request: message is not modified: specifie",
        "Bad Request: message to edit not found",
    ]
    assert [values["text"] for values in sent(api)] == [REPLY.html, "more"]
    assert mailbox.sent == [1, 2, 3, 4]


async def test_mark_that_fails(
    api: BotApi, sender: Sender, mailbox: MemoryMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database is away a reply that was sent is not sent again: the mark is."""
    marked = mailbox.mark_sent
    failures = iter([StorageError(), StorageError()])

    async def failing(entry_id: int) -> None:
        for error in failures:
            raise error
        await marked(entry_id)

    monkeypatch.setattr(mailbox, "mark_sent", failing)
    monkeypatch.setattr(sending, "FIRST_PAUSE", 0)
    await sender.deliver(mailbox.post("42", REPLY))
    assert len(sent(api)) == 1
    assert mailbox.sent == [1]


async def test_fault_of_ours(sender: Sender, mailbox: MemoryMailbox) -> None:
    """A reply that cannot even be made into a request is given up, and stops nothing."""
    nonsense = cast("Any", (("no button",),))
    await sender.deliver(mailbox.post("42", Reply("t", "t", nonsense)))
    assert mailbox.failed == {1: "AttributeError"}


async def test_sends_are_counted(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """Each attempt is counted by its outcome, and how long messages wait for the limits."""

    def count(outcome: str) -> float:
        labels = {"kind": "text", "outcome": outcome}
        return REGISTRY.get_sample_value("evenkeel_sends_total", labels) or 0

    before = {outcome: count(outcome) for outcome in ("sent", "passing", "ambiguous", "gone")}
    for kind in ("429", "reset", "403"):
        api.faults.append(Fault("sendMessage", kind))
        await sender.deliver(mailbox.post("42", REPLY))
    counted = {outcome: count(outcome) - before[outcome] for outcome in before}
    assert counted == {"sent": 2, "passing": 1, "ambiguous": 1, "gone": 1}
    assert REGISTRY.get_sample_value("evenkeel_send_wait_seconds_count")


async def test_token_revoked(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """A token that is refused says nothing of the reply, which stays to be sent."""
    api.token = "another"  # noqa: S105
    await sender.deliver(mailbox.post("42", REPLY))
    assert not mailbox.failed
    assert await mailbox.unsent()


async def test_signs_are_best_effort(api: BotApi, sender: Sender) -> None:
    """Neither an old press nor a failing typing sign is anybody's trouble."""
    api.faults.append(Fault("sendChatAction", "500"))
    await sender.show_typing("42")
    await sender.acknowledge("long ago")
    assert [refused["method"] for refused in api.refused] == [
        "sendChatAction",
        "answerCallbackQuery",
    ]


async def test_a_reply_that_is_stored_nowhere(api: BotApi, sender: Sender) -> None:
    """An apology has no entry to mark."""
    await sender.deliver(Outgoing(None, "42", REPLY))
    assert len(sent(api)) == 1


UNKNOWN_HOST = aiohttp.ClientConnectorError(Mock(), OSError())


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(7), Outcome.PASSING),
        (NetworkError("Bad Gateway"), Outcome.PASSING),
        (caused(NetworkError("x"), UNKNOWN_HOST), Outcome.PASSING),
        (caused(TimedOut(), aiohttp.ConnectionTimeoutError()), Outcome.PASSING),
        (caused(TimedOut(), aiohttp.SocketTimeoutError()), Outcome.AMBIGUOUS),
        (caused(NetworkError("x"), aiohttp.ClientOSError()), Outcome.AMBIGUOUS),
        (caused(NetworkError("x"), aiohttp.ServerDisconnectedError()), Outcome.AMBIGUOUS),
        (caused(NetworkError("x"), aiohttp.ClientPayloadError()), Outcome.AMBIGUOUS),
        (TelegramError("Invalid server response"), Outcome.AMBIGUOUS),
        (BadRequest("Message is not modified: specified new"), Outcome.UNCHANGED),
        (BadRequest("can't parse entities: x"), Outcome.UNREADABLE),
        (BadRequest("Message can't be edited"), Outcome.UNEDITABLE),
        (BadRequest("Chat not found"), Outcome.GONE),
        (BadRequest("message is too long"), Outcome.REFUSED),
        (Forbidden("bot was blocked by the user"), Outcome.GONE),
        (ChatMigrated(-1005), Outcome.MOVED),
        (InvalidToken(), Outcome.TOKEN),
    ],
)
def test_classes_of_errors(error: TelegramError, outcome: Outcome) -> None:
    """Each error of the library is of one class, told apart by whether the request was written."""
    assert outcome_of(error) is outcome
    assert bool(pause_after(error)) is (outcome in {Outcome.PASSING, Outcome.AMBIGUOUS})


def test_pauses() -> None:
    """Telegram's own figure is kept; passing trouble backs off; the rest is not tried again."""
    assert pause_after(RetryAfter(7)) == timedelta(seconds=7)
    assert pause_after(TimedOut()) is True
    assert pause_after(NetworkError("x")) is True
    assert not any(map(pause_after, (BadRequest("x"), Forbidden("x"), InvalidToken(), KeyError())))
