"""A figure, or a multiple, that is all a message says: a change of what it most plainly changes."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.nlu.matching import Tokens, word_class
from core.nlu.spans import Kind
from core.nlu.utterance import Context, Holding, Intent, Rate, Slots

_MOST_PERCENT = 100


def bare_figure(said: Tokens, context: Context) -> Slots | None:
    """Return "and 70?" as the size of the shock before it, "at 8" as a rate, "15" as years.

    Only where one of them was named before, and no other, which it might be as well.
    """
    value = _only_number(said)
    if value is None:
        return None
    known = context.known
    if context.last_intent is Intent.STRESS_TEST and known.shock and not known.blows:
        change = (value / 100).copy_sign(known.shock.change)
        return Slots(shock=replace(known.shock, change=change))
    goes_by_age = known.age or known.target_age
    if known.yield_ and not (known.horizon_years or goes_by_age):
        return Slots(yield_=Rate(value / 100, value / 100))
    if known.horizon_years and not (known.yield_ or goes_by_age):
        return Slots(horizon_years=value)
    return None


def _only_number(said: Tokens) -> Decimal | None:
    entity = next(iter(said.entities.values()), None)
    if entity is None or len(said.entities) > 1 or entity.kind is not Kind.NUMBER:
        return None
    value = entity.value
    if not isinstance(value, Decimal) or not 0 < value <= _MOST_PERCENT:
        return None
    known = word_class("changing") | _MARKS
    is_bare = all(word[0] == "{" or word in known for word in said.words)
    return value if is_bare else None


_MARKS = frozenset({"^", "$", ".", "?"})


_TIMES = {
    **dict.fromkeys(("double", "twice"), Decimal(2)),
    **dict.fromkeys(("triple", "treble"), Decimal(3)),
    **dict.fromkeys(("half", "halve"), Decimal("0.5")),
}
_SCALED = re.compile(
    r"\^ (?:(?:and|but|ok|okay|so|or|then|actually|no|now|only|just) )*"
    r"(?:(?:what|how) (?:if|about) |make it |try |with |if (?:i|we) (?:had|have|want|wanted) )?"
    rf"(?P<times>{'|'.join(_TIMES)})(?: of)?(?: (?:that|it|this|as much))?"
    r"(?: (?:the|my|our))?(?: (?P<what>amount|money|capital|savings|sum|income|goal|contribution))?"
    r" (?:[.?] )?\$"
)
_NAMED = {
    **dict.fromkeys(("money", "capital", "savings", "sum"), "capital"),
    **dict.fromkeys(("income", "goal"), "income"),
    "contribution": "contribution",
}
_OF_INCOME = frozenset({Intent.REQUIRED_YIELD, Intent.REQUIRED_CAPITAL, Intent.WITHDRAWAL_PLAN})


def multiple(said: Tokens, context: Context) -> Slots | None:
    """Return "double that" as twice the income that is wanted, or else as twice the money."""
    found = _SCALED.fullmatch(" ".join(said.words))
    if found is None or said.entities:
        return None
    times, known = _TIMES[found["times"]], context.known
    name = _NAMED.get(found["what"] or "") or (
        "income" if context.last_intent in _OF_INCOME and known.income else "capital"
    )
    if name == "capital" and known.holdings and not known.capital:
        return Slots(holdings=tuple(_more_of(held, times) for held in known.holdings))
    value: Any = getattr(known, name)
    if value is None:
        return None
    if name == "income":
        return Slots(income=replace(value, low=value.low * times, high=value.high * times))
    scaled: dict[str, Any] = {name: replace(value, amount=value.amount * times)}
    return Slots(**scaled)


def _more_of(held: Holding, times: Decimal) -> Holding:
    return replace(held, quantity=held.quantity * times) if held.quantity else held
