"""The weekly summary of a person, as it is sent each week and as it is asked for."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.advice import advise
from core.advice.portfolio import Owner
from core.advice.summary import (
    Kept,
    Occasion,
    SummaryAdvice,
    note_occasion,
    summary_advice,
    to_compare_with,
)
from core.dialogue.effects import Effect, SaveSummary
from core.dialogue.person import Person
from core.dialogue.portfolio import planned
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.facts import Working
from core.finance.market import MarketSnapshot
from core.finance.weeks import LastSummary
from core.money import DEFAULT_CURRENCY
from core.nlg.draft import Draft
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
    occasion = Occasion(at, due.day if week.late else None, week.missed, week.review_on)
    if not person.holdings:
        return Summed(_without_holdings(person, occasion, snapshot))
    advice = _advice(person, occasion, snapshot)
    last = _told(person, advice, at, due.period, snapshot)
    draft = words.render_summary(advice, snapshot.as_of, subscribed=True)
    return Summed(draft, (SaveSummary(last),))


def summary_now(state: DialogueState, _: Utterance, scene: Scene) -> Reply:
    """Show the summary as it would be sent now."""
    person, at, snapshot = scene.person, scene.at, scene.snapshot
    review_on = review_day(person.weekly, at) if person.weekly else None
    occasion = Occasion(at, review_on=review_on)
    if not person.holdings:
        return Reply(state, _without_holdings(person, occasion, snapshot))
    advice = _advice(person, occasion, snapshot)
    draft = words.render_summary(advice, snapshot.as_of, subscribed=person.weekly is not None)
    shown = replace(state, book=draft.book, shown=shown_in_order(draft), shown_in=scene.number)
    if person.last_summary and at - person.last_summary.at < FRESH:
        return Reply(shown, draft)
    period = person.last_summary.period if person.last_summary else ""
    last = _told(person, advice, at, period, snapshot)
    return Reply(shown, draft, effects=(SaveSummary(last),))


def _told(
    person: Person, advice: SummaryAdvice, at: datetime, period: str, snapshot: MarketSnapshot
) -> LastSummary:
    before = person.last_summary
    return to_compare_with(advice.portfolio, person.holdings, at, period, snapshot, before)


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


def _without_holdings(person: Person, occasion: Occasion, snapshot: MarketSnapshot) -> Draft:
    """Return the week of a plan alone: the same question, at the rates of today."""
    subscribed = person.weekly is not None
    if not person.plans:
        return words.nothing_to_sum_up(subscribed=subscribed)
    request = to_request(person.plans[-1].frame, None, snapshot, occasion.at.date())
    if isinstance(request, MissingSlot | InvalidSlot):
        return words.nothing_to_sum_up(subscribed=subscribed)
    draft = render(advise(request, snapshot), 0, snapshot.as_of)
    working = Working()
    working.include(draft.book)
    note_occasion(working, occasion)
    return words.plans_week(draft, working.book, subscribed=subscribed)
