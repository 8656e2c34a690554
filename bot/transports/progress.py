"""How far a piece of work is, for a person who watches a terminal; a pipe sees nothing of it."""

import contextlib
from collections.abc import Callable, Collection, Iterator

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


@contextlib.contextmanager
def showing(parts: Collection[str]) -> Iterator[Callable[[str], None]]:
    """Yield what is told of every part that is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Reading the market", total=len(parts))
        done: set[str] = set()

        def tell(part: str) -> None:
            done.add(part)
            progress.update(task, completed=len(done), description=f"Read {part}")

        yield tell
