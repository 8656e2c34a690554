"""Files that people send: fetched if their size and type are such as can be read here."""

from dataclasses import dataclass
from datetime import timedelta

from telegram import Bot
from telegram.error import BadRequest

from bot.transports.telegram.outcomes import patiently
from core.dialogue.tables import LARGEST_FILE, Document, FileProblem

PATIENCE = timedelta(minutes=2)
_TYPES = ("text/", "application/csv", "application/vnd.ms-excel")
_ENDINGS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as an update tells of it: what it is called, its type, and its size in bytes."""

    file_id: str
    name: str
    media_type: str
    size: int


async def fetch(bot: Bot, sent: SentFile) -> Document:
    """Return a file with its content, or with why it was not fetched; raises TelegramError.

    What Telegram no longer has, or is too large to hand out, is told by a refusal.
    """
    if sent.size > LARGEST_FILE:
        return Document(sent.name, FileProblem.TOO_LARGE)
    if not (sent.media_type.startswith(_TYPES) or sent.name.casefold().endswith(_ENDINGS)):
        return Document(sent.name, FileProblem.NOT_TEXT)
    content = bytearray()

    async def download() -> None:
        content[:] = await (await bot.get_file(sent.file_id)).download_as_bytearray()

    try:
        await patiently(download, PATIENCE)
    except BadRequest:
        return Document(sent.name, FileProblem.EMPTY)
    return Document(sent.name, bytes(content))
