"""What is assumed of the months to come: tables of moves that a projection draws its months from.

A leg's moves are factors a month: what history did, row by row, so that legs that fell together
fall together again, times noise where it has no history, drawn for all legs at once. The tables
keep the shape of what they are made from, its tails and its ups and downs, and are centred on a
stated growth: five good years say nothing about the next thirty. Float64, since this is simulation.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MONTHS = 12
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
    """Factors a month that history does not explain, by the rows of a table that all legs with
    any share, each as likely, shape `(grains,)`; one alone where there is none."""
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
    still, moved = (_whole(legs, [one is kind for one in moving]) for kind in (False, True))
    low, high = -1.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        reached = float(np.log(still + math.exp(middle) * moved).mean())
        low, high = (middle, high) if reached < target else (low, middle)
    factor = math.exp((low + high) / 2)
    return tuple(
        replace(leg, moves=_rounded(leg.moves * (factor if moves else 1.0)))
        for leg, moves in zip(legs, moving, strict=True)
    )


def _rounded(table: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return a table to its last figure that counts; one that is always the same as one row."""
    import numpy as np

    rounded: NDArray[np.float64] = np.round(table, DECIMALS)
    return rounded if np.ptp(rounded) else rounded[:1]


def _whole(legs: Sequence[Leg], counted: Sequence[bool]) -> "NDArray[np.float64]":
    """Return what the legs that count make of the whole, by rows of history and of noise."""
    import numpy as np

    whole = np.zeros(table_sizes(legs))
    for leg, counts in zip(legs, counted, strict=True):
        if counts:
            whole += leg.weight * np.outer(leg.moves, leg.noise)
    return whole


def table_sizes(legs: Sequence[Leg]) -> tuple[int, int]:
    """Return how many rows of history and of noise legs are drawn from; one is the same always."""
    return max(len(leg.moves) for leg in legs), max(len(leg.noise) for leg in legs)


def whole_volatility(legs: Sequence[Leg]) -> float:
    """Return the yearly volatility of the whole, kept at its shares (ratio, of logarithms)."""
    import numpy as np

    return float(np.log(_whole(legs, [True] * len(legs))).std() * math.sqrt(MONTHS))
