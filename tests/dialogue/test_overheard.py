"""In a group nothing personal is kept or shown: others read along."""

from dataclasses import dataclass, replace

import pytest

from core.dialogue.state import Said, Turn
from core.dialogue.tables import Document
from tests.dialogue.talk import AT, Talk


@dataclass
class Group(Talk):
    """A conversation in a group."""

    def _take(self, said: Said) -> Turn:
        return super()._take(replace(said, overheard=True))


@pytest.mark.parametrize(
    "said",
    [
        "I hold 10 ETH staked with Lido",
        "/portfolio",
        "my portfolio",
        "received 0.1 ETH rewards today",
        "my capital gains",
        "/export",
        "show my plan",
        "send me a summary every friday",
        "summary now",
        "my tax rate is 25 %",
        "tell me when ETH falls below 2000",
    ],
)
def test_personal_things_are_for_a_chat_of_ones_own(said: str) -> None:
    """What a person keeps is neither taken up nor shown, and it is said where to say it."""
    turn = Group().say(said)
    assert turn.draft.text.startswith("That is for a chat of your own.")
    assert not turn.effects
    assert not turn.draft.files


def test_a_button_keeps_nothing_either() -> None:
    """A plan that a group looked at together is nobody's own."""
    talk = Group()
    talk.say("I have 300k and want 1500 a month")
    assert not talk.press_raw("act:1:save_plan:").effects
    assert not talk.say("save this plan").effects


def test_a_file_in_a_group() -> None:
    """A file is not read where others would see what is in it."""
    group = Group()
    content = b"date,asset,quantity\n2026-01-01,ETH,1\n"
    turn = group._take(Said(AT, document=Document("a.csv", content)))
    assert turn.draft.text.startswith("That is for a chat of your own.")


@pytest.mark.parametrize(
    "said", ["stop the summary", "delete my data", "what would 50k USDC earn?"]
)
def test_what_a_group_can_say(said: str) -> None:
    """A question is answered, and what was once kept of a group can be ended and deleted."""
    assert "chat of your own" not in Group().say(said).draft.text


def test_what_was_kept_before_is_counted_no_more() -> None:
    """Holdings that a group told once are in none of its answers."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido")
    group = Group(person=talk.person)
    assert "Counted on what you keep" in talk.say("what if everything halves?").draft.text
    assert "Counted on what you keep" not in group.say("what if everything halves?").draft.text


def test_a_recovery_phrase_is_erased_there_too() -> None:
    """It comes before anything else."""
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    assert Group().say(phrase).effects


def test_a_plan_is_not_offered_to_be_kept() -> None:
    """A button that would only be refused in a group is not shown there."""
    said = "I have 300k and want 1500 a month"
    alone, together = (talk.say(said).draft.buttons for talk in (Talk(), Group()))
    assert "Keep as my plan" in {button.label for row in alone for button in row}
    assert "Keep as my plan" not in {button.label for row in together for button in row}
    assert together
