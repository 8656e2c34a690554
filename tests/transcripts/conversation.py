"""Conversations written down: what a person says after `> `, what is answered below it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from core.dialogue.state import DialogueState, Said
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot
from core.nlg.draft import Button, Draft

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def replayed(written: str) -> str:
    """Return a conversation with the answers as they are given now."""
    return "\n\n".join(_turns(written)) + "\n"


def _turns(written: str) -> Iterator[str]:
    state, snapshot = DialogueState(), bundled_snapshot()
    for line in written.splitlines():
        if not line.startswith("> "):
            continue
        said = line.removeprefix("> ")
        turn = take_turn(state, _said(said, state.buttons), snapshot)
        state = turn.state
        yield f"{line}\n{_answer(turn.draft)}"


def _said(said: str, buttons: tuple[Button, ...]) -> Said:
    """Read a line as a person means it: `[Safer]` presses that button of the last answer."""
    if said.startswith("[") and said.endswith("]"):
        label = said.strip("[]")
        (press,) = {button.press for button in buttons if button.label == label}
        return Said(NOON, press=press)
    return Said(NOON, text=said)


def _answer(draft: Draft) -> str:
    pictures = [f"[picture: {chart.alt}]" for chart in draft.charts]
    rows = [" ".join(f"[{button.label}]" for button in row) for row in draft.buttons]
    return "\n".join([draft.text, *pictures, *rows])
