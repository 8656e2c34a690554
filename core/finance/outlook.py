"""What may become of a plan with a blend: a simulation in the terms of a person, remembered.

In Decimal at its edges. What is asked of the paths is counted, not estimated, so that a chance is
a whole number of futures over all of them.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from core.finance.growth import MONTHS
from core.finance.held_legs import HeldIndex, modelled_legs, recorded_legs
from core.finance.projections import NEVER, Plan, Projection, Rule, simulate
from core.finance.prospects import Leg, centred
from core.finance.withdrawals import fixed_real, fixed_share, guardrails, stages, variable_share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEED = 20_261_125
"""Any number would do; this one is used for every answer, so that each can be repeated."""
FAN = (0.1, 0.25, 0.5, 0.75, 0.9)
"""The parts of all futures that lie below the lines of a fan."""
DIGITS = 6
"""Significant figures of a sum out of a simulation."""
FIXED, SHARE, VARIABLE, GUARDED = "fixed", "share", "variable", "guarded"


@dataclass(frozen=True, slots=True)
class Way:
    """What is done with money in a blend: rates are ratios a year, sums in one currency."""

    legs: tuple[HeldIndex, ...]
    capital: Decimal
    years: Decimal
    growth: Decimal
    """Of the prices of the whole."""
    fee: Decimal
    paths: Decimal
    block: Decimal
    volatility: Decimal | None = None
    """Of the whole, a year, by the parametric model; None for the months of history."""
    tails: Decimal | None = None
    """Degrees of freedom of that model's Student t."""
    monthly: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    inflation: Decimal = Decimal(0)
    """What raises the goal, contributions and withdrawals, which are in the money of today."""
    goal: Decimal | None = None
    withdrawal: Decimal | None = None
    """A month, in today's money; of the rule of a share the share a year."""
    rule: str = FIXED
    wait: Decimal = Decimal(0)
    """Years until drawing starts."""
    shift: Decimal = Decimal(0)
    """Years before that in which the shares move to those of drawing."""

    @property
    def months(self) -> int:
        """The length of the plan, at least a month."""
        return max(1, round(self.years * MONTHS))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What became of all paths: counts of futures, and sums that a part of them lies below."""

    paths: int
    reached: tuple[int, ...]
    """How many held the goal by the end of each month, from 0."""
    depleted: tuple[int, ...]
    """How many could not pay a withdrawal by the end of each month, from 0."""
    holding: tuple[int, ...]
    """How many hold the goal at the end of each month, from 0."""
    fan: tuple[tuple[Decimal, ...], ...]
    """Wealth at the end of each year from 0: as many sums as FAN."""
    drawdowns: tuple[Decimal, ...]
    """The worst fall on the way (ratio) that each hundredth of the futures stays below."""
    affordable: tuple[Decimal, ...]
    """The steady withdrawal a month, in today's money, that each hundredth could just not bear."""
    leanest: tuple[Decimal, ...]
    """The lowest year's withdrawal a month, in today's money, likewise."""

    def reached_by(self, years: Decimal) -> Decimal:
        """Return the chance that the goal was held at some time by then."""
        return self._share(self.reached, years)

    def lasts(self, years: Decimal) -> Decimal:
        """Return the chance that every withdrawal until then was paid."""
        return 1 - self._share(self.depleted, years)

    def holds(self, years: Decimal) -> Decimal:
        """Return the chance that the goal is held then."""
        return self._share(self.holding, years)

    def years_until(self, share: Decimal) -> Decimal | None:
        """Return the years by which that part of the futures held the goal; None if not in time."""
        needed = share * self.paths
        months = (month for month, count in enumerate(self.reached) if count >= needed)
        first = next(months, None)
        return None if first is None else Decimal(first) / MONTHS

    def years_that(self, share: Decimal) -> Decimal | None:
        """Return the years that money lasts at least in that part of the futures; None: all."""
        most = (1 - share) * self.paths
        months = (month for month, count in enumerate(self.depleted) if count > most)
        first = next(months, None)
        return None if first is None else Decimal(first) / MONTHS

    def _share(self, counts: tuple[int, ...], years: Decimal) -> Decimal:
        month = min(len(counts) - 1, round(years * MONTHS))
        return Decimal(counts[month]) / self.paths


