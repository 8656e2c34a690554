"""What a bare sum corrects, what "no idea" goes on with, and what of a message is not counted."""

import pytest

from core.nlu.utterance import Intent
from tests.dialogue.talk import Talk

WHEN = "I have 300k, when can I live off 3k a month"


def answered(*said: str) -> str:
    talk = Talk()
    return [talk.say(text).draft.text for text in said][-1]


@pytest.mark.parametrize(
    ("said", "adds"),
    [
        ("Actually 1000 a month", "$1,000 a month"),
        ("no, 800", "$800 a month"),
        ("make it 2k a month", "$2,000 a month"),
        ("hmm what about 500", "$500 a month"),
        ("no wait, 12000 a year", "$12,000 a year"),
    ],
)
def test_a_bare_sum_corrects_what_was_just_added(said: str, adds: str) -> None:
    """It goes to the contribution that was named last, and the income wanted stays."""
    text = answered(WHEN, "what if I add 1,500 a month", said)
    assert f"You start from $300,000 and {adds}." in text
    assert "$3,000 a month takes" in text


@pytest.mark.parametrize("said", ["and 4k a month income?", "I want 4k a month"])
def test_a_sum_with_a_word_for_it_is_what_the_word_says(said: str) -> None:
    """An income that is named as one changes the income."""
    text = answered(WHEN, "what if I add 1,500 a month", said)
    assert "$4,000 a month takes" in text
    assert "and $1,500 a month" in text


def test_a_bare_sum_corrects_a_reserve() -> None:
    """What is kept aside is corrected, though the sum would do as an income too."""
    last = "will 500k last 30 years at 2k a month"
    assert "$30,000 is kept out" in answered(last, "keep 50k aside", "actually 30k")


def test_a_sum_of_another_size_is_no_correction() -> None:
    """After a capital, "and with 2k?" is the income, which is nearer to it."""
    text = answered("I have 300k and want 1k a month", "and with 500k?", "and with 2k?")
    assert text.startswith("$2,000 a month is 4.8 % of $500,000")


@pytest.mark.parametrize("said", ["set tax rate 25%", "my tax rate is 25%"])
def test_a_tax_rate_that_is_set_is_counted_at_once(said: str) -> None:
    """The last answer is given with it, and the working is that answer's."""
    talk = Talk()
    talk.say("I have 300k and want 1500 a month")
    assert "Before 25 % tax that is $24,000 a year." in talk.say(said).draft.text
    assert "÷ (1 − 25 %)" in talk.say("show working").draft.text


def test_a_tax_rate_that_is_set_is_kept() -> None:
    """It counts in later questions of every kind, also in when and in how much."""
    talk = Talk()
    talk.say("set tax rate 25%")
    assert "$3,000 a month takes $960,000" in talk.say(WHEN).draft.text
    assert "takes about $756,000" in talk.say("how much do I need for 3k a month").draft.text


def test_a_worth_nobody_knows_leaves_the_record() -> None:
    """The record stays without a worth, and takes one that is said after all."""
    talk = Talk()
    talk.say("I received 3 BNB staking rewards")
    assert "It stays recorded without a worth." in talk.say("no idea").draft.text
    assert talk.person.receipts[0].worth is None
    assert "$900" in talk.say("it was worth 900 dollars").draft.text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("when can I live off 3k a month", "$3,000 a month takes about $567,000."),
        ("I have 300k", "Hold 60 % large-cap staking"),
        ("I have 300k, is that enough", "$875–$2,300 a month"),
        ("how should I withdraw", "Safe withdrawal rate"),
        ("do I need to rebalance", "Rebalancing"),
    ],
)
@pytest.mark.parametrize("said", ["no idea", "I don't know.", "not sure, sorry"])
def test_what_can_be_said_without_is_said(asked: str, told: str, said: str) -> None:
    """Who does not know what was asked for is told what can be told without it."""
    assert answered(asked, said).startswith(told)


def test_a_capital_after_how_much_it_takes() -> None:
    """A bare sum of many years' income is what is held."""
    assert "12 % of $300,000" in answered("how much do I need for 3k a month", "300k")
    assert "takes about $945,000" in answered("how much do I need for 3k a month", "and 5k?")


@pytest.mark.parametrize(
    "said",
    [
        "I have 100k and add 500 zorkmids a month, when can I live off 2k a month",
        "500 zorkmids a month",
        "I have 500 zorkmids",
    ],
)
def test_a_sum_in_no_currency_is_not_passed_over(said: str) -> None:
    """Nothing is counted as if that sum had not been said."""
    turn = Talk().say(said)
    assert turn.utterance.intent is Intent.OUT_OF_SCOPE
    assert "no currency and no coin known here" in turn.draft.text


