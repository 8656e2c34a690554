"""What a message means: intent and slots, sentence by sentence, and what holds for any text."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.wire import slots_json
from core.money import Period
from core.nlu.parser import understand
from core.nlu.several import further_questions
from core.nlu.utterance import Amount, Context, Income, Intent, Slots, Utterance

NOW = datetime(2026, 9, 2, tzinfo=UTC)
CORPORA = Path(__file__).parents[1] / "corpora" / "utterances"


def _sentences() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(CORPORA.glob("*.toml")):
        said = tomllib.loads(file.read_text(encoding="utf-8"))["said"]
        if isinstance(said, list):
            yield from ((file.stem, sentence) for sentence in said)


def _by_intent() -> Iterator[tuple[str, str]]:
    said = tomllib.loads((CORPORA / "others.toml").read_text(encoding="utf-8"))["said"]
    return ((intent, text) for intent, texts in said.items() for text in texts)


KNOWN = Slots(
    capital=Amount(Decimal(300_000)),
    income=Income(Decimal(1_000), Decimal(1_000), None, Period.MONTH),
)
"""What the question before a follow-up of the corpus said."""


def _context(after: str | None = None, asked: str | None = None) -> Context:
    if after is None:
        return Context(at=NOW, asked_slot=asked)
    return Context(at=NOW, asked_slot=asked, last_intent=Intent(after), known=KNOWN)


def _without_currency(value: object) -> object:
    """Write an unsaid currency as TOML can: empty."""
    if isinstance(value, dict):
        return {k: "" if v is None else _without_currency(v) for k, v in value.items()}
    return [_without_currency(v) for v in value] if isinstance(value, list) else value


def _written(utterance: Utterance) -> object:
    """Write the slots as the contract does; one risk level stands for itself."""
    slots = slots_json(utterance.slots)
    if len(utterance.slots.risk) == 1:
        slots["risk"] = utterance.slots.risk[0]
    return _without_currency(slots)


@pytest.mark.parametrize(("intent", "sentence"), list(_sentences()))
def test_sentences_mean_what_they_say(intent: str, sentence: dict[str, Any]) -> None:
    """Every sentence of the corpus has its file's intent and exactly the slots it states."""
    utterance = understand(sentence["text"], _context(sentence.get("after")))
    assert utterance.intent == intent
    assert _written(utterance) == sentence["slots"]
    assert utterance.slots.risk_shift == sentence.get("risk_shift")


@pytest.mark.parametrize(("intent", "text"), list(_by_intent()))
def test_intents_are_recognised(intent: str, text: str) -> None:
    """Each intent is recognised by the sentences people say for it."""
    after = "required_yield" if text == "what if it crashes" else None
    assert understand(text, _context(after)).intent == intent


@pytest.mark.parametrize(
    ("asked", "text", "slots"),
    [
        ("capital", "200k", {"capital": {"amount": "200000", "currency": None}}),
        ("capital", "about 50,000 euros", {"capital": {"amount": "50000", "currency": "EUR"}}),
        ("capital", "200", {"capital": {"amount": "200", "currency": None}}),
        ("risk", "low", {"risk": "conservative"}),
        ("risk", "high i guess", {"risk": "aggressive"}),
        ("horizon_years", "5", {"horizon_years": "5"}),
        ("horizon_years", "ten years", {"horizon_years": "10"}),
        ("age", "im 42", {"age": "42"}),
        ("target_age", "60", {"target_age": "60"}),
        ("tax_rate", "25", {"tax_rate": "0.25"}),
        ("topic", "slashing", {"topic": "slashing"}),
        ("assets", "sol and ada", {"assets": ["SOL", "ADA"]}),
    ],
)
def test_a_short_reply_fills_the_slot_that_was_asked_for(
    asked: str, text: str, slots: dict[str, Any]
) -> None:
    """A bare figure or word is the value of the slot just asked for, in the question before."""
    utterance = understand(text, _context("required_yield", asked))
    assert utterance.intent is Intent.REQUIRED_YIELD
    assert _written(utterance) == _without_currency(slots)


