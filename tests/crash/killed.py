"""The bot, in a process that ends itself at a named step.

    python -m tests.crash.killed save after 5      kill -9 after the fifth save
    python -m tests.crash.killed full              the database file cannot grow

The real program runs; only the step is wrapped, from outside.
"""

import importlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

STEPS = {
    "store": "bot.db.store:DatabaseMailbox.store",
    "take_up": "bot.transports.telegram.desk:Desk.take_up",
    "load": "bot.db.recent:RecentChats.load",
    "save": "bot.db.store:DatabaseChats.save",
    "deliver": "bot.transports.telegram.sending:Sender.deliver",
    "send": "telegram:Bot.send_message",
    "mark": "bot.db.store:DatabaseMailbox.mark_sent",
}
MOMENTS = ("before", "after")


def wrap(step: str, moment: str, number: int) -> None:
    """Let the process end itself before or after the so-manieth call of a step."""
    module, _, name = STEPS[step].partition(":")
    owner, _, method = name.partition(".")
    where = getattr(importlib.import_module(module), owner)
    original: Callable[..., Awaitable[Any]] = getattr(where, method)
    begun, ended = count(1), count(1)

    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        if moment == "before" and next(begun) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        result = await original(*args, **kwargs)
        if moment == "after" and next(ended) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(where, method, wrapped)


def fill_disk() -> None:
    """Let the database file not grow from now on, as on a full disk."""
    from bot.config import Settings
    from bot.db import sqlite
    from bot.db.migrating import upgrade

    upgrade(Settings.read().database_url.get_secret_value())
    vars(sqlite)["_PRAGMAS"] = (*sqlite._PRAGMAS, "max_page_count = 1")


def main() -> None:
    step, *when = sys.argv[1:]
    if step == "full":
        fill_disk()
    else:
        wrap(step, when[0], int(when[1]))
    from bot.cli import app

    app(["run"])


if __name__ == "__main__":
    main()
