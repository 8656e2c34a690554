"""The quadratic program behind a blend: the nearest shares that meet a need within limits.

Shares are ratios of the whole, yields ratios a year, everything float64; `core.finance.blends`
turns the outcome into decimals. NumPy and quadprog are imported where they are used: most
answers are a policy's own blend and need neither.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SLACK = 1e-9
"""Room for rounding where the need is exactly what the limits allow at most (ratio a year)."""
TILT = 1e-5
"""The weight of nearness where yield comes first; small enough that it only breaks ties."""


@dataclass(frozen=True)
class Program:
    """Shares that sum to one, are not below zero, and keep `limits @ shares <= most`.

    `target` (n,) are the shares to stay near to, `covariance` (n, n) says what near means, `yields`
    (n,) what each share pays, `limits` (m, n) and `most` (m,) what they may not exceed.
    """

    target: "NDArray[np.float64]"
    covariance: "NDArray[np.float64]"
    yields: "NDArray[np.float64]"
    limits: "NDArray[np.float64]"
    most: "NDArray[np.float64]"

    @cached_property
    def sides(self) -> "NDArray[np.float64]":
        """The constraints' left sides by column: the sum, the need, each share, each limit."""
        import numpy as np

        count = len(self.target)
        rows = np.vstack([np.ones(count), self.yields, np.eye(count), -self.limits])
        return np.ascontiguousarray(rows.T)

    @cached_property
    def bounds(self) -> "NDArray[np.float64]":
        """The constraints' right sides in the same order, with a need of nothing."""
        import numpy as np

        return np.concatenate([[1.0, 0.0], np.zeros(len(self.target)), -self.most])

    @cached_property
    def pull(self) -> "NDArray[np.float64]":
        """What draws the shares towards the target."""
        return self.covariance @ self.target


@dataclass(frozen=True, slots=True)
class Solution:
    """The shares (n,) with what each limit costs (m,): yield a year per unit of further room.

    A limit that does not bind costs nothing.
    """

    shares: "NDArray[np.float64]"
    easing: "NDArray[np.float64]"


class InfeasibleError(Exception):
    """No shares keep all limits."""


def nearest_shares(program: Program, need: float) -> Solution:
    """Return the shares nearest to the target in risk that pay `need`; raise InfeasibleError.

    Nearest is the least variance of the difference to the target (tracking error). What a limit
    costs is its multiplier over that of the need: the yield its easing would bring at the same
    distance.
    """
    shares, of_need, of_limits = _solved(program, program.covariance, program.pull, need - SLACK)
    return Solution(shares, of_limits / of_need if of_need > 0 else 0 * of_limits)


def highest_yield(program: Program) -> Solution:
    """Return the shares that pay the most, the nearest of them to the target; raise as above.

    A linear program, solved as a quadratic one: a small enough pull towards the target leaves the
    highest yield where it is (Mangasarian and Meyer 1979).
    """
    import numpy as np

    nearness = TILT * np.eye(len(program.target))
    pull = program.yields + nearness @ program.target
    shares, _, of_limits = _solved(program, nearness, pull, -1.0)
    return Solution(shares, of_limits)


def _solved(
    program: Program, squares: "NDArray[np.float64]", pull: "NDArray[np.float64]", need: float
) -> "tuple[NDArray[np.float64], float, NDArray[np.float64]]":
    """Minimise half of `x @ squares @ x` less `pull @ x`; return shares and multipliers.

    Goldfarb and Idnani's dual method, in quadprog; the sum is the one equation.
    """
    import quadprog

    bounds = program.bounds.copy()
    bounds[1] = need
    try:
        found = quadprog.solve_qp(squares, pull, program.sides, bounds, 1)
    except ValueError as error:
        raise InfeasibleError from error
    shares, multipliers = found[0], found[4]
    return shares, float(multipliers[1]), multipliers[2 + len(shares) :]