def test_a_sum_without_a_use_is_told() -> None:
    """A sum that is in none of the figures is named as left out."""
    said = "I have 100k, 500 euros a month, when can I live off 2k a month"
    assert "One of the sums you named is not counted" in answered(said)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("wil 1.2 mil last me 30yrs at 5k/mo??", "$5,000 a month for 30 years: a chance"),
        ("1.2m, 5k monthly, 30 years, enough?", "$5,000 a month for 30 years: a chance"),
        ("will 300k last forever at 1k a month", "$1,000 a month for 100 years: a chance"),
        ("best way to draw down 400k?", "Draw a share of what is there"),
        ("withdraw 3% every quarter from 1m", "12 % a year of what is there: $10,000"),
        ("take 1% a month out of 300k", "12 % a year of what is there: $3,000"),
        ("100k -> 1m with 2k/month how long", "You start from $100,000 and $2,000 a month."),
        ("I'm 28, nothing saved, 500 a month, want 2k a month at 60", "from $500 a month."),
        ("probability that 500k reaches 1 million in 10 years", "Within 10 years: a chance of"),
        ("will 60k in BTC and 40k in ETH last 10 years at 1k a month", "of 60 % BTC · 40 % ETH"),
        ("will 100k, 60% BTC 40% ETH, last 10 years at 1k a month", "of 60 % BTC · 40 % ETH"),
        ("retire at 62 now 58, 900k, 4k a month needed until 92", "after 4 years of reinvesting"),
    ],
)
def test_plans_in_time_as_people_write_them(said: str, told: str) -> None:
    """Sloppy wordings are read as what they ask."""
    assert told in answered(said)


def test_an_age_without_a_use_is_told() -> None:
    """A second age to reach is named as left out."""
    said = "retire at 62 now 58, 900k, 4k a month needed until 92"
    assert "One of the ages or times you named is not counted" in answered(said)


@pytest.mark.parametrize(
    "said",
    [
        "bought 2 ETH for 4000 in january 2025",
        "I received 3 SOL rewards last week",
        "got 5 ATOM rewards in march",
        "sold 1 ETH for 3000 last year",
    ],
)
def test_a_time_without_its_day_is_no_record_of_today(said: str) -> None:
    """What was received or traded some time ago is never recorded as of today."""
    talk = Talk()
    assert "That day cannot be read for sure" in talk.say(said).draft.text
    assert talk.person.receipts == ()


def test_shares_to_rebalance_that_are_no_whole() -> None:
    """More than the whole is refused; less is counted as the whole, and that is said."""
    assert "come to more than the whole" in answered("rebalance 80% ETH 30% USDC")
    assert "Your shares come to 90 %" in answered("rebalance 80% ETH 10% USDC")


def test_a_coin_that_cannot_be_staked_is_no_staking() -> None:
    """It is a part of its own, which pays what it can and which every move may come from."""
    text = answered("do i need to rebalance? 5 btc 100k usdc moderate")
    assert "from BTC to large-cap staking: pays 2.1 % more a year" in text
    assert "What BNB lost then is not recorded" in answered("rebalance 10 ETH and 60k in BNB")


@pytest.mark.parametrize("said", ["how often should I rebalance", "When should I rebalance?"])
def test_how_often_to_rebalance_is_explained(said: str) -> None:
    """Nothing has to be held for that."""
    assert answered(said).startswith("Rebalancing")


@pytest.mark.parametrize(
    ("figure", "name"),
    [("volatility", "own_volatility"), ("inflation", ""), ("fees", "holding_fee")],
)
def test_nothing_is_a_figure_too(figure: str, name: str) -> None:
    """An assumption of nothing in figures counts as it does in words."""
    talk = Talk()
    talk.say("will 500k last 30 years at 2k a month")
    assert talk.say(f"assume 0% {figure}").draft.book[name or figure].value == 0


def test_what_is_drawn_can_be_tried_at_another_sum() -> None:
    """ "And at 3k?" is the sum to draw."""
    text = answered("will 500k last 30 years at 2k a month", "and at 3k?")
    assert text.startswith("$3,000 a month for 30 years")


def test_a_plan_told_in_reply_keeps_what_is_added() -> None:
    """Who is asked for an income after "what if I add" and tells the whole plan adds it still."""
    text = answered("what if I add 500 euros a month", "I have 100k dollars and want 3k a month")
    assert "You start from $100,000 and $559 a month." in text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("how much cash should I keep if I live off 500k at 2k a month", "$2,000 a month lasts"),
        (
            "200k, when to shift from growth to income if I retire at 60, I'm 45, need 2k a month",
            "keep that blend for 10 years",
        ),
    ],
)
def test_a_buffer_and_a_path_are_asked_for_in_words(said: str, told: str) -> None:
    """They are questions of drawing and of time, and not of how much it takes."""
    assert told in answered(said)
