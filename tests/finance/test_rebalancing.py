"""Rebalancing: bands, the fewest moves, new money first, and nothing lost on the way."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.finance.rebalancing import NEW_MONEY, Move, Target, index_for, moved, moves, outside

TARGETS = (
    Target("coins", Decimal("0.6"), Decimal("0.5"), Decimal("0.7")),
    Target("dollars", Decimal("0.3"), Decimal("0.2"), Decimal("0.4")),
    Target("pools", Decimal("0.1"), Decimal("0.05"), Decimal("0.2")),
)
sums = st.decimals(0, 10**6, places=2)
holdings = st.fixed_dictionaries({t.key: sums for t in TARGETS}).filter(lambda h: any(h.values()))
leasts = st.decimals(0, "0.1", places=3)


def held(coins: int, dollars: int, pools: int) -> dict[str, Decimal]:
    return {"coins": Decimal(coins), "dollars": Decimal(dollars), "pools": Decimal(pools)}


def test_within_the_bands_nothing_moves() -> None:
    """A drift that the bands allow is left alone."""
    assert moves(held(65, 27, 8), TARGETS) == ()
    assert outside(held(65, 27, 8), TARGETS) == ()


def test_what_drifted_is_brought_back_with_the_largest_gap_first() -> None:
    """From 80, 15 and 5 of 100: fifteen to dollars, then five to pools."""
    assert outside(held(80, 15, 5), TARGETS) == ("coins", "dollars")
    assert moves(held(80, 15, 5), TARGETS) == (
        Move("coins", "dollars", Decimal("15.0")),
        Move("coins", "pools", Decimal("5.0")),
    )


def test_new_money_goes_first_where_it_is_missing() -> None:
    """Ten of new money mends a small drift, so that nothing is sold."""
    assert moves(held(72, 20, 8), TARGETS, new_money=Decimal(10)) == (
        Move(NEW_MONEY, "dollars", Decimal("10.0")),
    )


def test_a_small_move_is_not_worth_it() -> None:
    """Below the least trade nothing is moved: the five to pools are left out at six percent."""
    (only,) = moves(held(80, 15, 5), TARGETS, least=Decimal("0.06"))
    assert only.target == "dollars"


def test_nothing_held_moves_nothing() -> None:
    """An empty portfolio has no drift."""
    assert moves({}, TARGETS) == ()


@given(holdings, sums, leasts)
def test_moves_keep_the_whole_and_come_near_the_target(
    before: dict[str, Decimal], new: Decimal, least: Decimal
) -> None:
    """Nothing is made or lost or below zero; what is left to do is less than the least trade."""
    done = moves(before, TARGETS, new, least)
    after = moved(before, done)
    put_in = sum((m.amount for m in done if m.source == NEW_MONEY), Decimal(0))
    assert abs(sum(after.values()) - sum(before.values()) - put_in) < Decimal("1e-12")
    assert min(after.values()) >= Decimal("-1e-12")
    whole = sum(before.values()) + new
    assert all(move.amount >= least * whole for move in done)
    if any(move.source != NEW_MONEY for move in done):
        short = [t.share * whole - after[t.key] for t in TARGETS]
        over = [-gap for gap in short]
        assert min(max(short), max(over)) <= least * whole + Decimal("1e-9") + (new - put_in)


@given(holdings)
def test_once_rebalanced_nothing_is_left_to_do(before: dict[str, Decimal]) -> None:
    """Moves without a least trade end in the shares themselves."""
    after = moved(before, moves(before, TARGETS))
    assert moves({k: v.quantize(Decimal("1e-9")) for k, v in after.items()}, TARGETS) == ()


def test_holdings_count_as_the_part_they_are_like() -> None:
    """Dollars as lending, pools as liquidity, every other coin as staking."""
    assert index_for("USDC", "idle") == "stablecoin-lending"
    assert index_for("ETH", "pooled") == "conservative-defi"
    assert index_for("DOGE", None) == "large-cap-staking"
