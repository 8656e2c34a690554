"""Conversations written down: what a person says after `> `, what is answered below it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from core.dialogue.effects import applied
from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said, Turn
from core.finance.market import bundled_snapshot
from core.nlg.draft import Draft
from tests.dialogue.simulated import taken

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def replayed(written: str) -> str:
    """Return a conversation with the answers as they are given now."""
    answers = (f"> {said}\n{_answer(turn.draft)}" for said, turn in turns(written))
    return "\n\n".join(answers) + "\n"


def turns(written: str) -> Iterator[tuple[str, Turn]]:
    """Yield what is said in a conversation, each with the turn that it leads to."""
    state, person, snapshot = DialogueState(), Person(), bundled_snapshot()
    presses: dict[str, str] = {}
    for line in written.splitlines():
        if not line.startswith("> "):
            continue
        said = line.removeprefix("> ")
        turn = taken(state, person, _said(said, presses), snapshot)
        state, person = turn.state, applied(person, turn.effects)
        presses |= {button.label: button.press for row in turn.draft.buttons for button in row}
        yield said, turn


def _said(said: str, presses: dict[str, str]) -> Said:
    """Read a line as a person means it: `[Safer]` presses the last button of that label."""
    if said.startswith("[") and said.endswith("]"):
        return Said(NOON, press=presses[said.strip("[]")])
    return Said(NOON, text=said)


def _answer(draft: Draft) -> str:
    pictures = [f"[picture: {chart.alt}]" for chart in draft.charts]
    rows = [" ".join(f"[{button.label}]" for button in row) for row in draft.buttons]
    return "\n".join([draft.text, *pictures, *rows])
