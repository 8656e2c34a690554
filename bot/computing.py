"""Computing in a thread, so that the event loop goes on."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

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
