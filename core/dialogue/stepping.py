"""A sum said as a change of the last one: "with 20 a month more"."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from core.dialogue.state import DialogueState
from core.nlu.parser import understand
from core.nlu.pointing import step_said
from core.nlu.utterance import Context, Contribution, Income, Intent, Slots, Utterance


def stepped(state: DialogueState, text: str, at: datetime) -> Utterance | None:
    """Return the question under discussion with its recurring sum that much higher or lower.

    What is added regularly is meant where that is said, or where no income is wanted.
    """
    step = step_said(text)
    if step is None or state.frame is None:
        return None
    by = understand(f"i want {step.words}", Context(at)).slots.income
    income, added = state.frame.slots.income, state.frame.slots.contribution
    if by is None:
        return None
    sign = -1 if step.lowers else 1
    if added and (step.of_additions or income is None or state.frame.intent in _SAVES):
        return _of_additions(added, by, sign)
    return _of_income(income, by, sign) if income else None


_SAVES = frozenset({Intent.TIME_TO_GOAL})
"""The questions whose regular sum is what is put in."""


def _of_additions(added: Contribution, by: Income, sign: int) -> Utterance | None:
    amount = added.amount + sign * _a_period(by, added.period.per_year)
    if by.currency not in {None, added.currency} or amount <= 0:
        return None
    return Utterance(Intent.WHAT_IF, Slots(contribution=replace(added, amount=amount)))


def _of_income(income: Income, by: Income, sign: int) -> Utterance | None:
    change = sign * _a_period(by, income.period.per_year)
    if by.currency not in {None, income.currency} or income.low + change <= 0:
        return None
    wanted = replace(income, low=income.low + change, high=income.high + change)
    return Utterance(Intent.WHAT_IF, Slots(income=wanted))


def _a_period(by: Income, times_a_year: Decimal | int) -> Decimal:
    """Return a recurring sum as what it comes to in a period that recurs so often a year."""
    return by.low * by.period.per_year / times_a_year
