"""One way to ask a provider: patient, polite and bounded, over one shared client.

Every call has a time limit, a size limit and a few attempts with growing, jittered pauses between
them; a provider that says how long to wait is obeyed. What did not change since the last call is
not sent again: its parsed value is remembered with the validators that the provider gave.
"""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx
import stamina

_log = logging.getLogger(__name__)

T = TypeVar("T")
Parse = Callable[[bytes], T | Awaitable[T]]
MEGABYTE = 1_000_000


class MarketDataError(Exception):
    """A provider could not be asked, or said what cannot be meant; raised from its cause."""


class AwayError(MarketDataError):
    """A provider is not there, or not well, whatever it is asked for."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask. A size counts what arrives unpacked."""

    seconds: float = 20
    """For one attempt, however slowly it drips."""
    attempts: int = 3
    first_pause: float = 0.5
    longest_pause: float = 30
    """Who is told to wait longer gives up until the next refresh."""
    most_bytes: int = 60 * MEGABYTE


class _TryAgainError(Exception):
    """An attempt that may be repeated, after so many seconds if the provider said so."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class _Known:
    """What a URL last answered, and how to ask whether that still holds."""

    value: object
    validators: Mapping[str, str]


class Fetcher:
    """Asks over a client that it does not own."""

    def __init__(self, client: httpx.AsyncClient, manners: Manners | None = None) -> None:
        self._client = client
        self._manners = manners or Manners()
        self._known: dict[str, _Known] = {}

    async def get(
        self,
        url: str,
        parse: Parse[T],
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        once: bool = False,
    ) -> T:
        """Return what a URL answers, parsed; raise MarketDataError when it cannot be had.

        What is asked for `once` is not remembered.
        """
        request = self._client.build_request("GET", url, params=params, headers=headers)
        known = self._known.get(str(request.url))
        if known:
            request.headers.update(known.validators)
        host = request.url.host
        try:
            answer = await self._answered(request)
        except (httpx.HTTPError, httpx.InvalidURL, _TryAgainError, TimeoutError) as error:
            raise AwayError(f"{host}: {_reason(error)}") from error
        if answer is None:
            assert known, "only what is known is asked for conditionally"
            return known.value  # type: ignore[return-value]  # it was put there by the same parse
        body, validators = answer
        value = await _parsed(parse, body, host)
        if validators and not once:
            self._known[str(request.url)] = _Known(value, validators)
        return value

    async def _answered(self, request: httpx.Request) -> tuple[bytes, Mapping[str, str]] | None:
        manners = self._manners
        retrying = stamina.retry_context(
            on=_pause,
            attempts=manners.attempts,
            timeout=None,
            wait_initial=manners.first_pause,
            wait_max=manners.longest_pause,
            wait_jitter=manners.first_pause,
        )
        async for attempt in retrying:
            with attempt:
                async with asyncio.timeout(manners.seconds):
                    return await self._attempt(request)
        raise AssertionError("the last attempt returns or raises")

    async def _attempt(self, request: httpx.Request) -> tuple[bytes, Mapping[str, str]] | None:
        response = await self._client.send(request, stream=True)
        try:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return None
            self._check(response)
            return await self._body(response), _validators(response)
        finally:
            await response.aclose()

    def _check(self, response: httpx.Response) -> None:
        """Raise what a status means: to try again, or that it is of no use."""
        status = response.status_code
        if status in _PASSING:
            wait = _wait(response)
            if wait is not None and wait > self._manners.longest_pause:
                raise AwayError(f"{response.url.host}: asks to wait for {wait:.0f} seconds")
            raise _TryAgainError(f"answers {status}", wait)
        if not response.is_success:
            raise MarketDataError(f"{response.url.host}: answers {status}")

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for part in response.aiter_bytes():
            body += part
            if len(body) > self._manners.most_bytes:
                raise MarketDataError(f"{response.url.host}: more than it may send")
        return bytes(body)


_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


_LEAST_PAUSE = 0.01


def _pause(error: Exception) -> bool | float:
    """Tell whether to try again, and after how many seconds where the provider said so."""
    if isinstance(error, _TryAgainError):
        return True if error.wait is None else max(error.wait, _LEAST_PAUSE)
    return isinstance(error, httpx.TransportError | httpx.DecodingError | TimeoutError)


def _wait(response: httpx.Response) -> float | None:
    """Return the seconds of Retry-After, a date counted from the provider's own clock."""
    said = response.headers.get("retry-after", "").strip()
    if not said:
        return None
    if said.isdecimal():
        return float(said)
    until, now = _moment(said), _moment(response.headers.get("date", ""))
    return None if until is None else max(0.0, (until - (now or datetime.now(UTC))).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _validators(response: httpx.Response) -> Mapping[str, str]:
    found = {ask: response.headers.get(name) for name, ask in _VALIDATORS.items()}
    return {ask: value for ask, value in found.items() if value}


async def _parsed(parse: Parse[T], body: bytes, host: str) -> T:
    """Return what a body means; what cannot be meant is told by where it came from."""
    try:
        value = parse(body)
        return await value if inspect.isawaitable(value) else value
    except MarketDataError as error:
        raise MarketDataError(f"{host}: {error}") from error


def _reason(error: Exception) -> str:
    if isinstance(error, _TryAgainError):
        return str(error)
    return "too slow" if isinstance(error, TimeoutError | httpx.TimeoutException) else "not reached"


def is_fresh(as_of: datetime, now: datetime, hours: float) -> bool:
    """Whether something was read within the last so many hours."""
    return now - as_of < timedelta(hours=hours)
