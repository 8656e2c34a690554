"""Lending: how a pool's rates follow its utilisation, and what a lender gets of them.

Utilisation is the lent part of what is deposited (0 to 1); rates are ratios a year.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from core.catalogue import read_toml
from core.finance.compounding import effective_yield

ONE = Decimal(1)
SECONDS_A_YEAR = Decimal(31_536_000)


@dataclass(frozen=True, slots=True)
class SlopedCurve:
    """Aave's curve: `base`, plus `slope` up to the `kink`, plus `steep` from there to the full."""

    kink: Decimal
    base: Decimal
    slope: Decimal
    steep: Decimal

    def borrow_rate(self, utilisation: Decimal) -> Decimal:
        """Return what borrowers pay: each slope is what the rate has gained at its end."""
        if utilisation <= self.kink:
            return self.base + self.slope * utilisation / self.kink
        beyond = (utilisation - self.kink) / (ONE - self.kink)
        return self.base + self.slope + self.steep * beyond


@dataclass(frozen=True, slots=True)
class JumpCurve:
    """Compound's jump-rate model: `base` plus `slope` a unit, and `jump` a unit past the `kink`."""

    kink: Decimal
    base: Decimal
    slope: Decimal
    jump: Decimal

    def borrow_rate(self, utilisation: Decimal) -> Decimal:
        """Return what borrowers pay: slopes are per unit of utilisation."""
        rate = self.base + self.slope * min(utilisation, self.kink)
        return rate + self.jump * max(Decimal(0), utilisation - self.kink)


Curve = SlopedCurve | JumpCurve


@dataclass(frozen=True, slots=True)
class PublishedCurve:
    """A pool's curve as it was published, with the pool's share of what borrowers pay (ratio).

    `usual` and `stressed` are utilisations to look at: the kink, and a little past it.
    """

    name: str
    curve: SlopedCurve
    reserve_factor: Decimal
    usual: Decimal
    stressed: Decimal
    source: str
    as_of: date


@cache
def published_curve() -> PublishedCurve:
    """Return the curve that stands for lending pools of stablecoins."""
    data = read_toml("lending_curves.toml")
    example = data["example"]
    about = data[example["curve"]]
    parts = (Decimal(about[name]) for name in ("kink", "base", "slope", "steep"))
    return PublishedCurve(
        name=about["name"],
        curve=SlopedCurve(*parts),
        reserve_factor=Decimal(about["reserve_factor"]),
        usual=Decimal(example["usual"]),
        stressed=Decimal(example["stressed"]),
        source=about["source"],
        as_of=about["as_of"],
    )


def borrow_yield(curve: Curve, utilisation: Decimal) -> Decimal:
    """Return the yield that borrowers pay when the rate compounds every second."""
    return effective_yield(curve.borrow_rate(utilisation), SECONDS_A_YEAR)


def supply_rate(curve: Curve, utilisation: Decimal, reserve_factor: Decimal) -> Decimal:
    """Return what lenders get: what borrowers pay on the lent part, less the pool's share."""
    return curve.borrow_rate(utilisation) * (ONE - reserve_factor) * utilisation


def own_slope(
    curve: SlopedCurve, earned: Decimal, utilisation: Decimal, reserve_factor: Decimal
) -> Decimal:
    """Return the slope up to the kink at which lenders get what they are said to.

    `utilisation` is above zero and at most the kink; below the base no slope is above zero.
    """
    paid = earned / ((ONE - reserve_factor) * utilisation)
    return (paid - curve.base) * curve.kink / utilisation


def free_share(utilisation: Decimal) -> Decimal:
    """Return the part of all deposits that can be taken out at once."""
    return ONE - utilisation
