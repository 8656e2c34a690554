"""A step under a plan changes its words and its picture where they stand."""

from dataclasses import replace
from typing import Any, cast

import pytest

from bot.services import Reply
from bot.transports.telegram.limits import PacedBot
from bot.transports.telegram.sending import Sender
from core.nlg.draft import Button
from tests.peers.bot_api_state import BotApi
from tests.telegram.fakes import MemoryMailbox
from tests.telegram.test_sending import CHART, draw, sent


@pytest.fixture
def sender(telegram_bot: PacedBot, mailbox: MemoryMailbox) -> Sender:
    return Sender(telegram_bot, mailbox, draw)


STEP = Reply("t", "t", ((Button("Safer", "do:1:what_if:risk_shift=-1"),),), (CHART,))


def pressed_data(values: dict[str, Any]) -> str:
    return str(values["reply_markup"]["inline_keyboard"][0][0]["callback_data"])


async def test_picture_in_place(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """A button carries its picture's number, by which the next answer takes the place of both."""
    await sender.deliver(mailbox.post("42", STEP))
    told = "do:1:what_if:risk_shift=-1@1"
    assert pressed_data(sent(api)[0]) == told
    other = replace(STEP, text="u", html="u", charts=(replace(CHART, alt="another"),))
    await sender.deliver(replace(mailbox.post("42", other), edits=2, picture=1))
    (edit,) = sent(api, "editMessageMedia")
    media = cast("dict[str, Any]", edit["media"])
    assert (int(str(edit["message_id"])), media["caption"]) == (1, "another")
    (text,) = sent(api, "editMessageText")
    assert (text["message_id"], pressed_data(text)) == (2, told)
    assert len(sent(api)) == len(sent(api, "sendPhoto")) == 1
    assert mailbox.sent == [1, 2]


async def test_picture_as_it_is(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """A picture that stays takes nothing, and the buttons below go on carrying its number."""
    await sender.deliver(mailbox.post("42", STEP))
    again = replace(STEP, text="u", html="u")
    await sender.deliver(replace(mailbox.post("42", again), edits=2, picture=1))
    without = replace(again, text="v", html="v", charts=())
    await sender.deliver(replace(mailbox.post("42", without), edits=2, picture=1))
    assert not sent(api, "editMessageMedia")
    assert [pressed_data(values)[-2:] for values in sent(api, "editMessageText")] == ["@1", "@1"]


async def test_picture_that_is_gone(api: BotApi, sender: Sender, mailbox: MemoryMailbox) -> None:
    """Where the picture cannot be replaced the whole answer comes anew, below."""
    await sender.deliver(mailbox.post("42", STEP))
    await sender.deliver(replace(mailbox.post("42", STEP), edits=2, picture=99))
    assert not sent(api, "editMessageText")
    assert [pressed_data(values)[-2:] for values in sent(api)] == ["@1", "@3"]
    assert mailbox.sent == [1, 2]
