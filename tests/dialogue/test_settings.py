"""Preferences: shown, set by buttons, and what they change."""

from decimal import Decimal

import pytest

from bot.conversation import by_own_clock
from core.dialogue.person import Person
from core.dialogue.scene import Scene
from core.dialogue.settings import with_preference
from core.dialogue.state import Said
from core.finance.market import bundled_snapshot
from core.nlu.standing import Preference
from core.nlu.utterance import (
    Risk,
)
from core.requests.preferences import Preferences
from tests.dialogue.talk import AT, Talk

SCENE = Scene(Talk().person, bundled_snapshot(), AT.date(), AT, 1)


def test_shown_and_changed() -> None:
    """/settings shows everything; a button sets one thing and the page shows it."""
    talk = Talk()
    talk.say("/settings")
    talk.press("EUR")
    assert talk.person.preferences.currency == "EUR"
    assert "Euro" in talk.say("/settings").draft.text


def test_every_button_works() -> None:
    """Each button of the page sets what it says."""
    talk = Talk()
    page = talk.say("/settings")
    for row in page.draft.buttons:
        for button in row:
            assert talk.press_raw(button.press).effects, button.label
    kept = talk.person.preferences
    assert (kept.currency, kept.risk, kept.experience) == ("CHF", Risk.AGGRESSIVE, "expert")
    assert kept.quiet is None


def test_currency_of_sums_and_holdings() -> None:
    """A sum without a currency, and what is held, are in the currency that was chosen."""
    talk = Talk()
    talk.say("/settings")
    talk.press("EUR")
    assert "€" in talk.say("I have 100k and want 500 a month").draft.text
    talk.say("/start")
    assert "€" in talk.say("I hold 10 ETH").draft.text


def test_a_question_says_otherwise() -> None:
    """A currency or tax rate named with a question comes before the one that is kept."""
    talk = Talk()
    talk.say("/settings")
    talk.press("EUR")
    assert "€" not in talk.say("I have $100k and want $500 a month").draft.text


def test_tax_rate_is_counted() -> None:
    """A tax rate that is kept is in the next question's answer, and is shown there."""
    talk = Talk()
    talk.say("my tax rate is 25%")
    assert talk.person.preferences.tax_rate == Decimal("0.25")
    assert "25 % tax" in talk.say("I have 100k and want 500 a month").draft.text


def test_risk_of_later_plans() -> None:
    """The level that is kept holds for the next plan without being asked for."""
    talk = Talk()
    talk.say("/settings")
    talk.press("Conservative")
    talk.say("/start")
    assert "conservative" in talk.say("I have 100k and want 300 a month").draft.text


def test_explanations_for_beginners() -> None:
    """Who is new to this finds the words of a plan explained beside it."""
    talk = Talk()
    talk.say("/settings")
    talk.press("New to this")
    talk.say("I have 100k and want 500 a month, moderate risk")
    assert "Staking" in talk.press("Staking").draft.text


def test_day_of_the_own_zone() -> None:
    """The day of a receipt is the one on the person's own calendar."""
    late = Said(AT.replace(hour=23), text="hi")
    there = Person(preferences=Preferences(zone="Asia/Tokyo"))
    assert by_own_clock(late, there).at.date() > AT.date()
    assert by_own_clock(late, Person()).at.date() == AT.date()
    assert by_own_clock(late, there).at == late.at


@pytest.mark.parametrize(
    "said",
    [
        Preference("currency", "XXX"),
        Preference("tax_rate", "1.5"),
        Preference("tax_rate", "-0.1"),
        Preference("tax_rate", "much"),
        Preference("timezone", "Mars/Olympus"),
        Preference("risk", "yolo"),
        Preference("experience", "wizard"),
        Preference("nothing", "x"),
    ],
    ids=lambda said: f"{said.name} {said.value}",
)
def test_no_sense(said: Preference) -> None:
    """A name or value that makes no sense is not kept."""
    assert with_preference(Preferences(), said, SCENE) is None


def test_forged_press() -> None:
    """A press that sets what does not exist changes nothing and is answered kindly."""
    talk = Talk()
    talk.say("hi")
    turn = talk.press_raw("do:1:set_preference:preference=currency.ZZZ")
    assert not turn.effects
    assert turn.draft.text


@pytest.mark.parametrize(
    "text",
    [
        "what are my quiet hours",
        "What's my currency?",
        "what is my timezone",
        "what's my tax rate",
        "which currency do you use for me?",
        "do I have any quiet hours set?",
    ],
)
def test_a_setting_that_is_asked_for_is_shown(text: str) -> None:
    """Who asks how something is set sees the settings, and nothing is changed."""
    turn = Talk().say(text)
    assert turn.draft.text.startswith("Your settings.")
    assert not turn.effects
