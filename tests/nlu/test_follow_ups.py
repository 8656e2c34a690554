"""What changes the answer before, and what is a question of its own although one went before."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.money import Period
from core.nlu.parser import understand
from core.nlu.utterance import Amount, Context, Income, Intent, Slots

_KNOWN = Slots(
    capital=Amount(Decimal(300_000)),
    income=Income(Decimal(1_000), Decimal(1_000), None, Period.MONTH),
)
_AFTER = Context(datetime(2026, 9, 2, tzinfo=UTC), last_intent=Intent.REQUIRED_YIELD, known=_KNOWN)

_CHANGES = {
    "income": (
        *("and with 2k?", "with 2k instead", "same with 1500 a month", "no, 2000 a month"),
        *("imagine i only need 800 a month",),
    ),
    "capital": (
        *("and 400k?", "make it 500k", "and if i only had 200k", "400k, not 300k"),
        *("sorry meant 250k", "hmm 350k", "how about with 100k more", "50k more"),
        *("and the same for 150k euros", "ok what about half a million"),
        *("could you do that with 450k", "would 250k do"),
    ),
    "risk_shift": ("safer", "bolder please", "a bit safer", "less risky", "can we do it safer"),
    "risk": ("aggressive", "conservative", "go balanced"),
    "horizon_years": (
        *("in 10 years instead", "what about 20 years", "and in 15 years?", "if I wait 5 years"),
    ),
    "target_age": ("what about at age 60", "retire at 55", "until i'm 90"),
    "age": ("I'm 45", "im 45 now"),
    "tax_rate": ("after 25 % tax", "30% tax", "tax 19%"),
    "yield_": ("at 5%", "say 4 percent", "suppose the yield is 6%"),
    "inflation": ("with 2% inflation",),
    "contribution": (
        *("what if I add 500 a month", "my wife adds 500 a month", "add 200 monthly"),
        *("saving 1000 a month too",),
    ),
    "other_income": (
        *("and 500 a month from rent", "plus 300 a month from my pension"),
        *("i already get 400 rent", "with a pension of 600"),
    ),
    "reserve": ("keep 20k in cash", "and 20k aside", "keep 10% in reserve"),
    "reinvest_share": ("and if I reinvest half", "reinvest 50%"),
    "assets": ("with eth only",),
    "protocols": ("if lido gets hacked",),
}


@pytest.mark.parametrize(
    ("slot", "text"), [(slot, text) for slot, texts in _CHANGES.items() for text in texts]
)
def test_a_change_names_what_it_changes(slot: str, text: str) -> None:
    read = understand(text, _AFTER)
    assert read.intent is Intent.WHAT_IF
    assert slot in read.slots.named()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("is it possible to stake bitcoin", Intent.STAKING_ADVICE),
        ("what could go wrong with rocket pool", Intent.CHECK_YIELD),
        ("what is safer, Aave or MakerDAO?", Intent.COMPARE_OPTIONS),
        ("can I withdraw 5% of 75000 every year forever", Intent.WITHDRAWAL_PLAN),
        ("should I buy bitcoin now", Intent.OUT_OF_SCOPE),
        ("sent 8k usdt on the wrong network", Intent.OUT_OF_SCOPE),
        ("what is the price of ADA", Intent.OUT_OF_SCOPE),
        ("lost 20% of my portfolio", Intent.OUT_OF_SCOPE),
    ],
)
def test_words_of_its_own_make_it_a_question(text: str, intent: Intent) -> None:
    assert understand(text, _AFTER).intent is intent
