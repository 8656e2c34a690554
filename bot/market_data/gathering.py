"""One round of asking everybody: at once, and what fails is noted and does without."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from bot.market_data import lido
from bot.market_data.fetching import AwayError, MarketDataError
from bot.market_data.providers import Providers
from core.catalogue import asset_facts, known_pools, protocol_facts
from core.finance.market import (
    IncidentReading,
    MarketSnapshot,
    PriceReading,
    ProtocolReading,
    YieldDay,
    YieldReading,
)
from core.finance.pegs import Peg, judge_peg
from core.finance.renewing import Fresh, leaps

T = TypeVar("T")
AT_ONCE = 4
"""So many charts are asked for at a time: the provider names no limit, so this is a modest one."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a round, and what of it is due to be read again."""

    last: MarketSnapshot
    days: Mapping[str, tuple[YieldDay, ...]] = field(default_factory=dict)
    charts: Collection[str] = ()
    """Pools in use whose days have gaps."""
    daily: bool = True
    """Whether what changes once a day is due: revenue and exchange rates."""


@dataclass(frozen=True, slots=True)
class Places:
    """How protocols do, what their users pay, what was stolen from them."""

    readings: Mapping[str, ProtocolReading] | None = None
    revenues: Mapping[str, Decimal] = field(default_factory=dict)
    incidents: tuple[IncidentReading, ...] | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read, what charts added, and what failed, in words."""

    fresh: Fresh
    added: Mapping[str, tuple[YieldDay, ...]]
    charts_asked: Collection[str]
    problems: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody had anything to say."""
        fresh = self.fresh
        said = (fresh.yields, fresh.prices, fresh.pegs, fresh.protocols, fresh.exchange_rates)
        return not any(said)


class Round:
    """Collects the answers of one round; `tell` hears of every part that is done."""

    def __init__(
        self, providers: Providers, known: Known, now: datetime, tell: Callable[[str], None]
    ) -> None:
        self._providers, self._known, self._now, self._tell = providers, known, now, tell
        self._problems: dict[str, None] = {}

    async def gathered(self) -> Gathered:
        """Ask everybody and return what came of it."""
        providers, now = self._providers, self._now
        async with asyncio.TaskGroup() as group:
            pools = group.create_task(self._part("pools", providers.pools(now)))
            pegs = group.create_task(self._part("stablecoins", providers.stablecoins(now)))
            costs = providers.prices(sorted(asset_facts()))
            prices = group.create_task(self._part("prices", costs))
            places = group.create_task(self._places())
            own = group.create_task(self._part("staking", providers.lido_rate()))
            rates = group.create_task(self._daily("exchange rates", providers.exchange_rates))
            indices = partial(providers.indices, now)
            held = group.create_task(self._daily("indices", indices))
            charts = group.create_task(self._charts())
        read = pools.result()
        fresh = Fresh(
            as_of=now,
            yields=read.readings if read else None,
            days={**self._known.days, **charts.result()},
            staking=self._own_rate(own.result()),
            prices=prices.result() or {},
            pegs=pegs.result(),
            protocols=places.result().readings,
            revenues=places.result().revenues,
            incidents=places.result().incidents,
            exchange_rates=rates.result(),
            indices=held.result(),
        )
        second = await self._second_prices(fresh)
        complete = replace(fresh, second_prices=second)
        asked = self._known.charts
        return Gathered(complete, charts.result(), asked, tuple(self._problems))

    async def _part(self, name: str, answer: Coroutine[Any, Any, T]) -> T | None:
        try:
            return await answer
        except MarketDataError as error:
            self._problems[f"{name}: {error}"] = None
            return None
        finally:
            self._tell(name)

    async def _daily(self, name: str, ask: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        if self._known.daily:
            return await self._part(name, ask())
        self._tell(name)
        return None

    async def _charts(self) -> Mapping[str, tuple[YieldDay, ...]]:
        found: dict[str, tuple[YieldDay, ...]] = {}

        async def one(name: str) -> None:
            found[name] = await self._providers.chart(known_pools()[name].pool)

        failed = await _all(partial(one, name) for name in self._known.charts)
        self._problems |= {f"history: {error}": None for error in failed}
        self._tell("history")
        return {name: days for name, days in found.items() if days}

    async def _places(self) -> Places:
        """Ask how protocols do, then what needs their ids."""
        found = await self._part("protocols", self._providers.protocols(self._now))
        if found is None:
            self._tell("incidents")
            self._tell("revenues")
            return Places()
        incidents, revenues = await asyncio.gather(
            self._part("incidents", self._providers.incidents(found.slugs, self._now)),
            self._revenues(found.readings),
        )
        return Places(found.readings, revenues, incidents)

    async def _revenues(self, slugs: Collection[str]) -> Mapping[str, Decimal]:
        """Ask what the users of each protocol pay; that some are not known is normal."""
        if not self._known.daily:
            self._tell("revenues")
            return {}
        totals: dict[str, Decimal] = {}

        async def one(slug: str, project: str) -> None:
            revenue = await self._providers.revenue(project)
            if revenue is not None:
                totals[slug] = totals.get(slug, Decimal(0)) + revenue

        projects = [(slug, name) for slug in slugs for name in protocol_facts()[slug].projects]
        await _all(partial(one, *names) for names in projects)
        self._tell("revenues")
        return totals

    def _own_rate(self, rate: Decimal | None) -> Mapping[str, YieldReading]:
        """Return what Lido says itself in the shape of a reading."""
        known = self._known.last.yields.get(lido.READING)
        if rate is None or known is None:
            return {}
        own = replace(known, rate=rate, source=lido.SOURCE, as_of=self._now, history=())
        return {lido.READING: own}

    async def _second_prices(self, fresh: Fresh) -> Mapping[str, PriceReading]:
        """Ask a second source for what is missing, has leapt or looks off its peg."""
        wanted = sorted(self._wanted_of_second(fresh) & asset_facts().keys())
        if not wanted:
            self._tell("second prices")
            return {}
        asked = self._providers.second_prices(wanted, self._now)
        return await self._part("second prices", asked) or {}

    def _wanted_of_second(self, fresh: Fresh) -> set[str]:
        last, rates = self._known.last, fresh.exchange_rates or self._known.last.exchange_rates
        missing = last.prices.keys() - fresh.prices.keys()
        leapt = {
            symbol
            for symbol, price in fresh.prices.items()
            if symbol in last.prices and leaps(price, last.prices[symbol])
        }
        off = {
            symbol
            for symbol, peg in (fresh.pegs or {}).items()
            if judge_peg(peg, rates, fresh.as_of).peg in {Peg.UNCERTAIN, Peg.SLIPS}
        }
        return missing | leapt | off


async def _all(work: Iterable[Callable[[], Awaitable[None]]]) -> list[MarketDataError]:
    """Do many small pieces of work, a few at a time; return what failed.

    Once the provider is found to be away the rest is left, which would be asked in vain.
    """
    gate, failed = asyncio.Semaphore(AT_ONCE), list[MarketDataError]()

    async def one(piece: Callable[[], Awaitable[None]]) -> None:
        async with gate:
            if not any(isinstance(error, AwayError) for error in failed):
                try:
                    await piece()
                except MarketDataError as error:
                    failed.append(error)

    await asyncio.gather(*(one(piece) for piece in work))
    return failed


PARTS = (
    *("pools", "stablecoins", "prices", "protocols", "incidents", "revenues", "staking"),
    *("exchange rates", "indices", "history", "second prices"),
)
"""What a round is made of; each is told of at least once."""
