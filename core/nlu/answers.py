"""Read a short reply as the value of the one slot that was just asked for."""

from decimal import Decimal
from typing import Any

from core.money import Period
from core.nlu.matching import Tokens, word_class
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
_COUNTS = {
    "age": frozenset({Kind.NUMBER, Kind.YEARS, Kind.AGE}),
    "target_age": frozenset({Kind.NUMBER, Kind.YEARS, Kind.AGE, Kind.TARGET_AGE}),
    "horizon_years": frozenset({Kind.NUMBER, Kind.YEARS}),
}
_FLOWS = frozenset({"income", "other_income", "contribution"})
"""The sums that recur."""


def answer(slot: str, said: Tokens, words: Words, stated: Slots) -> Slots | None:
    """Return the slot filled from a short message; None when the message says something else.

    What is said to be added regularly answers no other question. A sum without a period that
    answers "what income?" is meant a month, as people budget; what comes every month is no
    capital, but can be added to none.
    """
    if len(said.words) - 2 > _MOST_WORDS + len(said.entities):
        return None
    if slot in _COUNTS and (count := _number(said, _COUNTS[slot])) is not None:
        return _filled(slot, count)
    if slot in _RATIOS and (ratio := _ratio(said)) is not None:
        return _filled(slot, ratio.high)
    if slot == "yield_" and (rate := _ratio(said)) is not None:
        return Slots(yield_=rate)
    if slot in {"capital", "holdings"} and stated.holdings:
        return Slots(holdings=stated.holdings, assets=stated.assets)
    if slot in _SUMS:
        return _money(slot, said, stated)
    return _word(slot, words, stated)


_BESIDE = (
    *("contribution", "reserve", "other_income", "tax_rate", "inflation"),
    *("age", "target_age", "horizon_years", "risk"),
)
"""What may be told beside what was asked for."""


def with_more(reply: Slots, stated: Slots, wanted: frozenset[str]) -> Slots:
    """Return a reply with what else it tells of the question: "300k, and I am 45"."""
    more = {name: getattr(stated, name) for name in _BESIDE if name in wanted}
    return Slots(**more).overlaid(reply)


def _filled(slot: str, value: object) -> Slots:
    """Return slots of which only the named one is filled."""
    values: dict[str, Any] = {slot: value}
    return Slots(**values)


def _money(slot: str, said: Tokens, stated: Slots) -> Slots | None:
    amount = _sum(said, recurs=slot in _FLOWS)
    if amount is None:
        return None
    often, middle = amount.period or Period.MONTH, (amount.low + amount.high) / 2
    added = Contribution(middle, amount.currency, often)
    if slot == "contribution":
        return Slots(contribution=added)
    if slot in _FLOWS:
        is_added = stated.contribution == added
        flow = Income(amount.low, amount.high, amount.currency, often)
        return None if is_added else _filled(slot, flow)
    if amount.period:
        return Slots(contribution=added) if slot == "capital" and is_bare(said) else None
    return _filled(slot, Amount(middle, amount.currency))


def is_bare(said: Tokens) -> bool:
    """Whether a message is a figure with hardly a word of its own: "about 500 a month"."""
    return all(word[0] in "{^$" or word in word_class("changing") for word in said.words)


def corrected_to(said: Tokens) -> Sum | None:
    """Return the one sum of a message that else only corrects: "actually 1000", "no, 2k"."""
    words = {word for at, word in enumerate(said.words) if at not in said.entities}
    if len(said.entities) != 1 or not words <= word_class("correcting") | _MARKS:
        return None
    return _sum(said, recurs=True)


_MARKS = frozenset({"^", "$", ".", "?"})


def _sum(said: Tokens, *, recurs: bool) -> Sum | None:
    """Return the money of a message, one of the kind asked for first, and then any that is there.

    A bare figure counts where there is no other, for it was asked for.
    """
    sums = [e.value for e in said.entities.values() if isinstance(e.value, Sum)]
    numbers = [
        Sum(e.value, e.value)
        for e in said.entities.values()
        if e.kind is Kind.NUMBER and isinstance(e.value, Decimal)
    ]
    fitting = [one for one in sums if (one.period is not None) is recurs]
    return next(iter((*fitting, *sums, *numbers)), None)


def _number(said: Tokens, kinds: frozenset[Kind]) -> Decimal | None:
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
