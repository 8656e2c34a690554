"""A conversation as a person sees it in a terminal: colours, pictures as files, a sign of work."""

import re
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from threading import Timer

from rich.console import Console
from rich.text import Text

from bot.charts import ChartError
from bot.services import Reply
from bot.transports.console import numbered, save_files
from core.nlg.draft import Chart

Draw = Callable[[Chart], Awaitable[bytes]]
PROMPT = "› "
PATIENCE = 0.4
"""Seconds after which it is shown that an answer is being worked out."""
_MARKED = re.compile(r"<(b|i|code|pre|blockquote)>(.*?)</\1>", re.DOTALL)
_STYLES = {"b": "bold", "i": "italic", "code": "cyan", "pre": "cyan", "blockquote": "dim"}


class Terminal:
    """A screen with a person in front of it; pictures and files go into `folder`.

    What is typed can be called back with the arrow keys while the conversation lasts. It is not
    written to a file: what a person says about their money is kept in one place, the database.
    """

    def __init__(self, folder: Path, draw: Draw, console: Console | None = None) -> None:
        self._folder, self._draw = folder, draw
        self._console = console or Console(highlight=False)

    def lines(self) -> Iterator[str]:
        """Yield what is typed until Ctrl-D or Ctrl-C."""
        import readline  # noqa: F401 - its import gives input() editing and history

        while True:
            try:
                yield input(PROMPT)
            except (EOFError, KeyboardInterrupt):
                self._console.print()
                return

    @contextmanager
    def working(self) -> Iterator[None]:
        """Show a moving line when an answer takes its time."""
        status = self._console.status("Working it out")
        timer = Timer(PATIENCE, status.start)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            status.stop()

    async def show(self, reply: Reply) -> None:
        """Print a reply, where its pictures are, and its buttons."""
        self._console.print(styled(reply.html))
        for chart in reply.charts:
            self._console.print(await self._picture(chart), style="dim")
        for path in save_files(reply, self._folder):
            self._console.print(Text(f"[file] {path}"), style="dim")
        for row in numbered(reply):
            self._console.print(Text(" ".join(row), style="cyan"))
        self._console.print()

    async def _picture(self, chart: Chart) -> Text:
        """Save a picture and return the line that says where it is and what it shows."""
        try:
            with self.working():
                drawn = await self._draw(chart)
        except ChartError:
            return Text(f"[picture] {chart.alt}")
        self._folder.mkdir(parents=True, exist_ok=True)
        number = sum(1 for _ in self._folder.glob("*.png")) + 1
        path = self._folder / f"{number:03}-{chart.kind}.png"
        path.write_bytes(drawn)
        return Text(f"[picture] {path}: {chart.alt}")


def has_person() -> bool:
    """Tell whether a person sits at both ends: what comes through a pipe gets plain lines."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def styled(html: str) -> Text:
    """Return a reply's HTML as styled text; what is no mark of ours stays as it is.

    >>> styled("<b>5 %</b> a year &lt;3").plain
    '5 % a year <3'
    """
    text, end = Text(), 0
    for match in _MARKED.finditer(html):
        text.append(unescape(html[end : match.start()]))
        text.append(unescape(match[2]), style=_STYLES[match[1]])
        end = match.end()
    text.append(unescape(html[end:]))
    return text
