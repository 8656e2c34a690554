"""Sales and purchases, as a conversation: recorded, counted by lots, explained where not."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from core.finance.receipts import TradeKind
from core.nlu.utterance import Intent
from tests.advice.test_facts import assert_recomputes
from tests.dialogue.talk import AT, Talk

BOUGHT = ("bought 2 ETH at 1,800 on 2024-03-05", "bought 1 ETH for $2,500 on 2025-03-05")


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    for text in BOUGHT:
        talk.say(text)
    return talk


@pytest.mark.parametrize(
    ("text", "worth", "currency"),
    [
        ("sold 2 ETH at 3,000", "6000.00", "USD"),
        ("I sold 2 ETH @ $3,000 each", "6000.00", "USD"),
        ("sold 2 ETH for 6k", "6000.00", "USD"),
        ("sold 2 ETH for 3000 euros each", "6000.00", "EUR"),
        ("record a sale: 2 ETH at 3000 per coin", "6000.00", "USD"),
    ],
)
def test_read(text: str, worth: str, currency: str) -> None:
    """ "At" is the price of each coin, "for" that of all, unless "each" stands behind it."""
    talk = Talk()
    assert talk.say(text).utterance.intent is Intent.SET_HOLDINGS
    (sale,) = talk.person.receipts
    assert (sale.kind, sale.quantity, sale.day) == (TradeKind.SOLD, Decimal(2), AT.date())
    assert (sale.worth, sale.currency) == (Decimal(worth), currency)


def test_gain_under_each_method(talk: Talk) -> None:
    """A sale takes the lots of the chosen order, and so does the year; the others stand beside."""
    sale = talk.say("sold 2 ETH at 3,000 on 1 Nov 2026").draft
    assert "a gain of $2,400" in sale.text
    assert "2 ETH of 5 Mar 2024: $3,600" in sale.text
    year = talk.say("my capital gains")
    assert year.utterance.intent is Intent.TAX_SUMMARY
    assert "oldest first (FIFO): $2,400" in year.draft.text
    assert "newest first (LIFO): $1,700" in year.draft.text
    assert talk.say("use LIFO").draft.text.startswith("Kept. Tax lots: newest first (LIFO).")
    assert talk.person.preferences.lot_method == "lifo"
    assert talk.say("my capital gains").draft.displays["realised_gain"] == "$1,700"
    talk.say("tax lots hifo")
    assert talk.person.preferences.lot_method == "hifo"


@pytest.mark.parametrize(
    "text",
    ["how much did I make on my ETH sales", "what did I lose on selling ETH", "my gains this year"],
)
def test_gains_are_asked_for_in_many_words(talk: Talk, text: str) -> None:
    """However they are asked for, the year's sales are told."""
    talk.say("sold 2 ETH at 3,000 on 1 Nov 2026")
    assert talk.say(text).draft.displays["realised_gain"] == "$2,400"


@pytest.mark.parametrize("text", ["use first in first out", "I want fifo for taxes"])
def test_a_method_is_chosen_in_words(text: str) -> None:
    """The order of lots is a setting, by its short name or its long one."""
    talk = Talk()
    talk.say(text)
    assert talk.person.preferences.lot_method == "fifo"


def test_taxed_at_the_own_rate(talk: Talk) -> None:
    """The gain is taxed apart from income, to the cent, and only where gains are taxed so."""
    talk.say("sold 1 ETH for $2,100.01 on 1 Nov 2026")
    talk.say("my tax rate is 20 %")
    draft = talk.say("my capital gains").draft
    assert draft.displays["realised_gain"] == "$300.01"
    assert draft.displays["gain_tax"] == "$60.00"  # 60.002
    assert "If gains are taxed at 20 %" in draft.text
    for fact in draft.book:
        if fact.formula:
            assert_recomputes(fact, draft.book)
    assert "$300.01 = $2,100.01 − $1,800" in talk.press("Show working").draft.text


def test_more_than_was_recorded(talk: Talk) -> None:
    """A sale of more than is recorded is kept and explained; the sales before it still count."""
    talk.say("sold 2 ETH at 3,000 on 1 Nov 2026")
    draft = talk.say("sold 5 ETH for 9000").draft
    assert "leaves only 1:" in draft.text
    year = talk.say("my capital gains").draft
    assert year.displays["realised_gain"] == "$2,400"
    assert "5 ETH sold on 25 Nov 2026" in year.text
    assert "leaves none:" in Talk().say("sold 5 ETH for 9000").draft.text


def test_what_is_held_follows() -> None:
    """A trade of today changes what is held; one of long ago is in what was said since."""
    talk = Talk()
    talk.say("I hold 10 SOL")
    talk.say("sold 2 SOL at 150")
    assert talk.held == {"SOL": Decimal(8)}
    talk.say("bought 3 SOL at 90 on 2025-02-01")
    assert talk.held == {"SOL": Decimal(8)}
    before = talk.person.receipts
    assert "nothing was changed" in talk.say("sold 20 SOL at 150").draft.text
    assert talk.person.receipts == before


def test_taken_back() -> None:
    """One press takes back both the record and what it changed of what is held."""
    talk = Talk()
    talk.say("I hold 10 SOL")
    talk.say("sold 10 SOL at 150")
    assert not talk.held
    talk.press("Undo")
    assert talk.held == {"SOL": Decimal(10)}
    assert not talk.person.receipts


def test_price_is_asked_for(talk: Talk) -> None:
    """A day without a price is a record whose price is asked for, never guessed."""
    assert "What did you get for it" in talk.say("sold 1 ETH on 3 Nov 2026").draft.text
    assert talk.state.asked == "received_value"
    assert "a gain of $200" in talk.say("$2,000").draft.text


