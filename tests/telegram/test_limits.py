"""Our own pace: a burst, then a message a second, and a wait that concerns one chat alone."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.transports.telegram import limits
from bot.transports.telegram.limits import GROUP, PRIVATE, Limits, _seconds, is_message
from tests.peers.bot_api_faults import Fault
from tests.peers.bot_api_state import BotApi


@pytest.fixture
def paced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real bursts, and after them a pace so slow that a test sees who waits."""
    monkeypatch.setattr(limits, "PRIVATE", (PRIVATE[0], 3600))
    monkeypatch.setattr(limits, "GROUP", (GROUP[0], 3600))


async def let_through(
    count: int, chat: str, pace: Limits, endpoint: str = "sendMessage"
) -> list[int]:
    """Make a chat's requests together, and return those that need not wait, by their number."""
    went: list[int] = []

    async def request(number: int) -> bool:
        went.append(number)
        return True

    asked = [
        asyncio.create_task(
            pace.process_request(request, (number,), {}, endpoint, {"chat_id": chat}, None)
        )
        for number in range(count)
    ]
    _, waiting = await asyncio.wait(asked, timeout=0.05)
    for task in waiting:
        task.cancel()
    return went


@pytest.mark.usefixtures("paced")
@pytest.mark.parametrize(("chat", "burst"), [("42", 5), ("-42", 20)])
async def test_pace_of_a_chat(chat: str, burst: int) -> None:
    """A chat takes a burst at once, in order; each further message waits for room."""
    assert await let_through(burst + 2, chat, Limits(1000)) == list(range(burst))


@pytest.mark.usefixtures("paced")
async def test_chats_side_by_side() -> None:
    """A chat that waits holds up no other one, and signs wait for nothing."""
    pace = Limits(1000)
    assert len(await let_through(12, "1", pace)) == 5
    assert len(await let_through(5, "2", pace)) == 5
    assert len(await let_through(30, "1", pace, "sendChatAction")) == 30


@pytest.mark.parametrize("rate", [20, 0.001])
async def test_all_chats_together(rate: float) -> None:
    """All chats together keep to the rate that is set, also to a slow one."""
    pace, most = Limits(rate), max(1, int(rate))
    went = [len(await let_through(1, str(chat), pace)) for chat in range(3)]
    assert sum(went) == min(3, most)
    if rate > 1:
        burst = await asyncio.gather(*(let_through(1, str(9 + n), pace) for n in range(60)))
        assert sum(map(len, burst)) < 60


async def test_wait_of_one_chat(telegram_bot: Bot, api: BotApi) -> None:
    """Who is told to wait waits so long; another chat goes on, and Telegram is not asked before."""
    api.faults.append(Fault("sendMessage", "429", chat_id="1", retry_after=1))
    with pytest.raises(RetryAfter):
        await telegram_bot.send_message("1", "a")
    again = [asyncio.create_task(telegram_bot.send_message("1", text)) for text in "bb"]
    for text in "cde":
        await telegram_bot.send_message("2", text)
    await asyncio.gather(*again)
    sent = [call["values"]["text"] for call in api.calls if call["method"] == "sendMessage"]
    assert sent == [*"cdebb"]
    assert len(api.refused) == 1


def test_telegrams_own_figures() -> None:
    """One a second to a person, twenty a minute to a group; answers to presses are not counted."""
    assert PRIVATE[0] / PRIVATE[1] == 1
    assert GROUP == (20, 60)
    assert _seconds(timedelta(seconds=3)) == _seconds(3) == 3
    assert all(map(is_message, ("sendMessage", "sendPhoto", "editMessageText")))
    assert not any(map(is_message, ("sendChatAction", "answerCallbackQuery", "getMe")))


async def test_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more chats than are remembered, those who wrote last are."""
    monkeypatch.setattr(limits, "MOST_CHATS", 3)
    pace = Limits(1000)
    for chat in "123145":
        await let_through(1, chat, pace)
    assert list(pace._paces) == ["1", "4", "5"]
