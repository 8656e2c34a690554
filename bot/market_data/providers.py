"""Every provider behind one value: what can be asked, in the terms of the core."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial

from bot.market_data import coingecko, ecb, lido
from bot.market_data.apart import Apart
from bot.market_data.defillama import charts, pools, prices, protocols, stablecoins
from bot.market_data.fetching import Fetcher
from bot.market_data.token_metrics import TokenMetrics
from core.finance.market import IncidentReading, IndexReading, PegReading, PriceReading, YieldDay
from core.money import ExchangeRates


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the providers are, without a slash at the end."""

    yields: str = "https://yields.llama.fi"
    coins: str = "https://coins.llama.fi"
    protocols: str = "https://api.llama.fi"
    stablecoins: str = "https://stablecoins.llama.fi"
    coingecko: str = "https://api.coingecko.com/api/v3"
    lido: str = "https://eth-api.lido.fi"
    ecb: str = "https://www.ecb.europa.eu"
    token_metrics: str = "https://api.tokenmetrics.com/v2"  # noqa: S105 - an address


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens more than everybody gets; None where no key is set."""

    coingecko: str | None = field(default=None, repr=False)
    token_metrics: str | None = field(default=None, repr=False)
    indices: Mapping[str, int] = field(default_factory=dict)
    """Token Metrics' number of each of our indices that one of theirs stands for."""


class Providers:
    """Asks the providers; every method raises MarketDataError."""

    def __init__(
        self, fetcher: Fetcher, addresses: Addresses, apart: Apart, keys: Keys | None = None
    ) -> None:
        self._get, self._at, self._apart = fetcher.get, addresses, apart
        self._keys = keys = keys or Keys()
        self._indices = TokenMetrics(fetcher, addresses.token_metrics, keys.token_metrics or "")

    async def pools(self, now: datetime) -> pools.Pools:
        """Return what pools pay."""
        parse = self._apart.parsed(partial(pools.parse_pools, as_of=now))
        return await self._get(f"{self._at.yields}/pools", parse)

    async def chart(self, pool: str) -> tuple[YieldDay, ...]:
        """Return a pool day by day, by the provider's id of it."""
        return await self._get(f"{self._at.yields}/chart/{pool}", charts.parse_chart)

    async def prices(self, symbols: Iterable[str]) -> Mapping[str, PriceReading]:
        """Return what coins cost."""
        coins = prices.coins_query(symbols)
        return await self._get(f"{self._at.coins}/prices/current/{coins}", prices.parse_prices)

    async def second_prices(
        self, symbols: Iterable[str], now: datetime
    ) -> Mapping[str, PriceReading]:
        """Return what coins cost by another source."""
        return await self._get(
            f"{self._at.coingecko}/simple/price",
            partial(coingecko.parse_prices, now=now),
            params=coingecko.query(symbols),
            headers=coingecko.key_header(self._at.coingecko, self._keys.coingecko),
        )

    async def protocols(self, now: datetime) -> protocols.Protocols:
        """Return how protocols do."""
        parse = self._apart.parsed(partial(protocols.parse_protocols, as_of=now))
        return await self._get(f"{self._at.protocols}/protocols", parse)

    async def revenue(self, project: str) -> Decimal | None:
        """Return what the users of a project pay a year, None where that is not known."""
        url = f"{self._at.protocols}/summary/fees/{project}"
        return await self._get(url, protocols.parse_fees, params={"dataType": "dailyFees"})

    async def incidents(
        self, slugs: Mapping[str, str], now: datetime
    ) -> tuple[IncidentReading, ...]:
        """Return what was stolen from protocols; `slugs` are ours by the provider's ids."""
        parse = partial(protocols.parse_hacks, slugs=slugs, as_of=now)
        return await self._get(f"{self._at.protocols}/hacks", self._apart.parsed(parse))

    async def stablecoins(self, now: datetime) -> Mapping[str, PegReading]:
        """Return what stablecoins cost and how much of them there is."""
        parse = self._apart.parsed(partial(stablecoins.parse_stablecoins, as_of=now))
        url = f"{self._at.stablecoins}/stablecoins"
        return await self._get(url, parse, params={"includePrices": "true"})

    async def lido_rate(self) -> Decimal:
        """Return what staked ETH pays by Lido's own word (ratio a year)."""
        return await self._get(f"{self._at.lido}/v1/protocol/steth/apr/sma", lido.parse_apr)

    async def exchange_rates(self) -> ExchangeRates:
        """Return the European Central Bank's rates of its last day."""
        return await self._get(f"{self._at.ecb}/stats/eurofxref/eurofxref.zip", ecb.parse_rates)

    async def indices(self, now: datetime) -> Mapping[str, IndexReading]:
        """Return the indices that stand for ours; none without a key or where none is set."""
        if not self._keys.token_metrics or not self._keys.indices:
            return {}
        return await self._indices.readings(self._keys.indices, now)
