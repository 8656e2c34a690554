"""Time and growth: how long a capital takes to reach a goal."""

import math
from decimal import Decimal

from core.finance.yields import ONE

MONTHS = Decimal(12)
NEGLIGIBLE = Decimal("1e-9")
"""A rate a year that changes nothing beside contributions, and that floats cannot compound."""


def years_to_reach(
    capital: Decimal, target: Decimal, rate: Decimal, monthly_contribution: Decimal = Decimal(0)
) -> Decimal | None:
    """Return the years until `capital` grows to `target` at `rate` a year; None when never.

    Contributions are added at the end of each month. Zero when the target is held already.

    >>> round(years_to_reach(Decimal(750_000), Decimal(2_000_000), Decimal("0.06")))
    17
    >>> years_to_reach(Decimal(1_000), Decimal(1_900), Decimal(0), Decimal(100))
    Decimal('0.75')
    """
    if capital >= target:
        return Decimal(0)
    if monthly_contribution <= 0:
        return _by_growth_alone(capital, target, rate)
    if abs(rate) < NEGLIGIBLE:
        return (target - capital) / monthly_contribution / MONTHS
    return _with_contributions(capital, target, rate, monthly_contribution)


def _by_growth_alone(capital: Decimal, target: Decimal, rate: Decimal) -> Decimal | None:
    if capital <= 0 or rate <= 0:
        return None
    years = math.log(target / capital) / math.log1p(rate)
    return Decimal(repr(years))


def _with_contributions(
    capital: Decimal, target: Decimal, rate: Decimal, contribution: Decimal
) -> Decimal | None:
    """Return the years by numpy-financial's number of periods, at the month's equivalent rate."""
    monthly_rate = (ONE + rate) ** (ONE / MONTHS) - ONE
    if capital * monthly_rate + contribution <= 0 or _stays_below(
        target, monthly_rate, contribution
    ):
        return None
    # Here and not above: it brings NumPy, which a cold start of an answer need not wait for.
    import numpy_financial as npf

    months = npf.nper(float(monthly_rate), -float(contribution), -float(capital), float(target))
    return Decimal(repr(float(months))) / MONTHS


def _stays_below(target: Decimal, monthly_rate: Decimal, contribution: Decimal) -> bool:
    """Whether what shrinks takes as much as comes in before the target is reached."""
    return monthly_rate < 0 and contribution <= -monthly_rate * target
