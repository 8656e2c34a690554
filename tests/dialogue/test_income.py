"""Income received, as a conversation: recorded, valued, corrected, added up, handed out."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType

import pytest

from core.finance.income_records import IncomeKind
from core.finance.market import PriceReading, bundled_snapshot
from core.finance.receipts import Receipt
from core.nlg.income_files import COLUMNS, KOINLY_COLUMNS, income_files, safe_cell
from core.nlu.utterance import Intent
from tests.dialogue.talk import AT, Talk


@pytest.fixture
def talk() -> Talk:
    talk = Talk()
    talk.say("got 12.5 ATOM rewards today")
    return talk


def test_recorded(talk: Talk) -> None:
    """What was received is recorded for its day; an unknown worth is asked for, never guessed."""
    (receipt,) = talk.person.receipts
    assert (receipt.asset, receipt.quantity) == ("ATOM", Decimal("12.5"))
    assert (receipt.day, receipt.kind, receipt.worth) == (AT.date(), IncomeKind.REWARD, None)
    assert talk.state.asked == "received_value"


def test_worth_is_added(talk: Talk) -> None:
    """The sum that answers the question is the worth of that record, and not another income."""
    talk.say("$40")
    (receipt,) = talk.person.receipts
    assert (receipt.worth, receipt.currency) == (Decimal("40.00"), "USD")
    talk.press("Undo")
    assert talk.person.receipts[0].worth is None


def test_worth_by_the_price_of_that_day() -> None:
    """Where the day's own price is at hand it is the worth, in whole cents."""
    snapshot = bundled_snapshot()
    price = PriceReading("ATOM", Decimal("3.3333"), "test", datetime(2026, 11, 25, 8, tzinfo=UTC))
    prices = MappingProxyType({**snapshot.prices, "ATOM": price})
    talk = Talk(snapshot=replace(snapshot, prices=prices))
    turn = talk.say("got 12.5 ATOM rewards today")
    assert talk.person.receipts[0].worth == Decimal("41.67")
    assert "by the price of that day" in turn.draft.text


@pytest.mark.parametrize(
    ("said", "worth"),
    [("on 3 Feb 2026", "30.00"), ("on 4 Feb 2026", "30.00"), ("on 9 Feb 2026", None)],
)
def test_worth_by_the_history_of_prices(said: str, worth: str | None) -> None:
    """Of a day whose price was kept, or the one beside it, that price counts; of no other."""
    days = {"ATOM": {date(2026, 2, 3): Decimal("2.40")}}
    talk = Talk(snapshot=replace(bundled_snapshot(), price_days=days))
    talk.say(f"got 12.5 ATOM rewards {said}")
    assert talk.person.receipts[0].worth == (worth and Decimal(worth))


def test_two_currencies() -> None:
    """Income in another currency has a sum and a tax of its own: no later rate is put on it."""
    talk = Talk()
    talk.say("my tax rate is 20%")
    for said in ("100 USDC interest today worth 90 euro", "50 USDC interest today worth 45 euro"):
        talk.say(f"got {said}")
    talk.say("got 12.5 ATOM rewards today worth $50")
    told = talk.say("how much tax on my staking rewards").draft.text
    assert "You recorded €135 of income" in told
    assert "in its own currency: $50, about $10 of tax" in told


def test_totals_and_tax(talk: Talk) -> None:
    """A year's total is the sum of its records with a worth; tax is asked for once, then kept."""
    talk.say("$40")
    talk.say("received $60.5 interest from Aave")
    asking = talk.say("how much tax on my staking rewards")
    assert asking.draft.displays["recorded_income"] == "$100.50"
    assert talk.state.asked == "tax_rate"
    answered = talk.say("20")
    assert talk.person.preferences.tax_rate == Decimal("0.2")
    assert "$20.10" in answered.draft.text
    assert talk.say("how much tax on my staking rewards").draft.text == answered.draft.text


def test_said_twice(talk: Talk) -> None:
    """The same once more is recorded, for it may have come twice, and that is pointed out."""
    turn = talk.say("got 12.5 ATOM rewards today")
    assert len(talk.person.receipts) == 2
    assert "same was recorded" in turn.draft.text


def test_removed_and_taken_back(talk: Talk) -> None:
    """A record goes once that is confirmed, and comes back as it was."""
    before = talk.person.receipts
    assert not talk.say("remove the last income").effects
    talk.press("Remove")
    assert not talk.person.receipts
    talk.press("Undo")
    assert talk.person.receipts == before


