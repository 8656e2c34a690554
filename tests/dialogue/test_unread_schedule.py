"""Times and zones that do not exist, in the wish for a summary."""

import pytest

from core.dialogue.person import Person
from tests.dialogue.test_weekly import MONDAY, talk


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/subscribe at 25:00", "The time of day in your message could not be read"),
        ("send me the summary every monday at 13 pm", "The time of day in your message"),
        ("subscribe mondays at 9 mars time", "No time zone of that name is known"),
        ("subscribe every friday at noon, Atlantis/Deep", "No time zone of that name is known"),
    ],
)
def test_time_or_zone_that_does_not_exist(text: str, told: str) -> None:
    """What cannot be read of a wish is said, and the rest holds."""
    turn, person = talk(Person(weekly=MONDAY), text)
    assert told in turn.draft.text
    assert person.weekly
    assert person.weekly.zone == MONDAY.zone


@pytest.mark.parametrize(
    "text", ["/subscribe friday", "send me the summary every friday at 9", "/subscribe at noon"]
)
def test_nothing_unread(text: str) -> None:
    """A wish that was read whole is told nothing more."""
    turn, _ = talk(Person(weekly=MONDAY), text)
    assert "could not be read" not in turn.draft.text
    assert "No time zone" not in turn.draft.text
