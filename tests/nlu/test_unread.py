"""What is read exactly or not at all: other languages, crowns, unknown coins, odd figures."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.money import Period
from core.nlu.parser import understand
from core.nlu.several import further_questions
from core.nlu.utterance import Amount, Context, Income, Intent, Slots
from tests.dialogue.talk import Talk

NOW = Context(at=datetime(2026, 9, 2, tzinfo=UTC))
PLAN = Slots(
    capital=Amount(Decimal(300_000)),
    income=Income(Decimal(1_600), Decimal(1_600), None, Period.MONTH),
)
AFTER = Context(at=NOW.at, last_intent=Intent.REQUIRED_YIELD, known=PLAN)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ich habe 500.000 Euro und will 2.000 Euro im Monat", "language"),
        ("¿Tengo 100 mil dólares, cuánto puedo ganar?", "language"),
        ("У меня 100 тысяч долларов, хочу 500 в месяц", "language"),
        ("我有10万美元", "language"),
        ("मेरे पास 10 लाख रुपये हैं", "language"),
        ("1 500 000 kr, 5000 kr a month", "crowns"),
        ("how about 60/40", "mix"),
        ("what will 10k be worth in -5 years", "time_before"),
        ("how long will 100k last if I take 1k a month for \u22125 years", "time_before"),
    ],
)
@pytest.mark.parametrize("context", [NOW, AFTER])
def test_what_would_be_misread_is_not_read(text: str, reason: str, context: Context) -> None:
    """No slot is filled, first or as a follow-up, and the reason is told."""
    read = understand(text, context)
    assert (read.intent, read.about) == (Intent.OUT_OF_SCOPE, reason)
    assert not read.slots.named()


@pytest.mark.parametrize(
    "text", ["I have 10,000 USDC", "I have 10,000 USD", "I have 300k, want 1k a month in Las Vegas"]
)
def test_what_is_known_is_read(text: str) -> None:
    """A known coin, a currency and a foreign name do not keep a message from being read."""
    assert understand(text, NOW).slots.named()


@pytest.mark.parametrize(
    "text",
    [
        "I have 10,000 SHIBX",
        "what if FOOCOIN drops 50%",
        "what if foocoin drops 50%",
        "what if eth drops 50% and FOOCOIN drops 80%",
        "what if foobar gets hacked",
        "how do I stake FOOCOIN",
        "what does FOOCOIN pay",
        "FOOCOIN staking rewards",
    ],
)
@pytest.mark.parametrize("context", [NOW, AFTER])
def test_what_is_asked_of_an_unknown_name_is_not_counted(text: str, context: Context) -> None:
    """The question is understood, the name is told to be none, and no shock is left without it."""
    read = understand(text, context)
    assert read.about == "coin"
    assert read.slots.shocks == ()
    answer = Talk().say(text).draft.text
    assert answer.startswith("One of the names in that is no coin and no place known here")


@pytest.mark.parametrize(
    "text",
    [
        "what if it drops 50%",
        "what if the bridge gets hacked",
        "what if inflation doubles",
        "what if my portfolio halves",
        "what if APY drops 50%",
        "what if staking fails",
        "HOW DO I STAKE ETH",
        "what if Tether fails",
        "what if a protocol gets hacked",
    ],
)
def test_a_general_word_is_no_unknown_coin(text: str) -> None:
    """Pronouns, kinds of things and abbreviations stand there too."""
    assert understand(text, NOW).about != "coin"


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("and maple?", Slots(protocols=("maple",))),
        ("and compound?", Slots(protocols=("compound",))),
        ("what about atom", Slots(assets=("ATOM",))),
        ("and celsius?", Slots(venue="celsius")),
    ],
)
def test_an_everyday_word_alone_is_a_name(text: str, slots: Slots) -> None:
    """After a question about a place or a coin, hardly a word beside it is needed."""
    after = Context(at=NOW.at, last_intent=Intent.CHECK_YIELD, known=Slots(protocols=("aave",)))
    assert understand(text, after).slots == slots


@pytest.mark.parametrize(
    ("text", "capital"),
    [
        ("1e9 dollars and 1 dollar a year", Amount(Decimal(10**9), "USD")),
        ("999999999999999999 usd and 1k a month", Amount(Decimal(10**18 - 1), "USD")),
    ],
)
def test_large_figures_are_read_whole(text: str, capital: Amount) -> None:
    """Scientific notation is its value; what is too large is read, so that it can be told."""
    read = understand(text, NOW)
    assert (read.intent, read.slots.capital) == (Intent.REQUIRED_YIELD, capital)


def test_all_sums_are_in_the_currency_at_the_end() -> None:
    """The plan's rates keep their roles beside each other."""
    text = "show me a plan for 300k: moderate, 5 years, 1500/month, 20% tax, 2% inflation, in CHF"
    slots = understand(text, NOW).slots
    assert slots.capital == Amount(Decimal(300_000), "CHF")
    assert slots.income
    assert slots.income.currency == "CHF"
    assert (slots.tax_rate, slots.inflation) == (Decimal("0.2"), Decimal("0.02"))


def test_a_goal_named_afterwards_is_the_goal() -> None:
    """ "Get to 500/mo" is an income, not a salary."""
    income = understand("when do i get to 500/mo", AFTER).slots.income
    assert income
    assert income.low == Decimal(500)


def test_what_is_left_to_others_is_no_capital() -> None:
    """A sum for the children takes no other sum's place."""
    assert understand("leave 200k to my kids", AFTER).slots.capital is None


def test_coins_with_values_are_holdings() -> None:
    """Each coin has its own value; none of them is the capital."""
    slots = understand("10k in btc 5k in eth 2k in usdc", NOW).slots
    assert [held.asset for held in slots.holdings] == ["BTC", "ETH", "USDC"]
    assert slots.capital is None


@pytest.mark.parametrize("text", ["50k all in stablecoins", "put it all in the safest thing, 50k"])
def test_all_in_something_is_no_wish_for_risk(text: str) -> None:
    """Only "all in" with nothing behind it is."""
    assert "aggressive" not in understand(text, NOW).slots.risk
    assert "aggressive" in understand("I have 50k and go all in", NOW).slots.risk


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("for 20 years", Intent.WITHDRAWAL_PLAN),
        ("when will I get there", Intent.TIME_TO_GOAL),
        ("in todays money", Intent.WHAT_IF),
    ],
)
def test_a_plan_is_taken_up_again(text: str, intent: Intent) -> None:
    """How long it lasts, when it is reached and in what money are asked of the plan before."""
    assert understand(text, AFTER).intent is intent


@pytest.mark.parametrize("context", [NOW, AFTER])
def test_nobody_is_subscribed_without_a_word_for_it(context: Context) -> None:
    """ "And weekly" is none."""
    assert understand("and weekly", context).intent is not Intent.SUBSCRIBE


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how much did I earn this year", Intent.TAX_SUMMARY),
        ("my income this year", Intent.TAX_SUMMARY),
        ("at 40% tax what is left of 1000 a month", Intent.TAX_SUMMARY),
        ("what records do i need", Intent.EXPLAIN),
        ("what does user 123 hold", Intent.REFUSE),
    ],
)
def test_questions_on_records_and_others(text: str, intent: Intent) -> None:
    """One's own totals are told, another person's are not."""
    assert understand(text, NOW).intent is intent


def test_a_statement_is_no_further_question() -> None:
    """Only what asks something becomes a button."""
    text = "I have $750k. plan on $2,500 a month"
    assert further_questions(text, NOW, Intent.REQUIRED_YIELD) == ()
