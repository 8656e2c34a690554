"""Receiving by webhook: an update is stored and committed before it is answered with 200.

Telegram delivers again, at once and then more and more slowly, until it reads a 2xx. So whatever
no repeating mends is answered 200, and what could not be stored 503.
"""

import hmac
import logging

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot import metrics
from bot.logs import concerning
from bot.services import Mailbox, ReceivedUpdate, StorageError
from bot.transports.telegram.receiving import Backlog
from bot.transports.telegram.updates import as_received, kind_of, read_json

_log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1_000_000
"""Bytes; the largest update has a text of 4,096 characters and the message it replies to."""
RETRY_SECONDS = 5


class TooLargeError(Exception):
    """A request is larger than any update."""


class WebhookEndpoint:
    """Answers the requests that Telegram makes."""

    def __init__(self, secret: SecretStr, mailbox: Mailbox, backlog: Backlog) -> None:
        self._secret = secret.get_secret_value().encode()
        self._mailbox = mailbox
        self._backlog = backlog

    async def __call__(self, request: Request) -> Response:
        """Store the update; the body of a stranger is not even read."""
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret):
            metrics.updates_refused.labels("secret").inc()
            return PlainTextResponse("the secret is wrong\n", 401)
        try:
            body = await _body(request)
        except TooLargeError:
            metrics.updates_refused.labels("size").inc()
            return PlainTextResponse("too large\n", 413)
        return await self._stored(body)

    async def _stored(self, body: bytes) -> Response:
        update = as_received(read_json(body))
        if update is None:
            metrics.updates_refused.labels("unreadable").inc()
            _log.warning("a delivery without a usable update id was left out")
            return Response()
        with concerning(update.update_id):
            return await self._store(update)

    async def _store(self, update: ReceivedUpdate) -> Response:
        try:
            await self._mailbox.store([update])
        except StorageError as error:
            metrics.storage_failures.inc()
            _log.error("update %d could not be stored", update.update_id, exc_info=error)
            return Response(status_code=503, headers={"Retry-After": str(RETRY_SECONDS)})
        metrics.updates_received.labels(kind_of(update)).inc()
        self._backlog.wake()
        return Response()


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise TooLargeError
    return bytes(body)
