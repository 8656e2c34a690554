"""Ways to draw on money: what to take each year, and a calendar of the next twelve months.

A rule gives a year's withdrawal on every path of a projection (float64). Plans for a person are in
Decimal, in one currency.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from core.catalogue import figures
from core.finance.growth import MONTHS
from core.finance.projections import Course, Rule
from core.finance.yields import ONE
from core.money import Period

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Paths = NDArray[np.float64]

ZERO = Decimal(0)


def fixed_real(amount: float, inflation: float) -> Rule:
    """Return the rule to take a sum a year, in today's money, whatever happens."""

    def yearly(year: int, wealth: "Paths", _: "Paths") -> "Paths":
        import numpy as np

        return np.full(len(wealth), amount * (1 + inflation) ** year)

    return yearly


def fixed_share(share: float) -> Rule:
    """Return the rule to take a share of what is there: it never runs out, but it swings."""
    return lambda _year, wealth, _before: wealth * share


def variable_share(years: int, rate: float, first: int = 0) -> Rule:
    """Return the rule to take what would use it all up by the end, at a real rate a year.

    `first` is the year in which drawing starts. The share grows as the years left get fewer.
    """

    def yearly(year: int, wealth: "Paths", _: "Paths") -> "Paths":
        left = max(1, years - (year - first))
        return wealth * float(annuity_share(left, rate))

    return yearly


def guardrails(share: float, inflation: float, first: int = 0) -> Rule:
    """Return the rule to take a share at first and to follow inflation, within guardrails.

    When the share of what is left has risen by a fifth, the withdrawal is cut by a tenth; when it
    has fallen by a fifth, it is raised by a tenth (Guyton and Klinger 2006).
    """
    step, band = (float(figures()[f"guardrail_{name}"].value) for name in ("step", "band"))

    def yearly(year: int, wealth: "Paths", before: "Paths") -> "Paths":
        import numpy as np

        if year == first:
            return wealth * share
        steady = before * (1 + inflation)
        high, low = share * (1 + band) * wealth, share * (1 - band) * wealth
        bent = np.where(steady < low, steady * (1 + step), steady)
        return np.where(steady > high, steady * (1 - step), bent)

    return yearly


def annuity_share(years: int, rate: float) -> Decimal:
    """Return the share to take at the start of each of so many years, so that nothing is left.

    The payment of an annuity due, by numpy-financial; `rate` is a ratio a year.

    >>> round(annuity_share(35, 0.03515322) * 1_000_000)
    48405
    """
    import numpy_financial as npf

    return Decimal(repr(float(npf.pmt(rate, years, -1, when="begin"))))


@dataclass(frozen=True, slots=True)
class Drawing:
    """How money is drawn on in a year: rates are ratios a year, sums in one currency."""

    capital: Decimal
    rate: Decimal
    """What it pays."""
    wanted: Decimal | None
    """What is needed a month, after tax; None takes what is paid and not reinvested."""
    frequency: Period
    """Of withdrawals; oftener than monthly counts as monthly."""
    reinvest_share: Decimal = ZERO
    """Of what is paid, after tax; only where no sum is wanted."""
    tax_rate: Decimal = ZERO
    """Of what is paid, set aside as it comes in."""

    @property
    def months_between(self) -> int:
        """How many months lie between two withdrawals."""
        return max(1, int(MONTHS / self.frequency.per_year))


@dataclass(frozen=True, slots=True)
class MonthDrawn:
    """A month of the calendar: `number` counts from 1; what is held is counted at its end."""

    number: int
    paid: Decimal
    tax: Decimal
    drawn: Decimal
    sold: Decimal
    """What had to be sold for it, since income did not cover it."""
    invested: Decimal
    waiting: Decimal
    """Income kept for the next withdrawal."""


def calendar(drawing: Drawing) -> tuple[MonthDrawn, ...]:
    """Return the next twelve months at flat prices: what is paid, set aside, drawn and sold.

    Income waits in cash until the next withdrawal; what is then left of it is reinvested.
    """
    return tuple(_months(drawing))


def _months(drawing: Drawing) -> Iterator[MonthDrawn]:
    invested, waiting = drawing.capital, ZERO
    for number in range(1, int(MONTHS) + 1):
        paid = invested * drawing.rate / MONTHS
        tax = paid * drawing.tax_rate
        waiting += paid - tax
        drawn = sold = ZERO
        if number % drawing.months_between == 0:
            drawn = min(_wanted(drawing, waiting), waiting + invested)
            sold = max(ZERO, drawn - waiting)
            invested += max(ZERO, waiting - drawn) - sold
            waiting = ZERO
        yield MonthDrawn(number, paid, tax, drawn, sold, invested, waiting)


def _wanted(drawing: Drawing, waiting: Decimal) -> Decimal:
    if drawing.wanted is None:
        return waiting * (ONE - drawing.reinvest_share)
    return drawing.wanted * drawing.months_between


def stages(months: int, shift: int, weights: Sequence[float]) -> Course:
    """Return the way of a life's shares: kept while accumulating, then shifted, then kept.

    `months` are those until drawing starts; over the last `shift` of them the shares move to
    `weights`, those to draw from.
    """
    return Course(tuple(weights), max(0, months - shift), months)
