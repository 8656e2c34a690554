"""Shocks in words: what moves and by how much, and what is none."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.finance.market import bundled_snapshot
from core.nlu.parser import understand
from core.nlu.utterance import Context, Shock
from core.slot_checks import InvalidSlot, Problem, problem_of

NOW = Context(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "what if USDC falls to -1",
        "usdc depegs to -1",
        "what if usdt trades at -0.5",
        "what if eth falls to -50",
    ],
)
def test_a_price_below_zero_is_refused(text: str) -> None:
    """A coin at less than nothing is no fall of as many percent."""
    slots = understand(text, NOW).slots
    assert problem_of(slots, bundled_snapshot()) == InvalidSlot("shock", Problem.OUT_OF_RANGE)


@pytest.mark.parametrize(
    ("text", "subject", "change"),
    [
        ("what if ETH drops 60 %?", "ETH", "-0.6"),
        ("what happens if eth falls by half", "ETH", "-0.5"),
        ("what if bitcoin halves", "BTC", "-0.5"),
        ("what if btc goes to zero", "BTC", "-1"),
        ("what if crypto crashes 50%", "market", "-0.5"),
        ("a 70% crash, what would it do to my plan", "market", "-0.7"),
        ("what would a crash of 80% in solana do", "SOL", "-0.8"),
        ("what if USDC depegs to 0.87", "USDC", "-0.13"),
        ("what if yields halve", "yields", "-0.5"),
        ("what if every stablecoin fails", "stablecoins", "-1"),
        ("what if usdt goes to 0.9", "USDT", "-0.1"),
        ("usdt at 0.95 what happens to my 50k usdt", "USDT", "-0.05"),
        ("what if eth goes x4", "ETH", "3"),
        ("I have 10k on binance, what if binance goes bankrupt", "binance", "-1"),
        ("what if aave gets hacked", "aave", "-1"),
        ("what if lido fails?", "lido", "-1"),
        ("how much impermanent loss if ETH doubles", "ETH", "1"),
        ("il if eth does 5x", "ETH", "4"),
        ("impermanent loss if price goes up 50%", "market", "0.5"),
        ("I have 10 ETH and 20k USDC, what if ETH halves", "ETH", "-0.5"),
    ],
)
def test_a_shock_is_read_whole(text: str, subject: str, change: str) -> None:
    """The subject and the size are what the words say."""
    assert understand(text, NOW).slots.shock == Shock(subject, Decimal(change))


@pytest.mark.parametrize(
    "text",
    [
        "stress test 300k",
        "what if rates fall to 2 %",
        "what if it crashes",
        "how bad could it get",
        "impermanent loss calculator",
        "I have 300k and want 1-2k a month",
        "what does 50k in USDC earn at 6 %",
        "why did the apy drop?",
        "is 12% apy on USDC sustainable?",
    ],
)
def test_a_movement_without_a_size_is_none(text: str) -> None:
    """What is asked about is the size: without it nothing is read."""
    assert understand(text, NOW).slots.shock is None
