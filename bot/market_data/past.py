"""What coins cost on days before the bot ran: asked for when a record of income needs it.

Who recorded the income waits for it, so it is asked for a few seconds at most, and not again for a
while after nobody answered. What is not had in time is not guessed.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from bot.market_data import coingecko
from bot.market_data.defillama import prices
from bot.market_data.fetching import AwayError, MarketDataError
from bot.market_data.market import Connection
from bot.services import MarketStore, StorageError
from core.catalogue import asset_facts
from core.finance.market import CoinDays, PriceDays

_log = logging.getLogger(__name__)

PATIENCE = 4.0
"""Seconds that one record waits for its price."""
REST = 60.0
"""Seconds in which nobody is asked after nobody answered."""
AT_ONCE = 4
MOST_DAYS = 365
"""So many days of a coin are asked for in one request, and of the second source in all."""
ONE_DAY = timedelta(days=1)


class PastPrices:
    """A services.PastPrices over the network, for all conversations of a process.

    What was read is remembered: it grows with coins and days, and not with people.
    """

    def __init__(
        self,
        connection: Connection,
        store: MarketStore | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._get = connection.fetcher.get
        self._at, self._keys = connection.addresses, connection.keys
        self._store, self._patience = store, patience
        self._known: dict[str, dict[date, Decimal]] = {}
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._rests_until = 0.0

    async def __call__(self, wanted: CoinDays, now: datetime) -> PriceDays:
        """Return what is known of these days, or had soon, by symbol."""
        missing = self._missing(wanted)
        clock = asyncio.get_running_loop().time
        if missing and clock() >= self._rests_until:
            try:
                async with asyncio.timeout(self._patience):
                    await self._read(missing, now)
            except (AwayError, TimeoutError) as error:
                _log.warning("prices of past days: %s", error or "too slow")
                self._rests_until = clock() + REST
            except (MarketDataError, StorageError) as error:
                _log.warning("prices of past days: %s", error)
        return {one: dict(self._known[one]) for one in wanted if one in self._known}

    def _missing(self, wanted: CoinDays) -> CoinDays:
        found = {
            one: frozenset(day for day in days if day.year >= asset_facts()[one].since)
            - self._known.get(one, {}).keys()
            for one, days in wanted.items()
            if one in asset_facts()
        }
        return {one: days for one, days in found.items() if days}

    async def _read(self, missing: CoinDays, now: datetime) -> None:
        asked = (self._read_coin(one, days, now) for one, days in missing.items())
        results = await asyncio.gather(*asked, return_exceptions=True)
        failed = [one for one in results if isinstance(one, BaseException)]
        if failed:
            raise failed[0]

    async def _read_coin(self, symbol: str, days: frozenset[date], now: datetime) -> None:
        """Read the days of a coin from the first source, or else from the second."""
        async with self._gate:
            try:
                found = await self._charted(symbol, min(days), max(days), now)
            except MarketDataError:
                found = {}
            if not days & found.keys():
                found = await self._second(symbol, min(days), now)
        self._known.setdefault(symbol, {}).update(found)
        if self._store and found:
            await self._store.add_prices({symbol: found})

    async def _charted(
        self, symbol: str, first: date, last: date, now: datetime
    ) -> Mapping[date, Decimal]:
        """Return what a coin cost at noon of each day, in UTC."""
        found: dict[date, Decimal] = {}
        url = f"{self._at.coins}/chart/{prices.coins_query([symbol])}"
        while first <= last:
            span = min((last - first).days + 1, MOST_DAYS)
            start = min(datetime.combine(first, time(12), UTC), now)
            params: dict[str, str | int] = {
                "start": int(start.timestamp()),
                "span": span,
                "period": "1d",
            }
            read = await self._get(url, prices.parse_price_charts, params=params, once=True)
            found |= read.get(symbol, {})
            first += span * ONE_DAY
        return found

    async def _second(self, symbol: str, first: date, now: datetime) -> Mapping[date, Decimal]:
        """Return the days since the first one, as far back as that source tells everybody."""
        url = f"{self._at.coingecko}/coins/{asset_facts()[symbol].gecko}/market_chart"
        days = min((now.date() - first).days + 1, MOST_DAYS)
        return await self._get(
            url,
            coingecko.parse_chart,
            params={"vs_currency": "usd", "days": days, "interval": "daily"},
            headers=coingecko.key_header(self._at.coingecko, self._keys.coingecko),
            once=True,
        )
