"""One pool of connections, shared by the library, which sends, and by our own poll.

httpx's own pool looks at every idle connection for every request, which with a few costs more than
the request. Here each is a client of its own, and the one used last is used next.
"""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Any

import httpx
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

READ_SECONDS = 20.0
"""How long an answer may take; a message that is taken is answered within one or two."""
_WHICH = ("message_id", "date", "chat")
"""What tells a message from all others; the library wants no less."""
_ONE = httpx.Limits(max_connections=1, max_keepalive_connections=1)


class Connections:
    """So many connections to one server; who takes one has it alone until it is given back."""

    def __init__(self, clients: list[httpx.AsyncClient]) -> None:
        self._free: asyncio.LifoQueue[httpx.AsyncClient] = asyncio.LifoQueue()
        for client in clients:
            self._free.put_nowait(client)

    @contextlib.asynccontextmanager
    async def one(self) -> AsyncIterator[httpx.AsyncClient]:
        """Yield a connection, the one that was given back last; wait while all are taken."""
        client = await self._free.get()
        try:
            yield client
        finally:
            self._free.put_nowait(client)


@contextlib.asynccontextmanager
async def connected(base_url: str, connections: int) -> AsyncIterator[Connections]:
    """Yield so many connections, made when they are first needed."""
    verified = ssl.create_default_context()
    timeout = httpx.Timeout(READ_SECONDS, connect=10)
    async with contextlib.AsyncExitStack() as held:
        clients = [
            await held.enter_async_context(
                httpx.AsyncClient(base_url=base_url, timeout=timeout, limits=_ONE, verify=verified)
            )
            for _ in range(connections)
        ]
        yield Connections(clients)


class Connection(BaseRequest):
    """Makes the library's requests over the pool; whoever made that closes it."""

    def __init__(self, pool: Connections) -> None:
        self._pool = pool

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Have nothing to open."""

    async def shutdown(self) -> None:
        """Have nothing to close."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401  the library's own type
        """Return an answer; of a message that was sent only which it is.

        Telegram gives back all that it was sent, text, marks and buttons. Nobody reads it, and to
        make objects of it costs the library more than the request.
        """
        answer = BaseRequest.parse_json_payload(payload)
        result = answer.get("result") if isinstance(answer, dict) else None
        if isinstance(result, dict) and "message_id" in result:
            answer["result"] = {name: result[name] for name in _WHICH if name in result}
        return answer

    async def do_request(  # noqa: PLR0917  its parameters are the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a request; raise TimedOut or NetworkError, whose cause tells whether it was sent."""
        del write_timeout, connect_timeout, pool_timeout  # those of the client
        has_limit = isinstance(read_timeout, int | float)
        try:
            async with self._pool.one() as client:
                response = await client.request(
                    method,
                    url,
                    data=request_data.json_parameters if request_data else None,
                    files=request_data.multipart_data or None if request_data else None,
                    timeout=read_timeout if has_limit else httpx.USE_CLIENT_DEFAULT,  # type: ignore[arg-type]  # a number, then
                )
        except httpx.TimeoutException as error:
            raise TimedOut(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise NetworkError(type(error).__name__) from error
        return response.status_code, response.content
