"""One pool by its name, and stablecoins alone: what is asked for, and nothing beside it."""

import pytest

from core.money import Money
from core.nlu.utterance import Intent
from tests.dialogue.talk import Talk


@pytest.mark.parametrize(
    "text", ["is the Morpho steakusdc pool ok", "is steakhouse usdc safe", "is STEAKUSDC legit?"]
)
def test_a_vault_by_its_name(text: str) -> None:
    """A vault that is named is judged by its own reading, at the place it lies."""
    talk = Talk()
    turn = talk.say(text)
    assert turn.utterance.intent is Intent.CHECK_YIELD
    assert "for STEAKUSDC on Morpho" in turn.draft.text
    size = talk.state.book["live_size"].value
    assert isinstance(size, Money)
    assert round(size.amount / 1_000_000) == 448


@pytest.mark.parametrize("text", ["best stable only on base", "best stablecoin yield on base only"])
def test_stablecoins_alone(text: str) -> None:
    """Who asks for stablecoins on a chain hears of no staking, no pair and no other chain."""
    told = Talk().say(text).draft.text
    assert "STEAKUSDC on Morpho, Base" in told
    assert "staking" not in told
    assert "Ethereum" not in told
    assert "the real yield is" in told


def test_a_chain_named_like_its_coin() -> None:
    """Stablecoins on Solana are not SOL."""
    told = Talk().say("best stables only on solana").draft.text
    assert "USDC on Jupiter" in told
    assert "JITOSOL" not in told
