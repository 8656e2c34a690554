"""What prices did, month by month: the table that risks are measured with.

Ratios a month, in float64: these are statistics of the past, not money. NumPy is imported where
it is used, since most answers need none of this.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from core.catalogue import Index, indices, monthly_returns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MONTHS = 12


@lru_cache(maxsize=32)
def index_returns(index_id: str) -> "NDArray[np.float64]":
    """Return what prices did to an index in each month of the table, shape `(months,)`.

    Each constituent moves with its coin as far as it does (`moves`); stablecoins do not move, and
    what the index pays is not in it.
    """
    import numpy as np

    table = monthly_returns().by_coin
    months = len(next(iter(table.values())))
    total = np.zeros(months)
    for part in indices()[index_id].constituents:
        if part.asset in table:
            changes = np.array([float(change) for change in table[part.asset]])
            total += float(part.weight * part.moves) * changes
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


def yearly_volatility(index_id: str) -> float:
    """Return how much an index's price varies in a year: the standard deviation (ratio).

    Of its monthly returns, times the root of twelve, as if months were independent.
    """
    import numpy as np

    return float(np.std(index_returns(index_id), ddof=1) * np.sqrt(MONTHS))
