"""Sums in several currencies: what was counted in one stays in it, and what is guessed is said."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from core.advice.sums import note_exchange_rate
from core.dialogue.scene import Reply
from core.facts import YOU, FactBook, Unit, Working
from core.finance.market import MarketSnapshot
from core.money import ExchangeRates, Money
from core.nlg import currency_words
from core.nlg.render.parts import lines
from core.nlu.utterance import Amount, Contribution, Income, Slots
from core.requests.frame import currency_of

_MAIN = ("capital", "income", "target_capital")
_BESIDE = ("contribution", "reserve", "other_income")

_Sum = TypeVar("_Sum", Amount, Income, Contribution)


def _sums(slots: Slots) -> dict[str, Any]:
    return {name: value for name in (*_MAIN, *_BESIDE) if (value := getattr(slots, name))}


def sums_in(slots: Slots, currency: str) -> Slots:
    """Return slots whose sums, all said without a currency, are in one."""
    sums = _sums(slots)
    if any(said.currency for said in sums.values()):
        return slots
    meant: dict[str, Any] = {name: replace(said, currency=currency) for name, said in sums.items()}
    return replace(slots, **meant)


def wanted_in(slots: Slots, currency: str) -> Slots:
    """Return a question for who wants to see it in a currency: said without any, it is in it."""
    if not _named(slots, (*_MAIN, *_BESIDE)):
        return sums_in(slots, currency)
    return replace(pinned(slots, slots), counted_in=currency)


def reread_in(before: Slots, now: Slots) -> str | None:
    """Return the currency that the same figures are read in now; None where they are not reread."""
    was, sums = _sums(before), _sums(now)
    codes = {one.currency for one in sums.values()}
    if len(codes) != 1 or codes in ({None}, {one.currency for one in was.values()} - {None}):
        return None
    same = was.keys() == sums.keys() and all(
        replace(was[name], currency=None) == replace(one, currency=None)
        for name, one in sums.items()
    )
    return codes.pop() if same else None


def converted(slots: Slots, rates: ExchangeRates) -> Slots:
    """Return a question with its sums in the currency that they are wanted in."""
    code = slots.counted_in
    if code is None:
        return slots
    sums: dict[str, Any] = {
        name: _in_other(said, rates.rate(said.currency or currency_of(slots), code), code)
        for name, said in _sums(slots).items()
    }
    return replace(slots, **sums)


def _in_other(said: _Sum, rate: Decimal | None, code: str) -> _Sum:
    if rate is None:
        return said
    if isinstance(said, Income):
        return replace(said, low=said.low * rate, high=said.high * rate, currency=code)
    return replace(said, amount=said.amount * rate, currency=code)


def traced(book: FactBook, slots: Slots, snapshot: MarketSnapshot) -> FactBook:
    """Return the facts of a converted question with each sum derived from the one that was said."""
    code, rates = slots.counted_in, snapshot.exchange_rates
    if code is None:
        return book
    said = {
        Money(one.amount * rate, code): one
        for one in _moneys(slots)
        if (rate := rates.rate(one.currency, code)) and one.currency != code
    }
    working = Working()
    for fact in book:
        value = fact.value
        original = said.get(value) if isinstance(value, Money) and fact.source == YOU else None
        exchange = original and note_exchange_rate(working, original.currency, code, snapshot)
        if not original or not exchange:
            working.include(FactBook((fact,)))
            continue
        working.given(f"{fact.name}.said", original, Unit.MONEY, YOU, note=fact.note)
        formula = f"{fact.name}.said * {exchange[0]}"
        working.derive(fact.name, fact.value, fact.unit, formula, fact.note)
    return working.book


def _moneys(slots: Slots) -> Iterator[Money]:
    """Yield the sums of a question as they were said."""
    unsaid = currency_of(slots)
    for said in _sums(slots).values():
        ends = (said.low, said.high) if isinstance(said, Income) else (said.amount,)
        yield from (Money(end, said.currency or unsaid) for end in ends)


def pinned(before: Slots, said: Slots) -> Slots:
    """Return a question with its sums in the currency they were counted in so far.

    A contribution in another one, said later, is converted; it does not carry the plan away.
    """
    counted, named = currency_of(before), _named(said, _BESIDE)
    if before is not said and not named - {counted}:
        return before
    unsaid = {name: value for name, value in _sums(before).items() if value.currency is None}
    fixed = {name: replace(value, currency=counted) for name, value in unsaid.items()}
    return replace(before, **fixed)


def told_of_currency(reply: Reply, slots: Slots) -> Reply:
    """Say that all sums are taken in a currency that only one beside them names."""
    beside = _named(slots, _BESIDE)
    if not slots.capital or _named(slots, _MAIN) or not beside:
        return reply
    told = currency_words.in_one_currency(currency_of(slots))
    closing = lines(told, reply.draft.closing)
    return replace(reply, draft=replace(reply.draft, closing=closing))


def told_of_reading(reply: Reply, currency: str | None) -> Reply:
    """Say that the same figures are read in another currency, and not converted."""
    if currency is None:
        return reply
    closing = lines(currency_words.read_as(currency), reply.draft.closing)
    return replace(reply, draft=replace(reply.draft, closing=closing))


def told_of_setting(reply: Reply, currency: str) -> Reply:
    """Say that a currency is kept for what comes."""
    closing = lines(currency_words.counted_from_now(currency), reply.draft.closing)
    return replace(reply, draft=replace(reply.draft, closing=closing))


def _named(slots: Slots, names: tuple[str, ...]) -> set[str]:
    """Return the currencies that some sums name."""
    said = (getattr(slots, name) for name in names)
    return {value.currency for value in said if value and value.currency}
