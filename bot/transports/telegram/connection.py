"""One pool of connections to Telegram, shared by the library, which sends, and by our own poll.

It is aiohttp's: python-telegram-bot's own way over httpx takes five times the CPU for a request,
which was more than all else that is done for an answer.
"""

import contextlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

READ_SECONDS = 20.0
"""How long an answer may take; a message that is taken is answered within one or two."""
CONNECT_SECONDS = 10.0
UNREACHABLE = (aiohttp.ClientError, TimeoutError)
"""What is raised when a request gets no answer."""
UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""Those of them that are raised before anything of the request was written."""
_WHICH = ("message_id", "date", "chat")
"""What tells a message from all others; the library wants no less."""


def within(seconds: float) -> aiohttp.ClientTimeout:
    """Return the limits of a request whose answer may take so long."""
    return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=seconds)


def proxy_for(url: str) -> str | None:
    """Return the proxy that the environment names for an address.

    It is asked once: aiohttp, told to trust the environment, reads files of it at each request.
    """
    address = urlsplit(url)
    return None if proxy_bypass(address.hostname or "") else getproxies().get(address.scheme)


@contextlib.asynccontextmanager
async def connected(base_url: str, connections: int) -> AsyncIterator[aiohttp.ClientSession]:
    """Yield a pool of so many connections at most, made when they are first needed."""
    async with aiohttp.ClientSession(
        base_url,
        connector=aiohttp.TCPConnector(limit=connections),
        timeout=within(READ_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    ) as session:
        yield session


class Connection(BaseRequest):
    """Makes the library's requests over the pool; whoever made that closes it."""

    def __init__(self, pool: aiohttp.ClientSession) -> None:
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
        del write_timeout, connect_timeout, pool_timeout  # those of the pool
        limit = within(read_timeout) if isinstance(read_timeout, int | float) else None
        try:
            async with self._pool.request(
                method, url, timeout=limit or self._pool.timeout, **_body(request_data)
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error


def _body(data: RequestData | None) -> dict[str, Any]:
    """Return what a request carries, as aiohttp takes it; files make it one of several parts."""
    if data is None:
        return {}
    if not data.multipart_data:
        return {"json": data.parameters}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return {"data": form}
