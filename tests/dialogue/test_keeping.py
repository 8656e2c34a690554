"""What a person keeps, as a conversation: said, shown, changed, removed, taken back."""

from decimal import Decimal

import pytest

from core.dialogue.person import Person
from core.finance.portfolio import Position
from core.nlu.utterance import Intent
from tests.dialogue.talk import Talk


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.say("I hold 10 ETH and 3,500 ADA")
    return talk


def test_stated_is_kept(talk: Talk) -> None:
    """What is said to be held is kept at once, and can be seen."""
    assert talk.held == {"ETH": Decimal(10), "ADA": Decimal(3500)}
    view = talk.say("/portfolio").draft
    assert "10 ETH" in view.text
    assert view.charts


def test_said_again_sets_it(talk: Talk) -> None:
    """A quantity said anew takes the place of the one before, and nothing is there twice."""
    talk.say("I hold 12 ETH")
    assert talk.held == {"ETH": Decimal(12), "ADA": Decimal(3500)}


def test_which_of_several(talk: Talk) -> None:
    """Of a coin in several places it is asked which is meant, and nothing is changed by a guess."""
    talk.say("I hold 3 SOL on Coinbase and 2 SOL staked with Jito")
    turn = talk.say("I hold 4 SOL")
    assert not turn.effects
    assert "several places" in turn.draft.text
    talk.say("I hold 4 SOL on Coinbase")
    assert sum(one.quantity for one in talk.person.holdings if one.asset == "SOL") == 6


def test_bought_and_sold(talk: Talk) -> None:
    """What was bought adds to what is kept, what was sold goes from it, until it is gone."""
    talk.say("bought 2 ETH")
    assert talk.held["ETH"] == 12
    talk.say("sold 3 ETH")
    assert talk.held["ETH"] == 9
    talk.say("sold 9 ETH")
    assert "ETH" not in talk.held


def test_sold_what_is_not_kept(talk: Talk) -> None:
    """Nothing is changed by selling what is not there, and that is said."""
    turn = talk.say("sold 5 SOL")
    assert not turn.effects
    assert "not among" in turn.draft.text


def test_removal_is_confirmed_and_taken_back(talk: Talk) -> None:
    """A removal asks first; its undo brings the very same holding back."""
    before = talk.person.holdings
    assert not talk.say("remove my ADA").effects
    talk.press("Remove")
    assert talk.held == {"ETH": Decimal(10)}
    talk.press("Undo")
    assert talk.person.holdings == before


def test_undo_of_what_was_new(talk: Talk) -> None:
    """Taken back, a new holding is kept no more, and a changed one is as it was."""
    talk.say("I hold 11 ETH and 5 SOL")
    talk.press("Undo")
    assert talk.held == {"ETH": Decimal(10), "ADA": Decimal(3500)}


def test_only_the_last_change_is_taken_back(talk: Talk) -> None:
    """An older undo button does nothing, also when it is pressed twice."""
    old = next(b.press for b in talk.state.buttons if b.label == "Undo")
    talk.say("bought 1 ETH")
    assert not talk.press_raw(old).effects
    new = next(b.press for b in talk.say("bought 1 ETH").draft.buttons[0] if b.label == "Undo")
    assert talk.press_raw(new).effects
    assert not talk.press_raw(new).effects


def test_number_is_never_given_twice(talk: Talk) -> None:
    """A button that names a removed holding never reaches one that came later."""
    talk.say("remove my ADA")
    stale = next(b.press for b in talk.state.buttons if b.label == "Remove")
    talk.press_raw(stale)
    talk.say("I hold 7 SOL")
    assert not talk.press_raw(stale).effects
    assert talk.held["SOL"] == 7


@pytest.mark.parametrize(
    "forged",
    [
        "act:1:remove:999999999",
        "act:1:remove:-1",
        "act:1:remove:1.5",
        "act:1:remove:１",
        "act:x:remove:1",
        "act:1:explode:1",
        "act:1:remove:1:2",
        "act:2:undo:",
        "act:::",
        "act:1:remove:" + "9" * 30,
    ],
)
def test_forged_press(talk: Talk, forged: str) -> None:
    """Whatever a press says, it changes nothing that its chat does not keep."""
    before = talk.person
    talk.say("hi")
    assert talk.press_raw(forged).draft.text
    assert talk.person.holdings == before.holdings


@pytest.mark.parametrize("text", ["I hold 0 ETH", f"I hold {'9' * 40} ETH"])
def test_quantity_that_makes_no_sense(text: str) -> None:
    """Nothing, or more than there is, is not kept; a kind line says so."""
    talk = Talk()
    turn = talk.say(text)
    assert not turn.effects
    assert turn.draft.text


def test_holdings_are_the_capital_of_other_questions(talk: Talk) -> None:
    """A question that names no money is counted on what is kept, and says so."""
    turn = talk.say("what if ETH halves")
    assert turn.utterance.intent is Intent.STRESS_TEST
    assert "Counted on what you keep here." in turn.draft.text
    assert "ADA" in turn.draft.text


