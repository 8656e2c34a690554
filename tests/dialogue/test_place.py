"""What a sum would pay at a protocol that is named without a coin."""

import pytest

from tests.dialogue.talk import Talk


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("aave", "on Aave at what is normal for stablecoin lending: 2–8 %"),
        ("lido", "on Lido at what is normal for ETH staking: 3–5 %"),
        ("uniswap", "on Uniswap at what is normal for liquidity in major pairs: 5–20 %"),
        ("yearn", "What Yearn alone pays is not counted."),
    ],
)
def test_named_place(where: str, said: str) -> None:
    """The place is what is counted, or the answer says that it is not."""
    assert said in Talk().say(f"what would 100k on {where} pay a month").draft.text
