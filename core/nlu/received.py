"""What a record of income says besides its first coin: further coins, and days that cannot be."""

import re
from dataclasses import replace
from datetime import datetime

from core.nlu.dates import MONTH
from core.nlu.entities import find_entities
from core.nlu.parser import understand
from core.nlu.reading import read
from core.nlu.spans import Coins, Kind
from core.nlu.utterance import Context, Holding, Intent, Utterance

TO_COME, NO_DAY = "to_come", "no_day"
"""What a record is about whose day is still to come, or is no day at all."""

_TO_COME = re.compile(
    r"\b(?:tomorrow|next (?:week|month|year|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday)|in (?:\d+|a few|two|three) (?:days|weeks|months))\b"
)
_ANY_MONTH = MONTH.replace("?P<month>", "?:")
_A_DAY = re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b")

_VAGUE = re.compile(
    rf"\b(?:last|past|previous|this) (?:week|weekend|month|quarter|year|spring|summer|autumn|fall"
    r"|winter)\b"
    rf"|\b(?:in|during|of|back in) (?:early |mid |late |the )*(?:{_ANY_MONTH})\b(?! ?\d{{1,2}}\b)"
    r"|\b(?:in|during|back in) 20\d\d\b|\b(?:months?|years?) ago\b"
)
"""A time of which nobody knows which day it was."""


def income_said(text: str, utterance: Utterance, at: datetime) -> Utterance:
    """Return a record of income with each coin that was received, or with what its day lacks.

    >>> from datetime import UTC
    >>> said = Utterance(Intent.LOG_INCOME)
    >>> now = datetime(2026, 9, 2, tzinfo=UTC)
    >>> income_said("got 5 ATOM rewards tomorrow", said, now).about
    'to_come'
    >>> [one.asset for one in income_said("got 1 ETH and 3 SOL", said, now).slots.holdings]
    ['ETH', 'SOL']
    """
    said = read(text).lower
    if utterance.slots.traded and not utterance.slots.traded.day and _VAGUE.search(said):
        return Utterance(Intent.LOG_INCOME, score=utterance.score, about=NO_DAY)
    if utterance.intent is not Intent.LOG_INCOME or utterance.about in {"list", "remove"}:
        return utterance
    if _TO_COME.search(said):
        return replace(utterance, about=TO_COME)
    if utterance.slots.date is None and (_A_DAY.search(said) or _VAGUE.search(said)):
        return replace(utterance, about=NO_DAY)
    found = (one.value for one in find_entities(text, at) if one.kind is Kind.COINS)
    coins = tuple(Holding(one.asset, one.quantity) for one in found if isinstance(one, Coins))
    if utterance.slots.quantity is not None or len(coins) < 2:
        return utterance
    return replace(utterance, slots=replace(utterance.slots, holdings=coins))


_PAID = re.compile(
    r"my (?P<what>[\w ]{2,30}?) (?:paid|gave|earned|yielded) (?:me |out )?(?P<rest>\d[^?]{2,80})"
)


def paid_out(text: str, at: datetime) -> Utterance | None:
    """Return "my cosmos staking paid 5 ATOM last friday" as the income it is.

    >>> from datetime import UTC
    >>> said = paid_out("my staking paid 5 ATOM today", datetime(2026, 9, 2, tzinfo=UTC))
    >>> said.intent.value, said.slots.assets, str(said.slots.quantity)
    ('log_income', ('ATOM',), '5')
    """
    found = _PAID.fullmatch(read(text).lower.strip())
    if found is None:
        return None
    kind = "rewards" if "stak" in found["what"] else "income"
    income = understand(f"got {kind} of {found['rest']}", Context(at))
    is_whole = income.intent is Intent.LOG_INCOME and income.slots.quantity is not None
    return income_said(text, income, at) if is_whole and income.slots.assets else None
