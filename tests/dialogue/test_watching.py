"""Alerts, as a conversation: set, listed, paused, removed, and those that come with holdings."""

from datetime import date
from decimal import Decimal

import pytest

from core.finance.monitoring import Alert, Watched
from tests.dialogue.talk import Talk


def watched(talk: Talk) -> set[tuple[str, Watched]]:
    return {(one.subject, one.watched) for one in talk.person.alerts if not one.paused}


def test_set_and_listed() -> None:
    """A level that is said is watched, and stands in the list with its state."""
    talk = Talk()
    talk.say("tell me when ETH drops below $2,000")
    assert talk.person.alerts[0].below == Decimal(2000)
    assert "the price of ETH below $2,000" in talk.say("/alerts").draft.text


def test_said_again_takes_its_place() -> None:
    """Another level of the same thing takes the place of the first: one message, not two."""
    talk = Talk()
    talk.say("tell me when ETH drops below $2,000")
    talk.say("tell me when ETH drops below $1,900")
    assert [one.below for one in talk.person.alerts] == [Decimal(1900)]
    talk.say("tell me when ETH rises above $4,000")
    assert len(talk.person.alerts) == 2


def test_peg_needs_no_level() -> None:
    """That a stablecoin leaves its dollar is meant without a figure."""
    talk = Talk()
    talk.say("alert me if USDC loses its peg")
    assert (talk.person.alerts[0].watched, talk.person.alerts[0].below) == (
        Watched.PEG,
        Decimal("0.98"),
    )


def test_past_already() -> None:
    """A level that is passed when it is set is said at once, and told when it is passed again."""
    talk = Talk()
    turn = talk.say("tell me when ETH drops below $9,000")
    assert "past that already" in turn.draft.text
    assert talk.person.alerts[0].crossed


def test_paused_resumed_removed_taken_back() -> None:
    """Each by a button; what was removed comes back as it was."""
    talk = Talk()
    talk.say("tell me when ETH drops below $2,000")
    before = talk.person.alerts
    talk.say("/alerts")
    talk.press("Pause")
    assert talk.person.alerts[0].paused
    talk.press("Watch it again")
    assert talk.person.alerts == before
    talk.say("/alerts")
    talk.press("Remove")
    assert not talk.person.alerts
    talk.press("Undo")
    assert talk.person.alerts == before


@pytest.mark.parametrize(
    "text", ["alert me if DOGE falls below $0.01", "tell me when XMR rises above $500"]
)
def test_unknown_thing(text: str) -> None:
    """What nothing reads is not watched in vain: that is said."""
    talk = Talk()
    assert "cannot be watched" in talk.say(text).draft.text
    assert not talk.person.alerts


def test_defaults_follow_the_holdings() -> None:
    """Holdings bring their alerts, without one twice, and take them along when they go."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido and 5k USDC on Aave")
    assert {
        ("USDC", Watched.PEG),
        ("lido", Watched.INCIDENT),
        ("aave", Watched.INCIDENT),
    } <= watched(talk)
    count = len(talk.person.alerts)
    talk.say("bought 2 ETH")
    assert len(talk.person.alerts) == count
    talk.say("remove my USDC")
    talk.press("Remove")
    assert ("USDC", Watched.PEG) not in watched(talk)
    talk.press("Undo")
    assert ("USDC", Watched.PEG) in watched(talk)


def test_turned_off_stays_off() -> None:
    """A default that was turned off does not come back with the next holding."""
    talk = Talk()
    talk.say("I hold 5k USDC on Aave")
    talk.say("/alerts")
    talk.press("Turn off USDC peg")
    talk.say("I hold 6k USDC on Aave")
    assert ("USDC", Watched.PEG) not in watched(talk)
    assert "USDC against" not in talk.say("/alerts").draft.text


def test_as_much_as_can_be_watched() -> None:
    """There is an end to how much is watched for one person."""
    talk = Talk()
    alerts = tuple(
        Alert(n, f"C{n}", Watched.PRICE, below=Decimal(1), since=date(2026, 1, 1))
        for n in range(1, 51)
    )
    talk.person = type(talk.person)(alerts=alerts, last_number=50)
    assert not talk.say("tell me when ETH drops below $2,000").effects


@pytest.mark.parametrize(
    ("held", "coin"), [("20k USDE on Aave", "USDE"), ("20k USDC on Aave", "USDT"), ("", "USDT")]
)
def test_yield_of_a_place(held: str, coin: str) -> None:
    """The yield of a place is that of the coin held there, if read, else of its dollars."""
    talk = Talk()
    if held:
        talk.say(held)
    talk.say("alert me when my aave yield falls below 1 percent")
    (alert,) = (one for one in talk.person.alerts if not one.by_default)
    assert (alert.subject, alert.venue) == (coin, "aave")
