"""What short words point at: "them all" after a list, a level right after it was asked for."""

from decimal import Decimal

import pytest

from core.nlu.utterance import Intent
from tests.dialogue.talk import Talk


@pytest.fixture
def watching() -> Talk:
    talk = Talk()
    talk.say("tell me when ETH drops below $2,000")
    talk.say("alert me if USDC depegs")
    return talk


@pytest.mark.parametrize("listed", ["show my alerts", "/alerts"])
@pytest.mark.parametrize(
    ("stop", "resume"),
    [
        ("pause them all", "resume all"),
        ("turn them all off", "turn them back on"),
        ("stop all of them", "unpause them"),
        ("mute all", "resume everything"),
    ],
)
def test_all_alerts_stop_and_go_on(watching: Talk, listed: str, stop: str, resume: str) -> None:
    """After the list, "them all" are the alerts that it shows."""
    watching.say(listed)
    watching.say(stop)
    assert [one.paused for one in watching.person.alerts] == [True, True]
    watching.say(resume)
    assert [one.paused for one in watching.person.alerts] == [False, False]


@pytest.mark.parametrize("text", ["remove them all", "delete all of them", "remove all alerts"])
def test_all_alerts_are_removed(watching: Talk, text: str) -> None:
    """They go at once, and can be had back."""
    watching.say("show my alerts")
    watching.say(text)
    assert not watching.person.alerts
    watching.say("undo")
    assert len(watching.person.alerts) == 2


def test_alerts_go_on_whatever_was_spoken_of(watching: Talk) -> None:
    """Only alerts can be resumed, so that is what it means at any time."""
    watching.say("pause them all")
    watching.say("thanks")
    watching.say("resume all")
    assert not any(one.paused for one in watching.person.alerts)


def test_all_holdings_are_removed_once_that_is_confirmed() -> None:
    """Under the portfolio "them all" are the holdings, and not everything that is kept."""
    talk = Talk()
    talk.say("I hold 10 ETH and 5 SOL")
    talk.say("/portfolio")
    assert talk.say("remove them all").utterance.intent is Intent.SET_HOLDINGS
    assert len(talk.person.holdings) == 2
    talk.press("Remove all")
    assert not talk.person.holdings


def test_without_a_list_all_of_it_is_everything() -> None:
    """Nothing was listed: then it is asked whether everything shall be deleted."""
    assert Talk().say("delete all of them").utterance.intent is Intent.DELETE_DATA


@pytest.mark.parametrize(
    ("text", "side", "level", "told"),
    [
        ("alert me at bitcoin 120k", "above", "120000", "it takes a rise"),
        ("alert me when bitcoin is at 60k", "below", "60000", "it takes a fall"),
        ("notify me when eth hits 2000", "below", "2000", "it takes a fall"),
        ("notify me when eth reaches 9000", "above", "9000", "it takes a rise"),
        ("set a price alert for BTC 120k", "above", "120000", "it takes a rise"),
        ("alert me when USDC is at 0.98", "below", "0.98", "it takes a fall"),
        ("alert me when the ETH yield is 5%", "above", "0.05", "it takes a rise"),
    ],
)
def test_a_level_without_a_side(text: str, side: str, level: str, told: str) -> None:
    """It is crossed from where it is now, and the answer says so."""
    talk = Talk()
    answer = talk.say(text).draft.text
    (alert,) = talk.person.alerts
    assert getattr(alert, side) == Decimal(level)
    assert not alert.crossed
    assert told in answer


@pytest.mark.parametrize(
    "text", ["tell me when ETH drops below $2,000", "warn me if eth breaks above 4k"]
)
def test_a_side_that_was_said_needs_no_words(text: str) -> None:
    """Only what was decided for the person is told to them."""
    assert "You named no side" not in Talk().say(text).draft.text


@pytest.mark.parametrize("text", ["tell me when ETH drops by $200", "tell me if ETH moves $500"])
def test_a_change_is_no_level(text: str) -> None:
    """By how much something moved is not watched, so nothing is set."""
    talk = Talk()
    talk.say(text)
    assert not talk.person.alerts


@pytest.mark.parametrize(
    ("level", "watched"),
    [("120k", ("price", None, "120000")), ("below 60k", ("price", "60000", None)), ("4%", None)],
)
def test_the_level_that_was_asked_for(level: str, watched: tuple[str, str, str] | None) -> None:
    """A bare figure is the level of the coin that was named; of a yield where it is a rate."""
    talk = Talk()
    talk.say("alert me on ETH" if watched is None else "alert me on bitcoin")
    assert talk.state.asked == "threshold"
    talk.say(level)
    (alert,) = talk.person.alerts
    kind, below, above = watched or ("yield", None, "0.04")
    assert alert.watched.value == kind
    assert alert.below == (below and Decimal(below))
    assert alert.above == (above and Decimal(above))


def test_a_level_in_another_currency() -> None:
    """Prices are watched in dollars; who says euros sees both."""
    told = Talk().say("alert me when the price of ETH goes over 4000 euros").draft.text
    assert "above $4,468.80" in told
    assert "your €4,000 by the last exchange rates" in told


def test_a_supply_is_no_price() -> None:
    """How much there is of a stablecoin is a size."""
    talk = Talk()
    talk.say("tell me when the USDC supply drops below 50bn")
    (alert,) = talk.person.alerts
    assert (alert.watched.value, alert.below) == ("tvl", Decimal(50_000_000_000))
