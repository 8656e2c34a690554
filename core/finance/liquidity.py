"""Liquidity provision: what a pool loses against holding its coins, and what makes up for it.

`ratio` is the price of one coin in the other against the price at the start (above zero; 2 is a
doubling). Losses are ratios of what holding would be worth, from 0 to 1.
"""

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ONE, TWO = Decimal(1), Decimal(2)
HALF = Decimal("0.5")
NODES = 24
"""Points of the quadrature; more change nothing in the digits that are shown."""


def impermanent_loss(ratio: Decimal) -> Decimal:
    """Return what a constant-product pool of two equal halves loses: 1 − 2√r / (1 + r).

    Uniswap's documentation, after Pintail.

    >>> impermanent_loss(Decimal(4))
    Decimal('0.2')
    """
    return ONE - TWO * ratio.sqrt() / (ONE + ratio)


def weighted_loss(ratio: Decimal, weight: Decimal) -> Decimal:
    """Return what a pool loses whose first coin keeps `weight`: 1 − r^w / (wr + 1 − w).

    Balancer's constant-value pools; equal halves lose as above, and a pool all in one coin nothing.
    """
    return ONE - ratio**weight / (weight * ratio + ONE - weight)


def range_loss(ratio: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """Return what a position concentrated between two prices loses.

    `low` < 1 < `high` are prices against the price at the start. Outside them the position holds
    only one of the coins and earns nothing (Uniswap v3: x = L(1/√p − 1/√high), y = L(√p − √low)).
    """
    within = min(max(ratio, low), high)
    now = _position(within, low, high)
    start = _position(ONE, low, high)
    return ONE - (now[0] * ratio + now[1]) / (start[0] * ratio + start[1])


def _position(price: Decimal, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """Return the amounts of both coins for one unit of liquidity."""
    return ONE / price.sqrt() - ONE / high.sqrt(), price.sqrt() - low.sqrt()


def break_even_yield(loss: Decimal, years: Decimal) -> Decimal:
    """Return the fees a year that make up for a loss (below 1) over some years, reinvested."""
    return (ONE / (ONE - loss)) ** (ONE / years) - ONE


@cache
def _nodes() -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    import numpy as np

    return np.polynomial.hermite_e.hermegauss(NODES)


def expected_loss(volatility: Decimal, years: Decimal) -> Decimal:
    """Return the mean loss over some years when the price is as likely to rise as its drift allows.

    The ratio is lognormal with mean one and `volatility` a year (standard deviation, ratio);
    Gauss–Hermite quadrature over it. For small moves it is close to an eighth of the variance.
    """
    import numpy as np

    spread = float(volatility) * float(years) ** 0.5
    points, weights = _nodes()
    ratios = np.exp(spread * points - spread**2 / 2)
    losses = 1 - 2 * np.sqrt(ratios) / (1 + ratios)
    # What the pool is short of is worth more where the price is high: weigh by what holding is.
    held = (1 + ratios) / 2
    mean = float((weights * losses * held).sum() / (weights * held).sum())
    return Decimal(repr(round(max(mean, 0.0), 9)))
