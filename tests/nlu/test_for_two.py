"""Incomes for two people are one income; without a period they are nobody's capital."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.nlu.parser import understand
from core.nlu.utterance import Context, Holding, Intent

NOW = Context(datetime(2026, 9, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "1k a month for me and 500 for my wife from 300k",
        "I need 1k for me and 500 a month for my wife from 300k",
    ],
)
def test_incomes_of_two_are_added_up(text: str) -> None:
    """One period is that of both."""
    slots = understand(text, NOW).slots
    assert slots.income is not None
    assert (slots.income.low, slots.income.high) == (Decimal(1500), Decimal(1500))
    assert slots.capital is not None
    assert slots.capital.amount == 300_000


def test_incomes_without_a_period_are_not_guessed() -> None:
    """Neither is read as an income, and neither as the capital."""
    slots = understand("1k for me and 500 for my wife from 300k", NOW).slots
    assert slots.income is None
    assert slots.capital is None or slots.capital.amount == 300_000


def test_a_list_of_coins_with_figures_is_read_whole() -> None:
    """Figures behind the names are quantities, dollars of a stablecoin too."""
    read = understand("ETH 4, SOL 25, USDC 3000", NOW)
    assert read.intent is Intent.SET_HOLDINGS
    assert read.slots.holdings == (
        Holding("ETH", Decimal(4)),
        Holding("SOL", Decimal(25)),
        Holding("USDC", Decimal(3000)),
    )


@pytest.mark.parametrize("text", ["weekly", "eth"])
def test_who_says_hardly_anything_is_asked_with_two_readings(text: str) -> None:
    """Nothing is guessed, and two readings are offered."""
    read = understand(text, NOW)
    assert read.intent is Intent.UNCLEAR
    assert len(read.others) == 2
