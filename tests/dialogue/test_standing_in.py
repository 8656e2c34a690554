"""Tokens that stand for coins: kept as said, counted by their own price or openly by another's."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.finance.market import PriceReading, bundled_snapshot
from core.nlu.utterance import Intent
from tests.dialogue.talk import Talk


def test_no_price_of_its_own_is_told() -> None:
    """A token that grows against its coin is never counted as the coin."""
    talk = Talk()
    told = talk.say("I hold 5 JitoSOL").draft.text
    assert "5 JITOSOL: no price at hand, so in no sum here" in told
    assert "worth" not in told
    assert "idle" not in told


def test_its_own_price_counts_and_it_earns_as_staked() -> None:
    """Where its price is read it is worth that, and pays what its coin's staking pays."""
    snapshot = bundled_snapshot()
    price = PriceReading("JITOSOL", Decimal(160), "test", datetime(2026, 11, 25, 8, tzinfo=UTC))
    talk = Talk(snapshot=replace(snapshot, prices={**snapshot.prices, "JITOSOL": price}))
    told = talk.say("I hold 5 JitoSOL").draft.text
    assert "worth $800 and pays" in told
    assert "live" in talk.say("/portfolio").draft.text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("I hold 3 stETH", "STETH at that of ETH"),
        ("I hold 1 WBTC", "WBTC at that of BTC"),
        ("what would 10 stETH earn", "STETH at that of ETH"),
    ],
)
def test_another_coins_price_is_said_to_be_one(said: str, told: str) -> None:
    """A token that is worth one of its coin is counted at the coin's price, which is told."""
    assert told in Talk().say(said).draft.text
    assert (
        "at that of"
        not in Talk().say(said.replace("stETH", "ETH").replace("WBTC", "BTC")).draft.text
    )


def test_a_wrapped_coin_is_kept_as_it_was_said() -> None:
    """Wrapped bitcoin is another thing, on another chain."""
    talk = Talk()
    talk.say("I hold 1 WBTC")
    assert talk.held == {"WBTC": Decimal(1)}
    assert "on Ethereum" in talk.say("/portfolio").draft.text


@pytest.mark.parametrize(
    "text",
    [
        "I hold 100 UNI-V2",
        "I hold 5 ETH/USDC LP on uniswap",
        "I have 12.5 LP tokens on curve",
        "I own 3 CAKE-LP",
    ],
)
def test_a_share_of_a_pool_is_not_its_coin(text: str) -> None:
    """Nothing is kept of it; the answer shows how it is said coin by coin."""
    talk = Talk()
    turn = talk.say(text)
    assert turn.utterance.intent is Intent.OUT_OF_SCOPE
    assert not turn.effects
    talk.press("I hold 5 ETH in a pool")
    assert talk.held == {"ETH": Decimal(5), "USDC": Decimal(15_000)}
    assert {one.kind for one in talk.person.holdings} == {"pooled"}
