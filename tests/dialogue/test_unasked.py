"""What comes unasked, stopped in words: alerts, the summary, all of it, or at night."""

from datetime import time
from decimal import Decimal

import pytest

from core.dialogue.effects import CallOffAlerts, Unsubscribe
from core.finance.monitoring import Watched
from core.nlu.utterance import Intent
from core.requests.preferences import QuietHours
from tests.dialogue.talk import Talk


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido and 5k USDC on Aave")
    talk.say("tell me when ETH drops below $2,000")
    return talk


def active(talk: Talk) -> set[tuple[str, Watched]]:
    return {(one.subject, one.watched) for one in talk.person.alerts if not one.paused}


OWN = ("ETH", Watched.PRICE)


@pytest.mark.parametrize(
    "text",
    ["unsubscribe from alerts", "mute alerts", "please turn the alerts off"],
)
def test_alerts_alone(talk: Talk, text: str) -> None:
    """To stop the alerts pauses all of them, calls off those that wait, and leaves the summary."""
    talk.say("/subscribe")
    before, effects = active(talk), talk.say(text).effects
    assert not active(talk)
    assert talk.person.weekly
    assert CallOffAlerts() in effects
    talk.press("Undo")
    assert active(talk) == before


@pytest.mark.parametrize("text", ["stop all messages", "mute", "don't message me anymore"])
def test_everything(talk: Talk, text: str) -> None:
    """To stop all messages stops both; "Watch again" takes up the alerts, and nothing else."""
    talk.say("/subscribe")
    before, effects = active(talk), talk.say(text).effects
    assert not active(talk)
    assert not talk.person.weekly
    assert {Unsubscribe(), CallOffAlerts()} <= set(effects)
    talk.press("Watch again")
    assert active(talk) == before


def test_the_summary_alone(talk: Talk) -> None:
    """To unsubscribe stops the summary; that alerts go on is said."""
    talk.say("/subscribe")
    before, turn = active(talk), talk.say("unsubscribe")
    assert (active(talk), turn.effects) == (before, (Unsubscribe(),))
    assert "Alerts still come" in turn.draft.text
    assert "Alerts still come" in talk.say("unsubscribe").draft.text
    talk.press("Stop the alerts too")
    assert not active(talk)


def test_the_defaults_alone(talk: Talk) -> None:
    """What came with holdings can be turned off in words; then none comes with the next holding."""
    talk.say("turn off the default alerts")
    assert active(talk) == {OWN}
    turn = talk.say("I also hold 2k USDT on Compound")
    assert active(talk) == {OWN}
    assert "You are told" not in turn.draft.text
    talk.say("resume all alerts")
    assert ("USDT", Watched.PEG) in active(talk)


def test_one_of_them(talk: Talk) -> None:
    """One that is named is meant: by its coin, by what it watches, or by both."""
    talk.say("pause the peg alert")
    assert ("USDC", Watched.PEG) not in active(talk)
    assert OWN in active(talk)
    talk.say("resume the USDC alert")
    assert ("USDC", Watched.PEG) in active(talk)
    talk.say("delete my ETH price alert")
    assert OWN not in {(one.subject, one.watched) for one in talk.person.alerts}
    assert talk.held["ETH"] == Decimal(10)


def test_removed_defaults_stay_away(talk: Talk) -> None:
    """All removed: one's own are gone, those of holdings off, and no holding brings them back."""
    talk.say("remove all alerts")
    assert not active(talk)
    assert all(one.by_default for one in talk.person.alerts)
    talk.say("bought 2 ETH")
    assert not active(talk)


def test_nothing_of_that_kind(talk: Talk) -> None:
    """Where nothing fits, what is watched is shown, and nothing changes."""
    turn = talk.say("delete my DOGE alert")
    assert not turn.effects
    assert "What is watched for you" in turn.draft.text


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("quiet from 10pm to 7am", QuietHours(time(22), time(7))),
        ("don't write me at night", QuietHours(time(22), time(7))),
        ("no alerts between 23:30 and 8", QuietHours(time(23, 30), time(8))),
        ("please don't disturb me from 12 to 2pm", QuietHours(time(12), time(14))),
    ],
)
def test_quiet_hours(talk: Talk, text: str, hours: QuietHours) -> None:
    """Quiet hours are set as they are said, shown, and taken back; no alert is paused by them."""
    before = active(talk)
    assert "Quiet hours: from" in talk.say(text).draft.text
    assert talk.person.preferences.quiet == hours
    assert active(talk) == before
    assert "Quiet hours: from" in talk.say("/settings").draft.text
    talk.say("turn off quiet hours")
    assert talk.person.preferences.quiet is None


def test_one_of_the_list(talk: Talk) -> None:
    """After the list "the Lido one" is an alert; the list is shown by its bare name."""
    assert "What is watched" in talk.say("show alerts").draft.text
    talk.say("pause the Lido one")
    assert ("lido", Watched.INCIDENT) not in active(talk)
    assert ("aave", Watched.INCIDENT) in active(talk)


def test_a_press_is_about_what_it_changes(talk: Talk) -> None:
    """The button under an alert is reported as one about alerts."""
    talk.say("/alerts")
    assert talk.press("Pause").utterance.intent is Intent.SET_ALERT
