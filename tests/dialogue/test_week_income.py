"""What a summary counts of what came in, and what it says of the rest."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from core.finance.income_records import IncomeKind
from core.finance.portfolio import Position
from core.finance.receipts import Receipt
from tests.dialogue.test_weekly import ETH, HOLDER, SNAPSHOT, week


def reward(number: int, day: date, worth: str | None, currency: str = "USD") -> Receipt:
    known = None if worth is None else Decimal(worth)
    return Receipt(number, day, "ETH", Decimal("0.01"), IncomeKind.REWARD, known, currency)


def test_record_without_a_worth_is_told() -> None:
    """What was recorded and cannot be counted is said, and is no quiet week."""
    _, person = week(HOLDER, 0)
    unknown = (reward(3, date(2026, 12, 5), None), reward(4, date(2026, 12, 6), "30", "EUR"))
    text, _ = week(replace(person, receipts=unknown), 1)
    assert "2 records of income this week have no worth in your currency" in text
    one = (unknown[0], reward(5, date(2026, 12, 6), "30"))
    text, _ = week(replace(person, receipts=one), 1)
    assert "You recorded $30 of income this week; $30 this year. 1 record of income" in text
    assert "it is in no sum here" in text


def test_late_summary_counts_all_its_time() -> None:
    """What came in between the last summary and a late one is counted, from that day on."""
    _, person = week(HOLDER, 0)
    receipts = (reward(3, date(2026, 12, 2), "30"), reward(4, date(2026, 12, 20), "12"))
    text, _ = week(replace(person, receipts=receipts), 3)
    assert "You recorded $42 of income since 30 Nov 2026" in text


def test_record_of_the_day_of_a_summary() -> None:
    """What was recorded on the day of a summary after it was told counts in the next, once."""
    before = reward(3, date(2026, 11, 30), "5")
    first, person = week(replace(HOLDER, receipts=(before,), last_number=3), 0)
    assert "You recorded $5 of income this week" in first
    after = reward(4, date(2026, 11, 30), "7")
    text, _ = week(replace(person, receipts=(before, after), last_number=4), 1)
    assert "You recorded $7 of income this week; $12 this year." in text


def test_price_that_is_found_again() -> None:
    """A holding whose price is there again is no gain, and that is said."""
    coin = Position(3, "DOT", Decimal(500))
    prices = {name: read for name, read in SNAPSHOT.prices.items() if name != "DOT"}
    holder = replace(HOLDER, holdings=(ETH, coin))
    _, person = week(holder, 0, replace(SNAPSHOT, prices=MappingProxyType(prices)))
    text, person = week(person, 1)
    assert " up " not in text
    assert "A price that was missing is there again" in text
    text, _ = week(person, 2)
    assert text.startswith("A quiet week")


def test_quiet_week_names_what_it_leaves_out() -> None:
    """Two lines too say which holding has no price."""
    holder = replace(HOLDER, holdings=(ETH, Position(3, "XYZ", Decimal(5))))
    _, person = week(holder, 0)
    text, _ = week(person, 1)
    assert text.startswith("A quiet week")
    assert "No price is at hand for 5 XYZ" in text


def test_more_than_is_told_one_by_one() -> None:
    """Holdings that have no line of their own are pointed at."""
    many = tuple(replace(ETH, number=number) for number in range(1, 8))
    text, _ = week(replace(HOLDER, holdings=many), 0)
    assert "The others are behind" in text