def test_a_named_sum_comes_before_what_is_kept(talk: Talk) -> None:
    """One who names a sum asks about that sum."""
    text = talk.say("what would 50k USDC earn?").draft.text
    assert "what you keep" not in text


def test_nothing_kept() -> None:
    """Asked for a portfolio that is not there, an example is offered and works."""
    talk = Talk()
    assert "Nothing is kept" in talk.say("/portfolio").draft.text
    talk.press("10 ETH")
    assert talk.held == {"ETH": Decimal(10), "USDC": Decimal(20000)}


def test_more_than_can_be_kept() -> None:
    """A list beyond all measure is refused as a whole: nothing is half saved."""
    many = tuple(Position(n, f"COIN{n}", Decimal(1)) for n in range(1, 1001))
    talk = Talk(person=Person(holdings=many, last_number=1000))
    assert not talk.say("I hold 7 SOL").effects


def test_a_part_is_sold(talk: Talk) -> None:
    """Half of a coin is half of what is kept of it, and goes once."""
    talk.say("sold half my ADA")
    assert talk.held["ADA"] == 1750
    talk.say("I sold 20% of my ETH")
    assert talk.held["ETH"] == 8
    assert not talk.say("sold half my SOL").effects


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Sold half of my ETH on Lido", {"lido": 5, "aave": 4}),
        ("I sold 25% of my ETH at Aave.", {"lido": 10, "aave": 3}),
        ("sold half of my ETH", {"lido": 10, "aave": 4}),
        ("sold half of my ETH on Binance", {"lido": 10, "aave": 4}),
    ],
)
def test_a_part_of_one_of_two_is_sold(text: str, left: dict[str, int]) -> None:
    """Of a coin that lies in two places the named one is sold; without its name it is asked for."""
    talk = Talk()
    talk.say("I have 10 ETH on Lido and 4 ETH on Aave")
    turn = talk.say(text)
    assert {one.venue: one.quantity for one in talk.person.holdings} == left
    asks = "Say it again with the one that is meant" in turn.draft.text
    assert asks is (text == "sold half of my ETH")


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("10 ETH staked until 2027-03-01 locked", "2027-03-01"),
        ("10 ETH staked, locked until 2027-03-01", "2027-03-01"),
        ("my 10 ETH is staked and unlocks on 1 March 2027", "2027-03-01"),
        ("I have 10 ETH staked with Lido until 1 March 2027", "2027-03-01"),
        ("I have 10 ETH locked until March 2027", "2027-03-01"),
        ("I have 10 ETH locked until the end of March 2027", "2027-03-31"),
        ("10 ETH on Lido, locked until 2028", "2028-01-01"),
    ],
)
def test_until_when_it_is_locked(text: str, until: str) -> None:
    """A lock-up is kept with its holding, before or behind its day, and the answer says so."""
    talk = Talk()
    turn = talk.say(text)
    assert [str(one.unlocks) for one in talk.person.holdings] == [until]
    assert "ETH is locked until" in turn.draft.text


@pytest.mark.parametrize(
    "text", ["10 ETH locked until 2027-03-01, what would it pay?", "I hold 10 ETH until 2030-01-01"]
)
def test_no_lock_up(text: str) -> None:
    """A question keeps nothing, and what is to be held for long is not locked."""
    talk = Talk()
    talk.say(text)
    assert all(one.unlocks is None for one in talk.person.holdings)


def test_all_holdings_and_nothing_else(talk: Talk) -> None:
    """Who wants the holdings gone is asked about those, and keeps records and settings."""
    talk.say("my tax rate is 20%")
    before = dict(talk.held)
    assert not talk.say("delete everything I hold").effects
    talk.press("Remove all")
    assert not talk.held
    assert talk.person.preferences.tax_rate
    talk.press("Undo")
    assert talk.held == before


def test_where_one_lives() -> None:
    """The place that is asked for with the hours of quiet may be told as a sentence."""
    talk = Talk()
    talk.say("I live in Vienna")
    assert talk.person.preferences.zone == "Europe/Vienna"


def test_corrected_by_its_number() -> None:
    """Right after a record "correct that to 3.5" is its quantity, and not what it was worth."""
    talk = Talk()
    talk.say("got 3.2 DOT staking reward yesterday")
    talk.say("correct that to 3.5")
    (receipt,) = talk.person.receipts
    assert (receipt.quantity, receipt.worth) == (Decimal("3.5"), None)


@pytest.mark.parametrize("coin", ["cbBTC", "WBTC"])
def test_wrapped_coin_is_counted_as_its_coin(coin: str) -> None:
    """What is counted at the price of another coin keeps its own name, and that is said."""
    talk = Talk()
    turn = talk.say(f"I have 1 {coin}")
    assert list(talk.held) == [coin.upper()]
    assert f"{coin.upper()} at that of BTC" in turn.draft.text
