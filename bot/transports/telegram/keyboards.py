"""Buttons as Telegram takes them, in rows whose labels a phone shows whole.

A button that may change the answer it stands under carries the number of the picture above, too,
so that both can be changed in place, after any restart.
"""

import re
from collections.abc import Iterator

from core.dialogue.plan_link import SHARE
from core.nlg.draft import Button

LETTERS = (36, 17, 10, 7)
"""How many letters of a label a phone of 360 points shows, by how many stand in its row."""

Buttons = tuple[Button, ...]


def keyboard(
    buttons: tuple[Buttons, ...], *, inline: bool = False, picture: int | None = None
) -> list[list[dict[str, str]]]:
    """Return the buttons as Telegram takes them, under the picture of a number.

    What a button says travels in its own data, so one of a year ago works after any restart. With
    `inline`, which the bot's owner switches on, a plan is shared as a card in any chat.
    """
    rows = (part for row in buttons for part in _rows_that_fit(row))
    return [[_key(button, picture, inline=inline) for button in row] for row in rows]


def _rows_that_fit(row: Buttons) -> Iterator[Buttons]:
    """Break a row where its labels would be cut, with as many buttons in each as fit."""
    while row:
        most = next((n for n in range(len(row), 1, -1) if _fit(row[:n])), 1)
        yield row[:most]
        row = row[most:]


def _fit(row: Buttons) -> bool:
    most = LETTERS[len(row) - 1] if len(row) <= len(LETTERS) else 0
    return all(len(button.label) <= most for button in row)


def _key(button: Button, picture: int | None, *, inline: bool) -> dict[str, str]:
    if inline and button.press.startswith(SHARE):
        return {
            "text": button.label,
            "switch_inline_query": button.press.removeprefix(SHARE),
        }
    return {"text": button.label, "callback_data": _under(button.press, picture)}


MOST_BYTES = 64
"""What Telegram takes of a button's data."""
_IN_PLACE = ("do:", "more:")
_PICTURE = re.compile(r"@([1-9][0-9]{0,15})$", re.ASCII)


def _under(press: str, picture: int | None) -> str:
    told = f"{press}@{picture}"
    fits = len(told.encode()) <= MOST_BYTES
    return told if picture and fits and press.startswith(_IN_PLACE) else press


def read_data(data: str) -> tuple[str, int | None]:
    """Return what a button says, and the number of the picture above it, if it tells that.

    >>> read_data("do:5:stress_test:@812"), read_data("say:mail me@5")
    (('do:5:stress_test:', 812), ('say:mail me@5', None))
    """
    found = _PICTURE.search(data) if data.startswith(_IN_PLACE) else None
    return (data[: found.start()], int(found[1])) if found else (data, None)