def test_estimates_stand_apart(talk: Talk) -> None:
    """What the holdings may pay is called an estimate and is in no total of records."""
    talk.say("$40")
    talk.say("I hold 100 STETH")
    draft = talk.say("/income").draft
    assert "An estimate, not a record" in draft.text
    assert draft.displays["recorded_income"] == "$40"


@pytest.mark.parametrize("text", ["/income", "how much tax on my staking rewards", "export csv"])
def test_nothing_recorded(text: str) -> None:
    """Without records each question about them says how to begin."""
    turn = Talk().say(text)
    assert not turn.draft.files
    assert "ATOM" in turn.draft.text or turn.draft.buttons


class TestFiles:
    RECEIPTS = (
        Receipt(
            2,
            AT.date(),
            "USDC",
            Decimal("3.10"),
            IncomeKind.INTEREST,
            Decimal("3.1"),
            "USD",
            "=HYPERLINK(1)",
            "@ref",
        ),
        Receipt(1, AT.date(), "ATOM", Decimal("1E+2"), IncomeKind.REWARD),
    )

    def test_in_the_chat(self, talk: Talk) -> None:
        """Asked for, the records come as three files."""
        turn = talk.say("export my income records")
        assert turn.utterance.intent is Intent.EXPORT_RECORDS
        names = [file.name for file in turn.draft.files]
        assert names == ["income.csv", "income-koinly.csv", "income.json"]

    def test_tables(self) -> None:
        """Each table has its header and a row a record, oldest first, numbers without exponent."""
        own, koinly, _ = (file.content for file in income_files(self.RECEIPTS))
        rows = list(csv.reader(io.StringIO(own)))
        assert rows[0] == list(COLUMNS)
        assert rows[1][:5] == [AT.date().isoformat(), "ATOM", "100", "reward", ""]
        rows = list(csv.reader(io.StringIO(koinly)))
        assert rows[0] == list(KOINLY_COLUMNS)
        assert rows[2][3:10] == ["3.10", "USDC", "", "", "3.1", "USD", "lending interest"]

    def test_json(self) -> None:
        """What is not known is null, and a number is text digit for digit."""
        records = json.loads(income_files(self.RECEIPTS)[2].content)["income"]
        assert records[0]["worth"] is None
        assert records[1]["quantity"] == "3.10"

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
    def test_formula(self, start: str) -> None:
        """No cell begins with what a spreadsheet runs."""
        assert safe_cell(f"{start}cmd|x").startswith("'")
        for file in income_files(self.RECEIPTS)[:2]:
            for row in csv.reader(io.StringIO(file.content)):
                assert not any(cell.startswith(start) for cell in row)


def test_how_records_are_counted_is_said(talk: Talk) -> None:
    """The estimate names what it counts by, and that there are no sales in it."""
    talk.say("$40")
    talk.say("how much tax on my staking rewards")
    text = talk.say("20%").draft.text
    assert "value when received" in text
    assert "No sales are recorded" in text


@pytest.mark.parametrize("text", ["my income", "show my income", "what did I earn this year"])
def test_own_income_is_shown(talk: Talk, text: str) -> None:
    """Who asks for their income sees it, and is handed no file."""
    talk.say("$40")
    turn = talk.say(text)
    assert "You recorded $40 of income in 2026" in turn.draft.text
    assert not turn.draft.files


def test_each_year_has_its_totals(talk: Talk) -> None:
    """A year is asked for by its number, or by the button under another year."""
    talk.say("$40")
    talk.say("got 3 ATOM rewards on 3 march 2025 worth $12")
    talk.say("my tax rate is 20%")
    talk.say("my income")
    assert "You recorded $12 of income in 2025" in talk.press("2025").draft.text
    assert "about $2.40 of tax" in talk.say("how much tax do I owe for 2025").draft.text
    assert "Nothing is recorded for 2024" in talk.say("my income in 2024").draft.text


