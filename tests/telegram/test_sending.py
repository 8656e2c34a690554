from datetime import timedelta
from decimal import Decimal

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.services import Outgoing, Reply
from bot.transports.telegram.sending import Sender, keyboard, pause_after
from core.nlg.draft import AllocationChart, Button, Chart, Slice
from tests.peers.bot_api_state import BotApi, Fault
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
def sender(telegram_bot: Bot, mailbox: MemoryMailbox) -> Sender:
    return Sender(telegram_bot, mailbox, draw)


def sent(api: BotApi, method: str = "sendMessage") -> list[dict[str, object]]:
    return [call["values"] for call in api.calls if call["method"] == method]


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


def test_no_buttons() -> None:
    """A reply without buttons has no keyboard, which is not the same as an empty one."""
    assert keyboard(()) is None


async def test_picture_before_text(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """The picture, announced, comes first; so the text's buttons stand at the end."""
    await sender.deliver(mailbox.post("42", Reply("t", "t", charts=(CHART,))))
    methods = [call["method"] for call in api.calls if call["method"].startswith("send")]
    assert methods == ["sendChatAction", "sendPhoto", "sendMessage"]
    assert sent(api, "sendChatAction") == [{"chat_id": "42", "action": "upload_photo"}]
    assert sent(api, "sendPhoto") == [
        {"chat_id": "42", "photo": {"bytes": len(PNG), "dimensions": (2, 2)}, "caption": CHART.alt}
    ]


async def test_drawing_fails(api: BotApi, telegram_bot: Bot, mailbox: MemoryMailbox) -> None:
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


@pytest.mark.parametrize("kind", ["429", "500", "502"])
async def test_passing_trouble(
    api: BotApi, sender: Sender, mailbox: MemoryMailbox, kind: str
) -> None:
    """Flood limits and server errors delay a reply and do not double it."""
    api.faults.append(Fault("sendMessage", kind, times=3))
    await sender.deliver(mailbox.post("42", REPLY))
    assert len(sent(api)) == 1
    assert mailbox.sent == [1]


async def test_broken_off(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """A connection that breaks after the request was written may double a reply, never lose it."""
    api.faults.append(Fault("sendMessage", "reset"))
    await sender.deliver(mailbox.post("42", REPLY))
    assert len(sent(api)) == 2
    assert mailbox.sent == [1]


@pytest.mark.parametrize(
    ("kind", "description", "reason"),
    [
        ("403", "Forbidden: bot was blocked by the user", "Forbidden"),
        ("400", "Bad Request: chat not found", "BadRequest"),
    ],
)
async def test_permanent_trouble(
    api: BotApi, sender: Sender, mailbox: MemoryMailbox, kind: str, description: str, reason: str
) -> None:
    """A person who blocked the bot is tried once, and the reply is marked with the reason."""
    api.faults.append(Fault("sendMessage", kind, description=description))
    await sender.deliver(mailbox.post("42", REPLY))
    assert not sent(api)
    assert mailbox.failed == {1: reason}


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


def test_pauses() -> None:
    """Telegram's own figure is kept; passing trouble backs off; the rest is not tried again."""
    assert pause_after(RetryAfter(7)) == timedelta(seconds=7)
    assert pause_after(TimedOut()) is True
    assert pause_after(NetworkError("x")) is True
    assert not any(map(pause_after, (BadRequest("x"), Forbidden("x"), InvalidToken(), KeyError())))
