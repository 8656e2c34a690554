"""Rows of buttons whose labels a phone shows whole."""

import pytest

from bot.transports.telegram.keyboards import keyboard
from core.nlg.draft import Button


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (("Safer", "Bolder", "In 5 years"), [["Safer", "Bolder", "In 5 years"]]),
        (
            ("Explain the risks", "Stress it", "Show working"),
            [["Explain the risks", "Stress it"], ["Show working"]],
        ),
        (("How I judge yields", "The usual traps"), [["How I judge yields"], ["The usual traps"]]),
        (("$250", "$420", "$580", "USD", "EUR"), [["$250", "$420", "$580", "USD"], ["EUR"]]),
        (("A label of more letters than any phone",), [["A label of more letters than any phone"]]),
        ((), []),
    ],
)
def test_a_row_is_broken_where_its_labels_would_be_cut(
    labels: tuple[str, ...], rows: list[list[str]]
) -> None:
    """No button is lost, none changes its place in the order, and the fewest rows are taken."""
    drawn = keyboard((tuple(Button(label, f"say:{label}") for label in labels),))
    assert [[key["text"] for key in row] for row in drawn] == (
        rows or [list(labels)] * bool(labels)
    )
