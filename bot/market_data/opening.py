"""The market from settings: one client for all providers, for the length of a run."""

import contextlib
from collections.abc import AsyncIterator

import httpx

from bot.config import Settings
from bot.market_data.fetching import Fetcher, Manners
from bot.market_data.market import Connection, Market
from bot.market_data.providers import Addresses, Keys
from bot.services import MarketStore

CONNECT_SECONDS = 10


def addresses_of(settings: Settings) -> Addresses:
    """Return where the providers are."""
    return Addresses(
        yields=settings.defillama_yields_url,
        coins=settings.defillama_coins_url,
        protocols=settings.defillama_api_url,
        stablecoins=settings.defillama_stablecoins_url,
        coingecko=settings.coingecko_url,
        lido=settings.lido_url,
        ecb=settings.ecb_url,
        token_metrics=settings.token_metrics_url,
    )


def keys_of(settings: Settings) -> Keys:
    """Return the keys that are set."""
    gecko, metrics = settings.coingecko_api_key, settings.token_metrics_api_key
    return Keys(
        gecko.get_secret_value() if gecko else None,
        metrics.get_secret_value() if metrics else None,
        settings.token_metrics_indices,
    )


@contextlib.asynccontextmanager
async def open_market(
    settings: Settings, store: MarketStore | None = None, manners: Manners | None = None
) -> AsyncIterator[Market]:
    """Yield the market over a client that is closed afterwards."""
    async with client() as shared:
        at, keys = addresses_of(settings), keys_of(settings)
        yield Market(Connection(Fetcher(shared, manners), at, keys), store)


def client() -> httpx.AsyncClient:
    """Return the client that all providers are asked over; it unpacks what comes packed."""
    return httpx.AsyncClient(
        timeout=httpx.Timeout(20, connect=CONNECT_SECONDS),
        limits=httpx.Limits(max_connections=20, max_keepalive_connections=10),
        headers={"user-agent": "evenkeel"},
        follow_redirects=True,
    )
