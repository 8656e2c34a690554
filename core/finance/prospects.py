"""What is assumed of the months to come: tables of moves that a projection draws its months from.

A leg's moves are factors a month: what history did, row by row, so that legs that fell together
fall together again, times noise of its own where it has no history. The tables keep the shape of
what they are made from, its tails and its ups and downs, and are centred on a stated growth:
five good years say nothing about the next thirty. Float64, since this is simulation.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MONTHS = 12
GRAINS = 1000
"""Equally likely values that stand for a continuous distribution."""
DECIMALS = 12
"""Tables are rounded so far, so that a last digit of a machine's logarithm changes no path."""
HALVINGS = 80


@dataclass(frozen=True, eq=False)
class Leg:
    """A part of what is held: its share, its moves and what it pays (ratios a year)."""

    weight: float
    moves: "NDArray[np.float64]"
    """Factors a month by the rows of a history that all legs share, shape `(rows,)`."""
    noise: "NDArray[np.float64]"
    """Factors a month, each as likely, drawn for this leg alone, shape `(grains,)`."""
    yield_low: float = 0.0
    yield_high: float = 0.0
    """What it pays in a year is anything between, alike."""


def historic_leg(
    weight: float,
    returns: "NDArray[np.float64]",
    yields: tuple[float, float] = (0.0, 0.0),
    volatility_scale: float = 1.0,
) -> Leg:
    """Return a leg that moves as its monthly returns did (ratios), about a growth of nothing.

    `volatility_scale` stretches every move, so that the shape stays.
    """
    import numpy as np

    logs = np.log1p(returns)
    moves = np.exp(volatility_scale * (logs - logs.mean()))
    return Leg(weight, moves, np.ones(1), *yields)


def parametric_leg(
    weight: float,
    rows: int,
    volatility: float,
    yields: tuple[float, float] = (0.0, 0.0),
) -> Leg:
    """Return a leg without a history: lognormal moves of a yearly volatility, about nothing.

    The normal distribution stands in equally likely grains, stretched to its own variance.
    """
    import numpy as np

    normal = NormalDist()
    grains = np.array([normal.inv_cdf((at + 0.5) / GRAINS) for at in range(GRAINS)])
    logs = grains / grains.std() * volatility / math.sqrt(MONTHS)
    return Leg(weight, np.ones(rows), np.exp(logs), *yields)


def follower_leg(
    weight: float,
    market: "NDArray[np.float64]",
    volatility: float,
    correlation: float,
    yields: tuple[float, float] = (0.0, 0.0),
) -> Leg:
    """Return a leg without a history that moves with a market (monthly returns) in part.

    `correlation` (0 to 1) of its yearly volatility is the market's move, the rest its own.
    """
    own = parametric_leg(weight, len(market), volatility * math.sqrt(1 - correlation**2), yields)
    spread = math.sqrt(MONTHS) * float(_logs(market).std())
    shared = historic_leg(weight, market, volatility_scale=volatility * correlation / spread)
    return replace(own, moves=shared.moves)


def _logs(returns: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    return np.asarray(np.log1p(returns))


def centred(legs: Sequence[Leg], growth: float) -> tuple[Leg, ...]:
    """Return the legs with moves by which the whole, kept at its shares, compounds at `growth`.

    Ratio a year of prices alone, in the middle of what may happen. One factor moves every leg
    that moves; the steady ones stay. Where nothing moves, all grow alike.
    """
    import numpy as np

    moving = [bool(np.ptp(leg.moves) or np.ptp(leg.noise)) for leg in legs]
    if not any(moving):
        moving = [True] * len(legs)
    target = math.log1p(growth) / MONTHS
    low, high = -1.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        reached = _mean_log(legs, moving, math.exp(middle))
        low, high = (middle, high) if reached < target else (low, middle)
    factor = math.exp((low + high) / 2)
    return tuple(
        replace(leg, moves=np.round(leg.moves * (factor if moves else 1.0), DECIMALS))
        for leg, moves in zip(legs, moving, strict=True)
    )


def _mean_log(legs: Sequence[Leg], moving: Sequence[bool], factor: float) -> float:
    """Return the mean logarithm of the whole's move a month, legs' own noise at its quantiles."""
    import numpy as np

    width = max(len(leg.noise) for leg in legs)
    whole = np.zeros((len(legs[0].moves), width))
    for leg, moves in zip(legs, moving, strict=True):
        whole += leg.weight * (factor if moves else 1.0) * np.outer(leg.moves, leg.noise)
    return float(np.log(whole).mean())


def whole_volatility(legs: Sequence[Leg]) -> float:
    """Return the yearly volatility of the whole, kept at its shares (ratio, of logarithms)."""
    import numpy as np

    width = max(len(leg.noise) for leg in legs)
    whole = sum(
        (leg.weight * np.outer(leg.moves, leg.noise) for leg in legs),
        np.zeros((len(legs[0].moves), width)),
    )
    return float(np.log(whole).std() * math.sqrt(MONTHS))
