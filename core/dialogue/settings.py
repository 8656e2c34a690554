"""The steps of a turn about preferences: show them, set one, and answer by them."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.core import get_global

from core.catalogue import topics
from core.dialogue.currencies import sums_in
from core.dialogue.effects import Effect, SavePreferences
from core.dialogue.person import Person
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState, Said
from core.finance.income_records import LotMethod
from core.nlg.draft import Draft
from core.nlg.localising import known_locale
from core.nlg.press import do
from core.nlg.render import settings as words
from core.nlu import quiet_words
from core.nlu.standing import Preference
from core.nlu.utterance import (
    Intent,
    Risk,
    Slots,
    Utterance,
)
from core.requests import Coins, Frame, Request
from core.requests.preferences import Preferences, QuietHours

NIGHT = QuietHours(dt.time(22), dt.time(7))
MOST_TAX = Decimal("0.95")
EXPERIENCES = ("beginner", "intermediate", "expert")


def set_preference(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Keep a preference, or show them all when none was said."""
    said = _said(utterance.slots)
    before = scene.person.preferences
    if said is None:
        return Reply(state, words.settings_page(before, scene.number))
    if said.name == "language" and said.value != "en" and not known_locale(said.value):
        return Reply(state, words.only_english())
    now = with_preference(before, said, scene)
    if now is None:
        return Reply(state, words.not_understood(said.name, scene.number))
    after = replace(state, risk=now.risk or state.risk)
    draft = words.kept(said.name, now, scene.number)
    return Reply(after, draft, effects=(SavePreferences(now),))


def with_locale(person: Person, said: Said) -> tuple[Person, tuple[Effect, ...]]:
    """Return a person with what their app is set to, and the effect that keeps a change of it."""
    locale = known_locale(said.locale)
    if said.locale is None or locale == person.preferences.locale:
        return person, ()
    preferences = replace(person.preferences, locale=locale)
    return replace(person, preferences=preferences), (SavePreferences(preferences),)


def _said(slots: Slots) -> Preference | None:
    """Return the one thing that was set; a rate or a level may stand without its name."""
    if slots.preference:
        return slots.preference
    if slots.tax_rate is not None:
        return Preference("tax_rate", str(slots.tax_rate))
    return Preference("risk", slots.risk[0]) if slots.risk else None


def with_preference(before: Preferences, said: Preference, scene: Scene) -> Preferences | None:
    """Return preferences with one set; None for a name or value that makes no sense."""
    match said.name:
        case "currency" if said.value in scene.snapshot.exchange_rates.per_euro:
            return replace(before, currency=said.value)
        case "risk" if said.value in set(Risk):
            return replace(before, risk=Risk(said.value))
        case "tax_rate":
            rate = _rate(said.value)
            return None if rate is None else replace(before, tax_rate=rate)
        case "timezone" if said.value in get_global("zone_territories"):
            return replace(before, zone=said.value)
        case "experience" if said.value in EXPERIENCES:
            return replace(before, experience=said.value)
        case "lot_method" if said.value in set(LotMethod):
            return replace(before, lot_method=LotMethod(said.value))
        case "language":
            return replace(before, language=said.value)
        case "quiet_hours":
            return _quiet(before, said.value)
        case _:
            return None


def _quiet(before: Preferences, said: str) -> Preferences | None:
    """Return preferences with quiet hours as said: the night, none, or "22:00-07:00"."""
    if said in {quiet_words.NIGHT, quiet_words.NONE}:
        return replace(before, quiet=NIGHT if said == quiet_words.NIGHT else None)
    begin, _, end = said.partition("-")
    try:
        hours = QuietHours(dt.time.fromisoformat(begin), dt.time.fromisoformat(end))
    except ValueError:
        return None
    return replace(before, quiet=hours)


def _rate(said: str) -> Decimal | None:
    try:
        rate = Decimal(said)
    except InvalidOperation:
        return None
    return rate if 0 <= rate <= MOST_TAX else None


TAXED = frozenset(
    {
        Intent.REQUIRED_YIELD,
        Intent.REQUIRED_CAPITAL,
        Intent.RECOMMEND_BLEND,
        Intent.INCOME_ESTIMATE,
        Intent.TIME_TO_GOAL,
        Intent.WITHDRAWAL_PLAN,
    }
)
"""The questions that count the person's tax rate, named with the question or kept."""


def preferred(intent: Intent, slots: Slots, preferences: Preferences) -> Slots:
    """Return a question's slots with what the person prefers where they said nothing else."""
    if slots.tax_rate is None and preferences.tax_rate and intent in TAXED:
        slots = replace(slots, tax_rate=preferences.tax_rate)
    return sums_in(slots, preferences.currency) if preferences.currency else slots


def retaxed(frame: Frame, said: Slots, preferences: Preferences) -> Frame | None:
    """Return a question with the tax rate that was just set; None where it counts no such thing."""
    set_now = said.tax_rate is not None or (said.preference and said.preference.name == "tax_rate")
    if not set_now or frame.intent not in TAXED or preferences.tax_rate is None:
        return None
    return Frame(frame.intent, replace(frame.slots, tax_rate=preferences.tax_rate))


def told_of_tax(reply: Reply) -> Reply:
    """Say that a tax rate is kept for what comes."""
    return replace(reply, draft=words.with_tax_kept(reply.draft))


def counted_in_currency(request: Request, preferences: Preferences) -> Request:
    """Return a question with its coins counted in the person's currency, where there is one."""
    coins = getattr(request, "capital", None)
    if not isinstance(coins, Coins) or preferences.currency is None:
        return request
    counted: Any = replace(coins, currency=preferences.currency)
    return replace(request, capital=counted)


def for_beginners(draft: Draft, preferences: Preferences, number: int) -> Draft:
    """Return a plan with explanations of its words beside it, for who is new to this."""
    if preferences.experience != "beginner" or not draft.charts:
        return draft
    row = tuple(
        do(topics()[topic].title, number, Intent.EXPLAIN, topic=topic)
        for topic in ("staking", "lending", "impermanent-loss")
    )
    return replace(draft, buttons=(*draft.buttons, row))
