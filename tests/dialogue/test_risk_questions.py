"""Risk asked about in many words: of the blend that was answered with, in figures of its own."""

from decimal import Decimal

import pytest

from core.dialogue.state import Turn
from core.nlg.folding import SCREEN_LINES
from tests.dialogue.talk import Talk

PLAN = "i have 300k and want 2k a month"
OWN, MOVED = "60 % large-cap staking", "40 % large-cap staking"
NARROW_LETTERS = 40


@pytest.mark.parametrize("asked", ["stress", "eth drops 60%", "replay 2022", "aave gets hacked"])
def test_a_plan_is_tried_on_the_blend_it_was_answered_with(asked: str) -> None:
    """The yield it takes is judged by the policy's own blend; the recommended one is moved."""
    talk = Talk()
    assert OWN in talk.say(PLAN).draft.text
    assert _staked(talk.say(asked)) == Decimal("0.6")
    recommended = Talk()
    recommended.say(PLAN)
    assert MOVED in recommended.say("what should i hold").draft.text
    assert _staked(recommended.say(asked)) == Decimal("0.4")


def _staked(turn: Turn) -> object:
    return turn.draft.book["large_cap_staking.weight"].value


def test_the_risks_are_those_of_the_blend_shown() -> None:
    talk = Talk()
    plan = talk.say(PLAN).draft.text
    assert "A year like 2022 takes 52 %" in plan
    assert "a year like 2022 takes 52 %" in talk.say("how risky is that").draft.text


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("what is the VaR", "A bad month takes 19 % of it or more, $58,500."),
        ("whats my value at risk", "A bad month takes 19 % of it or more, $58,500."),
        ("expected shortfall?", "The worst such months took 21 % on average, $61,800."),
        ("how bad can a month get", "A bad month takes 19 % of it or more"),
        ("max drawdown", "From its high it once fell 70 %, $210,000."),
        ("how volatile is it", "It swings by 79 % a year."),
        ("which leg is the riskiest", "Large-cap staking carries 96 % of the risk and pays 57 %"),
        ("what share of the risk is staking", "60 % of the money, 96 % of the risk, 57 %"),
        ("risk vs income of each leg", "Stablecoin lending: 30 % of the money, 0 % of the risk"),
        ("how long is my money locked", "DOT takes 28 days to get back"),
        ("what mitigates these", "Spread over audited, established ones."),
        ("what could a protocol failure cost me", "would take 20 % of the money, $60,000"),
        ("which part earns most", "Stablecoin lending: 30 % of the money, 0 % of the risk, 24 %"),
        ("what are the limits", "60 % large-cap staking (40–60 %)"),
        ("why only 10% defi", "10 % conservative DeFi (10–20 %)"),
        ("how did you get 60%", "60 %, 30 %: share in the blend for this profile"),
        ("how did you get 10%", "share in the blend for this profile"),
        ("which limit binds", "What holds it there: at least 30 % in stablecoin lending."),
        ("what if I allow more eth", "it pays 7.9 % at most, 0.1 % a year short."),
    ],
)
def test_a_question_of_risk_is_answered_in_figures(asked: str, answer: str) -> None:
    talk = Talk()
    talk.say(PLAN)
    assert answer in talk.say(asked).draft.text


def test_measures_lead_on() -> None:
    """The buttons under a measure: the risks, a stress test, what it means, and how it is made."""
    talk = Talk()
    talk.say(PLAN)
    talk.say("what is the VaR")
    working = talk.say("show working").draft.text
    assert "loss of the mildest of the worst twentieth of months" in working
    assert "(}" not in working
    talk.say("what is the VaR")
    assert "draw a line before the few worst" in talk.press("What that means").draft.text
    talk.say("what is the VaR")
    assert OWN in talk.press("Stress it").draft.text


def test_measures_of_what_is_kept() -> None:
    """Without a plan, what the person keeps is measured; without that, the term is explained."""
    talk = Talk()
    assert "Value at risk is the loss" in talk.say("what is the VaR").draft.text
    talk.say("i hold 10 eth and 20000 usdc")
    kept = talk.say("which holding is the riskiest").draft.text
    assert "ETH carries 100 % of the risk" in kept
    assert "Counted on what you keep here." in kept


def test_a_stress_test_of_many_holdings_fits_a_narrow_screen() -> None:
    """What is held waits behind "More"; what has no price is named."""
    talk = Talk()
    talk.say(
        "i hold 2 eth, 1 btc, 10 sol, 500 ada, 100 dot, 50 atom, 20 avax, 5000 usdc, 3000 usdt, "
        "1000 dai, 3 steth, 2 reth"
    )
    short = talk.say("stress").draft
    lines = sum(max(1, -(-len(line) // NARROW_LETTERS)) for line in short.text.splitlines())
    assert lines <= SCREEN_LINES
    assert "without RETH, which has no price." in short.text
    assert "What would soften it" in short.text
    assert "500 ADA" not in short.text
    assert "0.2 % ADA" in talk.press("More").draft.text


@pytest.mark.parametrize("aside", ["staking steth and lending it", "how do i stake eth"])
def test_a_shock_after_another_question_is_tried(aside: str) -> None:
    """Whatever was asked before, a shock is a question, and no change of that."""
    talk = Talk()
    talk.say(PLAN)
    talk.say(aside)
    assert "Coin prices falling by 80 % would take" in talk.say("crypto -80").draft.text
