"""A figure alone, a multiple, "both", "which one is easiest": what they change or ask about."""

import pytest

from tests.dialogue.talk import Talk


def _last(*said: str) -> str:
    talk = Talk()
    return [talk.say(text).draft.text for text in said][-1]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("what would 30k earn at 6%", "7"), "$2,100 a year"),
        (("how much do I need for 2000 a month at 5%", "and at 8?"), "$300,000"),
        (("I have 10 ETH, what if ETH drops 50%", "and 70?"), "ETH falling by 70 %"),
        (("what would 30k earn at 6%", "double that"), "$3,600 a year"),
        (("what would 30k earn at 6%", "what about half"), "$900 a year"),
        (("how much do I need for 2000 a month at 5%", "half the income"), "$240,000"),
        (("what would 10 ETH earn at 4%", "double that"), "a year"),
    ],
)
def test_a_figure_or_a_multiple_changes_what_it_can_only_mean(
    said: tuple[str, ...], told: str
) -> None:
    """After one rate it is a rate, after a shock its size; a multiple is of the money or goal."""
    assert told in _last(*said)


def test_a_figure_that_may_be_two_things_is_none() -> None:
    """With a rate and years both named, "8" is not guessed."""
    assert "300,000" not in _last("how much for 2000 a month at 5% in 10 years", "8")


def test_what_is_said_again_was_counted_already() -> None:
    told = _last("I have 60k and want 500 a month", "moderate")
    assert told.startswith("That is how the last answer was counted already.")


@pytest.mark.parametrize(
    ("compared", "easiest"),
    [
        ("compare staking ETH and SOL", "Easiest: ETH staking."),
        ("compare USDC lending and ETH staking", "Easiest: USDC lending."),
        ("should I stake eth with lido or rocket pool", "None of these is clearly less work"),
    ],
)
def test_the_easiest_of_what_was_compared_is_named(compared: str, easiest: str) -> None:
    """Also after one of them was picked; where they are alike in work, that is said."""
    assert _last(compared, "the second one", "which one is easiest").startswith(easiest)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("my wife stakes 10 ETH. when does she get paid?", "Rewards of ETH come every week or so"),
        ("when do I get paid staking rewards on sol", "Rewards of SOL come every epoch"),
        ("how often are ada rewards paid", "Rewards of ADA come every epoch"),
        ("You useless robot, just tell me how to get rich quick", "Nobody gets rich quick"),
    ],
)
def test_pay_days_and_riches_in_a_hurry_are_not_passed_over(asked: str, told: str) -> None:
    assert _last(asked).startswith(told)


def test_each_further_network_is_behind_a_button() -> None:
    talk = Talk()
    assert "several networks" in talk.say("usdc rates on base, arbitrum and polygon?").draft.text
    assert "USDC on Polygon" in talk.press("And on polygon?").draft.text


def test_both_are_those_that_were_compared() -> None:
    told = _last("compare staking ETH and SOL", "the first one", "both")
    assert "ETH staking" in told
    assert "SOL staking" in told


def test_another_place_is_looked_up_after_the_first() -> None:
    """A protocol, or a network, in the place of the first one; the answer names it."""
    assert "USDC on Compound" in _last("what does aave pay on usdc", "and compound?")
    assert "on Base" in _last("what does usdc lending pay on ethereum", "same but on base")
