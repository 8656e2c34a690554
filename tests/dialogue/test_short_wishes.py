"""Short words about what is kept: yes, no, undo, remove it, save it; each means one thing only."""

from decimal import Decimal

import pytest

from core.dialogue.effects import ForgetChat, Remove, SavePlan
from core.nlu.utterance import Intent
from tests.dialogue.talk import Talk

DELETE = "delete everything you know about me"
PLAN = "I have 300k in crypto and want 1-2k a month"


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.mark.parametrize("yes", ["yes", "Yes please."])
def test_yes_right_after_the_question_deletes(talk: Talk, yes: str) -> None:
    """A plain yes right under the question of deleting everything confirms it."""
    talk.say(DELETE)
    assert talk.say(yes).effects == (ForgetChat(),)


def test_no_spares(talk: Talk) -> None:
    """A no under that question says that nothing was deleted, and a later yes means nothing."""
    talk.say(DELETE)
    turn = talk.say("no")
    assert not turn.effects
    assert "Nothing was deleted" in turn.draft.text
    assert not talk.say("yes").effects


def test_yes_elsewhere_deletes_nothing(talk: Talk) -> None:
    """A yes after anything else than that question deletes nothing."""
    talk.say(DELETE)
    talk.say(PLAN)
    assert ForgetChat() not in talk.say("yes").effects


def test_it_is_the_only_alert(talk: Talk) -> None:
    """Under a list of one alert, "remove it" removes that alert and offers no other deletion."""
    talk.say("tell me when usdc drops below 0.98")
    talk.say("what alerts do I have")
    turn = talk.say("remove it")
    assert [type(effect) for effect in turn.effects] == [Remove]
    assert not talk.person.alerts


def test_a_vague_it_is_asked_for(talk: Talk) -> None:
    """Without one thing it can mean, "remove it" asks which and changes nothing."""
    turn = talk.say("remove it")
    assert turn.utterance.intent is not Intent.DELETE_DATA
    assert not turn.effects
    assert "Which one" in turn.draft.text


@pytest.mark.parametrize("words", ["save this plan", "keep this plan", "save it"])
def test_a_plan_is_kept_in_short_words(talk: Talk, words: str) -> None:
    """Right under a plan, short words keep it as its button does."""
    talk.say(PLAN)
    assert isinstance(talk.say(words).effects[0], SavePlan)


def test_a_changed_plan_can_be_kept(talk: Talk) -> None:
    """A plan told again after a follow-up still offers to be kept."""
    talk.say(PLAN)
    talk.press("Safer")
    talk.say("30% tax")
    assert "Keep as my plan" in {button.label for button in talk.state.buttons}


def test_undo_works_later(talk: Talk) -> None:
    """A typed undo takes the last change back, whatever was asked in between."""
    talk.say("I hold 10 ETH staked with Lido")
    talk.say("sold 4 ETH")
    talk.say("stress it")
    talk.say("undo that")
    assert talk.held == {"ETH": Decimal(10)}


def test_what_is_kept_without_holdings(talk: Talk) -> None:
    """Who keeps alerts, settings or a plan but no holdings is told so by kind."""
    talk.say("tell me when usdc drops below 0.98")
    talk.say("I am a beginner")
    talk.say(PLAN)
    talk.say("save this plan")
    text = talk.say("what have you got on me").draft.text
    assert "your plan, alerts, settings" in text
    assert "your plan" in talk.say("am I on track?").draft.text


def test_sold_more_than_is_kept(talk: Talk) -> None:
    """A sale of more than is kept changes nothing and says why."""
    talk.say("I hold 3 BTC")
    turn = talk.say("sold 5 BTC")
    assert not turn.effects
    assert "more than you keep" in turn.draft.text


def test_a_question_follows_the_holdings(talk: Talk) -> None:
    """A question counted on what is kept counts on it anew once that has changed."""
    talk.say("I hold 10 ETH staked with Lido and 20k USDC on Aave")
    talk.say("stress it")
    talk.say("I sold 5 ETH")
    talk.say("stress it")
    assert talk.state.frame
    counted = {one.asset: one.quantity for one in talk.state.frame.slots.holdings}
    assert counted == talk.held
