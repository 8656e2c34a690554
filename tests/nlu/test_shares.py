"""Money split over coins: the shares that words give each, and what is no share."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.nlu.parser import understand
from core.nlu.utterance import Context, Slots

NOW = Context(datetime(2026, 11, 22, 12, tzinfo=UTC))


def read(text: str) -> Slots:
    return understand(text, NOW).slots


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("60% eth 40% usdc, 250k, what does it pay", {"ETH": "0.6", "USDC": "0.4"}),
        ("btc(80%) usdc(20%) 100k stress", {"BTC": "0.8", "USDC": "0.2"}),
        ("80/20 btc/usdc 100k what does it pay", {"BTC": "0.8", "USDC": "0.2"}),
        ("half eth half usdc, 100k, what would that earn", {"ETH": "0.5", "USDC": "0.5"}),
        (
            "30% of my money in ETH and 70% in USDT, income on 80k",
            {"ETH": "0.3", "USDT": "0.7"},
        ),
        ("60% eth rest usdc 100k income", {"ETH": "0.6", "USDC": "0.4"}),
        ("stress test 40% btc 40% eth 20% usdc", {"BTC": "0.4", "ETH": "0.4", "USDC": "0.2"}),
        ("70% eth 50% usdc 100k stress test", {"ETH": "0.7", "USDC": "0.5"}),
    ],
)
def test_each_coin_has_its_share(text: str, shares: dict[str, str]) -> None:
    """Shares are read as they stand; that they come to the whole is checked by who counts."""
    held = {one.asset: one.share for one in read(text).holdings}
    assert held == {asset: Decimal(share) for asset, share in shares.items()}


@pytest.mark.parametrize(
    "text",
    [
        "what would 100k usdc at 5% pay",
        "100k in ETH and USDC, what does it pay",
        "0.5 ETH income?",
        "what would a crash of 80% in solana do",
    ],
)
def test_a_rate_or_a_quantity_is_no_share(text: str) -> None:
    """What a coin pays, and how many there are, is not its part of the money."""
    assert not [one for one in read(text).holdings if one.share is not None]


def test_two_deposits_of_one_coin_keep_their_places() -> None:
    """Each holding has the place named after it, and the question's own names are none."""
    slots = read("I have 50k USDC on Aave and 50k USDC on Morpho, what if aave gets hacked")
    assert [one.venue for one in slots.holdings] == ["aave", "morpho"]


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("I have 100k in aave, what if it gets hacked", "aave"),
        ("10k on binance, what if binance goes bankrupt", "binance"),
        ("I have 100k, what if aave gets hacked", None),
    ],
)
def test_a_sum_may_lie_somewhere(text: str, placed: str | None) -> None:
    """A sum "on Aave" lies there; a place named elsewhere is only the one that is struck."""
    assert read(text).placed == placed


def test_a_sum_in_two_coins_is_not_all_in_the_one_that_falls() -> None:
    """Where several coins share a sum, the shocked one has no value of its own."""
    assert not read("100k in ETH and USDC, what if eth halves").holdings
    assert [one.asset for one in read("100k in ETH, what if eth drops 60%").holdings] == ["ETH"]
