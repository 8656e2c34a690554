"""One pool of connections: the library sends over the client that our own poll uses."""

import httpx
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

READ_SECONDS = 20.0
"""How long an answer may take; a message that is taken is answered within one or two."""


def new_client(base_url: str, connections: int) -> httpx.AsyncClient:
    """Return a client for so many requests at once, beside the poll."""
    most = connections + 1
    return httpx.AsyncClient(
        base_url=base_url,
        timeout=httpx.Timeout(READ_SECONDS, connect=10, pool=5),
        limits=httpx.Limits(max_connections=most, max_keepalive_connections=most),
    )


class Connection(BaseRequest):
    """Makes the library's requests; whoever made the client closes it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Have nothing to open."""

    async def shutdown(self) -> None:
        """Have nothing to close."""

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
            response = await self._client.request(
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
