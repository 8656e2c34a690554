"""Another currency: what was said in one is converted, what was said in none is read in it."""

import pytest

from core.nlu.utterance import Intent
from tests.dialogue.talk import Talk


@pytest.fixture
def asked() -> Talk:
    talk = Talk()
    talk.say("I have $300k and want $1-2k a month")
    return talk


@pytest.mark.parametrize("text", ["in euros please", "show it in euros", "use euros"])
def test_sums_are_converted(asked: Talk, text: str) -> None:
    """The question under discussion is answered again, each sum derived from what was said."""
    turn = asked.say(text)
    assert "€269,000" in turn.draft.text
    assert "Converted at 0.8951 EUR for one USD" in turn.draft.text
    assert asked.person.preferences.currency == "EUR"
    capital = turn.draft.book["capital"]
    assert capital.formula == "capital.said * usd_eur.exchange_rate"
    assert turn.draft.book["capital.said"].source == "you"
    assert "€269,000 = $300,000 × 0.8951" in asked.say("show working").draft.text


def test_there_and_back(asked: Talk) -> None:
    """What was said is what is converted, so nothing is lost on the way back."""
    first = asked.say("and with $400k").draft.book["capital"]
    asked.say("in swiss francs")
    asked.say("in euros please")
    asked.say("back to dollars")
    assert asked.state.book["capital"].value == first.value


def test_later_sums_are_in_it(asked: Talk) -> None:
    """A sum said after the change, without a currency, is in the one that is looked at."""
    asked.say("in euros please")
    assert "a year of €500,000" in asked.say("what about with 500k").draft.text
    assert "€" in asked.say("make it safer").draft.text


@pytest.mark.parametrize("text", ["in euros please", "no, I meant euros"])
def test_figures_without_a_currency_are_read_in_it(text: str) -> None:
    """Nobody said dollars: the same figures are euros now, and the answer says so."""
    talk = Talk()
    talk.say("I have 300k and want 1-2k a month")
    told = talk.say(text).draft.text
    assert "a year of €300,000" in told
    assert "read as euros now: the same figures, not converted" in told


def test_taken_back_they_are_read_and_not_converted(asked: Talk) -> None:
    """Who corrects a currency meant the figures, also after they were converted."""
    asked.say("in euros please")
    told = asked.say("no, I meant pounds").draft.text
    assert "a year of £300,000" in told
    assert "read as British pounds now" in told


@pytest.mark.parametrize("text", ["in euros please", "show my portfolio in euros"])
def test_what_is_held_is_shown_in_it(text: str) -> None:
    """The portfolio under discussion is counted in it at once, and from then on."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido")
    talk.say("/portfolio")
    assert "worth €26,890" in talk.say(text).draft.text
    assert "worth €26,890" in talk.say("/portfolio").draft.text


def test_a_setting_by_itself() -> None:
    """With nothing under discussion it is kept, and nothing else is told."""
    turn = Talk().say("set my currency to euros")
    assert turn.utterance.intent is Intent.SET_PREFERENCE
    assert turn.draft.text.startswith("Kept. Currency: Euro.")
