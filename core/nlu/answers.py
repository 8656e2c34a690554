"""Read a short reply as the value of the one slot that was just asked for."""

from decimal import Decimal
from typing import Any

from core.money import Period
from core.nlu.matching import Tokens
from core.nlu.spans import Kind, Sum
from core.nlu.utterance import Amount, Contribution, Income, Rate, Slots
from core.nlu.words import Words

_MOST_WORDS = 8
_RATIOS = frozenset({"tax_rate", "inflation", "reinvest_share", "growth", "volatility", "fee"})
_SUMS = frozenset(
    {
        *("capital", "target_capital", "reserve", "income", "other_income", "contribution"),
        "received_value",
    }
)
_COUNTS = frozenset({"age", "target_age", "horizon_years"})


def answer(slot: str, said: Tokens, words: Words, stated: Slots) -> Slots | None:
    """Return the slot filled from a short message; None when the message says something else.

    What is said to be added regularly answers no other question. A sum without a period that
    answers "what income?" is meant a month, as people budget.
    """
    if len(said.words) - 2 > _MOST_WORDS + len(said.entities):
        return None
    if slot in _COUNTS and (count := _number(said)) is not None:
        return _filled(slot, count)
    if slot in _RATIOS and (ratio := _ratio(said)) is not None:
        return _filled(slot, ratio.high)
    if slot == "yield_" and (rate := _ratio(said)) is not None:
        return Slots(yield_=rate)
    if slot in {"capital", "holdings"} and stated.holdings:
        return Slots(holdings=stated.holdings, assets=stated.assets)
    if slot in _SUMS:
        is_added = stated.contribution is not None and slot != "contribution"
        return None if is_added else _money(slot, said)
    return _word(slot, words, stated)


def _filled(slot: str, value: object) -> Slots:
    """Return slots of which only the named one is filled."""
    values: dict[str, Any] = {slot: value}
    return Slots(**values)


def _money(slot: str, said: Tokens) -> Slots | None:
    amount = _sum(said)
    if amount is None:
        return None
    often = amount.period or Period.MONTH
    middle = (amount.low + amount.high) / 2
    if slot in {"income", "other_income"}:
        return _filled(slot, Income(amount.low, amount.high, amount.currency, often))
    if slot == "contribution":
        return Slots(contribution=Contribution(middle, amount.currency, often))
    return _filled(slot, Amount(middle, amount.currency))


def _sum(said: Tokens) -> Sum | None:
    """Return the first money of a message; a bare figure counts, for it was asked for."""
    for entity in said.entities.values():
        if isinstance(entity.value, Sum):
            return entity.value
        if entity.kind is Kind.NUMBER and isinstance(entity.value, Decimal):
            return Sum(entity.value, entity.value)
    return None


def _number(said: Tokens) -> Decimal | None:
    kinds = {Kind.NUMBER, Kind.YEARS, Kind.AGE, Kind.TARGET_AGE}
    found = (e.value for e in said.entities.values() if e.kind in kinds)
    return next((value for value in found if isinstance(value, Decimal)), None)


def _ratio(said: Tokens) -> Rate | None:
    """Return a rate; a bare figure is percent, as in "tax rate?" "25"."""
    for entity in said.entities.values():
        if isinstance(entity.value, Rate):
            return entity.value
        if entity.kind is Kind.NUMBER and isinstance(entity.value, Decimal):
            return Rate(entity.value / 100, entity.value / 100)
    return None


def bare_percentage(said: Tokens) -> Rate | None:
    """Return the bare figure that is asked about, as in "how did you get 5.25?", as percent."""
    figures = (e.value for e in said.entities.values() if e.kind is Kind.NUMBER)
    first = next((value for value in figures if isinstance(value, Decimal)), None)
    return Rate(first / 100, first / 100) if first and 0 < first <= _MOST_PERCENT else None


_MOST_PERCENT = 100


def _word(slot: str, words: Words, stated: Slots) -> Slots | None:
    """Return a slot whose value is a word: a risk level, a topic, a coin."""
    if slot == "topic" and words.topic:
        return Slots(topic=words.topic)
    if slot == "risk" and (risk := words.risks or words.bare_risks):
        return Slots(risk=risk)
    value = getattr(stated, slot, None)
    return _filled(slot, value) if value else None