def test_holdings_are_the_income_of_who_records_none() -> None:
    """What is held pays something, by estimate; there is nothing else to show."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido")
    assert "pays $75–$125 a month" in talk.say("my income").draft.text


UNKNOWN = "got 0.1 ETH rewards on 2025-02-01"


@pytest.mark.parametrize(
    "said",
    [
        "I sold 3 BTC at 60000 on 2025-03-01",
        "I bought 2 ETH for 4000 on 2025-01-01",
        "got $20 interest on aave yesterday",
        "got $20 interest",
        "received 12 USDC interest on 2025-03-01",
        "tell me when BTC falls below 50000",
        "I have 300k and want 1k a month",
        "my salary is 5000 a month",
        "I paid 2000 in rent today",
        "will 500k last 30 years at 2k a month",
    ],
)
def test_another_statement_is_no_worth(said: str) -> None:
    """Asked what income was worth, a person may say something else: that is what is read."""
    talk = Talk()
    talk.say(UNKNOWN)
    talk.say(said)
    assert talk.person.receipts[0].worth is None


def test_the_sale_is_recorded() -> None:
    """What is said instead of the worth is done: the sale is kept with its own sum."""
    talk = Talk()
    talk.say(UNKNOWN)
    talk.say("I sold 3 BTC at 60000 on 2025-03-01")
    income, sale = talk.person.receipts
    assert (sale.asset, sale.worth, income.worth) == ("BTC", Decimal(180_000), None)


@pytest.mark.parametrize(
    "said",
    [
        *("300", "$300", "it was worth 300", "about $300 I think", "I got $300 for it"),
        *("don't know, maybe 300 bucks back then", "0.1 ETH was worth 300 then"),
        *("ETH was at 3000 then", "3000 each", "the price was 3000", "at 3000"),
    ],
)
def test_a_worth_is_all_of_it_or_a_price_of_each(said: str) -> None:
    """A price of that day counts for each of the coins."""
    talk = Talk()
    talk.say(UNKNOWN)
    talk.say(said)
    assert talk.person.receipts[0].worth == Decimal(300)


@pytest.mark.parametrize(
    "said", ["worth 300", "worth about 300", "valued at 300", "at $3000", "when ETH was at 3,000"]
)
def test_a_worth_needs_no_sign(said: str) -> None:
    """A bare figure beside a word for worth is money of the person's own currency, and told so."""
    talk = Talk()
    talk.say("my currency is euro")
    turn = talk.say(f"received 0.1 ETH rewards on 2025-02-01 {said}")
    currency = "USD" if "$" in said else "EUR"
    (receipt,) = talk.person.receipts
    assert (receipt.worth, receipt.currency) == (Decimal(300), currency)
    told = (
        "$300 when" if "$" in said else "€300 when it was received, taken in EUR as none was said"
    )
    assert told in turn.draft.text


def test_a_rate_earned_is_no_tax_rate() -> None:
    """Asked for a tax rate, what a place paid is not kept as one."""
    talk = Talk()
    talk.say("got $20 interest on 2025-02-01")
    talk.say("how much tax on my staking rewards")
    talk.say("earned 5% on aave")
    assert talk.person.preferences.tax_rate is None


@pytest.mark.parametrize(
    "said",
    [
        "how much tax on 12,000 of staking income at 30 %",
        "how much tax on 12000 staking rewards at 30%",
        "what tax do I pay on 12,000 of income at 30%",
    ],
)
def test_tax_on_a_named_income(said: str) -> None:
    """Tax on a sum that is named is estimated at the rate beside it, and nothing is kept of it."""
    turn = Talk().say(said)
    assert turn.draft.text.startswith("About $3,600 of tax on $12,000, at 30 %: it leaves $8,400.")
    assert not turn.effects


def test_tax_on_a_named_income_at_the_kept_rate() -> None:
    """Without a rate the kept one counts; where none is, it is asked for and none is guessed."""
    talk = Talk()
    assert "Which tax rate do you pay?" in talk.say("tax on 5k of interest").draft.text
    talk.say("my tax rate is 25%")
    assert "$1,250 of tax on $5,000" in talk.say("tax on 5k of interest").draft.text


def test_no_record_of_that_coin(talk: Talk) -> None:
    """Who has records, but none of a coin, is told just that."""
    before = talk.person.receipts
    told = talk.say("correct my last reward to 13 SOL").draft.text
    assert "No record of SOL is kept here" in told
    assert talk.person.receipts == before


def test_a_corrected_record_is_asked_its_worth(talk: Talk) -> None:
    """The quantity is right now, the worth still unknown: the next sum is it."""
    talk.say("correct that to 13")
    talk.say("that was worth $50")
    (receipt,) = talk.person.receipts
    assert (receipt.quantity, receipt.worth) == (Decimal(13), Decimal("50.00"))


@pytest.mark.parametrize(
    "text", ["bought 2 ETH on Kraken for $6000", "sold 2 ETH on Coinbase at $3000"]
)
def test_a_trade_at_a_place_keeps_its_price(text: str) -> None:
    """Where a trade was made stands between the coins and the money."""
    talk = Talk()
    talk.say("I hold 10 ETH on Coinbase")
    talk.say(text)
    (trade,) = talk.person.receipts
    assert (trade.quantity, trade.worth) == (Decimal(2), Decimal("6000.00"))
