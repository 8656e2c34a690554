"""Subscribing, unsubscribing and the summary, as turns of a conversation."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest

from core.dialogue.effects import Subscribe, Unsubscribe, applied
from core.dialogue.person import Person, PlanLeg, PlanVersion
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.summing import Week, summary_of_week
from core.dialogue.turn import take_turn
from core.facts import FactBook
from core.finance.income_records import IncomeKind
from core.finance.market import (
    IncidentReading,
    MarketSnapshot,
    PegReading,
    ProtocolReading,
    bundled_snapshot,
)
from core.finance.portfolio import Kind, Position
from core.finance.receipts import Receipt
from core.money import Money, Period
from core.nlg.draft import AllocationChart, Chart, WeeksChart
from core.nlu.utterance import Amount, Income, Intent, Slots
from core.requests import Frame
from core.requests.preferences import Preferences
from core.schedule import Due, Weekly, next_due
from tests.advice.test_facts import assert_recomputes

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
MONDAY = Weekly(0, time(9), "Europe/Berlin")
ETH = Position(1, "ETH", Decimal(10), "lido", Kind.STAKED)
USDC = Position(2, "USDC", Decimal(20_000), "aave", Kind.LENT)
HOLDER = Person(holdings=(ETH, USDC), weekly=MONDAY, last_number=2)
SNAPSHOT = bundled_snapshot()
WISH = Income(Decimal(1000), Decimal(1000), "USD", Period.MONTH)
GOAL = Frame(Intent.REQUIRED_YIELD, Slots(capital=Amount(Decimal(300_000), "USD"), income=WISH))


def talk(person: Person, text: str, at: datetime = AT) -> tuple[Turn, Person]:
    turn = take_turn(DialogueState(), person, Said(at, text=text), SNAPSHOT)
    return turn, applied(person, turn.effects)


def week(person: Person, weeks: int, snapshot: MarketSnapshot = SNAPSHOT) -> tuple[str, Person]:
    """Return a weekly summary's text and what is kept about the person after it."""
    due = next_due(MONDAY, AT + timedelta(weeks=weeks))
    summed = summary_of_week(person, Week(due), due.at, snapshot)
    for fact in summed.draft.book:
        if fact.formula:
            assert_recomputes(fact, summed.draft.book)
        else:
            assert fact.source, fact
    return summed.draft.text, applied(person, summed.effects)


def with_eth(price: str = "3000", rate: str | None = None) -> MarketSnapshot:
    prices = dict(SNAPSHOT.prices)
    prices["ETH"] = replace(prices["ETH"], price=Decimal(price))
    yields = dict(SNAPSHOT.yields)
    if rate:
        for name, reading in SNAPSHOT.yields.items():
            if reading.project == "lido":
                yields[name] = replace(reading, rate=Decimal(rate))
    return replace(SNAPSHOT, prices=MappingProxyType(prices), yields=MappingProxyType(yields))


@pytest.mark.parametrize(
    ("text", "weekday", "at", "zone"),
    [
        ("send me a summary every friday at 18:00 berlin time", 4, time(18), "Europe/Berlin"),
        ("/subscribe", 0, time(9), "UTC"),
        (
            "/subscribe sunday at half past 7 in the evening, New York time",
            6,
            time(19, 30),
            "America/New_York",
        ),
        ("weekly summary please", 0, time(9), "UTC"),
    ],
)
def test_subscribing(text: str, weekday: int, at: time, zone: str) -> None:
    """Day, hour and zone are as they were said, or as is usual; the first comes after now."""
    turn, person = talk(Person(), text)
    assert person.weekly == Weekly(weekday, at, zone)
    (effect,) = (one for one in turn.effects if isinstance(one, Subscribe))
    assert effect.first == next_due(person.weekly, AT)
    assert "Your summary comes every" in turn.draft.text


def test_changing_one_part() -> None:
    """A day, an hour or a zone that is named changes that alone."""
    person = Person(weekly=MONDAY)
    _, person = talk(person, "/subscribe friday")
    assert person.weekly == replace(MONDAY, weekday=4)
    _, person = talk(person, "/subscribe at noon")
    assert person.weekly == Weekly(4, time(12), "Europe/Berlin")


