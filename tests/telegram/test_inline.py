"""Inline mode: a plan's card in any chat, and the button that offers it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from pydantic import SecretStr

from bot.oneshot import services
from bot.transports.telegram import run_bot
from bot.transports.telegram.keyboards import keyboard
from core.nlg.draft import Button
from tests.peers.bot_api_state import BOT, BotApi
from tests.telegram.conftest import TOKEN
from tests.telegram.fakes import MemoryMailbox
from tests.telegram.test_sending import draw

SHARE = Button("Share this plan", "share:plan_300000USD_1500")


@contextlib.asynccontextmanager
async def running(address: str, mailbox: MemoryMailbox) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(run_bot(SecretStr(TOKEN), address, services(), mailbox, draw, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def cards(api: BotApi, count: int = 1) -> list[list[dict[str, Any]]]:
    calls = await api.recorded("answerInlineQuery", 0, count, 5)
    return [call["values"]["results"] for call in calls]


async def test_a_question_gets_a_card(api: BotApi, address: str, mailbox: MemoryMailbox) -> None:
    """The card leads with the verdict, and its button opens the same plan with the bot."""
    async with running(address, mailbox):
        update = await api.ask(42, "$300k 1500/month")
        ((card,),) = await cards(api)
    assert card["title"] == "That takes 6 % a year of $300,000: achievable."
    assert "<b>That takes 6 % a year" in card["input_message_content"]["message_text"]
    ((button,),) = card["reply_markup"]["inline_keyboard"]
    assert button["url"] == f"https://t.me/{BOT['username']}?start=plan_300000USD_1500"
    assert update in mailbox.done
    assert not api.refused


async def test_half_a_question_gets_none(api: BotApi, address: str, mailbox: MemoryMailbox) -> None:
    """While a question is still being typed there is nothing to offer, and that is said too."""
    async with running(address, mailbox):
        await api.ask(42, "300k")
        await cards(api)
        await api.ask(42, SHARE.press.removeprefix("share:"))
        assert [len(results) for results in await cards(api, 2)] == [0, 1]
    assert not api.refused


def test_a_plan_is_shared_as_a_card_where_that_is_switched_on() -> None:
    """Else the button is one like any other, and its answer says what to send."""
    shared, plain = keyboard(((SHARE,),), inline=True), keyboard(((SHARE,),))
    assert shared[0][0]["switch_inline_query"] == "plan_300000USD_1500"
    assert plain[0][0]["callback_data"] == SHARE.press
