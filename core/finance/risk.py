"""Risk of what is held, measured on the table of monthly returns.

Returns are price changes a month as ratios, in float64; what is paid is not in them. Losses are
positive. NumPy is imported where it is used.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from core.finance.returns import parts_returns
from core.finance.stress import Held

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MONTHS = 12
TAIL = 0.05
"""The worst part of the months that a bad month is taken from."""


def whole_returns(held: Iterable[Held]) -> "NDArray[np.float64]":
    """Return what prices did to all that is held, its shares kept, shape `(months,)`."""
    return sum((float(one.share) * parts_returns(one.parts) for one in held), parts_returns(()))


def yearly_volatility(returns: "NDArray[np.float64]") -> float:
    """Return the standard deviation a year, as if months were independent; zero for no movement."""
    return float(returns.std(ddof=1) * MONTHS**0.5)


def log_volatility(returns: "NDArray[np.float64]") -> float:
    """Return the standard deviation a year of log returns: what a lognormal price moves by."""
    import numpy as np

    return float(np.log1p(returns).std(ddof=1) * MONTHS**0.5)


def drawdown(returns: "NDArray[np.float64]") -> float:
    """Return the deepest fall from a high before it (ratio from 0 to 1)."""
    import numpy as np

    wealth = np.concatenate([[1.0], np.cumprod(1 + returns)])
    return float((1 - wealth / np.maximum.accumulate(wealth)).max())


def value_at_risk(returns: "NDArray[np.float64]", tail: float = TAIL) -> float:
    """Return the loss of the mildest of the worst months: `tail` of them are at least as bad."""
    import numpy as np

    return -float(np.sort(returns)[_worst(returns, tail) - 1])


def expected_shortfall(returns: "NDArray[np.float64]", tail: float = TAIL) -> float:
    """Return the mean loss of the worst months (`tail` of them, at least one)."""
    import numpy as np

    return -float(np.sort(returns)[: _worst(returns, tail)].mean())


def risk_shares(held: Sequence[Held]) -> tuple[float, ...]:
    """Return each holding's part of the variance of the whole; they sum to one.

    Euler's split: share times covariance with the whole, over the variance of the whole. All zero
    when nothing moves.
    """
    import numpy as np

    whole = whole_returns(held)
    variance = whole.var(ddof=1)
    if not variance:
        return (0.0,) * len(held)
    return tuple(
        float(float(one.share) * np.cov(parts_returns(one.parts), whole)[0, 1] / variance)
        for one in held
    )


def _worst(returns: "NDArray[np.float64]", tail: float) -> int:
    return max(1, int(len(returns) * tail))