def test_zone_is_kept_once_said() -> None:
    """A zone that was said with a subscription holds for all else, unless one was set before."""
    _, person = talk(Person(), "/subscribe Berlin time")
    assert person.preferences.zone == "Europe/Berlin"
    _, other = talk(Person(preferences=Preferences(zone="Asia/Tokyo")), "/subscribe Berlin time")
    assert other.preferences.zone == "Asia/Tokyo"
    assert other.weekly
    assert other.weekly.zone == "Europe/Berlin"


def test_week_that_had_its_summary() -> None:
    """Who moves the day after this week's summary came gets the next one next week."""
    _, person = week(HOLDER, 0)
    assert person.last_summary
    assert person.last_summary.period == "2026-W49"
    turn, _ = talk(person, "/subscribe friday", datetime(2026, 11, 30, 12, tzinfo=UTC))
    (effect,) = turn.effects
    assert isinstance(effect, Subscribe)
    assert effect.first.day == date(2026, 12, 11)


@pytest.mark.parametrize("text", ["stop the weekly summary", "/unsubscribe", "unsubscribe"])
def test_unsubscribing(text: str) -> None:
    """Words and the button under every summary stop it at once."""
    turn, person = talk(HOLDER, text)
    assert turn.effects == (Unsubscribe(),)
    assert person.weekly is None
    turn, _ = talk(person, text)
    assert turn.effects == ()


def test_every_summary_can_be_stopped() -> None:
    """Under each summary stands the button that stops it."""
    for person in (HOLDER, Person(weekly=MONDAY)):
        summed = summary_of_week(person, Week(Due(AT, AT.date())), AT, SNAPSHOT)
        labels = [button.label for row in summed.draft.buttons for button in row]
        assert "Stop these summaries" in labels


def test_first_then_quiet() -> None:
    """The first week tells what is there; a week in which nothing happens takes two lines."""
    first, person = week(HOLDER, 0)
    assert "what you hold is worth $50,037" in first
    second, _ = week(person, 1)
    told = second.partition("\n\n")[0].splitlines()
    assert len(told) == 2
    assert told[0].startswith("A quiet week to 7 Dec 2026: $50,037, unchanged since 30 Nov 2026")
    assert told[0].endswith(", at prices no newer than then.")
    read = {
        name: replace(one, as_of=AT + timedelta(weeks=1)) for name, one in SNAPSHOT.prices.items()
    }
    fresh, _ = week(person, 1, replace(SNAPSHOT, prices=MappingProxyType(read)))
    assert fresh.startswith("A quiet week to 7 Dec 2026: $50,037, unchanged since 30 Nov 2026.")


def test_what_changed_is_against_the_last_summary() -> None:
    """Value, income and yields are set against what the last summary told."""
    _, person = week(HOLDER, 0, with_eth("3000", "0.03"))
    receipts = (
        Receipt(3, date(2026, 12, 5), "ETH", Decimal("0.01"), IncomeKind.REWARD, Decimal(30)),
        Receipt(4, date(2026, 3, 1), "ETH", Decimal("0.02"), IncomeKind.REWARD, Decimal(70)),
    )
    text, after = week(replace(person, receipts=receipts), 1, with_eth("2700", "0.02"))
    assert "down $3,000 (6 %) since 30 Nov 2026" in text
    assert "You recorded $30 of income this week; $100 this year." in text
    assert "pays 2 % at the last reading, 3 % before" in text
    assert "pays 2 %, down from 3 %" in text
    assert "compare it with what else pays" in text
    assert after.last_summary
    assert after.last_summary.period == "2026-W50"


def test_what_was_added_is_said() -> None:
    """A value that grew because coins were added is not told as a gain of prices alone."""
    _, person = week(HOLDER, 0)
    more = replace(person, holdings=(replace(ETH, quantity=Decimal(20)), USDC))
    text, _ = week(more, 1)
    assert "what you added or took away included" in text


def test_flags_by_importance() -> None:
    """A loss at a protocol comes before a peg, and that before a protocol that shrinks."""
    about, cost = ("DefiLlama", SNAPSHOT.as_of), Decimal("0.9")
    size = Decimal(10**10)
    peg = PegReading("USDC", "USD Coin", "USD", "fiat", cost, size, None, *about, cost)
    shrinks = ProtocolReading("aave", size, Decimal("-0.4"), None, *about)
    lost = IncidentReading("lido", date(2026, 12, 1), None, None, None, *about)
    bad = replace(
        SNAPSHOT,
        pegs=MappingProxyType({**SNAPSHOT.pegs, "USDC": peg}),
        protocols=MappingProxyType({"aave": shrinks}),
        incidents=(lost,),
    )
    text, _ = week(HOLDER, 1, bad)
    found = [text.index(words) for words in ("lost money of its users", "off its peg", "40 %")]
    assert found == sorted(found)
    assert "One step: read what happened there" in text


