"""What does not fit together in the published figures is said to whoever asks (X6 to X18).

X1 to X5 and X19 are about the worked cases and tested with the replies (tests/nlg).
"""

from datetime import UTC, datetime

import pytest

from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def told(*texts: str) -> str:
    state, text = DialogueState(), ""
    for said in texts:
        turn = take_turn(state, Person(), Said(NOON, text=said), bundled_snapshot())
        state, text = turn.state, turn.draft.text
    return text


def test_a_whole_portfolio_is_judged_by_itself() -> None:
    """X6: 10 % is out of reach for a portfolio, although single coins quote more."""
    whole = told("I have 500k and want 50k a year")
    assert "Single coins quote more, but no whole portfolio can be planned on for 10 %" in whole
    assert "ATOM staking: 15–20 % a year by the house range" in told("ATOM staking yield")


def test_staking_is_judged_less_dilution() -> None:
    """X7: staking shows its nominal yield and the real one, less the growth of the supply."""
    text = told("how do I stake SOL")
    assert "It pays 6–8 % a year before fees (house range)" in text
    assert "The supply of SOL grows by 3.8 % a year" in text
    assert "the real yield is 2.2–4.2 %, 1.12 % at the live rate" in text


def test_steady_is_said_and_certain_is_not() -> None:
    """X8: income is steady at best; no answer calls it certain or guaranteed."""
    assert "The income is steady at best, never certain." in told("what would 50k earn")
    assert "No yield in crypto is guaranteed" in told("are yields guaranteed?")


def test_the_balanced_index_needs_defi() -> None:
    """X9: 3–7 % of the whole is 7.5–17.5 % on the part that earns, which only DeFi pays."""
    text = told("what is the balanced index")
    assert "would take 7.5–17.5 % on the 40 % that earns, which only DeFi pays" in text


def test_the_default_bands_do_not_sum_to_one() -> None:
    """X10: they add up to 80–120 %; what is feasible within them is said beside it."""
    text = told("I have 300k and want 1500 a month", "why this blend?")
    assert "Its bands add up to 80–120 %; made whole, they pay 3.3–11.6 % a year." in text


def test_the_staking_index_is_below_its_members() -> None:
    """X11: its parts quote 5.75–8.25 %, above the published 4–8 %: plan with the lower."""
    text = told("what is large-cap staking")
    assert "Its parts quote 5.75–8.25 % of the whole (house ranges)." in text
    assert "The published range is lower: plan with that." in text


@pytest.mark.parametrize(
    ("rate", "judged"),
    [
        ("6%", "6 % a year is within what stablecoin lending pays"),
        ("12%", "12 % a year needs a closer look"),
        ("30%", "30 % a year is nothing to plan on"),
        ("60%", "Above 45.2 % even real pools are outliers"),
        ("120%", "No sustainable source pays that"),
    ],
)
def test_there_are_bands_below_a_hundred_percent(rate: str, judged: str) -> None:
    """X12: between steady and screened out lie watch and fragile, set on real pools."""
    assert judged in told(f"is {rate} apy on USDC sustainable?")


def test_maker_is_a_savings_rate() -> None:
    """X13: MakerDAO, now Sky, is a savings rate and a borrowing system, not a lending market."""
    assert "savings rate and borrowing system" in told("is makerdao safe?")
    assert "no market for any coin you like" in told("what is lending", "More")


def test_three_cadences_fit_together() -> None:
    """X14: quarterly review, weekly summary and flags at once each have their purpose."""
    text = told("what is a quarterly review") + told("what are the three cadences", "More")
    assert "quarterly" in text
    assert "weekly" in text


@pytest.mark.parametrize("name", ["stablecoin lending", "conservative DeFi", "aggressive growth"])
def test_a_definition_of_our_own_is_called_so(name: str) -> None:
    """X15: D4, D5 and D6 have no published definition; ours is written down and shown."""
    text = told(f"what is {name}")
    assert "No definition of it is published; this one is the house's own." in text
    assert "Holds " in text


def test_house_and_live_stand_side_by_side() -> None:
    """X16: a stale house range stands beside the live one with its date."""
    text = told("what does ETH staking pay now")
    assert "paid 2.21 % a year on 2 Sep 2026" in text
    assert "ETH staking: 3–5 % a year (house range)" in text
    plan = told("I have 300k and want 1500 a month")
    assert "Live rates, for 60 % of the money: 3.5 % now, planned at 5.25 %" in plan
    assert "live rates of 2 Sep 2026 (DefiLlama, 81 days old)" in plan


@pytest.mark.parametrize(
    "question",
    [
        "I have 300k and want 1500 a month",
        "I'm 50, 1.5m, want 75k a year in five years",
        "I'm 35 with 750k and want 100k a year",
        "what blend suits a conservative person with 100k",
        "what would 50k earn",
    ],
)
def test_every_plan_shows_the_year_that_no_yield_made_up_for(question: str) -> None:
    """X17: the coins behind these yields lost 64–94 % in 2022; every plan says what that takes."""
    text = told(question)
    assert "2022" in text
    assert "no yield makes up for that" in text


def test_gross_and_nominal_are_called_so() -> None:
    """X18: "$50,000 = 5 %" is before tax and inflation; net and real are one message away."""
    assert "Before tax and inflation: name yours" in told("1m and 50k a year")
    net = told("1m and 50k a year", "after 25% tax")
    assert "6.67 %" in net
    assert "Before 25 % tax that is $66,667 a year" in net
    real = told("1m and 50k a year with 3% inflation")
    assert "8 % in all" in real
