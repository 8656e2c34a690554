"""A plan as a link: `plan_300k_1500_moderate`, which says no more of anybody than its figures."""

import re
from dataclasses import replace
from decimal import Decimal

from core.dialogue.first_plan import Chosen
from core.facts import FactBook
from core.money import DEFAULT_CURRENCY, Period
from core.nlg.draft import Button, Draft
from core.nlg.press import say
from core.nlg.writing import write
from core.nlu.utterance import Amount, Income, Intent, Risk, Slots
from core.requests import Frame

SHARE = "share:"
"""Begins the press of a button that shares a plan; a door that can, offers its card instead."""
_LINK = re.compile(
    rf"plan_(\d{{1,15}})([km]?)([A-Z]{{3}})?_(\d{{1,15}})(k?)(?:_({'|'.join(Risk)}))?", re.ASCII
)
PLANS = frozenset({Intent.REQUIRED_YIELD, Intent.RECOMMEND_BLEND})
_TIMES = {"": Decimal(1), "k": Decimal(1_000), "m": Decimal(1_000_000)}


def read_link(payload: str) -> Chosen | None:
    """Return the plan that a link's payload holds; None for anything else.

    >>> read_link("plan_300k_1500")
    Chosen(currency='USD', capital=Decimal('300000'), income=Decimal('1500'), risk=None)
    """
    found = _LINK.fullmatch(payload)
    if found is None:
        return None
    capital, size, currency, income, income_size, risk = found.groups()
    return Chosen(
        currency or DEFAULT_CURRENCY,
        Decimal(capital) * _TIMES[size],
        Decimal(income) * _TIMES[income_size],
        Risk(risk) if risk else None,
    )


def link(slots: Slots) -> str | None:
    """Return the payload that shows the same plan to whoever opens it.

    None for a plan that has more to it than a sum, an income a month and a risk level.
    """
    capital, income = slots.capital, slots.income
    if capital is None or income is None or set(slots.named()) - {"capital", "income", "risk"}:
        return None
    if income.low != income.high or income.period is not Period.MONTH or _is_odd(capital, income):
        return None
    currency = capital.currency or income.currency or ""
    parts = [f"plan_{capital.amount:.0f}{currency}", f"{income.low:.0f}"]
    return "_".join([*parts, *slots.risk[:1]])


def with_sharing(draft: Draft, frame: Frame) -> Draft:
    """Return a plan's draft with the button that shares it; other drafts as they are."""
    payload = link(frame.slots) if frame.intent in PLANS else None
    if payload is None:
        return draft
    share = Button("Share this plan", f"{SHARE}{payload}")
    return replace(draft, buttons=(*draft.buttons, (share,)))


def shared(payload: str) -> Draft:
    """Return what to send on, where a door has no better way to share."""
    line = f"/start {payload}"
    words = (
        "**Anyone can see this plan.** The line on the button, sent to this bot, opens it. It says "
        "nothing of you but the plan's own figures."
    )
    return write(words, FactBook(), closing="", buttons=((say(line),),))


def _is_odd(capital: Amount, income: Income) -> bool:
    """Tell whether a plan's sums are not whole, or in two currencies."""
    sums = (capital.amount, income.low)
    currencies = {capital.currency, income.currency} - {None}
    return len(currencies) > 1 or any(one != one.to_integral_value() for one in sums)