def test_goal_of_the_plan() -> None:
    """With a plan the summary says how much of its goal what is held would pay."""
    plan = PlanVersion(3, date(2026, 11, 1), GOAL, (), "", FactBook())
    text, _ = week(replace(HOLDER, plans=(plan,)), 0)
    assert "Your plan is for $1,000 a month" in text
    alone, _ = week(Person(plans=(plan,), weekly=MONDAY), 0)
    assert alone.startswith("Your plan's week")
    assert "4 % a year of $300,000: achievable" in alone


def test_late_one_says_so() -> None:
    """A summary that was due while nothing ran says on which day it was due."""
    summed = summary_of_week(HOLDER, Week(Due(AT, date(2026, 11, 23)), late=True), AT, SNAPSHOT)
    assert "was due on 23 Nov 2026 and comes late" in summed.draft.text


def test_weeks_that_were_missed() -> None:
    """One that stands for weeks that were missed says for how many."""

    def text(missed: Week, person: Person = HOLDER) -> str:
        return summary_of_week(person, missed, AT, SNAPSHOT).draft.text

    missed = Week(Due(AT, date(2026, 11, 23)), late=True, missed=3)
    assert (
        "The 3 before it did not come" in summary_of_week(HOLDER, missed, AT, SNAPSHOT).draft.text
    )
    one = replace(missed, missed=1)
    assert "The one before it did not come" in text(one)
    plan = PlanVersion(3, date(2026, 11, 1), GOAL, (), "", FactBook())
    only_a_plan = Person(plans=(plan,), weekly=MONDAY)
    assert "comes late" in text(one, only_a_plan)


def test_next_review_is_said() -> None:
    """A summary says when the next quarterly review comes, also a quiet one."""
    due = next_due(MONDAY, AT)
    on = date(2027, 1, 4)
    first = summary_of_week(HOLDER, Week(due, review_on=on), due.at, SNAPSHOT)
    assert "The next quarterly review comes on 4 Jan 2027." in first.draft.text
    person = applied(HOLDER, first.effects)
    later = next_due(MONDAY, due.at)
    quiet = summary_of_week(person, Week(later, review_on=on), later.at, SNAPSHOT).draft.text
    assert quiet.startswith("A quiet week")
    assert "The next quarterly review comes on 4 Jan 2027." in quiet
    assert len(quiet.partition("\n\n")[0].splitlines()) == 2
    turn, _ = talk(HOLDER, "/summary")
    assert "The next quarterly review comes on 4 Jan 2027." in turn.draft.text


def test_drift_from_the_plan() -> None:
    """A part that has drifted from the person's plan is flagged, and is news once."""
    legs = (
        PlanLeg("large-cap-staking", Decimal("0.6")),
        PlanLeg("stablecoin-lending", Decimal("0.4")),
    )
    plan = PlanVersion(3, date(2026, 11, 1), GOAL, legs, "", FactBook())
    first, person = week(replace(HOLDER, plans=(plan,)), 0)
    assert "apart" not in first
    text, person = week(person, 1, with_eth("2000"))
    assert "50 % of it is large-cap staking, 60 % in your plan: more than 5 % apart" in text
    assert "look at what would bring it back" in text
    text, _ = week(person, 2, with_eth("2000"))
    assert text.startswith("A quiet week")


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("500 DOT staked, locked until 1 December 2026", "1 Dec 2026"),
        ("500 DOT staked and bonded till Dec 3", "3 Dec 2026"),
        ("500 DOT staked, lock-up ends on 2026-12-01", "1 Dec 2026"),
        ("500 DOT staked and they unlock on 28 November", "28 Nov 2026"),
    ],
)
def test_lock_up_that_ends(said: str, until: str) -> None:
    """Until when something is locked is kept; the summary of the week before tells of its end."""
    turn, person = talk(Person(weekly=MONDAY), f"I hold {said}")
    assert f"DOT is locked until {until}" in turn.draft.text
    turn, _ = talk(person, "/summary", AT + timedelta(days=2))
    assert f"The lock-up of 500 DOT staked ends on {until}." in turn.draft.text
    assert "decide by then whether it stays" in turn.draft.text
    later, _ = talk(person, "/summary", AT + timedelta(days=30))
    assert "The lock-up of" not in later.draft.text