def standard_error(chance: Decimal, paths: Decimal) -> Decimal:
    """Return the standard error of a chance counted in so many paths (binomial).

    >>> standard_error(Decimal("0.5"), Decimal(2500))
    Decimal('0.01')
    """
    return (chance * (1 - chance) / paths).sqrt()


@lru_cache(maxsize=128)
def outlook(way: Way) -> Outlook:
    """Simulate a plan; the same plan gives the same outlook, digit for digit."""
    legs = centred(_legs(way), float(way.growth))
    block = int(way.block) if way.volatility is None else 1
    return _counted(simulate(_plan(way), legs, int(way.paths), SEED, block), way)


def _legs(way: Way) -> tuple[Leg, ...]:
    if way.volatility is None:
        return recorded_legs(way.legs)
    assert way.tails
    return modelled_legs(way.legs, int(way.tails), float(way.volatility))


def _plan(way: Way) -> Plan:
    wait = round(way.wait * MONTHS)
    weights = [float(one.drawing_weight or 0) for one in way.legs]
    return Plan(
        capital=float(way.capital),
        months=way.months,
        contribution=float(way.monthly),
        rule=_rule(way),
        draws_from=wait,
        inflation=float(way.inflation),
        tax=float(way.tax),
        fee=float(way.fee),
        goal=None if way.goal is None else float(way.goal),
        course=stages(wait, round(way.shift * MONTHS), weights) if way.shift else None,
    )


def _rule(way: Way) -> Rule | None:
    if way.withdrawal is None:
        return None
    amount, inflation = float(way.withdrawal), float(way.inflation)
    first = round(way.wait * MONTHS) // int(MONTHS)
    match way.rule:
        case "share":
            return fixed_share(amount)
        case "variable":
            return variable_share(-(-way.months // int(MONTHS)) - first, amount, first)
        case "guarded":
            return guardrails(amount * int(MONTHS) / float(way.capital), inflation, first)
        case _:
            return fixed_real(amount * int(MONTHS), inflation)


def _counted(projection: Projection, way: Way) -> Outlook:
    import numpy as np

    hundredths = np.arange(101) / 100
    wealth = np.quantile(projection.wealth, FAN, axis=1, method="inverted_cdf").T
    return Outlook(
        paths=projection.paths,
        reached=_by_month(projection.reached, way.months),
        depleted=_by_month(projection.depleted, way.months),
        holding=tuple(projection.holding.tolist()),
        fan=tuple(_sums(year) for year in wealth),
        drawdowns=_sums(_quantiles(projection.drawdown, hundredths)),
        affordable=_sums(_quantiles(projection.affordable, hundredths)),
        leanest=_sums(_quantiles(_leanest(projection, way), hundredths)),
    )


def _leanest(projection: Projection, way: Way) -> "NDArray[np.float64]":
    """Return the lowest year's withdrawal of each path a month, in the money of today."""
    import numpy as np

    first = -(-round(way.wait * MONTHS) // int(MONTHS))
    years = np.arange(len(projection.withdrawn))
    prices = (1 + float(way.inflation)) ** years
    drawn = (projection.withdrawn / prices[:, None])[first:] / int(MONTHS)
    return drawn.min(axis=0) if len(drawn) else np.zeros(projection.paths)


def _quantiles(
    values: "NDArray[np.float64]", shares: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    import numpy as np

    return np.asarray(np.quantile(values, shares, method="inverted_cdf"))


def _by_month(happened: "NDArray[np.int64]", months: int) -> tuple[int, ...]:
    """Return on how many paths something had happened by the end of each month."""
    import numpy as np

    counts = np.bincount(happened[happened != NEVER], minlength=months + 1)
    return tuple(np.cumsum(counts).tolist())


def _sums(values: "NDArray[np.float64]") -> tuple[Decimal, ...]:
    return tuple(Decimal(f"{value:.{DIGITS}g}") for value in values.tolist())
