"""Whether each provider answers: one small question to each, all at once and asked once."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.config import Settings
from bot.market_data.apart import Apart
from bot.market_data.fetching import Fetcher, Manners, MarketDataError
from bot.market_data.lido import READING
from bot.market_data.opening import addresses_of, client, keys_of
from bot.market_data.providers import Providers
from bot.market_data.token_metrics import TokenMetrics
from core.catalogue import known_pools

ONCE = Manners(seconds=8, attempts=1)


@dataclass(frozen=True, slots=True)
class Reached:
    """A provider and what keeps it from answering; `has_key` where a key is set for it."""

    name: str
    problem: str | None
    has_key: bool = False


async def reached(settings: Settings) -> tuple[Reached, ...]:
    """Return how each provider answers; one without a key that needs one is not asked."""
    async with client() as shared, Apart() as apart:
        fetcher = Fetcher(shared, ONCE)
        keys = keys_of(settings)
        providers = Providers(fetcher, addresses_of(settings), apart, keys)
        now, has_key = datetime.now(UTC), bool(keys.coingecko)
        questions = [
            _asked("DefiLlama yields", providers.chart(known_pools()[READING].pool)),
            _asked("DefiLlama prices", providers.prices(["ETH"])),
            _asked("DefiLlama protocols", providers.revenue("aave-v3")),
            _asked("DefiLlama stablecoins", providers.stablecoins(now)),
            _asked("CoinGecko", providers.second_prices(["ETH"], now), has_key=has_key),
            _asked("Lido", providers.lido_rate()),
            _asked("European Central Bank", providers.exchange_rates()),
        ]
        if keys.token_metrics:
            metrics = TokenMetrics(fetcher, settings.token_metrics_url, keys.token_metrics)
            questions.append(_asked("Token Metrics", metrics.indices(), has_key=True))
        return tuple(await asyncio.gather(*questions))


async def _asked(name: str, answer: Awaitable[object], *, has_key: bool = False) -> Reached:
    try:
        await answer
    except MarketDataError as error:
        return Reached(name, str(error), has_key)
    return Reached(name, None, has_key)
