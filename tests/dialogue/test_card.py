"""A card answers one whole question, and says nothing of who asked it."""

import pytest

from core.dialogue.card import Card, card_of
from core.dialogue.plan_link import read_link
from core.dialogue.state import Said
from core.finance.market import bundled_snapshot
from tests.dialogue.test_turn import NOON


def card(text: str) -> Card | None:
    return card_of(Said(NOON, text=text), bundled_snapshot())


def test_a_plan_has_a_card_and_a_link() -> None:
    """The card leads with the verdict, and its link opens the same plan."""
    shown = card("$300k 1500/month")
    assert shown
    assert shown.title == "That takes 6 % a year of $300,000: achievable."
    assert shown.summary.startswith("A moderate blend")
    assert shown.payload
    assert read_link(shown.payload)


@pytest.mark.parametrize("text", ["", "hi", "300k", "what is slashing?", "what's the weather"])
def test_what_is_no_whole_question_has_no_card(text: str) -> None:
    """Half a question, an aside and a page are not shared as an answer."""
    assert card(text) is None
