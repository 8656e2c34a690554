"""What prices did, month by month: the table that risks are measured with.

Ratios a month, in float64: these are statistics of the past, not money. NumPy is imported where
it is used, since most answers need none of this.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from core.catalogue import (
    Constituent,
    Index,
    coin_of,
    index_named,
    indices,
    monthly_returns,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MONTHS = 12


@lru_cache(maxsize=32)
def coin_returns(coin: str) -> "NDArray[np.float64]":
    """Return what a coin of the table did in each month, shape `(months,)`."""
    import numpy as np

    found = np.array([float(change) for change in monthly_returns().by_coin[coin]])
    found.setflags(write=False)
    return found


def pair_returns(coin: str, other: str) -> "NDArray[np.float64]":
    """Return what the price of a coin in another did in each month, shape `(months,)`."""
    return (1 + coin_returns(coin)) / (1 + coin_returns(other)) - 1


def parts_returns(parts: Iterable[Constituent]) -> "NDArray[np.float64]":
    """Return what prices did to some parts together in each month, shape `(months,)`.

    A part moves with its coin, a staking token with the coin it stands for, and a pool with
    dollars with the root of its coin's price. Stablecoins do not move, and what is paid is not
    in it.
    """
    import numpy as np

    table = monthly_returns().by_coin
    total = np.zeros(len(next(iter(table.values()))))
    for part in parts:
        coin = coin_of(part.asset)
        if coin in table:
            changes = coin_returns(coin)
            total += float(part.weight) * (np.sqrt(1 + changes) - 1 if part.paired else changes)
    return total


@lru_cache(maxsize=32)
def index_returns(index_id: str) -> "NDArray[np.float64]":
    """Return what prices did to an index in each month of the table, shape `(months,)`."""
    total = parts_returns(index_named(index_id).constituents)
    total.setflags(write=False)
    return total


@lru_cache(maxsize=32)
def yearly_covariance(index_ids: tuple[str, ...]) -> "NDArray[np.float64]":
    """Return how the yearly returns of indices vary together, shape `(n, n)`, positive definite.

    Prices: twelve times the covariance of the monthly returns, as if months were independent.
    Yields: each pays anything within its house range alike, independent of the others, which adds
    a twelfth of the range's square to its own variance; so a leg of stablecoins is not riskless.
    """
    import numpy as np

    moves = np.array([index_returns(index_id) for index_id in index_ids])
    prices = MONTHS * np.atleast_2d(np.cov(moves))
    return np.asarray(prices + np.diag([_yield_variance(indices()[i]) for i in index_ids]))


def _yield_variance(index: Index) -> float:
    return float(index.house.high - index.house.low) ** 2 / 12