def test_a_bare_income_is_meant_a_month() -> None:
    """Who answers "what income?" with "200" budgets by the month; a said period wins."""
    bare = understand("200", _context("required_yield", "income")).slots.income
    said = understand("24k per year", _context("required_yield", "income")).slots.income
    assert bare is not None
    assert said is not None
    assert (bare.period, said.period) == ("month", "year")


@pytest.mark.parametrize("text", ["200", "5", "999", "123,456.00", "1.000.000,00", "２００"])
def test_a_bare_figure_says_nothing_unasked(text: str) -> None:
    """Without a question before it, a figure is nobody's capital, income or age."""
    assert understand(text, _context()).slots.named() == ()


@pytest.mark.parametrize(
    ("asked", "asked_by", "text", "intent", "slots"),
    [
        (
            *("capital", "withdrawal_plan", "will 10k last 20 years at 5k a month"),
            *("withdrawal_plan", ("capital", "income", "horizon_years")),
        ),
        (
            *("horizon_years", "withdrawal_plan", "how long will 300k last if I take 2k a month"),
            *("withdrawal_plan", ("capital", "income")),
        ),
        ("income", "required_capital", "what would 50k earn", "income_estimate", ("capital",)),
        (
            *("capital", "income_estimate", "how much do I need for 2k a month"),
            *("required_capital", ("income",)),
        ),
        (
            *("yield_", "check_yield", "how much would 20k at 5% earn"),
            *("income_estimate", ("capital", "yield_")),
        ),
        (
            *("tax_rate", "tax_summary", "is 8% apy on USDC safe?"),
            *("check_yield", ("yield_", "assets")),
        ),
        (
            *("income", "required_yield", "how long until 100k becomes 1m"),
            *("time_to_goal", ("capital", "target_capital")),
        ),
        ("capital", "income_estimate", "could I start with 5k?", "income_estimate", ("capital",)),
        ("yield_", "income_estimate", "what about 3%?", "income_estimate", ("yield_",)),
        ("income", "required_capital", "maybe 2k, is it ok?", "required_capital", ("income",)),
    ],
)
def test_a_whole_question_is_no_reply(
    asked: str, asked_by: str, text: str, intent: str, slots: tuple[str, ...]
) -> None:
    """A question with figures of its own is asked anew, whatever was asked back before it."""
    utterance = understand(text, Context(NOW, asked, Intent(asked_by)))
    assert utterance.intent == intent
    assert set(utterance.slots.named()) - {"quote"} == set(slots)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what does SOL staking pay", Intent.YIELD_LOOKUP),
        ("should I lend my stETH on aave", Intent.YIELD_STACK),
        ("stake 20 SOL or use jito?", Intent.COMPARE_OPTIONS),
        ("stake my 5 ETH with lido or rocket pool?", Intent.COMPARE_OPTIONS),
        ("lend my stETH for me", Intent.REFUSE),
        ("stake 20 SOL", Intent.REFUSE),
        ("what if I withdraw 4k a month from 500k", Intent.WITHDRAWAL_PLAN),
        ("what if I add 1,500 a month", Intent.TIME_TO_GOAL),
        ("my timezone is Berlin", Intent.SET_PREFERENCE),
    ],
)
def test_a_question_is_told_from_an_order(text: str, intent: Intent) -> None:
    """What is weighed is a question, what is bidden an order; "what if" is what it asks."""
    assert understand(text, _context()).intent is intent


@pytest.mark.parametrize(
    ("text", "rate", "gain"),
    [
        ("50k at 6 % compounded monthly, what income", "0.06", None),
        ("50k at 6% compounded quarterly, what income", "0.06", None),
        ("50k at 1% a month", None, "0.01"),
        ("is 1% compounded daily legit?", None, "0.01"),
    ],
)
def test_compounding_is_no_term(text: str, rate: str | None, gain: str | None) -> None:
    """A rate that compounds monthly is a year's; "1% compounded daily" is how a day's is sold."""
    slots = understand(text, _context()).slots
    assert slots.reinvest_share is None
    assert (slots.yield_ and slots.yield_.low) == (Decimal(rate) if rate else None)
    assert (slots.offer and slots.offer.gain) == (Decimal(gain) if gain else None)


