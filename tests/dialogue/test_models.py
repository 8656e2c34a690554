"""Which model moves the prices of a projection, and what it says of it."""

from decimal import Decimal
from unittest.mock import patch

import pytest

from core.finance.outlook import Way, outlook
from core.nlg.draft import Draft
from core.nlg.folding import SCREEN_LINES, lines_of
from tests.dialogue.talk import Talk

LAST = "will 500k last 30 years at 2k a month"
COIN = "will 60k in BNB last 10 years at 500 a month"


def told(*said: str) -> Draft:
    talk = Talk()
    return [talk.say(text).draft for text in said][-1]


def simulated(*said: str) -> list[Way]:
    """What the last of some messages simulates."""
    talk = Talk()
    for text in said[:-1]:
        talk.say(text)
    with patch("core.advice.likelihood.outlook", wraps=outlook) as seen:
        talk.say(said[-1])
    return [call.args[0] for call in seen.call_args_list]


@pytest.mark.parametrize(
    "said",
    ["assume the parametric model", "use the parametric model", "with a student t", "fat tails"],
)
def test_the_parametric_model_can_be_asked_for(said: str) -> None:
    """It is used for all parts, swings as history did, and the answer and the page say so."""
    text = told(LAST, said).text
    assert "by the parametric model" in text
    ways = [way for way in simulated(LAST, said) if len(way.legs) > 1]
    assert {way.volatility for way in ways} == {told(LAST).book["volatility"].value}
    assert {way.tails for way in ways} == {Decimal(5)}
    assert "Model: parametric." in told(LAST, said, "assumptions").text


def test_swings_that_are_named_are_those_of_the_parametric_model() -> None:
    """History does not swing as somebody says, so it is not stretched in silence."""
    text = told(LAST, "assume 40% volatility").text
    assert "swing 40 % a year (yours), by the parametric model" in text


def test_history_comes_back_when_it_is_asked_for() -> None:
    """The months of history take the place of swings that were named."""
    again = told(LAST, "assume 40% volatility", "use history")
    assert again.text.startswith(told(LAST).text[:60])
    assert "own_volatility" not in again.book


def test_a_coin_without_a_history_is_modelled_and_said_to_be() -> None:
    """It moves with the market of the recorded coins, and nothing is said of what it lost."""
    draft = told(COIN)
    assert "No prices of BNB are recorded here: the parametric model moves it" in draft.text
    assert "Those of BNB in 2022 are not recorded here" in draft.text
    assert "BNB, not recorded: parametric, a Student t" in told(COIN, "assumptions").text
    (leg,) = simulated(COIN)[0].legs
    assert leg.unrecorded
    assert leg.unrecorded.correlation > Decimal("0.5")


def test_coins_that_are_held_are_what_is_simulated() -> None:
    """Not a blend that they would have to be sold for, unless that is asked for."""
    held = "I hold 10 ETH and 20k USDC, when can I live off 2k a month?"
    assert "% ETH · " in told(held).text
    assert "They hold 50 % balanced" in told(held, "in a blend instead").text
    assert "They hold 50 % balanced" in told(held, "safer", "bolder").text
    assert (
        "simulated futures of ETH, paying 3–5 % a year"
        in told("will 100 ETH last 20 years at 1k a month").text
    )


def test_the_calendar_of_coins_is_theirs() -> None:
    """A button under an answer about coins goes on with those coins."""
    talk = Talk()
    talk.say("will 100 ETH last 20 years at 1k a month")
    assert "the middle yield of 4 %" in talk.press("Calendar").draft.text


@pytest.mark.parametrize(
    "said",
    [
        "I'm 50, 1.5m of which 100k stays in reserve, want 75k a year in five years, "
        "assume 3% inflation",
        "I have 500k and want 3k a month in five years, 2% inflation, keeping 50k in cash",
        "I have 300k, want 2000 a month in 7 years, 50k reserve, 4% inflation, tax 25%, "
        "pension 500 a month",
        "when can I live off 3k a month with 200k, adding 1500 euros a month, I'm 40, "
        "want it at 55, inflation 2%, tax 20%",
        "will 60k in BNB and XRP last 10 years at 500 a month, tax 20%, keep 5k aside",
        "how should I withdraw from 60k in BNB",
        "when can I live off 3k a month with 100k in XRP and DOGE, in 20 years",
        "show me the calendar for drawing 2k a month from 500k with 20% tax, keep 50k in cash",
    ],
)
def test_a_plan_with_much_in_it_fits_a_screen(said: str) -> None:
    """However much is told, the answer fits a phone; the rest is behind "More"."""
    assert lines_of(told(said).text) <= SCREEN_LINES
    assert "One of the sums you named is not counted" not in told(said).text


def test_a_chance_has_its_number_of_futures_and_its_error() -> None:
    """Whatever question a chance answers (E4 and E5 too), how it was counted stands beside it."""
    for said in (
        "I'm 50, 1.5m, want 75k a year in five years",
        "I'm 35, have 750k and want 100k a year one day",
        "I'm 35 with 200k, retire at 55 on 3k a month, what path",
        "when can I live off 3k a month with 300k",
        LAST,
    ):
        text = told(said).text
        assert "4,000" in text
        assert "(± 0." in text


@pytest.mark.parametrize(
    ("said", "held"),
    [
        (
            "will my 100k in stables and 50 ETH last 10 years at 2k a month",
            "of 60 % ETH · 40 % stablecoin lending",
        ),
        ("will my 100k cash and 50 ETH last 10 years at 2k a month", "of 60 % ETH · 40 % cash"),
        ("I have 200k, half in BTC, when can I live off 2k a month", "hold 50 % BTC · 50 % cash"),
        ("will 200k, a third of it in ETH, last 20 years at 1k a month", "of 67 % cash · 33 % ETH"),
    ],
)
def test_money_beside_coins_is_held_as_it_is_said(said: str, held: str) -> None:
    """Neither the coins nor what lies beside them is passed over."""
    assert held in told(said).text
