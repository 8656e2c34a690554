"""What an answer must not leave out: what it counted on, who asks for money, how old a price is."""

import pytest

from tests.dialogue.talk import Talk


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        ("300k, 1500 a month", "That takes 6 % a year of $300,000: achievable."),
        ("1m, 50000 a year", "That takes 5 % a year of $1,000,000: achievable."),
    ],
)
def test_the_headline_names_the_capital_it_counted_on(said: str, headline: str) -> None:
    """A sum that was misread can be noticed."""
    assert Talk().say(said).draft.text.startswith(headline)


def test_a_verdict_says_that_it_is_before_inflation_once_inflation_was_named() -> None:
    """A headline never calls achievable, without a word, what inflation puts out of reach."""
    talk = Talk()
    talk.say("300k, 1500 a month")
    told = talk.say("with 2% inflation").draft.text
    assert told.startswith("$1,500 a month is 6 % of $300,000: achievable before inflation.")


@pytest.mark.parametrize(
    "said",
    [
        "he already put in 10k and they ask a fee of 500 to withdraw",
        "the site wants me to pay tax first before it releases my money",
        "i have to pay 300 to unlock my profit",
        "my broker says I must deposit 1000 more to withdraw",
        "I was told to send a deposit before the payout",
        "can't withdraw, support asks for a verification fee",
    ],
)
def test_whoever_is_asked_to_pay_before_a_payout_is_told_not_to(said: str) -> None:
    """Money asked for to release money is part of the scam, whatever was discussed before."""
    talk = Talk()
    talk.say("36% in 60 days??? my friend earned it")
    draft = talk.say(said).draft
    assert draft.text.startswith("Do not pay: asking for money to release money is part of")
    assert draft.buttons


@pytest.mark.parametrize(
    "said",
    ["what is the withdrawal fee on aave", "how much to set aside for tax", "gas fees to unstake"],
)
def test_an_ordinary_question_about_a_fee_is_no_alarm(said: str) -> None:
    """Only who tells of being asked to pay first is warned so."""
    assert "part of the scam" not in Talk().say(said).draft.text


def test_an_old_price_is_told_with_its_day_and_never_as_now() -> None:
    """What was read on another day is not how things stand now."""
    told = Talk().say("tell me when BTC drops below $50,000").draft.text
    assert "It was at $88,839.04 on 1 Jan 2026, the last reading." in told


def test_a_question_without_an_answer_shows_a_way_on() -> None:
    """Thanks end in a next step."""
    assert Talk().say("thanks").draft.buttons
