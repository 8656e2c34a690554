"""What no slot can hold is told of below the answer, and nothing is told without cause."""

from datetime import UTC, datetime

import pytest

from core.nlu.parser import understand
from core.nlu.utterance import Context, Unheeded
from tests.dialogue.talk import Talk

NOW = Context(datetime(2026, 9, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I have 200-300k, what income could I get a month", (Unheeded.RANGE,)),
        ("what would 30k at 6% earn if I reinvest everything", (Unheeded.YEARS,)),
        ("30k a year inflation-adjusted, how much capital", ()),
        ("usdc yield on base or arbitrum", (Unheeded.NETWORKS,)),
        ("80k and 500 a month on top: how should I split it", (Unheeded.ADDED,)),
        ("I have 300k and want 1-2k a month", ()),
        ("how much for 30k a year in real terms at 3% inflation", ()),
        ("usdc yield on base", ()),
        ("300k want 2k a month at 6%", (Unheeded.RATE,)),
        ("recommend a blend for 300k with 8% yield, moderate", (Unheeded.RATE,)),
        ("allocate 300k no lending", (Unheeded.BOUNDS,)),
        ("300k want 2k a month without defi", (Unheeded.BOUNDS,)),
        ("allocate 300k, max 30% staking", (Unheeded.BOUNDS,)),
        ("eth crashes by 40-60%", (Unheeded.MOVE,)),
        ("eth crashes by 60%", ()),
        ("yields drop by 2 percentage points", (Unheeded.POINTS,)),
        ("300k, moderate, no risk of losing sleep", ()),
    ],
)
def test_what_no_slot_holds_is_noticed(text: str, kinds: tuple[Unheeded, ...]) -> None:
    """A range of money, years ahead of an income of today, several networks; others are read."""
    assert understand(text, NOW).unheeded == kinds


def test_the_answer_says_that_a_range_is_counted_by_its_middle() -> None:
    note = "this counts with its middle"
    assert note in Talk().say("I have 200-300k, what income could I get a month").draft.text
    assert note not in Talk().say("I have 250k, what income could I get a month").draft.text


def test_inflation_is_counted_at_the_house_rate_where_none_is_named() -> None:
    """What keeps its buying power takes more; whose rate of inflation it is, is said."""
    asked = "how much for 30k a year"
    house = Talk().say(f"{asked} adjusted for inflation").draft.text
    own = Talk().say(f"{asked} at 3% inflation").draft.text
    assert "To keep its buying power, 3 % a year, the house assumption, has to stay" in house
    assert "To keep its buying power, 3 % a year has to stay" in own
    assert "buying power" not in Talk().say(asked).draft.text


@pytest.mark.parametrize("text", ["which one is easiest", "which one would you take"])
def test_which_of_those_compared_is_about_them(text: str) -> None:
    talk = Talk()
    compared = talk.say("compare ETH staking and SOL staking").utterance
    asked = talk.say(text)
    assert asked.utterance.intent is compared.intent
    assert "SOL staking" in asked.draft.text
