"""The bot's own small web server: the webhook, and what an operator looks at."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import metrics as measures
from bot.services import Mailbox, StorageError
from bot.transports.telegram.failures import CannotListenError
from bot.transports.telegram.ways import Listening

_log = logging.getLogger(__name__)

GRACE_SECONDS = 3


class _Server(uvicorn.Server):
    """A server that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def routes(mailbox: Mailbox) -> list[Route]:
    """Return what an operator looks at: alive, ready to take updates, metrics."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        try:
            await mailbox.check()
        except StorageError:
            return PlainTextResponse("the database cannot be used\n", 503)
        return PlainTextResponse("ok\n")

    async def metrics(_: Request) -> Response:
        measures.tasks.set(len(asyncio.all_tasks()))
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


@contextlib.asynccontextmanager
async def serving(listening: Listening | None, pages: list[Route]) -> AsyncIterator[None]:
    """Serve while the block runs, if told where; raise CannotListenError."""
    if listening is None:
        yield
        return
    with _bound(listening) as bound:
        config = uvicorn.Config(
            Starlette(routes=pages),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        server = _Server(config)
        running = asyncio.create_task(server.serve(sockets=[bound]))
        _log.info("listening on %s port %d", listening.host, listening.port)
        try:
            yield
        finally:
            server.should_exit = True
            await running


def _bound(listening: Listening) -> socket.socket:
    """Return a listening socket; asyncio spares Nagle's delay where the protocol is named."""
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((listening.host, listening.port))
        bound.listen(1024)
    except OSError as error:
        bound.close()
        raise CannotListenError(listening.host, listening.port) from error
    return bound
