"""The conversation as a person sees it in a terminal."""

import os
import pty
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.charts import ChartError
from bot.services import Reply
from bot.transports.terminal import PROMPT, Draw, Terminal, styled
from core.nlg.draft import AllocationChart, Button, Chart

CHART = AllocationChart("title", "subtitle", (), "source", "what it shows")
REPLY = Reply(
    "Need 5 % <now>",
    "<b>Need 5 %</b> &lt;now&gt;",
    ((Button("Safer", "a"), Button("Bolder", "b")), (Button("[dim]odd", "c"),)),
    (CHART,),
)


async def drawn(chart: Chart) -> bytes:
    return chart.alt.encode()


async def failing(chart: Chart) -> bytes:
    raise ChartError


def screen(folder: Path, draw: Draw = drawn) -> tuple[Terminal, StringIO]:
    output = StringIO()
    console = Console(file=output, force_terminal=True, width=400, highlight=False)
    return Terminal(folder, draw, console), output


def pictures(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def test_a_reply_is_styled_and_its_buttons_are_numbered(tmp_path: Path) -> None:
    """Bold is bold, marks are read as what they stand for, labels are no markup."""
    terminal, output = screen(tmp_path)
    await terminal.show(REPLY)
    assert "\x1b[1mNeed 5 %\x1b[0m <now>" in output.getvalue()
    assert "[#1 Safer] [#2 Bolder]" in output.getvalue()
    assert "[#3 [dim]odd]" in output.getvalue()


def test_a_table_is_shown_without_its_marks() -> None:
    """A table keeps its lines; no markup is left in it."""
    assert styled("<b>By month</b>\n<pre>Dec  $5\nJan  $6</pre>").plain.endswith("Dec  $5\nJan  $6")


async def test_pictures_are_saved_beside_each_other(tmp_path: Path) -> None:
    """Each picture becomes a file of its own whose path is said."""
    terminal, output = screen(tmp_path)
    await terminal.show(REPLY)
    await terminal.show(REPLY)
    first, second = pictures(tmp_path)
    assert first.read_bytes() == second.read_bytes() == b"what it shows"
    assert str(first) in output.getvalue()
    assert str(second) in output.getvalue()


async def test_a_picture_that_fails_is_told_in_words(tmp_path: Path) -> None:
    """The words of a picture stand without it."""
    terminal, output = screen(tmp_path, failing)
    await terminal.show(REPLY)
    assert "[picture] what it shows" in output.getvalue()
    assert not pictures(tmp_path)


def test_a_conversation_at_a_terminal(tmp_path: Path) -> None:
    """At a terminal there are colours and a picture on disk; Ctrl-D ends it well."""
    master, terminal = pty.openpty()
    talk = subprocess.Popen(
        [Path(sys.executable).parent / "evenkeel", "chat", "--fresh"],
        stdin=terminal,
        stdout=terminal,
        env={"PATH": os.environ["PATH"], "TERM": "xterm", "EVENKEEL_DATA_DIR": str(tmp_path)},
    )
    os.close(terminal)
    read_to(master, PROMPT)
    os.write(master, b"300k, I want 1500 a month\n")
    shown = read_to(master, PROMPT)
    os.write(master, b"\x04")
    assert talk.wait(timeout=60) == 0
    os.close(master)
    assert "\x1b[1m" in shown
    (picture,) = (tmp_path / "pictures").iterdir()
    assert picture.read_bytes().startswith(b"\x89PNG")


def read_to(descriptor: int, end: str) -> str:
    """Read a terminal until something is shown; an end of the program is an OSError."""
    read = b""
    while end.encode() not in read:
        read += os.read(descriptor, 4096)
    return read.decode("utf-8", "replace")
