"""Withdrawals: published payments, and a year's calendar that leaves no cent unexplained."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.finance.compounding import nominal_yield, real_yield
from core.finance.withdrawals import Drawing, annuity_share, calendar, stages
from core.money import Period


@pytest.mark.parametrize(
    ("rate", "published"), [(0.01, 3836), (0.02, 4377), (0.03, 4953), (0.04, 5561), (0.05, 6195)]
)
def test_a_level_payment_is_the_published_annuity_due(rate: float, published: int) -> None:
    """cFIREsim: what uses up 100,000 in 30 payments, each at the start of its year."""
    assert round(annuity_share(30, rate) * 100_000) == published


def test_the_variable_percentage_is_the_published_one() -> None:
    """cFIREsim: 1,000,000 over 35 years at 3.515322 % pays 48,405 in the first."""
    assert round(annuity_share(35, 0.03515322) * 1_000_000) == 48_405


rates = st.decimals("-0.4", "0.9", places=4)


@given(rates, rates)
def test_deflating_and_inflating_are_inverse(nominal: Decimal, inflation: Decimal) -> None:
    """What inflation takes of a growth, it gives back."""
    back = nominal_yield(real_yield(nominal, inflation), inflation)
    assert abs(back - nominal) < Decimal("1e-24")


drawings = st.builds(
    Drawing,
    capital=st.decimals(0, 10**7, places=2),
    rate=st.decimals(0, "0.2", places=4),
    wanted=st.none() | st.decimals(0, 10**5, places=2),
    frequency=st.sampled_from(list(Period)),
    reinvest_share=st.decimals(0, 1, places=2),
    tax_rate=st.decimals(0, "0.9", places=2),
)


@given(drawings)
def test_every_month_adds_up(drawing: Drawing) -> None:
    """What came in is set aside for tax, drawn, waiting or invested; nothing is below zero."""
    before, waiting = drawing.capital, Decimal(0)
    for month in calendar(drawing):
        came, went = month.paid, month.tax + month.drawn
        kept = month.invested + month.waiting
        assert abs(before + waiting + came - went - kept) < Decimal("1e-15")
        assert min(month.invested, month.waiting, month.drawn, month.sold) >= 0
        before, waiting = month.invested, month.waiting


def test_income_waits_for_the_quarter_and_the_rest_is_reinvested() -> None:
    """1.2m at 6 %: 6,000 a month, 5,000 after 1,000 tax; a quarter takes 15,000 of 15,000."""
    drawing = Drawing(
        Decimal(1_200_000), Decimal("0.06"), Decimal(4_500), Period.QUARTER, tax_rate=Decimal("0.2")
    )
    first, second, third = calendar(drawing)[:3]
    assert [first.paid, first.tax, first.drawn, first.waiting] == [6000, 1200, 0, 4800]
    assert second.waiting == 9600
    assert [third.drawn, third.sold, third.waiting] == [13_500, 0, 0]
    assert third.invested == 1_200_000 + 900


def test_what_income_does_not_cover_is_sold_and_no_more_than_there_is() -> None:
    """A withdrawal above the money takes what there is, and nothing afterwards."""
    months = calendar(Drawing(Decimal(1000), Decimal(0), Decimal(600), Period.MONTH))
    assert [month.drawn for month in months] == [600, 400, *[0] * 10]
    assert [month.sold for month in months] == [600, 400, *[0] * 10]


def test_reinvesting_all_draws_nothing() -> None:
    """A reinvested share of one is compounding; of a half pays out half of what came in."""
    whole = Drawing(Decimal(1200), Decimal("0.12"), None, Period.MONTH, reinvest_share=Decimal(1))
    assert calendar(whole)[-1].invested == Decimal(1200) * Decimal("1.01") ** 12
    half = Drawing(Decimal(1200), Decimal("0.12"), None, Period.MONTH, Decimal("0.5"))
    assert calendar(half)[0].drawn == 6


def test_a_life_shifts_in_the_last_years_before_drawing() -> None:
    """The shares stay, then move within the shift, and rest once drawing starts."""
    course = stages(180, 60, (0.5, 0.5))
    assert (course.starts, course.ends) == (120, 180)
    assert stages(24, 60, (1.0,)).starts == 0
