"""Read a short message as a change of the answer just given."""

from dataclasses import replace

from core.money import Period
from core.nlu.grammar import grammar
from core.nlu.matching import Tokens, word_class
from core.nlu.slots import only
from core.nlu.utterance import Income, Intent, Slots, Utterance

_CLEAR = 0.85
"""From here on a message is a question of its own, not a change of the one before."""
_MOST_WORDS = 16
_LARGE = 10_000
"""From here on a sum without a period is money to place, not a month's income."""
_ABOUT_INCOME = frozenset(
    {
        Intent.REQUIRED_YIELD,
        Intent.REQUIRED_CAPITAL,
        Intent.TIME_TO_GOAL,
        Intent.WITHDRAWAL_PLAN,
    }
)


def follow_up(
    said: Tokens, stated: Slots, best: Intent, score: float, last: Intent
) -> Utterance | None:
    """Return a change of the answer just given: slots without an intent of their own."""
    changed = _as_change(only(stated, grammar().slots[Intent.WHAT_IF]), said, last)
    if best is Intent.WHAT_IF:
        return Utterance(best, changed, score)
    is_question = score >= _CLEAR and best is not Intent.OUT_OF_SCOPE
    if is_question or not changed.named() or len(said.words) > _MOST_WORDS:
        return None
    return Utterance(Intent.WHAT_IF, changed, _CLEAR)


def _as_change(changed: Slots, said: Tokens, last: Intent) -> Slots:
    """Return the change with a small sum read as income a month: "and with 2k?"."""
    named = changed.capital
    is_held = not word_class("owning").isdisjoint(said.words)
    if named is None or changed.income or is_held or last not in _ABOUT_INCOME:
        return changed
    if named.amount >= _LARGE and last is not Intent.REQUIRED_CAPITAL:
        return changed
    income = Income(named.amount, named.amount, named.currency, Period.MONTH)
    return replace(changed, capital=None, income=income)
