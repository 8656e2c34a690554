"""The weekly summary of a person, as it is sent each week and as it is asked for."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from core.advice import advise
from core.advice.plan_week import live_rate, plan_week
from core.advice.portfolio import Owner
from core.advice.summary import (
    Kept,
    Occasion,
    SummaryAdvice,
    summary_advice,
    to_compare_with,
)
from core.dialogue.effects import Effect, SaveSummary
from core.dialogue.person import Person
from core.dialogue.plans import planned_shares
from core.dialogue.portfolio import planned
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.finance.market import MarketSnapshot
from core.finance.weeks import LastSummary
from core.money import DEFAULT_CURRENCY
from core.nlg.draft import Draft
from core.nlg.render import plan_week as plan_words
from core.nlg.render import render
from core.nlg.render import summary as words
from core.nlg.writing import shown_in_order
from core.nlu.utterance import Utterance
from core.requests import MissingSlot, to_request
from core.schedule import Due, Weekly, coming_review, next_due
from core.slot_checks import InvalidSlot

FRESH = timedelta(days=6)
"""A summary that is asked for is what the next is compared with, unless the last is so young."""


@dataclass(frozen=True, slots=True)
class Week:
    """A summary that is due: of which week, whether late, and how many before it were missed."""

    due: Due
    late: bool = False
    missed: int = 0
    review_on: date | None = None
    """The day of the next quarterly review."""


@dataclass(frozen=True, slots=True)
class Summed:
    """A summary, and what it changes."""

    draft: Draft
    effects: tuple[Effect, ...] = ()


def summary_of_week(person: Person, week: Week, at: datetime, snapshot: MarketSnapshot) -> Summed:
    """Return the summary that is due; one that comes late says so."""
    due = week.due
    review_on = week.review_on if is_reviewed(person) else None
    occasion = Occasion(at, due.day if week.late else None, week.missed, review_on)
    if not person.holdings:
        return _of_plan(person, occasion, due.period, snapshot)
    advice = _advice(person, occasion, snapshot)
    last = _told(person, advice, at, due.period, snapshot)
    draft = words.render_summary(advice, snapshot.as_of, subscribed=True)
    return Summed(draft, (SaveSummary(last),))


def summary_now(state: DialogueState, _: Utterance, scene: Scene) -> Reply:
    """Show the summary as it would be sent now."""
    person, at, snapshot = scene.person, scene.at, scene.snapshot
    coming = person.weekly and is_reviewed(person)
    review_on = review_day(person.weekly, at) if coming and person.weekly else None
    occasion = Occasion(at, review_on=review_on)
    period = person.last_summary.period if person.last_summary else ""
    summed = _now(person, occasion, period, snapshot)
    draft = summed.draft
    if not summed.effects:
        return Reply(state, draft)
    shown = replace(state, book=draft.book, shown=shown_in_order(draft), shown_in=scene.number)
    if person.last_summary and at - person.last_summary.at < FRESH:
        return Reply(shown, draft)
    return Reply(shown, draft, effects=summed.effects)


def _now(person: Person, occasion: Occasion, period: str, snapshot: MarketSnapshot) -> Summed:
    if not person.holdings:
        return _of_plan(person, occasion, period, snapshot)
    advice = _advice(person, occasion, snapshot)
    draft = words.render_summary(advice, snapshot.as_of, subscribed=person.weekly is not None)
    return Summed(draft, (SaveSummary(_told(person, advice, occasion.at, period, snapshot)),))


def _told(
    person: Person, advice: SummaryAdvice, at: datetime, period: str, snapshot: MarketSnapshot
) -> LastSummary:
    before = person.last_summary
    told = to_compare_with(advice.portfolio, person.holdings, at, period, snapshot, before)
    return replace(told, last_number=person.last_number)


def is_reviewed(person: Person) -> bool:
    """Tell whether there is anything that a quarterly review could be about."""
    return bool(person.holdings or planned_shares(person))


def review_day(weekly: Weekly, at: datetime) -> date:
    """Return the day of the next quarterly review of who gets the summary at such a time."""
    return coming_review(weekly, next_due(weekly, at)).day


def _advice(person: Person, occasion: Occasion, snapshot: MarketSnapshot) -> SummaryAdvice:
    preferences = person.preferences
    currency = preferences.currency or DEFAULT_CURRENCY
    kept = Kept(person.holdings, person.receipts, person.last_summary)
    plan = planned(person, currency)
    owner = Owner(currency, preferences.tax_rate, occasion.at.date(), plan)
    return summary_advice(kept, owner, occasion, snapshot)


def _of_plan(person: Person, occasion: Occasion, period: str, snapshot: MarketSnapshot) -> Summed:
    """Return the week of a plan alone: the same question, at the rates of today."""
    subscribed = person.weekly is not None
    nothing = Summed(words.nothing_to_sum_up(subscribed=subscribed))
    if not person.plans:
        return nothing
    plan, last = person.plans[-1], person.last_summary
    request = to_request(plan.frame, None, snapshot, occasion.at.date())
    if isinstance(request, MissingSlot | InvalidSlot):
        return nothing
    draft = render(advise(request, snapshot), 0, snapshot.as_of)
    changed = last is not None and plan.saved_on > last.at.date()
    week = plan_week(draft.book, occasion, last, changed=changed)
    currency = person.preferences.currency or DEFAULT_CURRENCY
    before = last.weeks(currency) if last else ()
    rate = live_rate(draft.book)
    told = LastSummary(
        occasion.at, period, Decimal(0), currency, (), before, rate, person.last_number
    )
    return Summed(plan_words.plans_week(draft, week, subscribed=subscribed), (SaveSummary(told),))
