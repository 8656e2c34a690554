"""What a person's own coins earn: one truth, however it is asked for; and what goes on top."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.dialogue import hearing
from core.dialogue.state import Turn
from core.money import Money
from core.nlu.parser import understand
from core.nlu.utterance import Context, Intent
from tests.dialogue.talk import AT, Talk

INCOMES = ("monthly_income_low", "monthly_income_high", "yearly_income_low")


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.say("I want 1500 a month from 300k, moderate")
    talk.say("I hold 10 ETH staked with Lido, 3,500 ADA and 20k USDC on Aave")
    return talk


def figures(talk: Talk) -> dict[str, object]:
    return {name: talk.state.book[name].value for name in INCOMES}


@pytest.mark.parametrize(
    "text", ["what does it earn", "what do I earn?", "how much do all my coins pay a month"]
)
def test_one_truth(talk: Talk, text: str) -> None:
    """What is held earns what its page says, and what is idle is no part of that."""
    turn = talk.say(text)
    told = figures(talk)
    assert "idle" in turn.draft.text
    talk.say("/portfolio")
    assert told == figures(talk)


def test_after_tax_is_of_the_same(talk: Talk) -> None:
    """A follow-up on it counts what is idle as idle too."""
    talk.say("what does it earn")
    before = talk.state.book["monthly_income_high"].value
    talk.say("and after 25% tax")
    after = talk.state.book["net_income_high"].value
    assert isinstance(before, Money)
    assert after == before.times(Decimal("0.75"))


def test_one_coin_of_them(talk: Talk) -> None:
    """Of a coin that is named, that one's; idle, it is what it would pay."""
    talk.say("what does my ETH earn")
    assert "20,000" not in talk.say("what does my ETH earn").draft.text
    assert "pays nothing" in talk.say("what does my ADA earn").draft.text


@pytest.mark.parametrize("intent", [Intent.REQUIRED_CAPITAL, Intent.WHAT_IF, Intent.UNCLEAR])
def test_an_income_wished_for_is_worked_out_on_what_is_kept(
    monkeypatch: pytest.MonkeyPatch, intent: Intent
) -> None:
    """However the classifier reads it, without holdings it is the capital it takes."""
    text = "I want 800 a month, moderate risk"
    talk = Talk()
    assert talk.say(text).utterance.intent is Intent.REQUIRED_CAPITAL
    talk.say("I hold 10 ETH staked with Lido, 3,500 ADA and 20k USDC on Aave")
    read = understand(text, Context(AT))
    monkeypatch.setattr(hearing, "_understand", lambda *_: replace(read, intent=intent))
    wished = talk.say(text)
    assert wished.utterance.intent is Intent.REQUIRED_YIELD
    assert "Counted on what you keep here." in wished.draft.text
    assert wished.draft.text.startswith("That takes")


@pytest.mark.parametrize(
    "text", ["how much capital do I need for 500 a month", "I want 600 a month from SOL"]
)
def test_a_sum_asked_for_and_a_coin_that_is_named_are_that(text: str) -> None:
    """The capital or the coins it takes, whatever is kept."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido")
    asked = talk.say(text)
    assert asked.utterance.intent is Intent.REQUIRED_CAPITAL
    assert "keep here" not in asked.draft.text


def test_it_may_be_something_else(talk: Talk) -> None:
    """After another question "it" is what that was about; without holdings nothing is one's own."""
    talk.say("what does SOL pay?")
    assert "keep here" not in talk.say("what does it earn").draft.text
    assert Talk().say("what does my ETH earn").utterance.intent is Intent.YIELD_LOOKUP


def test_in_the_preferred_currency(talk: Talk) -> None:
    """Coins are counted in the person's currency, theirs and those of a question."""
    talk.say("set my currency to euro")
    assert "€" in talk.say("what would 5 SOL earn").draft.text
    value = talk.state.book["monthly_income_low"].value
    assert isinstance(value, Money)
    assert value.currency == "EUR"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("oh and 200 sol staked", {"SOL": 200}),
        ("plus 1k usdt on aave", {"USDT": 1000}),
        ("and also 2 more ETH", {"ETH": 12}),
    ],
)
def test_put_on_top(talk: Talk, text: str, held: dict[str, int]) -> None:
    """Right after a statement "and 200 SOL" is one more, and no change of a plan."""
    assert talk.say(text).utterance.intent is Intent.SET_HOLDINGS
    assert held.items() <= talk.held.items()


def test_on_top_of_what_was_sold(talk: Talk) -> None:
    """After a sale it is sold too; after income it came in too; a question is one."""
    talk.say("sold 1 ETH")
    talk.say("and 500 ADA")
    assert talk.held["ADA"] == 3000
    talk.say("got 12.5 ATOM rewards today")
    assert talk.say("and 3 DOT").utterance.intent is Intent.LOG_INCOME
    assert "DOT" not in talk.held


@pytest.mark.parametrize("text", ["-3 eth", "I have −3 ETH", "my holdings: 2 BTC and -5 SOL"])
def test_less_than_nothing(talk: Talk, text: str) -> None:
    """A quantity below zero is no holding: it is said what would be, and nothing is half kept."""
    before = dict(talk.held)
    turn: Turn = talk.say(text)
    assert (talk.held, turn.effects) == (before, ())
    assert "above zero" in turn.draft.text


def test_dashes_of_a_list() -> None:
    """The dashes that a list is written with are no minus."""
    talk = Talk()
    talk.say("-10 ETH\n-5 SOL")
    assert talk.held == {"ETH": 10, "SOL": 5}
