"""Months to come without a history: parts that move together by a Student t, with its fat tails.

A month of all parts is one draw from a multivariate Student t of their logarithms: correlated
normals over the root of one shared chi-square, so that in a month of extremes all parts see
extremes (Kotz and Nadarajah 2004, chapter 1). The draws are a table of equally likely months,
made to have the stated volatilities and correlations exactly. Where other parts do have a
history, those without share in it by their correlation with the market: one common factor.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from core.finance.prospects import DECIMALS, MONTHS, Leg, historic_leg, whole_volatility

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.float64]

DRAWS = 8192
"""Equally likely months where no part has a history."""
FEW_DRAWS = 1024
"""The same, where each may meet any month of history."""
SEED = 1908
"""The table is drawn once, from this seed; any would do."""
STEPS = 8
"""Corrections after which a whole swings as stated; each takes most of what is left."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is held: its share, how it swings and what it pays (ratios a year)."""

    weight: float
    volatility: float
    yields: tuple[float, float] = (0.0, 0.0)


def parametric_legs(
    parts: Sequence[Part],
    correlation: "Table",
    tails: int | None,
    whole: float | None = None,
) -> tuple[Leg, ...]:
    """Return legs that move by a Student t of so many degrees; None of them is the normal.

    `correlation` is that of the parts, shape `(n, n)`. With `whole` every volatility is
    stretched alike, so that all of it, kept at its shares, swings so much a year.
    """
    months = student_months(correlation, tails, DRAWS)
    scale, legs = 1.0, _legs(parts, months, 1.0)
    for _ in range(STEPS if whole is not None else 0):
        swing = whole_volatility(legs)
        scale *= whole / swing if whole and swing else 0.0
        legs = _legs(parts, months, scale)
    return legs


def follower_legs(
    parts: Sequence[Part], market: "Table", correlation: float, tails: int
) -> tuple[Leg, ...]:
    """Return legs without a history beside others: in part they move as a market did.

    `market` is its monthly returns. `correlation` (0 to 1) of a yearly volatility is the market's
    move, so that two such legs correlate by its square; the rest is their own.
    """
    import numpy as np

    own = replace_volatilities(parts, math.sqrt(1 - correlation**2))
    legs = _legs(own, student_months(np.eye(len(parts)), tails, FEW_DRAWS), 1.0)
    spread = math.sqrt(MONTHS) * float(np.log1p(market).std())
    shared = (
        historic_leg(0.0, market, volatility_scale=part.volatility * correlation / spread).moves
        for part in parts
    )
    return tuple(replace(leg, moves=moves) for leg, moves in zip(legs, shared, strict=True))


def replace_volatilities(parts: Sequence[Part], factor: float) -> tuple[Part, ...]:
    """Return parts that swing by a factor more or less."""
    return tuple(replace(part, volatility=part.volatility * factor) for part in parts)


def _legs(parts: Sequence[Part], months: "Table", scale: float) -> tuple[Leg, ...]:
    import numpy as np

    spreads = [scale * part.volatility / math.sqrt(MONTHS) for part in parts]
    return tuple(
        Leg(
            part.weight,
            np.ones(1),
            np.round(np.exp(spread * month), DECIMALS) if spread else np.ones(1),
            *part.yields,
        )
        for part, month, spread in zip(parts, months, spreads, strict=True)
    )


def student_months(correlation: "Table", tails: int | None, draws: int) -> "Table":
    """Return equally likely months in units of each part's volatility, shape `(n, draws)`.

    Their mean is nothing, their variance one and their correlation the one stated, all exactly;
    each draw comes with its mirror image.
    """
    import numpy as np

    raw = _standard_draws(len(correlation), tails, draws // 2)
    both = np.concatenate((raw, -raw), axis=1)
    mixed: Table = _root(correlation) @ _root(both @ both.T / draws, inverted=True) @ both
    return mixed


@lru_cache(maxsize=16)
def _standard_draws(count: int, tails: int | None, draws: int) -> "Table":
    """Return independent normals, all of a draw over the root of the chi-square they share."""
    import numpy as np

    normals = _normals(count + (tails or 0), draws)
    if tails is None:
        return normals
    shared = (normals[count:] ** 2).sum(axis=0) / tails
    drawn: Table = normals[:count] / np.sqrt(shared)
    return drawn


def _normals(rows: int, columns: int) -> "Table":
    """Return standard normals by Box and Muller, out of the generator's raw stream alone."""
    import numpy as np

    raw = np.random.PCG64(SEED).random_raw(2 * rows * columns)
    radius, angle = (((raw >> np.uint64(11)) + 0.5) * 2.0**-53).reshape(2, rows, columns)
    found: Table = np.sqrt(-2 * np.log(radius)) * np.cos(2 * math.pi * angle)
    return found


def _root(matrix: "Table", *, inverted: bool = False) -> "Table":
    """Return the symmetric root of a matrix that has one; parts that move as one are no obstacle.

    What is below zero by rounding counts as nothing.
    """
    import numpy as np

    values, vectors = np.linalg.eigh(matrix)
    roots = np.sqrt(np.maximum(values, 0))
    if inverted:
        roots = 1 / roots
    found: Table = (vectors * roots) @ vectors.T
    return found
