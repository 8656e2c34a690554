"""Read a short message as a change of the answer just given."""

from dataclasses import replace
from decimal import Decimal
from itertools import groupby, islice

from core.money import Period
from core.nlu.currencies import currency_named
from core.nlu.grammar import grammar
from core.nlu.matching import Tokens, word_class
from core.nlu.roles import bind
from core.nlu.slots import only
from core.nlu.spans import Kind
from core.nlu.standing import Preference
from core.nlu.utterance import (
    Amount,
    Contribution,
    Income,
    Intent,
    Rate,
    Slots,
    Utterance,
)

_CLEAR = 0.85
"""From here on a message is a question of its own, however it begins."""
_LIKELY = 0.6
"""The same for one that does not begin as changes do."""
_MOST_WORDS = 16


def follow_up(
    said: Tokens, stated: Slots, best: Intent, score: float, known: Slots
) -> Utterance | None:
    """Return a change of the answer just given: slots without an intent of their own."""
    changed = _as_change(only(stated, grammar().slots[Intent.WHAT_IF]), said, known)
    changed = _at_age(_kept_back(changed, said, known), said, known)
    if best is Intent.WHAT_IF:
        return Utterance(best, changed, score)
    is_whole = bool(changed.capital and changed.income)
    if is_whole or not changed.named() or len(said.words) > _MOST_WORDS:
        return None
    if score >= _clear_from(_sentences(said.words)) and best is not Intent.OUT_OF_SCOPE:
        return None
    return Utterance(Intent.WHAT_IF, changed, _CLEAR) if _is_change(said) else None


def _is_change(said: Tokens) -> bool:
    """Tell whether a sentence of a message begins as changes do, or only names what changes."""
    sentences = _sentences(said.words)
    naming = [words for words in sentences if any(word[0] == "{" for word in words)]
    return any(map(_opens_change, sentences)) or any(map(_is_fragment, naming or sentences))


def brings_words(said: Tokens) -> bool:
    """Whether a message has words beside what changes: only then is it alike to other questions."""
    return any(map(_own_words, _sentences(said.words)))


def _clear_from(sentences: list[list[str]]) -> float:
    joins = (words[0] in word_class("joining") or _opens_change(words) for words in sentences)
    return _CLEAR if any(joins) or not any(map(_own_words, sentences)) else _LIKELY


def _sentences(words: tuple[str, ...]) -> list[list[str]]:
    return [list(run) for is_end, run in groupby(words, _ENDS.__contains__) if not is_end]


_ENDS = frozenset({"^", "$", ".", "?"})


def _opens_change(words: list[str]) -> bool:
    """Tell whether a sentence begins as changes do: "and what if", "same but", "suppose"."""
    first = list(islice((word for word in words if word not in word_class("joining")), 2))
    return first[:1] in _FIRST_WORDS or " ".join(first) in _OPENINGS


_OPENINGS = frozenset({"what if", "what about", "how about", "let us"})
_FIRST_WORDS = (["if"], ["suppose"], ["supposing"], ["imagine"], ["assume"], ["assuming"], ["same"])


def _is_fragment(words: list[str]) -> bool:
    """Tell whether hardly any word is left beside what changes and the words of changing.

    "And 500 a month from my pension" brings one word of its own; "is it possible to stake bitcoin"
    asks with one, and is a question.
    """
    return _own_words(words) <= (words[0] not in word_class("asking"))


def _own_words(words: list[str]) -> int:
    return sum(word[0] != "{" and word not in word_class("changing") for word in words)


_FEW_WORDS = 8
_SUMS = ("capital", "income", "contribution", "target_capital", "reserve", "other_income")


def in_currency(text: str, said: Tokens, known: Slots) -> Utterance | None:
    """Return a change of the currency alone: "no, I meant euros", "in euros please".

    Sums that were said without one, or with a wrong one, are meant in it; where one was said and is
    not taken back, the answers are wanted in another: a setting.
    """
    code = currency_named(text) if not said.entities and len(said.words) <= _FEW_WORDS else None
    sums = {name: value for name in _SUMS if (value := getattr(known, name))}
    if code is None or not sums:
        return None
    if not _FOR_GOOD.isdisjoint(said.words):
        return _preferring(code)
    is_corrected = not word_class("meaning").isdisjoint(said.words)
    if is_corrected or all(value.currency is None for value in sums.values()):
        meant = {name: replace(value, currency=code) for name, value in sums.items()}
        return Utterance(Intent.WHAT_IF, Slots(**meant), _CLEAR)
    return _preferring(code)


