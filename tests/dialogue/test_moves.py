"""Holdings that lie elsewhere now: their number stays, and nothing of them is lost."""

from decimal import Decimal

import pytest

from tests.dialogue.talk import Talk

Held = set[tuple[str, str, str, str | None]]


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.say("I hold 10 ETH, 3,500 ADA and 20k USDC on Aave")
    return talk


def held(talk: Talk) -> Held:
    return {(f"{one.quantity:f}", one.asset, one.venue, one.kind) for one in talk.person.holdings}


USDC = ("20000", "USDC", "aave", None)
ADA = ("3500", "ADA", "", None)
ETH = ("10", "ETH", "", None)


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("I moved my ETH to Aave", {("10", "ETH", "aave", None), ADA, USDC}),
        ("my ETH is on Aave now", {("10", "ETH", "aave", None), ADA, USDC}),
        ("I staked my ETH with Lido", {("10", "ETH", "lido", "staked"), ADA, USDC}),
        (
            "I staked 4 of my eth with Lido",
            {("6", "ETH", "", None), ("4", "ETH", "lido", "staked"), ADA, USDC},
        ),
        (
            "I put half my ADA in a ledger",
            {ETH, ("1750", "ADA", "", None), ("1750", "ADA", "ledger", "idle"), USDC},
        ),
        (
            "I withdrew 5k USDC from Aave",
            {ETH, ADA, ("15000", "USDC", "aave", None), ("5000", "USDC", "", "idle")},
        ),
        (
            "took my USDC out of Aave",
            {ETH, ADA, ("20000", "USDC", "", "idle")},
        ),
    ],
)  # fmt: skip
def test_moves(talk: Talk, text: str, now: Held) -> None:
    """Each coin lies where it was said to lie; an undo puts all of it back."""
    before = held(talk)
    talk.say(text)
    assert held(talk) == now
    talk.say("undo")
    assert held(talk) == before


def test_what_comes_together_is_one(talk: Talk) -> None:
    """Moved piece by piece to one place, it is one holding there again."""
    talk.say("I staked 4 of my ETH with Lido")
    talk.say("I staked 2 of my ETH with Lido")
    talk.say("I staked my ETH with Lido")
    assert held(talk) == {("10", "ETH", "lido", "staked"), ADA, USDC}


@pytest.mark.parametrize(
    "text",
    [
        "I moved 50 of my ETH to Lido",
        "I moved my DOT to Aave",
        "I withdrew 5k USDC from Compound",
        "should I move my ETH to Aave?",
        "I moved my ETH to Aave, was that smart?",
    ],
)
def test_no_move(talk: Talk, text: str) -> None:
    """More than there is, what is not kept and what is asked moves nothing."""
    before = held(talk)
    talk.say(text)
    assert held(talk) == before


def test_which_one_is_asked_for(talk: Talk) -> None:
    """Of two holdings of a coin nobody can tell which one moved."""
    talk.say("I staked 4 of my ETH with Lido")
    before = held(talk)
    talk.say("I moved my ETH to Aave")
    assert held(talk) == before


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("sold half my sol", "15"),
        ("no, 20 SOL", "20"),
        ("sorry, I meant 18 SOL", "18"),
        ("change my sol to 12", "12"),
        ("I lost 1 SOL in a hack", "29"),
        ("gave away 2 sol", "28"),
    ],
)
def test_corrections_and_losses(text: str, left: str) -> None:
    """What was just said is corrected in few words, and what is gone is gone."""
    talk = Talk()
    talk.say("I hold 30 SOL")
    talk.say(text)
    assert talk.held == {"SOL": Decimal(left)}
    assert str(talk.held["SOL"]) == left


def test_nothing_idle_is_said() -> None:
    """Who asks what lies idle has an answer also where nothing does."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido")
    assert "Nothing that could earn lies idle." in talk.say("what's idle?").draft.text
    talk.say("I hold 5 SOL idle")
    assert "Nothing that could earn" not in talk.say("what's idle?").draft.text


@pytest.mark.parametrize(
    ("text", "now"),
    [
        (
            "10 ETH on Lido, 5 ETH in a wallet",
            {("10", "ETH", "lido", None), ("5", "ETH", "", "idle")},
        ),
        ("10 ETH and 5 ETH", {("15", "ETH", "", None)}),
        (
            "my portfolio: BTC 0.5, ETH 4, SOL 100",
            {("0.5", "BTC", "", None), ("4", "ETH", "", None), ("100", "SOL", "", None)},
        ),
        (
            "I'm providing liquidity with 3 ETH and 9000 USDC on Uniswap",
            {("3", "ETH", "uniswap", "pooled"), ("9000", "USDC", "uniswap", "pooled")},
        ),
    ],
)
def test_lists(text: str, now: Held) -> None:
    """Every holding of a list is kept as it was said: none takes another's place."""
    talk = Talk()
    talk.say(text)
    assert held(talk) == now


def test_also_adds() -> None:
    """Who also has some has them beside what is kept."""
    talk = Talk()
    talk.say("I hold 3 ETH staked with Lido and 4 ETH on Aave")
    talk.say("I also have 2 ETH on Lido")
    assert held(talk) == {("5", "ETH", "lido", "staked"), ("4", "ETH", "aave", None)}
    talk.say("I hold 6 ETH on Lido")
    assert held(talk) == {("6", "ETH", "lido", "staked"), ("4", "ETH", "aave", None)}


def test_a_number_that_moved_is_not_another(talk: Talk) -> None:
    """Three of ten that moved are three of the ten, with or without "my"."""
    talk.say("I moved 3 ETH to Lido")
    assert held(talk) == {("7", "ETH", "", None), ("3", "ETH", "lido", None), ADA, USDC}


def test_what_moved_and_was_not_kept_is_kept_now() -> None:
    """Who says how many moved says that they are there."""
    talk = Talk()
    talk.say("I moved 3 ETH to Aave")
    assert held(talk) == {("3", "ETH", "aave", None)}


def test_unstaked_coins_lie_idle() -> None:
    """They leave the holding that is staked, wherever else the coin is kept."""
    talk = Talk()
    talk.say("I hold 11 ETH staked with Lido and 2 ETH on Kraken")
    talk.say("I unstaked 3 ETH")
    assert held(talk) == {
        ("8", "ETH", "lido", "staked"), ("2", "ETH", "kraken", None), ("3", "ETH", "", "idle"),
    }  # fmt: skip


def test_what_was_held_once_is_not_kept() -> None:
    """The past is no holding."""
    talk = Talk()
    talk.say("I used to have 5 ETH")
    assert not talk.person.holdings
