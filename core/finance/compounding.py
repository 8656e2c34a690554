"""Rates and yields: what a rate comes to when it is paid out more than once a year, and back.

Rates and yields are ratios. A yield (APY) counts what reinvested payments earn, a rate (APR)
does not.
"""

from dataclasses import dataclass
from decimal import Decimal

ONE, ZERO = Decimal(1), Decimal(0)
DAYS_A_YEAR = Decimal(365)


def effective_yield(rate: Decimal, periods: Decimal | None) -> Decimal:
    """Return the yield of a rate a year paid in `periods` equal parts; None: without pause.

    Excel's EFFECT. A rate of a part may not be below −1.

    >>> effective_yield(Decimal("0.0525"), Decimal(4)).quantize(Decimal("1e-7"))
    Decimal('0.0535427')
    """
    if periods is None:
        return rate.exp() - ONE
    return (ONE + rate / periods) ** periods - ONE


def nominal_rate(effective: Decimal, periods: Decimal | None) -> Decimal:
    """Return the rate a year that comes to a yield (above −1): the inverse of the above."""
    if periods is None:
        return (ONE + effective).ln()
    return ((ONE + effective) ** (ONE / periods) - ONE) * periods


def annual_simple(gain: Decimal, days: Decimal) -> Decimal:
    """Return what a gain over some days comes to in a year when nothing is reinvested."""
    return gain * DAYS_A_YEAR / days


def annual_compound(gain: Decimal, days: Decimal) -> Decimal:
    """Return what a gain (above −1) over some days comes to in a year when all is reinvested.

    >>> annual_compound(Decimal("0.36"), Decimal(60)).quantize(Decimal("0.01"))
    Decimal('5.49')
    """
    return (ONE + gain) ** (DAYS_A_YEAR / days) - ONE


def after_fee(rate: Decimal, fee: Decimal) -> Decimal:
    """Return what is left of a rate when a share of it (ratio) goes to a fee or to tax."""
    return rate * (ONE - fee)


@dataclass(frozen=True, slots=True)
class Deductions:
    """What comes off a rate, in this order; shares of the rate (fee, tax) or ratios a year."""

    fee: Decimal = ZERO
    cost: Decimal = ZERO
    tax: Decimal = ZERO
    dilution: Decimal = ZERO
    inflation: Decimal = ZERO


def before_deductions(wanted: Decimal, less: Deductions) -> Decimal:
    """Return the rate that leaves `wanted` after all deductions.

    >>> before_deductions(Decimal("0.06"), Deductions(tax=Decimal("0.25")))
    Decimal('0.08')
    """
    taxed = nominal_yield(wanted, less.inflation) + less.dilution
    return (taxed / (ONE - less.tax) + less.cost) / (ONE - less.fee)


def real_yield(nominal: Decimal, inflation: Decimal) -> Decimal:
    """Return what a yield is worth when prices rise by `inflation` (above −1) a year."""
    return (ONE + nominal) / (ONE + inflation) - ONE


def nominal_yield(real: Decimal, inflation: Decimal) -> Decimal:
    """Return the yield that is worth `real` after inflation: the inverse of `real_yield`."""
    return (ONE + real) * (ONE + inflation) - ONE


def real_staking_yield(nominal: Decimal, dilution: Decimal) -> Decimal:
    """Return a staking yield less the dilution of those who do not stake (X7), both a year.

    What a staker gains on the whole supply: new coins paid to all stakers make nobody richer.
    """
    return nominal - dilution