def test_no_years_at_all_are_said_to_be_none() -> None:
    """Even "last 0 years" is a horizon, which a plan refuses; it is not left unread."""
    slots = understand("will 10k last 0 years at 5k a month", _context()).slots
    assert slots.horizon_years == 0


def test_what_is_added_is_no_income() -> None:
    """A regular sum to be added changes the plan, even when an income was asked for."""
    utterance = understand("adding 1k a month", _context("required_yield", "income"))
    assert utterance.intent is Intent.WHAT_IF
    assert utterance.slots.named() == ("contribution",)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("how do I evade taxes on this", "tax"),
        ("how to hide my coins from the tax office", "tax"),
        ("where do I paste my seed phrase", "secret"),
        ("promise me 12%", "guarantee"),
    ],
)
def test_refusals_say_what_they_refuse(text: str, about: str) -> None:
    """What is refused has its own words: tax evasion, secrets, guarantees."""
    utterance = understand(text, _context())
    assert (utterance.intent, utterance.about) == (Intent.REFUSE, about)


@pytest.mark.parametrize(
    "text",
    [
        "how can I get out of paying crypto tax without them knowing",
        "can I just not report my staking rewards",
        "how do I keep my staking income off the books",
        "how do I stake so that HMRC doesn't find out",
        "how can I cheat on my crypto taxes",
        "can I open an offshore account so the IRS can't see my crypto",
        "how to stay under the radar of the tax office",
        "I don't want to tell the tax office about my staking income",
    ],
)
def test_keeping_owed_tax_from_the_office_is_refused(text: str) -> None:
    utterance = understand(text, _context())
    assert (utterance.intent, utterance.about) == (Intent.REFUSE, "tax")


@pytest.mark.parametrize(
    "text",
    [
        "how do I lower my tax legally",
        "do I have to report staking rewards",
        "what tax on 5k at 30 %",
        "I forgot to declare my staking rewards last year, what now",
        "what do I get out of it after tax",
        "can I earn 500 a month without paying too much tax",
    ],
)
def test_an_honest_question_on_tax_is_not_refused(text: str) -> None:
    assert understand(text, _context()).intent is not Intent.REFUSE


def test_a_question_of_its_own_is_not_a_follow_up() -> None:
    """A complete question replaces the one under discussion, whatever was asked."""
    context = _context("required_yield", "income")
    assert understand("what is slashing?", context).intent is Intent.EXPLAIN
    assert understand("help", context).intent is Intent.HELP


@pytest.mark.parametrize(
    ("text", "further"),
    [
        ("what would 10 ETH earn, and what is slashing?", ("what is slashing?",)),
        ("How do I stake ETH? Is Lido safe?", ("Is Lido safe?",)),
        ("what would 10 ETH earn and what would 5 SOL earn", ()),
        ("what would 10 ETH earn? thanks", ()),
        ("what is slashing?", ()),
    ],
)
def test_further_questions_are_kept(text: str, further: tuple[str, ...]) -> None:
    """The main question of a message is answered, the others are offered in its own words."""
    main = understand(text, _context())
    assert further_questions(text, _context(), main.intent) == further


def test_what_is_unclear_names_the_likeliest_readings() -> None:
    """A stub that can mean two things is not guessed."""
    utterance = understand("ETH", _context())
    assert utterance.intent is Intent.UNCLEAR
    assert len(utterance.others) == 2


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("my 401k does nothing, what should I do with it", "capital"),
        ("what if bitcoin hits 200k in 5 years", "capital"),
        ("I make $135,000 a year and have 50k, what should I do with it", "income"),
        ("is it enough to own 1 eth when it goes to 10k", "capital"),
        ("25% of my portfolio is in eth, should i rebalance", "yield_"),
        ("i saved 60k in 3 years, where should I invest it", "horizon_years"),
        ("it needs 32 eth to stake, how can i stake less?", "holdings"),
    ],
)
def test_misreadings_are_avoided(text: str, slot: str) -> None:
    """A plan's name is no sum, a price no capital, a salary no goal, a share no yield."""
    assert slot not in understand(text, _context()).slots.named()


