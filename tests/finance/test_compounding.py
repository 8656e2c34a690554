"""Rates and yields: figures published by others, and inverses."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.finance.compounding import (
    Deductions,
    after_fee,
    annual_compound,
    annual_simple,
    before_deductions,
    effective_yield,
    nominal_rate,
    nominal_yield,
    real_staking_yield,
    real_yield,
)
from core.finance.yields import gross_up

SECONDS = Decimal(31_536_000)
RATES = st.decimals("-0.5", "5", places=4)
PERIODS = st.sampled_from([None, *map(Decimal, (1, 4, 12, 52, 365))])
NEAR = Decimal("1e-15")


@pytest.mark.parametrize(
    ("rate", "published"),
    [(4, "4.08"), (5, "5.13"), (10, "10.52"), (50, "64.87"), (100, "171.83"), (200, "638.91")],
)
def test_a_rate_compounded_every_second(rate: int, published: str) -> None:
    """Aave's governance documents: APR to APY with compounding per second, in percent."""
    found = effective_yield(Decimal(rate) / 100, SECONDS) * 100
    assert found.quantize(Decimal("0.01")) == Decimal(published)


def test_effect_as_excel_has_it() -> None:
    """Excel's documentation: EFFECT(0.0525, 4) = 0.0535427."""
    found = effective_yield(Decimal("0.0525"), Decimal(4))
    assert found.quantize(Decimal("1e-7")) == Decimal("0.0535427")


def test_an_odd_term_in_a_year() -> None:
    """36 % in 60 days is 219 % simple and 549 % compounded; 2 % a day is 730 % simple."""
    gain, days = Decimal("0.36"), Decimal(60)
    assert annual_simple(gain, days).quantize(Decimal("0.01")) == Decimal("2.19")
    assert annual_compound(gain, days).quantize(Decimal("0.01")) == Decimal("5.49")
    assert annual_simple(Decimal("0.02"), Decimal(1)) == Decimal("7.3")
    assert round(annual_compound(Decimal("0.02"), Decimal(1))) == 1376


def test_a_tax_is_grossed_up() -> None:
    """50,000 after 25 % tax from 1,000,000 takes 6.67 %, not 5 %."""
    need = gross_up(Decimal(50_000), Decimal("0.25")) / 1_000_000
    assert need.quantize(Decimal("0.0001")) == Decimal("0.0667")


@given(RATES, PERIODS)
def test_rate_and_yield_are_inverse(rate: Decimal, periods: Decimal | None) -> None:
    """A rate turned into a yield and back is the rate again."""
    assert abs(nominal_rate(effective_yield(rate, periods), periods) - rate) < NEAR


@given(RATES, st.decimals("-0.5", "1", places=4))
def test_real_and_nominal_are_inverse(rate: Decimal, inflation: Decimal) -> None:
    """Deflating and inflating a yield gives it back."""
    assert abs(nominal_yield(real_yield(rate, inflation), inflation) - rate) < NEAR


@given(RATES.filter(lambda rate: rate >= 0))
def test_paying_out_more_often_never_yields_less(rate: Decimal) -> None:
    """Yearly, monthly, daily, without pause: the yield does not fall."""
    found = [effective_yield(rate, n) for n in (Decimal(1), Decimal(12), Decimal(365), None)]
    assert all(a <= b + NEAR for a, b in itertools.pairwise(found))


@given(RATES, st.decimals("0", "1", places=3))
def test_a_fee_and_its_gross_up_are_inverse(rate: Decimal, fee: Decimal) -> None:
    """What is left after a fee, grossed up by it, is the rate again."""
    if fee < 1:
        assert abs(gross_up(after_fee(rate, fee), fee) - rate) < NEAR


def test_staking_is_judged_less_dilution() -> None:
    """X7: new coins paid to all stakers alike make nobody richer."""
    assert real_staking_yield(Decimal("0.14"), Decimal("0.08")) == Decimal("0.06")


def test_a_total_loss_stays_one() -> None:
    """A yield of −100 % leaves nothing however it is compounded."""
    assert effective_yield(Decimal(-1), Decimal(1)) == -1
    assert annual_compound(Decimal(-1), Decimal(60)) == -1


SHARES = st.decimals("0", "0.5", places=3)


@given(RATES, SHARES, SHARES, SHARES, SHARES, SHARES)
def test_what_is_grossed_up_leaves_what_was_wanted(
    wanted: Decimal,
    fee: Decimal,
    cost: Decimal,
    tax: Decimal,
    dilution: Decimal,
    inflation: Decimal,
) -> None:
    """The rate before all deductions, less each in turn, is what was wanted."""
    gross = before_deductions(wanted, Deductions(fee, cost, tax, dilution, inflation))
    taxed = after_fee(after_fee(gross, fee) - cost, tax)
    left = real_yield(real_staking_yield(taxed, dilution), inflation)
    assert abs(left - wanted) < NEAR