_FOR_GOOD = frozenset({"currency", "always", "everything", "setting", "settings"})
"""The words that make it a setting, and no correction of the question."""


def _preferring(code: str) -> Utterance:
    return Utterance(Intent.SET_PREFERENCE, Slots(preference=Preference("currency", code)), _CLEAR)


def _at_age(changed: Slots, said: Tokens, known: Slots) -> Slots:
    """Return the change with a bare "at 60" as the age to reach, where ages were spoken of."""
    if changed.target_age or not (known.age or known.target_age):
        return changed
    for place, entity in said.entities.items():
        is_reached = said.words[place - 1] in word_class("reaching")
        if is_reached and entity.kind is Kind.NUMBER and isinstance(entity.value, Decimal):
            return replace(changed, target_age=entity.value)
    return changed


def _as_change(changed: Slots, said: Tokens, known: Slots) -> Slots:
    """Return the change with a bare sum read as the income where it is nearer to that.

    "and with 2k?" after 300,000 and 1,000 a month is 2,000 a month; words such as "have" keep a
    sum the capital, "more" puts it on top, and what is added is added a month.
    """
    named, goal, capital = changed.capital, known.income, known.capital
    if named and not changed.contribution and not word_class("adding").isdisjoint(said.words):
        often = known.contribution.period if known.contribution else Period.MONTH
        added = Contribution(named.amount, named.currency, often)
        return replace(changed, capital=None, contribution=added)
    if named and capital and _is_on_top(said) and named.currency in {None, capital.currency}:
        return replace(changed, capital=replace(capital, amount=capital.amount + named.amount))
    if known.other_income and changed.other_income and "top" in said.words:
        changed = replace(changed, other_income=_both(known.other_income, changed.other_income))
    is_held = not word_class("owning").isdisjoint(said.words)
    if named is None or goal is None or changed.income or is_held:
        return changed
    if capital and _nearer(named.amount, capital.amount, goal.high):
        return changed
    if capital is None and named.amount > goal.high * goal.period.per_year * _HELD_YEARS:
        return changed
    income = Income(named.amount, named.amount, named.currency, goal.period)
    return replace(changed, capital=None, income=income)


_HELD_YEARS = 2
"""Where no capital was named, a sum of more years of the income than these is one."""


def _both(before: Income, more: Income) -> Income:
    """Return two incomes as one, as often as the first; another currency takes its place."""
    if more.currency not in {None, before.currency}:
        return more
    times = more.period.per_year / before.period.per_year
    low, high = before.low + more.low * times, before.high + more.high * times
    return Income(low, high, before.currency, before.period)


def _kept_back(changed: Slots, said: Tokens, known: Slots) -> Slots:
    """Return the change with "keep 10 % aside" as that part of the money under discussion."""
    parts = (one.entity.value for one in bind(said) if one.role == "reserve_share")
    part = next((rate.high for rate in parts if isinstance(rate, Rate)), None)
    if part is None or known.capital is None or not 0 < part < 1:
        return changed
    kept = Amount(known.capital.amount * part, known.capital.currency)
    return replace(changed, reserve=kept, yield_=None)


def _is_on_top(said: Tokens) -> bool:
    """Tell whether a sum comes on top of the one before: "with 50k more"."""
    pairs = zip(said.words, said.words[1:], strict=False)
    return any(word == "{sum}" and after in word_class("more") for word, after in pairs)


def _nearer(amount: Decimal, one: Decimal, other: Decimal) -> bool:
    """Tell whether an amount is by a smaller factor from one sum than from the other."""
    if min(amount, one, other) <= 0:
        return False
    return max(amount, one) / min(amount, one) < max(amount, other) / min(amount, other)
