"""Any question, any follow-up: an answer in words, and no figure that cannot be read.

`make fuzz` looks longer.
"""

import os
import re
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot
from tests.dialogue.anything import any_slots, likely_slots, states_with

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EXAMPLES = int(os.environ.get("FUZZ", "80"))
FOLLOW_UPS = st.sampled_from(
    [
        "safer",
        "and with 2k?",
        "in 5 years",
        "after 25% tax",
        "explain the risks",
        "stress it",
        "why this blend?",
        "what if ETH drops 60%",
        "over 3 years",
        "and 10%?",
        "in EUR",
    ]
)
UNREADABLE = re.compile(
    r"NaN|Infinity|\d[eE][+-]?\d"  # no number, and the notation of machines
    r"|(?<![\w–-])-0(?:\.0+)?(?![\d.])"  # a sign on nothing
    r"|\d{16}|\d{1,3}(?:,\d{3}){6}|\.\d{8}"  # more digits than anyone reads
)
A_PHONE = 2200
"""Characters; a screen and a half."""


def replies(state: DialogueState, *texts: str) -> list[str]:
    told = []
    for text in texts:
        turn = take_turn(state, Person(), Said(NOON, text=text), bundled_snapshot())
        state = turn.state
        told.append(turn.draft.text)
    return told


@given(states_with(any_slots), FOLLOW_UPS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_was_said_is_answered(state: DialogueState, text: str) -> None:
    """No sum, share or age is so odd that a turn fails on it."""
    assert all(reply.strip() for reply in replies(state, "safer", text, "show working"))


@given(states_with(likely_slots), FOLLOW_UPS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_figure_can_be_read(state: DialogueState, text: str) -> None:
    """No NaN, no scientific notation, no minus nothing, no endless digits, no endless reply."""
    for reply in replies(state, "safer", text, "show working"):
        assert not UNREADABLE.search(reply), reply
        assert len(reply) < A_PHONE, reply
