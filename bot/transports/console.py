"""The door in the terminal: a line is a message, `#2` presses the second button."""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.conversation import respond
from bot.services import IncomingMessage, Reply, Services
from core.dialogue.state import Said
from core.nlg.draft import Button

CHAT_ID = "console"
_BOLD = re.compile(r"<b>(.+?)</b>", re.DOTALL)


async def converse(services: Services) -> None:
    """Answer the lines of standard input until they end."""
    buttons: tuple[Button, ...] = ()
    for line in _lines():
        said = _said(line, buttons)
        outgoing = await respond(IncomingMessage(CHAT_ID, said), services)
        if outgoing.erased:
            await services.chats.purge()  # before it is said that it is done
        reply = outgoing.reply
        _show(reply)
        buttons = tuple(button for row in reply.buttons for button in row)


def _lines() -> Iterator[str]:
    """Yield what a person types, or what comes through a pipe, a message a line."""
    if sys.stdin.isatty():
        yield from _typed()
        return
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def _typed() -> Iterator[str]:
    import readline  # noqa: F401 - editing and history for input(), where it is

    while True:
        try:
            yield input("› ")
        except (EOFError, KeyboardInterrupt):
            _print("")
            return


def _said(line: str, buttons: tuple[Button, ...]) -> Said:
    at = datetime.now(UTC).astimezone()
    pressed = re.fullmatch(r"#(\d{1,3})", line.strip(), re.ASCII)
    if pressed and 0 < int(pressed[1]) <= len(buttons):
        return Said(at, press=buttons[int(pressed[1]) - 1].press)
    return Said(at, text=line)


def _show(reply: Reply) -> None:
    """Print a reply; bold only on a terminal, where it can be seen."""
    _print(_bold(reply.html) if sys.stdout.isatty() else reply.text)
    for chart in reply.charts:
        _print(f"[picture] {chart.alt}")
    number = 0
    for row in reply.buttons:
        labels = []
        for button in row:
            number += 1
            labels.append(f"[#{number} {button.label}]")
        _print(" ".join(labels))
    _print("")


def _bold(html: str) -> str:
    words = _BOLD.sub("\x1b[1m\\1\x1b[0m", html)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _print(text: str) -> None:
    sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
