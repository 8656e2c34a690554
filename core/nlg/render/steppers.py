"""Buttons under a plan that change one thing by one step: less or more, sooner or later."""

from decimal import ROUND_HALF_UP, Decimal

from core.facts import FactBook
from core.money import Money, Period
from core.nlg.draft import Button
from core.nlg.formats import money
from core.nlg.press import do, income_said
from core.nlu.utterance import Intent
from core.requests import Profile

SIXTH = Decimal(6)
"""A step is about a sixth of the income: enough to change the answer, not the question."""
NEAR = 5
"""Years; up to here a step in time is one year, beyond it as many as this."""


def income_steps(book: FactBook, period: Period | None, answer: int) -> tuple[Button, ...]:
    """Return a step down and a step up from the income wanted; none for a range of incomes."""
    if period is None or "income" not in book:
        return ()
    wanted = book["income"].value
    assert isinstance(wanted, Money)
    step = _round_step(wanted.amount / SIXTH)
    other = (Money(wanted.amount + sign * step, wanted.currency) for sign in (-1, 1))
    return tuple(_income_step(income, period, answer) for income in other if income.amount >= step)


def _income_step(income: Money, period: Period, answer: int) -> Button:
    said = income_said(income, period)
    assert said
    whole = Money(Decimal(said.partition(income.currency)[0]), income.currency)
    label = f"{money(whole, exact=True)} a {period}"
    return do(label, answer, Intent.WHAT_IF, income=said)


def _round_step(amount: Decimal) -> Decimal:
    """Return the figure of one, two or five with noughts that is next below; at least one.

    >>> _round_step(Decimal(250)), _round_step(Decimal("83.3")), _round_step(Decimal("0.2"))
    (Decimal('200'), Decimal('50'), Decimal('1'))
    """
    size = Decimal(1).scaleb(amount.adjusted())
    leading = next(digit for digit in (5, 2, 1) if size * digit <= amount)
    return max(Decimal(1), (size * leading).quantize(Decimal(1), ROUND_HALF_UP))


def time_steps(profile: Profile, answer: int) -> tuple[Button, ...]:
    """Return a step sooner and a step later; an income wanted now can only come later."""
    years = profile.horizon_years
    if years is None:
        return (_in_years(NEAR, answer),)
    whole = int(years)
    sooner = whole - (1 if whole <= NEAR else NEAR)
    later = whole + (1 if whole < NEAR else NEAR)
    return tuple(_in_years(at, answer) for at in (sooner, later) if 0 < at <= _LONGEST)


_LONGEST = 60
"""Years ahead that a step leads to at most."""


def _in_years(years: int, answer: int) -> Button:
    unit = "year" if years == 1 else "years"
    return do(f"In {years} {unit}", answer, Intent.WHAT_IF, horizon_years=str(years))