def test_without_price_or_day_it_is_a_holding() -> None:
    """Who names neither speaks of what is held, and nothing is recorded."""
    talk = Talk()
    talk.say("I hold 10 SOL")
    talk.say("sold 2 SOL")
    assert talk.held == {"SOL": Decimal(8)}
    assert not talk.person.receipts


def test_trades_are_no_income(talk: Talk) -> None:
    """No total of income counts a trade, and no correction of a reward changes one."""
    talk.say("got 0.1 ETH rewards today")
    talk.say("$250")
    talk.say("correct my last reward to 0.2 ETH")
    kept = {one.kind: one.quantity for one in talk.person.receipts if one.day == AT.date()}
    assert kept == {"reward": Decimal("0.2")}
    assert "recorded_income" not in Talk().say("sold 1 ETH at 3000").draft.book


def test_there_and_back_as_a_file(talk: Talk) -> None:
    """Trades go out as rows of the own table and of Koinly's, and come in again from both."""
    talk.say("sold 2 ETH at 3,000 on 1 Nov 2026")
    kept = {(one.day, one.kind, one.quantity, one.worth) for one in talk.person.receipts}
    for file in talk.say("export my income records").draft.files[:2]:
        other = Talk()
        other.send(file.content)
        other.press("Keep it")
        assert {(o.day, o.kind, o.quantity, o.worth) for o in other.person.receipts} == kept
    rows = list(csv.DictReader(io.StringIO(file.content)))
    assert rows[-1]["Sent Currency"] == "ETH"
    assert rows[-1]["Received Currency"] == "USD"


EXCHANGE = """Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,Subtotal
2025-01-02T10:00:00Z,Buy,BTC,0.5,EUR,25000
2025-02-02T10:00:00Z,Sell,BTC,-0.2,EUR,-12000
2025-03-02T10:00:00Z,Send,BTC,0.1,EUR,6000
"""
SWAPS = """Koinly Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Label
2025-01-02,1,BTC,15,ETH,
2025-01-03,0.5,ETH,,,
2025-01-04,,,0.1,ETH,reward
"""


def test_an_exchange_s_file() -> None:
    """Buys and sells of an export are trades, whatever the signs; transfers are left out."""
    talk = Talk()
    assert "line 4: no income and no trade" in talk.send(EXCHANGE).draft.text
    talk.press("Keep it")
    sold = talk.person.receipts[-1]
    assert (sold.kind, sold.quantity, sold.worth) == ("sold", Decimal("0.2"), Decimal(12000))
    assert "$" not in talk.say("my capital gains").draft.text.partition("The latest")[2]


def test_swaps_are_left_out() -> None:
    """One coin for another, and a coin that only went, are no income; before, one was counted."""
    talk = Talk()
    talk.send(SWAPS)
    talk.press("Keep it")
    (reward,) = talk.person.receipts
    assert reward.day == date(2025, 1, 4)


LOT, SALE = "bought 2 ETH for 4000 on 2024-01-01", "sold 1 ETH for 3000 on 2025-03-01"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ((LOT, SALE), "$1,000 = $3,000 − $2,000"),
        ((LOT, SALE, "my capital gains"), "$1,000 = $3,000 − $2,000"),
        ((LOT, SALE, "my capital gains", "25%"), "$250 = "),
        ((LOT, SALE, "my capital gains", "set my tax rate to 25%"), "$1,000 = $3,000 − $2,000"),
        ((LOT, "sold 1 ETH on 2025-03-01", "3000"), "$1,000 = $3,000 − $2,000"),
        (("got $20 interest today", "my tax rate is 25%", "/income"), "$5 = $20 × 25 %"),
        (("60% ETH 40% USDC worth 100k, do I need to rebalance",), "$10,000 = "),
        (("will 1.2m last 30 years at 5k a month",), "share of the futures in which $5,000"),
    ],
)
def test_every_answer_with_a_figure_shows_its_working(said: tuple[str, ...], shown: str) -> None:
    """What was computed of a sale, a tax or a trade is shown in figures when that is asked."""
    talk = Talk()
    for text in said:
        talk.say(text)
    assert shown in talk.say("show working").draft.text


def test_a_chance_is_asked_for_by_its_percentage() -> None:
    """A chance in an answer is a figure like any other."""
    talk = Talk()
    book = talk.say("will 1.2m last 30 years at 5k a month").draft.displays
    working = talk.say(f"how did you get {book['level_chance']}?").draft.text
    assert working.startswith(f"{book['level_chance']} = share of the futures")


@pytest.mark.parametrize(
    ("said", "kind", "worth"),
    [
        ("I bought 2 ETH for 4000 USDC on 2024-01-01", "bought", 4000),
        ("sold 2 ETH for 6000 USDT on 2025-03-01", "sold", 6000),
        ("sold 2 ETH at 3000 USDC on 2025-03-01", "sold", 6000),
        ("swapped 2 ETH for 6000 USDC on 2025-03-01", "sold", 6000),
    ],
)
def test_what_is_paid_in_stablecoins_is_the_price(said: str, kind: str, worth: int) -> None:
    """Dollars that were paid or got are the sum of the trade, and no holding."""
    talk = Talk()
    talk.say(said)
    (record,) = talk.person.receipts
    assert (record.asset, str(record.kind), record.worth) == ("ETH", kind, Decimal(worth))
    assert not talk.held


def test_both_sides_of_a_trade_for_coins_are_not_guessed() -> None:
    """What was got for another coin has no sum of money, and none is made up."""
    talk = Talk()
    talk.say("sold 2 ETH for 40 SDAI on 2025-03-01")
    assert not talk.person.receipts
