"""Files through the door: sent with a reply, and fetched within size and type."""

import pytest

from bot.services import Outgoing, Reply
from bot.transports.telegram.documents import SentFile, fetch
from bot.transports.telegram.limits import PacedBot
from bot.transports.telegram.sending import Sender
from bot.transports.telegram.updates import Me, as_received, translate
from core.dialogue.tables import LARGEST_FILE, FileProblem
from core.nlg.draft import File
from tests.dialogue.talk import AT
from tests.peers.bot_api_state import BotApi
from tests.telegram.fakes import MemoryMailbox
from tests.telegram.test_sending import draw

ME = Me(1, "evenkeel_bot")


async def test_sent_before_its_words(
    telegram_bot: PacedBot, api: BotApi, mailbox: MemoryMailbox
) -> None:
    """A file goes out under its name, letter for letter, and the words about it after it."""
    file = File("income.csv", "text/csv", "date,asset\r\n2026-01-01,ETH €\r\n")
    outgoing = Outgoing(None, "7", Reply("Here", "Here", files=(file,)))
    await Sender(telegram_bot, mailbox, draw).deliver(outgoing)
    calls = [call for call in api.calls if call["method"] in {"sendDocument", "sendMessage"}]
    assert [call["method"] for call in calls] == ["sendDocument", "sendMessage"]
    assert not api.refused


@pytest.mark.parametrize("name", ["records.csv", "records.txt", "RECORDS.CSV"])
async def test_fetched(telegram_bot: PacedBot, api: BotApi, name: str) -> None:
    """A table is fetched byte for byte."""
    api.files["abc"] = b"date,asset\n"
    document = await fetch(telegram_bot, SentFile("abc", name, "", 11))
    assert (document.name, document.content) == (name, b"date,asset\n")


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        (SentFile("abc", "a.csv", "text/csv", LARGEST_FILE + 1), FileProblem.TOO_LARGE),
        (SentFile("abc", "a.exe", "application/octet-stream", 5), FileProblem.NOT_TEXT),
        (SentFile("abc", "a.pdf", "application/pdf", 5), FileProblem.NOT_TEXT),
    ],
    ids=["too large", "program", "document"],
)
async def test_refused_before_it_is_fetched(
    telegram_bot: PacedBot, api: BotApi, sent: SentFile, problem: FileProblem
) -> None:
    """What is too large or no table is not fetched at all."""
    api.files["abc"] = b"never"
    assert (await fetch(telegram_bot, sent)).content is problem
    assert not any(call["method"] == "getFile" for call in api.calls)


async def test_gone_at_telegram(telegram_bot: PacedBot) -> None:
    """A file that Telegram no longer has is answered, and not asked for without end."""
    document = await fetch(telegram_bot, SentFile("gone", "a.csv", "text/csv", 5))
    assert document.content is FileProblem.EMPTY


@pytest.mark.parametrize("caption", [None, "my rewards"])
def test_told_by_an_update(caption: str | None) -> None:
    """An update with a file names it, its type and size, with or without words beside it."""
    chat = {"id": 7, "type": "private"}
    file = {
        "file_id": "abc",
        "file_unique_id": "abc",
        "file_name": "a.csv",
        "mime_type": "text/csv",
        "file_size": 5,
    }
    message = {"message_id": 1, "date": 1, "chat": chat, "document": file}
    message |= {"caption": caption} if caption else {}
    received = as_received({"update_id": 1, "message": message})
    assert received
    heard = translate(received, AT, ME)
    assert heard.message
    assert heard.message.said.text == (caption or "")
    assert heard.file == SentFile("abc", "a.csv", "text/csv", 5)
