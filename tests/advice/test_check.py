"""What is said of places and coins that failed, of who holds coins for people, and of a move."""

from datetime import date
from decimal import Decimal

import pytest

from core.advice import CheckYieldAdvice
from core.catalogue import failures
from core.facts import Unit
from core.finance.market import bundled_snapshot
from core.finance.sustainability import Standing
from core.money import Money
from core.nlg.render import render
from core.nlu.utterance import Intent, Slots
from core.requests import Frame
from tests.advice.questions import advice_of, money, rate


def checked(intent: Intent, slots: Slots) -> CheckYieldAdvice:
    advice = advice_of(Frame(intent, slots))
    assert isinstance(advice, CheckYieldAdvice)
    return advice


def told(advice: CheckYieldAdvice) -> str:
    return render(advice, 1, bundled_snapshot().as_of, brief=False).text


@pytest.mark.parametrize("name", failures())
def test_what_failed_is_told_with_its_day(name: str) -> None:
    """Whatever is asked of it, the answer is what happened, and it is screened out."""
    failure = failures()[name]
    slots = Slots(assets=(name,)) if failure.kind == "coin" else Slots(venue=name)
    for intent in (Intent.CHECK_YIELD, Intent.YIELD_LOOKUP):
        advice = checked(intent, slots)
        assert advice.failure == failure
        assert advice.judgement.standing is Standing.SCREENED
        text = told(advice)
        assert text.startswith(f"{failure.name} {failure.broke} on ")
        assert failure.story in text


def test_a_yield_on_what_failed_is_no_yield() -> None:
    """A fifth a year on UST in Anchor: what became of it comes before any range."""
    advice = checked(
        Intent.CHECK_YIELD, Slots(assets=("UST",), protocols=("anchor",), yield_=rate("0.2"))
    )
    assert advice.book["broke_on"].value == date(2022, 5, 9)
    assert "far above the top" in told(advice)


def test_an_exchange_is_a_debtor() -> None:
    """Coins at an exchange are its debt; how many such places froze in a year is counted."""
    text = told(checked(Intent.CHECK_YIELD, Slots(venue="binance")))
    assert "Binance holds your coins for you" in text
    assert "Celsius and FTX among them" in text
    assert "holds your coins" not in told(checked(Intent.CHECK_YIELD, Slots(venue="ledger")))


def test_a_move_sets_both_places_side_by_side() -> None:
    """Rate against rate, money against money, and the chance of loss that eats it up."""
    advice = checked(
        Intent.CHECK_YIELD,
        Slots(
            capital=money(50_000),
            assets=("USDC",),
            protocols=("aave", "ethena"),
            yield_=rate("0.12"),
            placed="aave",
        ),
    )
    assert advice.protocol
    assert advice.protocol.slug == "ethena"
    assert advice.move
    book = advice.book
    stays, gained = book["left_rate"].value, book["rate_gained"].value
    assert isinstance(stays, Decimal)
    assert isinstance(gained, Decimal)
    assert gained == Decimal("0.12") - stays
    assert book["income_gained"].value == Money(50_000 * gained, "USD")
    assert book["income_gained"].unit is Unit.MONEY_YEAR
    even = book["even_chance"].value
    assert isinstance(even, Decimal)
    assert abs((1 - even) * Decimal("1.12") - (1 + stays)) < Decimal("1e-20")
    assert "At Aave the program, the borrowers' pledges and the coin have to hold" in told(advice)


def test_a_move_that_pays_less_has_no_chance_to_weigh() -> None:
    """Where the new place pays less, there is nothing to be lost but the difference."""
    advice = checked(
        Intent.CHECK_YIELD,
        Slots(assets=("USDT",), protocols=("aave", "sky"), yield_=rate("0.01"), placed="aave"),
    )
    assert "even_chance" not in advice.book
    assert "moving adds" not in told(advice)


def test_a_yield_at_a_place_gets_a_verdict_and_who_pays_it() -> None:
    """Whether a yield lasts is said first, with where it comes from."""
    text = told(checked(Intent.CHECK_YIELD, Slots(assets=("USDC",), protocols=("aave",))))
    assert text.startswith("USDC at Aave: steady, by what is known here, though users")
    assert "What it pays comes from borrowers' interest." in text
