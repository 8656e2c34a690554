"""What goes on beside the conversation as long as the bot runs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from datetime import UTC, datetime
from typing import Any

from bot.db.store import DatabaseRetention
from bot.market_data.hourly import Then, read_hourly
from bot.market_data.market import Market
from bot.services import StorageError

HOUR = 3600
"""Seconds between two looks for what is old."""


@contextlib.asynccontextmanager
async def reading_hourly(market: Market, then: Then) -> AsyncIterator[None]:
    """Keep the market read, and do what follows each reading."""
    async with _going_on(read_hourly(market, then)):
        yield


@contextlib.asynccontextmanager
async def letting_go(retention: DatabaseRetention) -> AsyncIterator[None]:
    """Let go of what is old, now and every hour."""
    async with _going_on(_every_hour(retention)):
        yield


async def _every_hour(retention: DatabaseRetention) -> None:
    while True:
        with contextlib.suppress(StorageError):  # the next hour makes up for it
            await retention.drop_old(datetime.now(UTC))
        await asyncio.sleep(HOUR)


@contextlib.asynccontextmanager
async def _going_on(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
