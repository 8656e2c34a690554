"""Several shocks together: each one counts, and none makes the others milder."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.advice import StressTestAdvice
from core.nlu.utterance import Blow, Holding, Intent, Slots
from core.requests import Frame
from tests.advice.questions import advice_of
from tests.dialogue.talk import Talk

ROUNDING = Decimal("1e-20")
SUBJECTS = ("ETH", "BTC", "SOL", "USDC", "USDT", "market", "stablecoins", "aave", "lido", "yields")
HELD = (
    Holding("ETH", share=Decimal("0.2"), venue="lido"),
    Holding("BTC", share=Decimal("0.2")),
    Holding("SOL", share=Decimal("0.2")),
    Holding("USDC", share=Decimal("0.2"), venue="aave"),
    Holding("USDT", share=Decimal("0.2")),
)


def stressed(
    *shocks: Blow, holdings: tuple[Holding, ...] = (), scenario: str | None = None
) -> StressTestAdvice:
    slots = Slots(blows=shocks, holdings=holdings, scenario=scenario)
    advice = advice_of(Frame(Intent.STRESS_TEST, slots))
    assert isinstance(advice, StressTestAdvice)
    return advice


def lost(*shocks: Blow, holdings: tuple[Holding, ...] = ()) -> tuple[Decimal, Decimal]:
    """Return what shocks take of the money and of the income (ratios)."""
    advice = stressed(*shocks, holdings=holdings)
    income = advice.book["named.income_loss"].value
    assert isinstance(income, Decimal)
    return advice.outcomes[0].loss, income


def test_the_sum_is_what_each_takes_by_hand() -> None:
    """60 % of the fifth in ETH, a tenth of that in USDC, all of what lies in Aave."""
    fall, peg = Blow("ETH", Decimal("-0.6")), Blow("USDT", Decimal("-0.1"))
    assert lost(fall, peg, Blow("aave", Decimal(-1)), holdings=HELD)[0] == Decimal("0.34")


def test_two_protocols_take_what_lies_in_both() -> None:
    """The moderate blend has 15 % with Lido and 5 % in a pool of its token, and 15 % in Aave."""
    assert lost(Blow("lido", Decimal(-1)))[0] == Decimal("0.2")
    assert lost(Blow("lido", Decimal(-1)), Blow("aave", Decimal(-1)))[0] == Decimal("0.35")


def test_a_shock_of_its_own_stands_before_one_of_all() -> None:
    """Of a general fall and its own a coin takes the deeper; a rise of its own it keeps."""
    half, deep = Blow("market", Decimal("-0.5")), Blow("ETH", Decimal("-0.8"))
    only_eth = (Holding("ETH", share=Decimal(1)),)
    assert lost(half, deep, holdings=only_eth)[0] == Decimal("0.8")
    assert lost(half, Blow("ETH", Decimal("-0.2")), holdings=only_eth)[0] == Decimal("0.5")
    assert lost(half, Blow("ETH", Decimal(1)), holdings=only_eth)[0] == -1


def test_a_lost_issuer_takes_its_token_wherever_it_lies() -> None:
    """Staked ether lent on Aave is gone with Lido as well as with Aave."""
    lent = (Holding("STETH", share=Decimal(1), venue="aave"),)
    assert lost(Blow("lido", Decimal(-1)), holdings=lent)[0] == 1
    assert lost(Blow("aave", Decimal(-1)), holdings=lent)[0] == 1


BLOWS = st.builds(
    Blow,
    st.sampled_from(SUBJECTS),
    st.integers(1, 100).map(lambda percent: Decimal(-percent) / 100),
)


@given(st.lists(BLOWS, min_size=1, max_size=4, unique_by=lambda blow: blow.subject), BLOWS)
def test_a_further_shock_never_takes_less(shocks: list[Blow], further: Blow) -> None:
    """The loss of money and the loss of income grow with each shock, and never beyond all."""
    if further.subject in {shock.subject for shock in shocks}:
        return
    before, after = lost(*shocks, holdings=HELD), lost(*shocks, further, holdings=HELD)
    assert after[0] >= before[0] - ROUNDING
    assert after[1] >= before[1] - ROUNDING
    assert after[0] <= 1 + ROUNDING


@pytest.mark.parametrize("subject", [one for one in SUBJECTS if one != "yields"])
def test_what_is_named_shows_in_the_loss(subject: str) -> None:
    """Beside a shock of a coin that is not held, each takes what it takes alone."""
    shock = Blow(subject, Decimal("-0.5"))
    beside = Blow("ADA", Decimal("-0.5"))
    assert lost(shock, beside, holdings=HELD) == lost(shock, holdings=HELD)
    assert lost(shock, holdings=HELD)[0] > 0


def test_what_is_not_held_is_said() -> None:
    """A shock that takes nothing is named as one that takes nothing."""
    advice = stressed(Blow("ETH", Decimal("-0.5")), Blow("ADA", Decimal("-0.5")), holdings=HELD)
    assert [event.subject for event in advice.outcomes[0].missed] == ["ADA"]


def test_a_size_that_is_not_said_is_the_house_s() -> None:
    """A lost peg without a figure is counted as deep as one has been."""
    advice = stressed(Blow("ETH", Decimal("-0.5")), Blow("USDC", None), holdings=HELD)
    assert advice.book["usdc_shock_change"].value == Decimal("-0.13")
    assert advice.book["usdc_shock_change"].source != "you"


def test_a_year_of_the_past_comes_with_what_is_named() -> None:
    """The crash year and a failure together take more than the crash year alone."""
    crash = advice_of(Frame(Intent.STRESS_TEST, Slots(scenario="crash_year")))
    assert isinstance(crash, StressTestAdvice)
    both = stressed(Blow("lido", Decimal(-1)), scenario="crash_year")
    assert both.outcomes[0].loss > crash.outcomes[0].loss


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("if eth drops 50% and btc rises 20%", "8.87 % short of just holding if ETH falls by 50 %"),
        ("if eth and btc both halve", "0 % short of just holding if ETH falls by 50 % and BTC"),
        ("if eth goes from 3000 to 4500", "2.02 % short of just holding if ETH goes from $3,000"),
        (
            "if eth goes from 3000 to 4500 in a range 2500 to 4000",
            "16.06 % short of just holding if ETH goes from $3,000 to $4,500",
        ),
        ("if eth falls from 3000 to 1500", "5.72 % short of just holding if ETH goes from $3,000"),
    ],
)
def test_a_pool_reckons_with_both_moves(asked: str, answer: str) -> None:
    """By hand: one minus twice the root of the ratio over one plus it; a range by its ends."""
    assert answer in Talk().say(f"impermanent loss {asked}").draft.text
