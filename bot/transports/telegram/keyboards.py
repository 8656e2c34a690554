"""Buttons as Telegram takes them, in rows whose labels a phone shows whole."""

from collections.abc import Iterator

from core.dialogue.plan_link import SHARE
from core.nlg.draft import Button

LETTERS = (36, 17, 10, 7)
"""How many letters of a label a phone of 360 points shows, by how many stand in its row."""

Buttons = tuple[Button, ...]


def keyboard(buttons: tuple[Buttons, ...], *, inline: bool = False) -> list[list[dict[str, str]]]:
    """Return the buttons as Telegram takes them.

    What a button says travels in its own data, so one of a year ago works after any restart. With
    `inline`, which the bot's owner switches on, a plan is shared as a card in any chat.
    """
    rows = (part for row in buttons for part in _rows_that_fit(row))
    return [[_key(button, inline=inline) for button in row] for row in rows]


def _rows_that_fit(row: Buttons) -> Iterator[Buttons]:
    """Break a row where its labels would be cut, with as many buttons in each as fit."""
    while row:
        most = next((n for n in range(len(row), 1, -1) if _fit(row[:n])), 1)
        yield row[:most]
        row = row[most:]


def _fit(row: Buttons) -> bool:
    most = LETTERS[len(row) - 1] if len(row) <= len(LETTERS) else 0
    return all(len(button.label) <= most for button in row)


def _key(button: Button, *, inline: bool) -> dict[str, str]:
    if inline and button.press.startswith(SHARE):
        return {
            "text": button.label,
            "switch_inline_query": button.press.removeprefix(SHARE),
        }
    return {"text": button.label, "callback_data": button.press}
