"""Staking routes and stacked yields: rules, laws, and figures published by others."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import protocol_facts, staking_facts
from core.finance.compounding import after_fee
from core.finance.market import bundled_snapshot
from core.finance.stacking import any_of, bearable_loss, grave_incidents, protocol_years
from core.finance.staking import net_yield, rated_routes

CHANCES = st.decimals("0", "1", places=3)


def best(asset: str, quantity: str | None = None, **wish: bool) -> str:
    amount = Decimal(quantity) if quantity else None
    return rated_routes(staking_facts()[asset], amount, **wish)[0].route.kind


def test_the_reward_rate_of_a_day() -> None:
    """beaconcha.in, ETH.STORE day 435: consensus rewards over effective balance, times 365."""
    rate = Decimal("1.349850765807e21") / Decimal("9.338256e24") * 365
    assert abs(rate - Decimal("0.0527609790864113")) < Decimal("1e-15")


def test_a_route_that_asks_for_a_server_comes_after_one_that_does_not() -> None:
    """E6: direct staking is the most technical; without the skill it is not the first advice."""
    assert best("ETH", "100") == "liquid"
    assert rated_routes(staking_facts()["ETH"], Decimal(100), skill=3)[0].route.kind == "direct"


def test_too_few_coins_close_a_route() -> None:
    """31 ETH are not enough for a validator, 24 AVAX not for delegating."""
    routes = {r.route.kind: r.open for r in rated_routes(staking_facts()["ETH"], Decimal(31))}
    assert routes == {"liquid": True, "direct": False}
    assert not any(r.open for r in rated_routes(staking_facts()["AVAX"], Decimal(24)))


def test_who_wants_out_soon_is_sent_to_a_token() -> None:
    """A wish to get out puts the route that can be sold before the one that waits."""
    assert best("SOL") == "delegated"
    assert best("SOL", liquid=True) == "liquid"


def test_a_fee_is_taken_off_the_rewards() -> None:
    """Lido keeps 10 % of the rewards: 3 % becomes 2.7 %."""
    liquid = next(r for r in staking_facts()["ETH"].routes if r.kind == "liquid")
    assert net_yield(Decimal("0.03"), liquid) == after_fee(Decimal("0.03"), Decimal("0.1"))


@pytest.mark.parametrize(
    ("reading", "percent"),
    [
        ("lido-steth", "2.212"),
        ("rocket-pool-reth", "2.18"),
        ("coinbase-wrapped-staked-eth-cbeth", "2.33"),
        ("jito-jitosol", "4.92"),
        ("marinade-msol", "6.78"),
        ("aave-usdt", "3.37"),
        ("sky-susds", "3.52"),
        ("ethena-susde", "4.73"),
        ("maple-usdc", "5.08"),
        ("aave-wbtc", "0.006"),
    ],
)
def test_places_pay_what_was_read(reading: str, percent: str) -> None:
    """DefiLlama on 2 September 2026, after fees."""
    rate = bundled_snapshot().yields[reading].rate * 100
    assert abs(rate - Decimal(percent)) < Decimal("0.005")


def test_a_staking_token_supplied_on_aave_pays_nothing() -> None:
    """wstETH on Aave paid 0.000 on 2 September 2026: stacking it there adds nothing."""
    assert bundled_snapshot().yields["aave-wsteth"].rate == 0


@given(CHANCES, st.integers(1, 5))
def test_a_further_layer_is_never_safer(chance: Decimal, layers: int) -> None:
    """The chance that something fails grows with every layer and never passes one."""
    assert any_of(chance, layers) <= any_of(chance, layers + 1) <= 1
    assert any_of(chance, 1) == chance


def test_an_extra_of_nothing_bears_no_loss() -> None:
    """No extra yield is worth any further risk."""
    assert bearable_loss(Decimal(0), Decimal("0.07")) == 0


def test_losses_are_counted_over_the_years_of_being_open() -> None:
    """Only grave losses and failures count, and a year counts once for each protocol."""
    anchor = protocol_facts()["anchor"]
    assert grave_incidents([anchor], Decimal(1_000_000)) == 1
    assert protocol_years([anchor], date(2026, 11, 22)) == 5
