"""What is held: where it lies, in which shares, and what of it an event reaches."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.advice import IncomeEstimateAdvice, StressTestAdvice
from core.finance.market import bundled_snapshot
from core.money import Money
from core.nlu.utterance import Holding, Intent, Risk, Shock, Slots
from core.requests import Frame, to_request, unshocked
from core.slot_checks import InvalidSlot, Problem
from tests.advice.questions import ASKED_ON, advice_of, money

AAVE_FAILS = Shock("aave", Decimal(-1))


def stressed(slots: Slots) -> StressTestAdvice:
    advice = advice_of(Frame(Intent.STRESS_TEST, slots))
    assert isinstance(advice, StressTestAdvice)
    return advice


def lost(slots: Slots) -> Decimal:
    return stressed(slots).outcomes[0].loss


def split(**shares: str) -> tuple[Holding, ...]:
    return tuple(Holding(asset, share=Decimal(share)) for asset, share in shares.items())


@pytest.mark.parametrize(
    ("slots", "loss"),
    [
        (Slots(holdings=(Holding("USDC", Decimal(100), "aave"),)), "1"),
        (Slots(holdings=(Holding("USDC", Decimal(100), "morpho"),)), "0"),
        (
            Slots(
                holdings=(
                    Holding("USDC", Decimal(75), "aave"),
                    Holding("USDC", Decimal(25), "morpho"),
                )
            ),
            "0.75",
        ),
        (Slots(capital=money(100), assets=("USDC",), protocols=("aave",)), "1"),
        (Slots(capital=money(100), placed="aave"), "1"),
    ],
)
def test_a_failure_takes_what_lies_there(slots: Slots, loss: str) -> None:
    """The place of a holding is what its protocol's failure reaches."""
    assert lost(replace(slots, shock=AAVE_FAILS)) == Decimal(loss)


def test_the_largest_protocol_is_that_of_the_holdings() -> None:
    """The failure of the protocol held most finds the place that was named."""
    held = (Holding("USDC", Decimal(90), "aave"), Holding("USDT", Decimal(10), "morpho"))
    advice = stressed(Slots(holdings=held, scenario="protocol_failure"))
    assert advice.outcomes[0].scenario.protocol_named == "aave"
    assert Decimal("0.89") < advice.outcomes[0].loss < Decimal("0.91")


def test_coins_at_an_exchange_are_no_staking_tokens() -> None:
    """A discount on staking tokens reaches coins at Lido, and none that lie at an exchange."""
    scare = Slots(scenario="staking_scare")
    at_lido = replace(scare, holdings=(Holding("ETH", Decimal(1), "lido"),))
    at_exchange = replace(scare, holdings=(Holding("ETH", Decimal(1), "binance"),))
    assert lost(at_lido) > 0
    assert lost(at_exchange) == 0


def test_a_named_coin_is_the_one_that_loses_its_peg() -> None:
    """The scenario answered is the one named, about the coin named, on what is held."""
    depeg = Slots(capital=money(100_000), scenario="depeg", assets=("USDC",))
    assert stressed(depeg).outcomes[0].scenario.stablecoin_named == "USDC"
    held = replace(depeg, holdings=split(USDC="0.4", USDT="0.6"), assets=("USDC", "USDT"))
    assert lost(held) == Decimal("0.4") * Decimal("0.13")


def test_a_discount_is_no_fall_of_the_coin() -> None:
    """stETH 10 % below its coin reaches what is staked with Lido, and no other ETH."""
    named = Shock("STETH", Decimal("-0.1"))
    held = split(STETH="0.5", ETH="0.5")
    discount = Slots(shock=named, scenario="staking_scare", holdings=held)
    assert lost(discount) == Decimal("0.05")
    assert lost(replace(discount, scenario=None)) == Decimal("0.1")


def test_shares_are_counted_as_they_were_named() -> None:
    """60 % ETH and 40 % USDC of 250,000 pay their own ranges; what is left over is cash."""
    frame = Frame(
        Intent.INCOME_ESTIMATE, Slots(capital=money(250_000), holdings=split(ETH="0.6", USDC="0.4"))
    )
    advice = advice_of(frame)
    assert isinstance(advice, IncomeEstimateAdvice)
    assert advice.book["yearly_income_low"].value == Money(Decimal(6500), "USD")
    rest = advice_of(Frame(frame.intent, replace(frame.slots, holdings=split(ETH="0.6"))))
    assert rest.book["cash.weight"].value == Decimal("0.4")


def test_shares_beyond_the_whole_are_refused() -> None:
    """Weights that come to more than the whole are asked for again."""
    slots = Slots(capital=money(100_000), holdings=split(ETH="0.7", USDC="0.5"))
    request = to_request(Frame(Intent.STRESS_TEST, slots), None, bundled_snapshot(), ASKED_ON)
    assert isinstance(request, InvalidSlot)
    assert request.problem is Problem.NOT_WHOLE


def test_what_was_only_shocked_is_not_held_afterwards() -> None:
    """A coin named for its fall is forgotten with it; one that money is in stays."""
    fall = Shock("ETH", Decimal("-0.5"))
    assert unshocked(Slots(shock=fall, assets=("ETH",))) == Slots()
    both = Slots(shock=fall, assets=("ETH", "USDC"), risk=(Risk.MODERATE,))
    assert unshocked(both).assets == ("ETH", "USDC")


def test_a_fall_and_a_lost_peg_come_together() -> None:
    """Two shocks in one question are one event: each takes its own part."""
    slots = Slots(
        shock=Shock("SOL", Decimal("-0.9")),
        scenario="depeg",
        assets=("SOL", "USDT"),
        holdings=split(SOL="0.5", USDT="0.5"),
    )
    assert lost(slots) == Decimal("0.5") * Decimal("0.9") + Decimal("0.5") * Decimal("0.13")
    assert stressed(replace(slots, holdings=())).of_blend


@given(st.integers(1, 99), st.sampled_from(["aave", "morpho", "lido"]))
def test_a_failure_takes_the_share_that_lies_there(percent: int, venue: str) -> None:
    """Shares add up to the whole, and what fails takes its own: no more and no less."""
    part = Decimal(percent) / 100
    held = (Holding("USDC", share=part, venue=venue), Holding("USDT", share=1 - part))
    advice = stressed(Slots(holdings=held, shock=Shock(venue, Decimal(-1))))
    assert sum(one.share for one in advice.held) == 1
    assert advice.outcomes[0].loss == part
