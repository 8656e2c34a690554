"""Computing in a thread, so that the event loop goes on."""

import asyncio
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

SWITCH_SECONDS = 0.0005
"""A tenth of what Python lets a thread compute before another has its turn."""

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


async def in_thread(
    work: Callable[_Given, _Result], *args: _Given.args, **kwargs: _Given.kwargs
) -> _Result:
    """Return what work comes to. A StopIteration, which no future can carry, becomes what can."""

    def working() -> _Result:
        try:
            return work(*args, **kwargs)
        except StopIteration as error:
            raise RuntimeError("a computation ended an iteration") from error

    return await asyncio.to_thread(working)


def let_the_loop_in() -> None:
    """Have threads of this process give way to the event loop sooner.

    Whenever the loop hands work to the database's threads, writes to a socket or reads one, it
    may lose its turn to one of these. With many messages a second it spends most of its time
    waiting to get it back.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