def test_day_of_a_purchase_is_no_lock_up() -> None:
    """A day that says something else is no end of a lock-up."""
    _, person = talk(Person(), "I hold 500 DOT staked since 3 March 2026")
    assert all(holding.unlocks is None for holding in person.holdings)


def test_price_that_was_lost() -> None:
    """A holding that has no price any more is no fall in value, and is told of."""
    strange = Position(3, "DOT", Decimal(500))
    _, person = week(replace(HOLDER, holdings=(ETH, strange)), 0)
    prices = {coin: read for coin, read in SNAPSHOT.prices.items() if coin != "DOT"}
    text, _ = week(person, 1, replace(SNAPSHOT, prices=MappingProxyType(prices)))
    assert "down" not in text
    assert "500 DOT: no price at hand, so in no sum here. The whole is set against no" in text


def test_rate_that_is_missing() -> None:
    """A holding that earns and whose own rate is not read says so in its line."""
    text, _ = week(replace(HOLDER, holdings=(ETH, Position(3, "DOT", Decimal(500)))), 0)
    assert "at the last reading" in text
    text, _ = week(HOLDER, 0, replace(SNAPSHOT, yields=MappingProxyType({})))
    assert text.count("no live rate at hand") == 2


def test_asked_for_now() -> None:
    """The summary can be had at any time; soon after another it is compared with the same."""
    turn, person = talk(HOLDER, "summary now")
    assert "what you hold is worth" in turn.draft.text
    assert person.last_summary
    assert person.last_summary.at == AT
    turn, later = talk(person, "/summary", AT + timedelta(days=2))
    assert later.last_summary == person.last_summary
    assert "since 25 Nov 2026" in turn.draft.text


def test_nothing_kept() -> None:
    """Who keeps nothing is told what a summary needs."""
    turn, _ = talk(Person(), "summary now")
    assert "nothing to sum up yet" in turn.draft.text
    assert turn.effects == ()


def test_prices_that_are_missing() -> None:
    """A coin without a price is told of, and costs nobody the rest of the summary."""
    strange = Position(3, "XYZ", Decimal(5))
    text, _ = week(replace(HOLDER, holdings=(strange,)), 0)
    assert "no price is at hand" in text
    text, _ = week(replace(HOLDER, holdings=(ETH, strange)), 0)
    assert "worth $30,042" in text


def test_another_currency_since() -> None:
    """Sums in two currencies are not set against one another."""
    _, person = week(HOLDER, 0)
    euros = replace(person, preferences=Preferences(currency="EUR"))
    text, after = week(euros, 1)
    assert "€" in text
    assert "since 30 Nov" not in text
    assert after.last_summary
    assert after.last_summary.currency == "EUR"
    assert Money(after.last_summary.value, "EUR").amount > 0


def test_a_part_of_the_day_is_heard() -> None:
    """Who names no hour but the evening is not written to in the morning."""
    turn, person = talk(Person(), "tell me every sunday evening how it goes")
    assert person.weekly == Weekly(6, time(19), "UTC")
    assert "at 7 in the evening" in turn.draft.text


def test_the_weeks_are_pictured() -> None:
    """From the second summary on its picture has what all was worth, and what came in between."""
    received = AT.date() + timedelta(days=14)
    kind = next(iter(IncomeKind))
    paid = Receipt(9, received, "ETH", Decimal(1), kind, Decimal(80))
    kept = replace(HOLDER, receipts=(paid,))
    charts: list[Chart] = []
    for weeks, price in enumerate(("3000", "2000", "4000")):
        due = next_due(MONDAY, AT + timedelta(weeks=weeks))
        summed = summary_of_week(kept, Week(due), due.at, with_eth(price))
        kept = applied(kept, summed.effects)
        charts += summed.draft.charts
    first, second, third = charts
    assert isinstance(first, AllocationChart)
    assert isinstance(second, WeeksChart)
    assert isinstance(third, WeeksChart)
    assert [one.first_text for one in third.weeks[:2]] == [one.first_text for one in second.weeks]
    assert [one.second_text for one in third.weeks] == ["nothing", "nothing", "$80"]
