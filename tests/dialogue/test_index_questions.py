"""A question that names a published index is answered about it."""

import pytest

from core.nlu.utterance import Intent
from tests.dialogue.talk import Talk


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("large cap staking index yield", "Large-cap staking: 4–8 % a year"),
        ("what does the aggressive growth index pay", "held for growth, pays nothing"),
        ("live yield of the defi yield index", "DeFi yield: 10–20 % a year"),
        ("how is the large cap staking index weighted", "25 % ETH staking · 25 % ADA staking"),
        ("which coins are in large cap staking", "25 % ETH staking · 25 % ADA staking"),
        ("expected growth of the balanced index", "Growth is counted at 2.7–9 % a year"),
        ("volatility of the balanced index", "It swings by 71 % a year."),
        ("100k in the balanced index", "$3,000–$7,000 a year"),
        ("defi yield vs balanced", "DeFi yield 10–20 %, balanced income and growth 3–7 %"),
    ],
)
def test_it_is_about_the_index(asked: str, answer: str) -> None:
    assert answer in Talk().say(asked).draft.text


@pytest.mark.parametrize(
    "asked", ["indices", "list your indexes", "what sleeves are there", "which index pays the most"]
)
def test_all_of_them_are_set_side_by_side(asked: str) -> None:
    talk = Talk()
    text = talk.say(asked).draft.text
    assert talk.state.frame is not None
    assert talk.state.frame.intent is Intent.COMPARE_OPTIONS
    assert "Large-cap staking" in text


def test_a_deposit_that_was_asked_about_is_what_is_tried() -> None:
    """After "100k in USDC on Aave", a failure takes that and not a part of a blend."""
    talk = Talk()
    talk.say("100k in usdc on aave")
    text = talk.say("aave gets hacked").draft.text
    assert "would take 100 % of the money, $100,000" in text
    assert "Tried on 100 % USDC at Aave." in text
