"""Sums in several currencies: what was counted in one stays in it, and what is guessed is said."""

from dataclasses import replace

from core.dialogue.scene import Reply
from core.nlg import asides
from core.nlg.render.parts import lines
from core.nlu.utterance import Slots
from core.requests.frame import currency_of

_MAIN = ("capital", "income", "target_capital")
_BESIDE = ("contribution", "reserve", "other_income")


def pinned(before: Slots, said: Slots) -> Slots:
    """Return a question with its sums in the currency they were counted in so far.

    A contribution in another one, said later, is converted; it does not carry the plan away.
    """
    counted, named = currency_of(before), _named(said, _BESIDE)
    if not named - {counted}:
        return before
    sums = {name: value for name in (*_MAIN, *_BESIDE) if (value := getattr(before, name))}
    unsaid = {name: value for name, value in sums.items() if value.currency is None}
    fixed = {name: replace(value, currency=counted) for name, value in unsaid.items()}
    return replace(before, **fixed)


def told_of_currency(reply: Reply, slots: Slots) -> Reply:
    """Say that all sums are taken in a currency that only one beside them names."""
    beside = _named(slots, _BESIDE)
    if not slots.capital or _named(slots, _MAIN) or not beside:
        return reply
    told = asides.in_one_currency(currency_of(slots))
    closing = lines(told, reply.draft.closing)
    return replace(reply, draft=replace(reply.draft, closing=closing))


def _named(slots: Slots, names: tuple[str, ...]) -> set[str]:
    """Return the currencies that some sums name."""
    said = (getattr(slots, name) for name in names)
    return {value.currency for value in said if value and value.currency}
