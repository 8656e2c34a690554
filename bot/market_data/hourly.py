"""When the market is read: once an hour, a little after the providers renew their figures."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.market_data.market import Market
from bot.services import StorageError
from core.finance.market import MarketSnapshot

_log = logging.getLogger(__name__)

MINUTE = 26
"""Of the hour: DefiLlama's figures change at about minute 22."""


def next_reading(now: datetime) -> datetime:
    """Return when the market is to be read next.

    >>> next_reading(datetime(2026, 9, 2, 11, 30, tzinfo=UTC)).isoformat()
    '2026-09-02T12:26:00+00:00'
    """
    this_hour = now.replace(minute=MINUTE, second=0, microsecond=0)
    return this_hour if now < this_hour else this_hour + timedelta(hours=1)


Then = Callable[[MarketSnapshot, datetime], Awaitable[object]]
"""What is done with the market after each reading."""


async def read_hourly(market: Market, then: Then) -> None:
    """Read the market now and then every hour, until cancelled; no failure ends it."""
    while True:
        await read_and_then(market, then, datetime.now(UTC))
        now = datetime.now(UTC)
        await asyncio.sleep((next_reading(now) - now).total_seconds())


async def read_and_then(market: Market, then: Then, now: datetime) -> None:
    """Read the market, and do what follows a reading."""
    await read_once(market, now)
    await _do(then, await market(), datetime.now(UTC))


async def read_once(market: Market, now: datetime) -> None:
    """Read the market; say in the log what failed."""
    try:
        done = await market.refresh(now)
    except StorageError as error:
        _log.warning("the market was read and could not be stored", exc_info=error)
        return
    except Exception:  # a mistake of ours must not end the hourly reading
        _log.exception("the market could not be read")
        return
    if done.problems:
        _log.warning("a part of the market could not be read: %s", "; ".join(done.problems[:3]))


async def _do(then: Then, snapshot: MarketSnapshot, now: datetime) -> None:
    """Do what follows a reading; the next hour makes up for what fails."""
    try:
        await then(snapshot, now)
    except Exception:
        _log.exception("what follows a reading of the market was not done")
