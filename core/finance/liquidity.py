"""Liquidity provision: what a pool loses against holding its coins, and what makes up for it.

`ratio` is the price of the first coin in the other against the price at the start (above zero; 2
is a doubling). What a pool is worth is counted against one at the start; losses are ratios of what
holding would be worth, from 0 to 1.
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

ONE, TWO = Decimal(1), Decimal(2)
HALF = Decimal("0.5")
NODES = 24
"""Points of the quadrature; more change nothing in the digits that are shown."""


@dataclass(frozen=True, slots=True)
class WeightedPool:
    """A pool whose first coin keeps its `weight` of the whole (0 to 1).

    Balancer's constant-value pools; with equal halves it is the constant product.
    """

    weight: Decimal

    def held(self, ratio: Decimal) -> Decimal:
        """Return what the coins would be worth had they just been held."""
        return self.weight * ratio + ONE - self.weight

    def worth(self, ratio: Decimal) -> Decimal:
        """Return what the pool is worth: r^w."""
        return ratio.sqrt() if self.weight == HALF else ratio**self.weight


@dataclass(frozen=True, slots=True)
class RangePool:
    """Money that works between two prices; `low` < 1 < `high` are against the price at the start.

    Outside them it holds only one of the coins and earns nothing (Uniswap v3:
    x = L(1/√p − 1/√high), y = L(√p − √low)).
    """

    low: Decimal
    high: Decimal

    def held(self, ratio: Decimal) -> Decimal:
        """Return what the coins would be worth had they just been held."""
        first, second = self._coins(ONE)
        return (first * ratio + second) / (first + second)

    def worth(self, ratio: Decimal) -> Decimal:
        """Return what the position is worth."""
        first, second = self._coins(min(max(ratio, self.low), self.high))
        return (first * ratio + second) / sum(self._coins(ONE))

    def _coins(self, price: Decimal) -> tuple[Decimal, Decimal]:
        """Return the amounts of both coins for one unit of liquidity, at a price in the range."""
        return ONE / price.sqrt() - ONE / self.high.sqrt(), price.sqrt() - self.low.sqrt()


Pool = WeightedPool | RangePool
EVEN = WeightedPool(HALF)


def impermanent_loss(ratio: Decimal, pool: Pool = EVEN) -> Decimal:
    """Return what a pool loses; one of two equal halves 1 − 2√r / (1 + r).

    Uniswap's documentation, after Pintail.

    >>> impermanent_loss(Decimal(4))
    Decimal('0.2')
    """
    return ONE - pool.worth(ratio) / pool.held(ratio)


def break_even_yield(loss: Decimal, years: Decimal) -> Decimal:
    """Return the fees a year that make up for a loss (below 1) over some years, reinvested."""
    return (ONE / (ONE - loss)) ** (ONE / years) - ONE


@cache
def _nodes() -> tuple[tuple[float, float], ...]:
    """Return the points and weights of Gauss–Hermite quadrature."""
    import numpy as np

    points, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return tuple(zip(points.tolist(), weights.tolist(), strict=True))


@lru_cache(maxsize=256)
def expected_loss(volatility: Decimal, years: Decimal, pool: Pool = EVEN) -> Decimal:
    """Return the mean loss over some years when the price is as likely to rise as its drift allows.

    The ratio is lognormal with mean one and `volatility` a year (standard deviation, ratio). What
    the pool is short of on average, over what holding is worth on average: where the price is
    high, it is short of more. For small moves it is close to an eighth of the variance.
    """
    spread = float(volatility) * math.sqrt(float(years))
    short = held = Decimal(0)
    for point, weight in _nodes():
        ratio = Decimal(repr(math.exp(spread * point - spread**2 / 2)))
        likely = Decimal(repr(weight))
        short += likely * (pool.held(ratio) - pool.worth(ratio))
        held += likely * pool.held(ratio)
    return round(max(short / held, Decimal(0)), 9)
