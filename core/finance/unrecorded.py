"""What is assumed of a coin whose prices are not recorded: what those that are have in common.

It swings as the wilder of the recorded coins do, and moves with their market as each of them moves
with the others. Float64 inside: statistics of the past.
"""

import math
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from core.catalogue import monthly_returns
from core.finance.returns import MONTHS, coin_returns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WILD = 0.75
"""The part of the recorded coins that swing less."""
HUNDREDTH = Decimal("0.01")


@cache
def market_returns() -> "NDArray[np.float64]":
    """Return what the recorded coins did in equal parts in each month, shape `(months,)`."""
    return _mean_of(tuple(monthly_returns().by_coin))


def _mean_of(coins: tuple[str, ...]) -> "NDArray[np.float64]":
    import numpy as np

    return np.asarray(np.mean([coin_returns(coin) for coin in coins], axis=0))


@cache
def usual_volatility() -> Decimal:
    """Return the yearly volatility (ratio, of logarithms) that three in four of them stay below."""
    import numpy as np

    spreads = [np.log1p(coin_returns(coin)).std() for coin in monthly_returns().by_coin]
    return _hundredths(float(np.quantile(spreads, WILD)) * math.sqrt(MONTHS))


@cache
def market_correlation() -> Decimal:
    """Return how a coin correlates with the others together (logarithms), in the mean of all."""
    import numpy as np

    coins = tuple(monthly_returns().by_coin)
    found = [
        np.corrcoef(
            np.log1p(coin_returns(coin)),
            np.log1p(_mean_of(tuple(other for other in coins if other != coin))),
        )[0, 1]
        for coin in coins
    ]
    return _hundredths(float(np.mean(found)))


def _hundredths(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(HUNDREDTH)
