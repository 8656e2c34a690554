"""Yield arithmetic: what a rate has to be, what it pays, and what is left of it.

Rates are ratios a year. Sums are in one currency throughout a call.
"""

from decimal import Decimal

ONE = Decimal(1)


def required_yield(annual_income: Decimal, capital: Decimal) -> Decimal:
    """Return the yield at which `capital` (above zero) pays `annual_income`.

    >>> required_yield(Decimal(50_000), Decimal(1_000_000))
    Decimal('0.05')
    """
    return annual_income / capital


def required_capital(annual_income: Decimal, rate: Decimal) -> Decimal:
    """Return the capital that pays `annual_income` at `rate` (above zero).

    >>> int(required_capital(Decimal(48_000), Decimal("0.06")))
    800000
    """
    return annual_income / rate


def gross_up(net: Decimal, tax_rate: Decimal) -> Decimal:
    """Return the income before tax that leaves `net`; `tax_rate` is below one.

    >>> gross_up(Decimal(50_000), Decimal("0.25")).quantize(ONE)
    Decimal('66667')
    """
    return net / (ONE - tax_rate)


def grown(amount: Decimal, rate: Decimal, years: Decimal) -> Decimal:
    """Return `amount` after compounding once a year at `rate` (above −1) for `years`.

    >>> grown(Decimal(75_000), Decimal("0.03"), Decimal(5)).quantize(ONE)
    Decimal('86946')
    """
    return amount * (ONE + rate) ** years