@pytest.mark.parametrize(
    "text",
    [
        "I lost everything in Celsius, how do I report it on my taxes",
        "i can't go on anymore, all my savings are gone",
        "I just want to die",
        "lost all my savings, my life is over",
        "I want to end my life",
        "what's the use of living",
        "I've no hope anymore",
        "nothing matters now",
        "I cant sleep, I lost 60% of my pension on terra",
        "pls hlp, i lost evrything",
        "lost everythng in the hack",
    ],
)
def test_distress_is_noticed(text: str) -> None:
    """Whoever sounds in distress is marked so, whatever else the message asks."""
    assert understand(text, _context()).distress


@pytest.mark.parametrize(
    "text",
    [
        "can I live off 500k",
        "end of the year",
        "what could I lose",
        "I want 2k a month for life",
        "what would my income be if I lost everything in a hack",
        "what if I lost all my savings to a depeg",
        "is there a way out of a lock-up",
        "no point in staking below 2%?",
    ],
)
def test_ordinary_worries_are_not_distress(text: str) -> None:
    """Asking about losses or life is not a cry for help."""
    assert not understand(text, _context()).distress


def test_distress_keeps_the_question() -> None:
    """The question of a distressed message is still read."""
    text = "I lost everything in Celsius, how do I report it on my taxes"
    assert understand(text, _context()).intent is Intent.TAX_SUMMARY


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("explain like im 5", "plain-words"),
        ("huh?", "plain-words"),
        ("I don't understand", "plain-words"),
        ("is it worth it?", "worth-it"),
        ("so should I do it", "worth-it"),
        ("what would you do?", "worth-it"),
        ("ok let's do it", "first-steps"),
        ("what do I do now?", "first-steps"),
        ("how do I start", "first-steps"),
    ],
)
def test_what_is_said_of_an_answer_as_a_whole(text: str, topic: str) -> None:
    """After an answer, short words about it ask for it simpler, weighed, or begun."""
    utterance = understand(text, Context(NOW, last_intent=Intent.REQUIRED_YIELD))
    assert (utterance.intent, utterance.slots.topic) == (Intent.EXPLAIN, topic)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("is staking ADA worth it", Intent.STAKING_ADVICE),
        ("explain staking like I'm five", Intent.EXPLAIN),
        ("how do I start", Intent.HELP),
        ("what do I have", Intent.SHOW_PORTFOLIO),
    ],
)
def test_a_question_of_its_own_is_not_about_the_answer(text: str, intent: Intent) -> None:
    """Whoever names a thing, or has no answer yet, means that."""
    utterance = understand(text, Context(NOW))
    assert utterance.intent is intent
    assert utterance.slots.topic not in {"plain-words", "worth-it", "first-steps"}


@pytest.mark.parametrize(
    "text",
    [
        "how volatile is the aggressive blend",
        "value at risk of a moderate blend with 100k",
        "explain the risks of 250k aggressive",
    ],
)
def test_the_risks_of_a_named_blend_are_asked_for(text: str) -> None:
    """What prices did to a blend is a page on it, with its level and its sum."""
    utterance = understand(text, Context(NOW))
    assert utterance.intent is Intent.EXPLAIN
    assert utterance.slots.risk


def test_a_page_alone_has_no_sum() -> None:
    """A sum beside another topic is none of the page's."""
    assert understand("what is slashing if I have 100k", Context(NOW)).slots.capital is None


@pytest.mark.parametrize(
    ("text", "capital"),
    [
        ("I have 85k in stablecoins and about 40k in ETH, want 500 a month", 125_000),
        ("100k cash, 200k in btc. what could it pay", 300_000),
        ("200k total, 85k in stables and 115k in ETH, 1k a month?", 200_000),
        ("is it better to have 100k in eth or 100k in usdc", 100_000),
        ("how much can I take out of 400k each year", 400_000),
    ],
)
def test_what_lies_in_several_places_is_counted_together(text: str, capital: int) -> None:
    """Sums that each say where they lie are one capital; a choice between two is not."""
    found = understand(text, Context(NOW)).slots.capital
    assert found
    assert found.amount == capital


def test_which_coin_pays_most_is_a_look_at_what_is_paid() -> None:
    """No coin is named, so none is advised on: what each pays is listed."""
    utterance = understand("which coins pay the most for staking", Context(NOW))
    assert utterance.intent is Intent.YIELD_LOOKUP
