"""The slots that only some kinds of message state, read once it is known which kind it is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from core.money import Period
from core.nlu.clocks import schedule_of
from core.nlu.currencies import standing_period
from core.nlu.dates import relative_day
from core.nlu.described import Told
from core.nlu.holdings import holdings_of
from core.nlu.matching import Tokens, word_class
from core.nlu.preferences import preference_of
from core.nlu.reading import Reading
from core.nlu.roles import Bound
from core.nlu.shares import split_of, whole_of
from core.nlu.spans import Coins, Kind
from core.nlu.standing import Preference, Schedule, Threshold
from core.nlu.suppositions import A_CENTURY, lasts_for_good
from core.nlu.thresholds import threshold_of
from core.nlu.told import told_of
from core.nlu.trades import traded_in
from core.nlu.utterance import (
    Amount,
    Holding,
    Intent,
    Slots,
    Traded,
)
from core.nlu.worths import worth_said


@dataclass(frozen=True, slots=True)
class Message:
    """A message in every form that a slot is read from."""

    said: Tokens
    reading: Reading
    bound: tuple[Bound, ...]
    stated: Slots
    at: datetime


_LISTED = frozenset({Intent.SET_HOLDINGS, Intent.REBALANCE})
"""The questions in which holdings are a list, with values and shares."""
_SPLIT = frozenset(
    {Intent.INCOME_ESTIMATE, Intent.STRESS_TEST, Intent.TIME_TO_GOAL, Intent.WITHDRAWAL_PLAN}
)
"""The questions about a sum, which may be split over coins."""


def with_details(intent: Intent, wanted: frozenset[str], slots: Slots, message: Message) -> Slots:
    """Return the slots together with those of an intent that take more reading."""
    found: dict[str, Any] = {
        name: value
        for name, read in _READERS.items()
        if name in wanted and (value := read(message)) is not None
    }
    if intent in _SPLIT and (split := _split(message)):
        found |= {"holdings": split, "capital": whole_of(split, slots.capital)}
    elif slots.holdings or intent in _LISTED:
        found["holdings"] = _holdings(intent, slots.holdings, message)
    slots = replace(slots, **found) if found else slots
    if intent is Intent.TAX_SUMMARY:
        return _taxed(slots, message)
    if slots.traded and slots.traded.value and len(slots.holdings) > 1:
        slots = replace(slots, holdings=slots.holdings[:1])  # the others are what was paid
    if intent in _LIVED_ON and slots.capital and not slots.holdings:
        slots = replace(slots, holdings=_part_of_it(message))
    if intent is Intent.WITHDRAWAL_PLAN and lasts_for_good(message.said):
        return replace(slots, horizon_years=slots.horizon_years or A_CENTURY)
    if intent is Intent.SET_HOLDINGS and any(held.value for held in slots.holdings):
        return slots.without("capital")
    return slots


_LIVED_ON = frozenset({Intent.TIME_TO_GOAL, Intent.WITHDRAWAL_PLAN})
_PART = re.compile(r"\b(?P<part>half|third|quarter)(?: (?:of|is|in|it|that|this|my))* \{asset\}")
_PARTS = {"half": Decimal("0.5"), "third": Decimal(1) / 3, "quarter": Decimal("0.25")}


def _part_of_it(message: Message) -> tuple[Holding, ...]:
    """Return "half of it in BTC" as a share of the money; nothing where no part is said so."""
    found = _PART.search(message.said.text)
    if found is None:
        return ()
    asset = message.said.entities[message.said.text.count(" ", 0, found.end())].value
    return (Holding(str(asset), share=_PARTS[found["part"]]),)


def _taxed(slots: Slots, message: Message) -> Slots:
    """Return the slots with a sum only where it is an income; the rate beside it is that of tax."""
    if slots.received_value is None or not _is_of_income(message):
        return slots.without("received_value")
    rate = message.stated.yield_
    return replace(slots, tax_rate=slots.tax_rate or (rate.high if rate else None))


def _is_of_income(message: Message) -> bool:
    """Whether a sum is called income, and not what a trade was done for."""
    words = message.said.words
    is_traded = not word_class("trading").isdisjoint(words)
    return not is_traded and not (word_class("incomes") | _INCOME).isdisjoint(words)


_INCOME = frozenset({"income", "earnings", "yield", "dividends"})


def _split(message: Message) -> tuple[Holding, ...]:
    """Return what each coin has of a sum that is split over several."""
    listed = holdings_of(message.bound, message.said.entities, message.reading)
    return split_of(listed, message.stated, message.bound, message.said, message.reading)


def _holdings(intent: Intent, held: tuple[Holding, ...], message: Message) -> tuple[Holding, ...]:
    """Return the holdings with their venues and kinds; only a list states values and shares.

    Shares that come to more than the whole are none; of a question about them that is said.
    """
    listed = holdings_of(message.bound, message.said.entities, message.reading)
    if intent is not Intent.REBALANCE and sum(one.share or 0 for one in listed) > 1:
        listed = tuple(one for one in listed if one.share is None)
    if intent in _LISTED:
        return listed or held
    known: dict[tuple[str, Decimal | None], list[Holding]] = {}
    for one in reversed(listed):
        known.setdefault((one.asset, one.quantity), []).append(one)
    return tuple(
        same.pop() if (same := known.get((one.asset, one.quantity))) else one for one in held
    )


def _quantity(message: Message) -> Decimal | None:
    """Return the one quantity of coins that was received."""
    coins = [e.value for e in message.said.entities.values() if isinstance(e.value, Coins)]
    return coins[0].quantity if len(coins) == 1 else None


def _date(message: Message) -> date | None:
    days = {e.value for e in message.said.entities.values() if e.kind is Kind.DATE}
    if len(days) == 1:
        (day,) = days
        return day if isinstance(day, date) else None
    return None if days else relative_day(message.reading.lower, message.at)


def _received_value(message: Message) -> Amount | None:
    return worth_said(message.said)


def _traded(message: Message) -> Traded | None:
    entities = tuple(message.said.entities.values())
    return traded_in(entities, message.reading, _date(message))


def _schedule(message: Message) -> Schedule | None:
    return schedule_of(message.reading.lower)


def _threshold(message: Message) -> Threshold | None:
    return threshold_of(message.reading.lower, message.said.entities.values())


def _preference(message: Message) -> Preference | None:
    return preference_of(message.reading.lower, message.stated)


def _frequency(message: Message) -> Period | None:
    often = standing_period(message.said.words)
    of_money = message.stated.capital or message.stated.income
    asked = bool(of_money) and "calendar" in message.said.words
    return often or (Period.MONTH if asked else None)


_STABLE_ENDS = frozenset({"only", "one", "ones", "coin", "coins", "yield", "yields", "on", "apy"})


def _stable(message: Message) -> bool | None:
    """Whether stablecoins are named as a kind: "stablecoin yield", "the best stable only"."""
    words = message.said.words
    pairs = pairwise(words)
    alone = any(word == "stable" and after in _STABLE_ENDS for word, after in pairs)
    return "stablecoin" in words or alone or None


def _told(message: Message) -> Told | None:
    return told_of(message.reading.lower)


_READERS: Mapping[str, Callable[[Message], object]] = {
    "quantity": _quantity,
    "date": _date,
    "received_value": _received_value,
    "traded": _traded,
    "schedule": _schedule,
    "threshold": _threshold,
    "preference": _preference,
    "frequency": _frequency,
    "stable": _stable,
    "told": _told,
}
