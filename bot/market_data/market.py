"""The market in memory: served to every turn, renewed by rounds of reading, kept between runs."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot import metrics
from bot.market_data.apart import Apart
from bot.market_data.fetching import Fetcher
from bot.market_data.gathering import Gathered, Known, Round
from bot.market_data.providers import Addresses, Keys, Providers
from bot.services import MarketStore
from core.catalogue import known_pools
from core.finance.market import MarketSnapshot, YieldDay, bundled_snapshot
from core.finance.renewing import KEPT_DAYS, Fresh, renewed

_log = logging.getLogger(__name__)

RECENT = timedelta(minutes=45)
"""What another process stored so lately need not be read again."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The market before and after a round, and what failed, in words."""

    before: MarketSnapshot
    after: MarketSnapshot
    problems: tuple[str, ...]

    @property
    def read_nothing(self) -> bool:
        """Whether no provider had anything to say."""
        return self.after is self.before


@dataclass(frozen=True, slots=True)
class Connection:
    """How the providers are reached."""

    fetcher: Fetcher
    addresses: Addresses
    keys: Keys = field(default_factory=Keys)


def _nobody(_: str) -> None:
    """Tell nobody how far a round is."""


class Market:
    """A Snapshots: one value for a whole turn, whatever happens to the providers meanwhile.

    Without a store it begins with what comes with the package and remembers nothing.
    """

    def __init__(self, connection: Connection, store: MarketStore | None = None) -> None:
        self.connection = connection
        self._store = store
        self._snapshot = bundled_snapshot()
        self._one_round = asyncio.Lock()
        self._built_at: datetime | None = None
        self._daily_on: date | None = None
        self._charted_on: dict[str, date] = {}

    async def __call__(self) -> MarketSnapshot:
        """Return the market as it was last read."""
        return self._snapshot

    async def open(self, now: datetime) -> None:
        """Begin with what was stored, if it is newer than what comes with the package."""
        if self._store:
            await self._adopt(self._store, now)

    async def refresh(
        self, now: datetime, tell: Callable[[str], None] = _nobody, *, force: bool = False
    ) -> Refreshed:
        """Read the market anew; what cannot be read stays as it was, with its date.

        Another process may have done so just now: then its snapshot is taken, unless `force`.
        """
        async with self._one_round:
            before = self._snapshot
            if self._store and not force and await self._is_done_by_another(self._store, now):
                return Refreshed(before, self._snapshot, ())
            days = await self._days(now)
            async with Apart() as apart:
                connection = self.connection
                providers = Providers(
                    connection.fetcher, connection.addresses, apart, connection.keys
                )
                known = Known(before, days, self._due(days, now), self._daily_on != now.date())
                gathered = await Round(providers, known, now, tell).gathered()
            return await self._taken(before, gathered, now)

    async def _taken(self, before: MarketSnapshot, gathered: Gathered, now: datetime) -> Refreshed:
        """Use and keep what a round brought."""
        if gathered.is_empty:
            metrics.market_refreshes.labels("nothing").inc()
            return Refreshed(before, before, gathered.problems)
        after = renewed(before, gathered.fresh)
        self._use(after, now)
        self._daily_on = now.date()
        self._charted_on |= dict.fromkeys(gathered.charts_asked, now.date())
        metrics.market_refreshes.labels("partial" if gathered.problems else "complete").inc()
        if self._store:
            await self._store.save(after, now)
            days = {**gathered.added, **_today(gathered.fresh, gathered.added)}
            await self._store.add_days(days, now.date() - KEPT_DAYS * ONE_DAY)
        return Refreshed(before, after, gathered.problems)

    async def _adopt(self, store: MarketStore, now: datetime) -> None:
        stored = await store.load()
        if stored and stored.snapshot.as_of >= self._snapshot.as_of:
            days = await store.days(now.date() - KEPT_DAYS * ONE_DAY)
            self._use(renewed(stored.snapshot, _only_days(stored.snapshot, days)), stored.built_at)

    async def _is_done_by_another(self, store: MarketStore, now: datetime) -> bool:
        await self._adopt(store, now)
        return self._built_at is not None and now - self._built_at < RECENT

    def _use(self, snapshot: MarketSnapshot, built_at: datetime) -> None:
        self._snapshot, self._built_at = snapshot, built_at
        metrics.market_as_of.set(snapshot.as_of.timestamp())

    async def _days(self, now: datetime) -> Mapping[str, tuple[YieldDay, ...]]:
        if self._store is None:
            return {}
        return await self._store.days(now.date() - KEPT_DAYS * ONE_DAY)

    def _due(self, days: Mapping[str, tuple[YieldDay, ...]], now: datetime) -> tuple[str, ...]:
        """Return the pools in use whose days have a gap, each at most once a day."""
        today, yesterday = now.date(), now.date() - ONE_DAY
        return tuple(
            name
            for name in known_pools()
            if self._charted_on.get(name) != today
            and (not days.get(name) or days[name][-1].day < yesterday)
        )


def _today(
    fresh: Fresh, added: Mapping[str, tuple[YieldDay, ...]]
) -> Mapping[str, tuple[YieldDay, ...]]:
    """Return the day of a round for each pool in use: as it was read, believed or not."""
    day = fresh.as_of.date()
    return {
        name: (
            *(one for one in added.get(name, ()) if one.day != day),
            YieldDay(day, reading.rate, reading.size),
        )
        for name, reading in (fresh.yields or {}).items()
        if name in known_pools()
    }


def _only_days(snapshot: MarketSnapshot, days: Mapping[str, tuple[YieldDay, ...]]) -> Fresh:
    """Return a snapshot's own yields as if just read, to put their histories back."""
    return Fresh(as_of=snapshot.as_of, yields=snapshot.yields, days=days, pegs=snapshot.pegs)
