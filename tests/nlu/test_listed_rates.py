"""Rates named one after the other keep their own names."""

from decimal import Decimal

import pytest

from core.nlu.parser import understand
from core.nlu.utterance import Context
from tests.dialogue.talk import AT

WISH = "I have 300k and want 1500 a month, "


@pytest.mark.parametrize(
    "said",
    [
        "tax 20%, inflation 3%",
        "inflation 3%, tax 20%",
        "20% tax, 3% inflation",
        "3% inflation, 20% tax",
        "tax 20% and inflation 3%",
        "tax rate 20%, inflation rate 3%",
        "tax of 20%, inflation of 3%",
        "taxes 20% inflation 3%",
        "20% tax 3% inflation",
    ],
)
def test_tax_and_inflation(said: str) -> None:
    """Neither takes the other's figure, and none is dropped, in whatever order they come."""
    slots = understand(WISH + said, Context(AT)).slots
    assert (slots.tax_rate, slots.inflation) == (Decimal("0.2"), Decimal("0.03"))


def test_three_in_a_row() -> None:
    """Each of several rates is what the word before it says."""
    slots = understand(f"{WISH}fees 1%, tax 20%, inflation 3%", Context(AT)).slots
    assert (slots.tax_rate, slots.inflation) == (Decimal("0.2"), Decimal("0.03"))
    slots = understand(f"{WISH}reinvest 50%, tax 20%", Context(AT)).slots
    assert (slots.reinvest_share, slots.tax_rate) == (Decimal("0.5"), Decimal("0.2"))
