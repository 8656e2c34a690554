"""The last change, whatever it was, is taken back once; what is kept is then as it was."""

from dataclasses import replace

import pytest

from core.dialogue.person import Person
from tests.dialogue.talk import Talk

CHANGES = (
    "I hold 3 BTC",
    "sold half my ETH",
    "sold 1 ETH at $3000",
    "bought 2 SOL yesterday for $300",
    "got 3 ATOM rewards today worth $9",
    "correct my last reward to 13 ATOM",
    "tell me when ETH drops below $1,500",
    "pause all alerts",
    "remove my ETH alert",
    "my tax rate is 30%",
    "set my currency to euros",
    "quiet from 10pm to 7am",
    "send me the summary every friday at 9",
    "stop the weekly summary",
    "stop all messages",
)


@pytest.fixture
def talk() -> Talk:
    """Somebody who keeps something of each kind."""
    talk = Talk()
    for text in (
        "I hold 10 ETH staked with Lido and 20k USDC on Aave",
        "got 12.5 ATOM rewards today worth $50",
        "tell me when ETH drops below $2,000",
        "my tax rate is 20%",
        "send me the summary every monday at 8",
        "I have 300k and want 1-2k a month",
        "save this plan",
    ):
        talk.say(text)
    assert talk.person.plans
    return talk


def kept(person: Person) -> Person:
    """What counts of a person: numbers are never given twice, so the last one only grows."""
    return replace(person, last_number=0)


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_taken_back_once(talk: Talk, change: str) -> None:
    """A second undo finds nothing more, says so and changes nothing."""
    before = talk.person
    talk.say(change)
    assert kept(talk.person) != kept(before)
    talk.say("what is staking?")
    assert "Taken back" in talk.say("undo").draft.text
    assert kept(talk.person) == kept(before)
    turn = talk.say("undo")
    assert "nothing to take back" in turn.draft.text
    assert not turn.effects


def test_a_kept_plan_is_taken_back(talk: Talk) -> None:
    """The version before it is the plan again; one that is the first leaves none."""
    assert "your plan" in talk.say("undo").draft.text
    assert not talk.person.plans


def test_an_undo_names_what_it_touched(talk: Talk) -> None:
    """Who takes something back is told what it was."""
    talk.say("sold 1 ETH at $3000")
    assert "what you hold and your records" in talk.say("undo").draft.text
    talk.say("my tax rate is 30%")
    assert "your settings" in talk.say("revert that").draft.text
