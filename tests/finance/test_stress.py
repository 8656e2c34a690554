"""Stress: what events take, and the laws that any of them keeps."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.catalogue import crash_returns, indices, stablecoins, stress_scenarios
from core.finance.blends import Stage, policy_blend, policy_for
from core.finance.indices import crash_return
from core.finance.stress import (
    Held,
    Scenario,
    changes,
    held_change,
    held_of,
    income_after,
    loss,
    settled,
)
from core.nlu.utterance import Risk

PROFILES = st.tuples(st.sampled_from(Risk), st.sampled_from(Stage))
FALLS = st.decimals("-1", "0", places=3)


def held(risk: str, stage: Stage) -> tuple[Held, ...]:
    return held_of(policy_blend(policy_for(risk, stage)))


def taken(whole: tuple[Held, ...], scenario: Scenario) -> Decimal:
    return loss(whole, changes(whole, scenario))


E3 = held("moderate", Stage.NOW)


def test_the_crash_year_replayed_is_what_prices_did() -> None:
    """X17: each index falls in the scenario by its own crash return."""
    for one in E3:
        scenario = Scenario("x", history=True)
        assert held_change(one, scenario) == crash_return(indices()[one.key.replace("_", "-")])


@pytest.mark.parametrize(
    ("scenario", "published"),
    [
        (Scenario("x", coins=Decimal("-0.5")), "0.325"),
        (Scenario("x", stablecoin=Decimal("-0.13")), "0.026"),
        (Scenario("x", protocol=Decimal(-1), protocol_named="aave"), "0.15"),
        (Scenario("x", yields=Decimal("-0.5")), "0"),
    ],
)
def test_what_events_take_of_the_published_blend(scenario: Scenario, published: str) -> None:
    """E3 by hand: 65 % in coins, 20 % in USDT (its pool included), 15 % in Aave."""
    assert taken(E3, settled(scenario, E3)) == Decimal(published)


def test_the_scare_of_a_staking_token_as_it_was() -> None:
    """Binance, 10 October 2025: WBETH closed 3.1 % under its fair ratio to ETH."""
    scare = next(one for one in stress_scenarios() if one.id == "staking_scare")
    assert (scare.changes["staked"], str(scare.as_of)) == (Decimal("-0.031"), "2025-10-10")


def test_halved_yields_halve_the_income() -> None:
    """Nothing is lost of the money, and half of what it pays."""
    assert income_after(E3, (Decimal(0),) * 3, Decimal("-0.5")) == Decimal("0.0635") / 2


@given(PROFILES, FALLS, FALLS)
def test_a_worse_shock_never_loses_less(
    profile: tuple[Risk, Stage], one: Decimal, other: Decimal
) -> None:
    """The loss grows with the fall of prices."""
    worse, milder = sorted((one, other))
    whole = held(*profile)
    losses = [taken(whole, Scenario("x", coins=change)) for change in (worse, milder)]
    assert losses[0] >= losses[1]


@given(PROFILES, FALLS, FALLS)
def test_several_at_once_are_never_milder_than_the_worst(
    profile: tuple[Risk, Stage], coins: Decimal, dollar: Decimal
) -> None:
    """Shocks that come together take at least what the worst of them takes alone."""
    whole = held(*profile)
    both = settled(Scenario("x", coins=coins, stablecoin=dollar), whole)
    alone = (replace(both, coins=None), replace(both, stablecoin=None))
    worst = max(taken(whole, one) for one in alone)
    assert taken(whole, both) >= worst - Decimal("1e-20")


@given(PROFILES, FALLS, FALLS, FALLS)
def test_nobody_loses_more_than_all(
    profile: tuple[Risk, Stage], coins: Decimal, dollar: Decimal, protocol: Decimal
) -> None:
    """A loss lies between nothing and everything, and is the sum of the holdings' losses."""
    whole = held(*profile)
    scenario = settled(Scenario("x", coins=coins, stablecoin=dollar, protocol=protocol), whole)
    lost = taken(whole, scenario)
    assert 0 <= lost <= 1
    assert lost == -sum(one.share * held_change(one, scenario) for one in whole)


def test_what_is_not_held_changes_nothing() -> None:
    """A coin or protocol that is not there cannot take anything."""
    assert not taken(E3, Scenario("x", coins=Decimal(-1), asset="BNB"))
    assert not taken(E3, Scenario("x", protocol=Decimal(-1), protocol_named="ethena"))


def test_every_coin_that_moves_has_a_crash_year() -> None:
    """No constituent is left out of the replay for want of a figure."""
    assets = {part.asset for index in indices().values() for part in index.constituents}
    assert assets - stablecoins() <= crash_returns().keys()
