"""What people say of how they feel, or point at, is answered as what helps then."""

import pytest

from tests.dialogue.talk import Talk

PLAN = "I have 300k and want 1500 a month, moderate risk"


@pytest.mark.parametrize(
    "said",
    [
        "i'm scared of losing everything",
        "I am afraid to lose my savings",
        "im worried about losing money",
        "I'm so nervous about a crash",
        "afraid to lose it all",
        "i dont want to lose everything",
        "i cant afford to lose my savings",
    ],
)
def test_fear_for_money(said: str) -> None:
    """Fear of losing money is answered with how to see and lower the loss, not with a crisis."""
    draft = Talk().say(said).draft
    assert draft.text.startswith("That fear has its reason")
    assert "emergency" not in draft.text
    assert [b.label for b in draft.buttons[0]] == ["What a bad year takes", "A safer plan"]


@pytest.mark.parametrize(
    "said",
    [
        "i want passive income but im scared of losing it all",
        "300k, 1500 a month without losing everything",
        "i can not afford losing my savings, 200k, what's safe",
    ],
)
def test_fear_beside_a_question(said: str) -> None:
    """A loss that is feared is no loss: the question beside it is answered."""
    assert "emergency" not in Talk().say(said).draft.text


@pytest.mark.parametrize("label", ["What a bad year takes", "A safer plan", "Stress my plan"])
def test_ways_out_of_fear(label: str) -> None:
    """Its buttons are answered with figures, with a plan under discussion and without one."""
    talk = Talk()
    if label == "Stress my plan":
        talk.say(PLAN)
    talk.say("i'm scared of losing everything")
    assert "2022" in talk.press(label).draft.text


@pytest.mark.parametrize(
    "said",
    ["i lost everything and want to die", "I'm scared, I lost all my money, I want to end it"],
)
def test_a_crisis_stays_one(said: str) -> None:
    """Words of a crisis come before any talk of money."""
    assert "emergency number" in Talk().say(said).draft.text


@pytest.mark.parametrize("said", ["you are useless", "that's not what i asked", "this is wrong!"])
def test_anger(said: str) -> None:
    """Anger is met with the way to say what was read wrong, of the answer before it."""
    talk = Talk()
    talk.say(PLAN)
    assert talk.say(said).draft.text.startswith("Then the answer missed what you need.")
    read = talk.press("See how it was read").draft.text
    assert "It was read as which yield it takes" in read
    assert "$300,000" in read


def test_a_demand() -> None:
    """A yield that is demanded is judged."""
    assert "No sustainable source pays that." in Talk().say("500% or go away").draft.text


def test_what_is_done_with_data() -> None:
    """It is the question that /privacy answers, whatever was spoken of."""
    assert "/delete removes it" in Talk().say("what will you do with my data").draft.text


def test_a_promise_is_tried_on_the_plan() -> None:
    """Who wants a promise can see what a bad year would do to the plan."""
    talk = Talk()
    talk.say(PLAN)
    assert "Nobody can promise that" in talk.say("promise me it works").draft.text
    assert "A year like 2022 would take 52 %" in talk.press("Stress my plan").draft.text


def test_comparing_with_that() -> None:
    """ "That" is what the last answer was about: its coin, or the level of its blend."""
    talk = Talk()
    talk.say("what would 50k USDC earn?")
    coin = talk.say("compare that with aave lending").draft.text
    assert "USDC lending 2–8 %" in coin
    assert "Aave 2–8 %" in coin
    talk.say(PLAN)
    plan = talk.say("compare that with aave lending").draft.text
    assert plan.startswith("Moderate 3.5–9.2 %, Aave 2–8 % a year")


@pytest.mark.parametrize(
    ("said", "sum_now"),
    [
        ("and with 20 a month more", "$1,520 a month"),
        ("what about 100 a month less?", "$1,400 a month"),
        ("with an extra 120 a year", "$1,510 a month"),
    ],
)
def test_a_sum_more_or_less(said: str, sum_now: str) -> None:
    """A sum "more" is added to the income that is wanted; it is not the income itself."""
    talk = Talk()
    talk.say(PLAN)
    assert talk.say(said).draft.text.startswith(sum_now)


def test_more_added() -> None:
    """Where money is put in regularly, more of that is meant."""
    talk = Talk()
    talk.say("how long to reach 100k from 10k adding 200 a month")
    assert "$220 a month" in talk.say("and with 20 a month more").draft.text


def test_an_old_button_after_the_same_change_in_words() -> None:
    """A button under an older answer gives its own answer anew, with its own picture."""
    talk = Talk()
    first = talk.say(PLAN).draft
    safer = next(b.press for row in first.buttons for b in row if b.label == "Safer")
    talk.say("make it safer")
    late = talk.press_raw(safer).draft
    assert "conservative blend" in late.text
    assert late.in_place
    assert late.charts


def test_all_indices() -> None:
    """They are set side by side, whatever was compared before; what does not fit is named."""
    talk = Talk()
    talk.say("conservative vs aggressive for 200k")
    text = talk.say("compare the indices").draft.text
    assert "Large-cap staking\n4–8 % a year" in text
    assert "Left out to stay readable:" in text
