"""Impermanent loss: figures published by others, and its laws."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.finance.liquidity import (
    EVEN,
    RangePool,
    WeightedPool,
    break_even_yield,
    expected_loss,
    impermanent_loss,
)

RATIOS = st.decimals("0.01", "100", places=4)
NEAR = Decimal("1e-20")


@pytest.mark.parametrize(
    ("ratio", "percent"),
    [
        *(("1.25", "0.6"), ("1.5", "2.0"), ("1.75", "3.8"), ("2", "5.7")),
        *(("3", "13.4"), ("4", "20.0"), ("5", "25.5")),
    ],
)
def test_the_table_of_uniswap(ratio: str, percent: str) -> None:
    """Uniswap v2's documentation, after Pintail: the loss at a price ratio and at its inverse."""
    for moved in (Decimal(ratio), 1 / Decimal(ratio)):
        assert (impermanent_loss(moved) * 100).quantize(Decimal("0.1")) == Decimal(percent)


@pytest.mark.parametrize(
    ("ratio", "pool", "held", "loss"),
    [("1.2", "219.09", "220", "0.91"), ("2", "282.82", "300", "17.17")],
)
def test_a_worked_pool(ratio: str, pool: str, held: str, loss: str) -> None:
    """Uniswap's 1 ETH and 100 DAI, to the two cents that its own rounding of the coins costs."""
    holding = 100 + 100 * Decimal(ratio)
    worth = holding * (1 - impermanent_loss(Decimal(ratio)))
    assert holding == Decimal(held)
    assert abs(worth - Decimal(pool)) < Decimal("0.025")
    assert abs(holding - worth - Decimal(loss)) < Decimal("0.025")


@given(RATIOS)
def test_it_is_the_same_under_inversion(ratio: Decimal) -> None:
    """A doubling costs what a halving costs."""
    assert abs(impermanent_loss(ratio) - impermanent_loss(1 / ratio)) < NEAR


@given(RATIOS)
def test_it_is_a_loss_and_never_all(ratio: Decimal) -> None:
    """Nothing at an unmoved price, more the further it moves, below the whole."""
    assert impermanent_loss(Decimal(1)) == 0
    assert 0 <= impermanent_loss(ratio) < 1


@given(RATIOS)
def test_equal_weights_are_a_constant_product(ratio: Decimal) -> None:
    """A weighted pool of halves loses what the plain pool loses; one all in a coin nothing."""
    assert WeightedPool(Decimal("0.5")) == EVEN
    assert abs(impermanent_loss(ratio) - (1 - 2 * ratio.sqrt() / (1 + ratio))) < NEAR
    assert abs(impermanent_loss(ratio, WeightedPool(Decimal(1)))) < NEAR


@given(RATIOS, st.decimals("0.01", "0.99", places=2))
def test_a_weighted_pool_seen_from_its_other_coin_is_the_same(
    ratio: Decimal, weight: Decimal
) -> None:
    """80/20 when the first doubles is 20/80 when the second halves."""
    one = impermanent_loss(ratio, WeightedPool(weight))
    other = impermanent_loss(1 / ratio, WeightedPool(1 - weight))
    assert abs(one - other) < NEAR


def test_a_tilted_pool_loses_less() -> None:
    """Balancer's comparison: at a doubling an 80/20 pool is 3.27 % short, an even one 5.72 %."""
    tilted = impermanent_loss(Decimal(2), WeightedPool(Decimal("0.8")))
    assert round(tilted, 4) == Decimal("0.0327")
    assert round(impermanent_loss(Decimal(2)), 4) == Decimal("0.0572")


@given(st.decimals("0.2", "5", places=3))
def test_an_ever_wider_range_tends_to_the_plain_pool(ratio: Decimal) -> None:
    """Concentrated over all prices that matter, it is nearly the same."""
    wide = impermanent_loss(ratio, RangePool(Decimal("1e-12"), Decimal("1e12")))
    assert abs(wide - impermanent_loss(ratio)) < Decimal("1e-4")


@given(st.decimals("0.2", "5", places=3))
def test_a_narrower_range_loses_more(ratio: Decimal) -> None:
    """Concentration multiplies the loss."""
    narrow = impermanent_loss(ratio, RangePool(Decimal("0.8"), Decimal("1.25")))
    wide = impermanent_loss(ratio, RangePool(Decimal("0.5"), Decimal(2)))
    assert narrow >= wide - NEAR


@given(st.decimals("0.2", "5", places=3))
def test_a_range_mirrors_under_inversion(ratio: Decimal) -> None:
    """A range that reaches as far up as down loses as much on a rise as on the same fall."""
    pool = RangePool(Decimal("0.8"), Decimal("1.25"))
    assert abs(impermanent_loss(ratio, pool) - impermanent_loss(1 / ratio, pool)) < NEAR


def test_outside_its_range_a_position_holds_one_coin() -> None:
    """Above the top its worth no longer moves, below the bottom it moves with the coin."""
    pool = RangePool(Decimal("0.8"), Decimal("1.25"))
    assert pool.worth(Decimal(2)) == pool.worth(Decimal(3))
    assert abs(pool.worth(Decimal("0.4")) / pool.worth(Decimal("0.2")) - 2) < NEAR


@given(st.decimals("0.01", "0.9", places=3), st.decimals("0.5", "10", places=1))
def test_break_even_fees_make_up_for_the_loss(loss: Decimal, years: Decimal) -> None:
    """What is left, grown by the fees, is the whole again."""
    whole = (1 - loss) * (1 + break_even_yield(loss, years)) ** years
    assert abs(whole - 1) < Decimal("1e-18")


def test_the_expected_loss_is_near_an_eighth_of_the_variance() -> None:
    """For small moves: −σ²t / 8, a known approximation."""
    found = expected_loss(Decimal("0.2"), Decimal(1))
    assert abs(found - Decimal("0.04") / 8) < Decimal("0.0002")


@given(st.decimals("0.01", "2", places=2), st.decimals("0.01", "2", places=2))
def test_more_movement_never_costs_less(one: Decimal, other: Decimal) -> None:
    """The expected loss grows with the volatility, in a plain pool and in a range."""
    calm, wild = sorted((one, other))
    for pool in (EVEN, RangePool(Decimal("0.5"), Decimal(2))):
        mild = expected_loss(calm, Decimal(1), pool)
        assert mild <= expected_loss(wild, Decimal(1), pool) + Decimal("1e-3")


def test_a_longer_time_costs_more() -> None:
    """Movement adds up with the root of time: four years are one year of twice the movement."""
    one = expected_loss(Decimal("0.8"), Decimal(1))
    four = expected_loss(Decimal("0.4"), Decimal(4))
    assert one == four > expected_loss(Decimal("0.4"), Decimal(1))
