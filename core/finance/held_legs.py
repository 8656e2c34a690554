"""What is held as legs of a projection: by the months of history, or by a parametric model.

A part whose prices are recorded moves as they did. One without is modelled beside them, and all
are where the person asks for it or names how much the whole is to swing.
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from core.finance.parametric import Part, follower_legs, parametric_legs
from core.finance.prospects import MONTHS, Leg, historic_leg, whole_volatility
from core.finance.returns import index_returns
from core.finance.unrecorded import market_returns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """How a part without a history is taken to move."""

    volatility: Decimal
    """A year (ratio)."""
    correlation: Decimal
    """With the market."""
    tails: Decimal
    """Degrees of freedom of its Student t."""


@dataclass(frozen=True, slots=True)
class HeldIndex:
    """An index that is held: its share, what it pays (ratios a year), its share when drawing."""

    index: str
    weight: Decimal
    low: Decimal
    high: Decimal
    drawing_weight: Decimal | None = None
    unrecorded: Unrecorded | None = None
    """None where its prices are recorded."""

    @property
    def yields(self) -> tuple[float, float]:
        """What it pays, for a simulation."""
        return float(self.low), float(self.high)


def recorded_legs(held: tuple[HeldIndex, ...]) -> tuple[Leg, ...]:
    """Return legs that move as history did, those without one by their share in the market."""
    modelled = [one for one in held if one.unrecorded]
    followers = iter(_followers(modelled) if modelled else ())
    return tuple(
        next(followers)
        if one.unrecorded
        else historic_leg(float(one.weight), index_returns(one.index), one.yields)
        for one in held
    )


def _followers(held: list[HeldIndex]) -> tuple[Leg, ...]:
    first = held[0].unrecorded
    assert first
    parts = [
        Part(float(one.weight), float(one.unrecorded.volatility), one.yields)
        for one in held
        if one.unrecorded
    ]
    return follower_legs(parts, market_returns(), float(first.correlation), int(first.tails))


def modelled_legs(held: tuple[HeldIndex, ...], tails: int, whole: float) -> tuple[Leg, ...]:
    """Return legs of the parametric model, whose whole swings so much a year (ratio).

    Volatilities and correlations are those of history before they are stretched alike; where
    nothing moved in history, all parts are taken to move as one.
    """
    import numpy as np

    logs = np.array([np.log1p(index_returns(one.index)) for one in held])
    spreads = logs.std(axis=1) * math.sqrt(MONTHS)
    known = [float(one.unrecorded.volatility) if one.unrecorded else None for one in held]
    volatilities = [s if k is None else k for s, k in zip(spreads.tolist(), known, strict=True)]
    if any(volatilities):
        correlation = _correlation(held, logs)
    else:
        volatilities, correlation = [1.0] * len(held), np.ones((len(held), len(held)))
    parts = [
        Part(float(one.weight), volatility, one.yields)
        for one, volatility in zip(held, volatilities, strict=True)
    ]
    return parametric_legs(parts, correlation, tails, whole)


def _correlation(held: tuple[HeldIndex, ...], logs: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return how the parts correlate; those without a history by their share in the market."""
    import numpy as np

    market = np.log1p(market_returns())
    shares = [float(one.unrecorded.correlation) if one.unrecorded else 1.0 for one in held]
    moves = [market if one.unrecorded else own for one, own in zip(held, logs, strict=True)]
    units = np.array([_in_units(own) for own in moves]) * np.array(shares)[:, None]
    found = np.asarray(units @ units.T / units.shape[1])
    np.fill_diagonal(found, 1.0)
    return found


def _in_units(logs: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    spread = logs.std()
    return np.asarray((logs - logs.mean()) / spread if spread else np.zeros(len(logs)))


def blend_volatility(legs: tuple[HeldIndex, ...]) -> Decimal:
    """Return the yearly volatility of a blend's prices as history showed it (ratio)."""
    return Decimal(f"{whole_volatility(recorded_legs(legs)):.4f}")
