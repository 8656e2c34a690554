"""The door in the terminal: a line is a message, `#2` presses the second button.

`/import file.csv` sends a file.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Protocol

from bot.conversation import respond, worded
from bot.services import IncomingMessage, Reply, Services
from core.dialogue.state import Said
from core.dialogue.tables import LARGEST_FILE, Document, FileProblem
from core.nlg.draft import Button

CHAT_ID = "console"


class Screen(Protocol):
    """Where a conversation is read and written."""

    def lines(self) -> Iterator[str]:
        """Yield what is said, a message a line, until there is no more."""
        ...

    def working(self) -> AbstractContextManager[object]:
        """Return a context that shows, should it last, that an answer is being worked out."""
        ...

    async def show(self, reply: Reply) -> None:
        """Show a reply, its pictures and its numbered buttons."""
        ...


class Pipe:
    """Standard input and output when no person sits there: plain lines; files go into `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lines(self) -> Iterator[str]:
        """Yield the lines of standard input."""
        for raw in sys.stdin.buffer:
            yield raw.decode("utf-8", "replace").rstrip("\r\n")

    def working(self) -> AbstractContextManager[object]:
        """Return a context that shows nothing."""
        return nullcontext()

    async def show(self, reply: Reply) -> None:
        """Write a reply as plain text."""
        pictures = [f"[picture] {chart.alt}" for chart in reply.charts]
        files = [f"[file] {path}" for path in save_files(reply, self._folder)]
        buttons = [" ".join(row) for row in numbered(reply)]
        lines = [reply.text, *pictures, *files, *buttons, "", ""]
        sys.stdout.buffer.write("\n".join(lines).encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


async def converse(services: Services, screen: Screen) -> None:
    """Answer what is said on a screen until it ends."""
    buttons: tuple[Button, ...] = ()
    for line in screen.lines():
        said = _said(line, buttons)
        with screen.working():
            message = IncomingMessage(CHAT_ID, said)
            outgoing = await worded(message, await respond(message, services), services)
        if outgoing.erased:
            await services.chats.purge()  # before it is said that it is done
        await screen.show(outgoing.reply)
        buttons = tuple(button for row in outgoing.reply.buttons for button in row)


def save_files(reply: Reply, folder: Path) -> list[Path]:
    """Save the files of a reply, for their owner alone, and return where they are."""
    if reply.files:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = [folder / file.name for file in reply.files]
    for path, file in zip(paths, reply.files, strict=True):
        path.write_text(file.content, encoding="utf-8", newline="")
    return paths


def numbered(reply: Reply) -> Iterator[list[str]]:
    """Yield the rows of buttons as they are written: `[#2 Safer]`."""
    numbers = count(1)
    for row in reply.buttons:
        yield [f"[#{next(numbers)} {button.label}]" for button in row]


def _said(line: str, buttons: tuple[Button, ...]) -> Said:
    at = datetime.now(UTC).astimezone()
    pressed = re.fullmatch(r"#(\d{1,3})", line.strip(), re.ASCII)
    if pressed and 0 < int(pressed[1]) <= len(buttons):
        return Said(at, press=buttons[int(pressed[1]) - 1].press)
    sent = re.fullmatch(r"/import\s+(.+)", line.strip())
    if sent:
        return Said(at, document=_document(Path(sent[1].strip("'\"")).expanduser()))
    return Said(at, text=line)


def _document(path: Path) -> Document:
    """Return a file as one sends it; one that is not there is empty, one too large not read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Document(path.name, FileProblem.TOO_LARGE)
        return Document(path.name, path.read_bytes())
    except OSError:
        return Document(path.name, FileProblem.EMPTY)
