"""Lending curves: figures published by others, and their laws."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.finance.lending import (
    Curve,
    JumpCurve,
    SlopedCurve,
    borrow_yield,
    free_share,
    supply_rate,
)

AMPL = SlopedCurve(Decimal("0.8"), Decimal("0.01"), Decimal("0.02"), Decimal("7.5"))
USUAL = SlopedCurve(Decimal("0.9"), Decimal(0), Decimal("0.06"), Decimal("0.6"))
SHARES = st.decimals("0", "1", places=3)


@pytest.mark.parametrize(
    ("utilisation", "published"),
    [
        *((80, "3.05"), (81, "49.93"), (82, "118.15")),
        *((83, "217.40"), (84, "361.82"), (85, "571.94")),
    ],
)
def test_the_curve_of_ampl_on_aave(utilisation: int, published: str) -> None:
    """Aave's AMPL market: what borrowers pay in percent a year, compounded every second."""
    found = borrow_yield(AMPL, Decimal(utilisation) / 100) * 100
    assert abs(found - Decimal(published)) <= Decimal("0.011")


@pytest.mark.parametrize(
    ("jump", "kink", "rates"),
    [
        ("1", "0.9", {0: "10", 10: "12", 89: "27.8", 90: "28", 91: "29", 100: "38"}),
        ("0.2", "0.9", {100: "30"}),
        ("0", "0.9", {100: "28"}),
        ("20", "0", {10: "210", 100: "2010"}),
    ],
)
def test_the_jump_model_of_compound(jump: str, kink: str, rates: dict[int, str]) -> None:
    """Compound's own tests: base 10 %, slope 20 %; borrow rate in percent at a utilisation."""
    slope = Decimal("0.2") if kink != "0" else Decimal(0)
    curve = JumpCurve(Decimal(kink), Decimal("0.1"), slope, Decimal(jump))
    for utilisation, published in rates.items():
        assert curve.borrow_rate(Decimal(utilisation) / 100) * 100 == Decimal(published)


@given(st.sampled_from([AMPL, USUAL]), SHARES, SHARES)
def test_more_borrowing_never_pays_lenders_less(curve: Curve, one: Decimal, other: Decimal) -> None:
    """Rates rise with utilisation, for borrowers and for lenders."""
    low, high = sorted((one, other))
    assert curve.borrow_rate(low) <= curve.borrow_rate(high)
    assert supply_rate(curve, low, Decimal("0.1")) <= supply_rate(curve, high, Decimal("0.1"))


@given(st.sampled_from([AMPL, USUAL]), SHARES, SHARES)
def test_lenders_never_get_more_than_borrowers_pay(
    curve: Curve, utilisation: Decimal, factor: Decimal
) -> None:
    """The supply rate is a part of the borrow rate."""
    assert 0 <= supply_rate(curve, utilisation, factor) <= curve.borrow_rate(utilisation)


def test_a_pool_lent_out_whole_lets_nobody_out() -> None:
    """What is free is what is not lent."""
    assert free_share(Decimal(1)) == 0
    assert free_share(Decimal("0.8")) == Decimal("0.2")
