"""The weekly summary of a person, as it is sent each week and as it is asked for."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.advice import advise
from core.advice.portfolio import Owner
from core.advice.summary import Goal, Kept, Occasion, SummaryAdvice, summary_advice, to_compare_with
from core.dialogue.effects import Effect, SaveSummary
from core.dialogue.person import Person, PlanVersion
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.finance.growth import MONTHS
from core.finance.market import MarketSnapshot
from core.money import DEFAULT_CURRENCY, Money
from core.nlg.draft import Draft
from core.nlg.render import render
from core.nlg.render import summary as words
from core.nlg.render.parts import paragraphs
from core.nlg.writing import shown_in_order
from core.nlu.utterance import Utterance
from core.requests import MissingSlot, to_request
from core.schedule import Due, next_review
from core.slot_checks import InvalidSlot

FRESH = timedelta(days=6)
"""A summary that is asked for is what the next is compared with, unless the last is so young."""


@dataclass(frozen=True, slots=True)
class Summed:
    """A summary, and what it changes."""

    draft: Draft
    effects: tuple[Effect, ...] = ()


def summary_of_week(
    person: Person, due: Due, at: datetime, snapshot: MarketSnapshot, *, late: bool
) -> Summed:
    """Return the summary that is due; one that comes late says so."""
    if not person.holdings:
        return Summed(_without_holdings(person, at, snapshot))
    advice = _advice(person, _occasion(person, at, due.day if late else None), snapshot)
    last = to_compare_with(advice.portfolio, person.holdings, at, due.period, snapshot)
    draft = words.render_summary(advice, snapshot.as_of, subscribed=True)
    return Summed(draft, (SaveSummary(last),))


def summary_now(state: DialogueState, _: Utterance, scene: Scene) -> Reply:
    """Show the summary as it would be sent now."""
    person, at, snapshot = scene.person, scene.at, scene.snapshot
    if not person.holdings:
        return Reply(state, _without_holdings(person, at, snapshot))
    advice = _advice(person, _occasion(person, at), snapshot)
    draft = words.render_summary(advice, snapshot.as_of, subscribed=person.weekly is not None)
    shown = replace(state, book=draft.book, shown=shown_in_order(draft), shown_in=scene.number)
    if person.last_summary and at - person.last_summary.at < FRESH:
        return Reply(shown, draft)
    period = person.last_summary.period if person.last_summary else ""
    last = to_compare_with(advice.portfolio, person.holdings, at, period, snapshot)
    return Reply(shown, draft, effects=(SaveSummary(last),))


def _advice(person: Person, occasion: Occasion, snapshot: MarketSnapshot) -> SummaryAdvice:
    preferences = person.preferences
    currency = preferences.currency or DEFAULT_CURRENCY
    goal = _goal(person.plans[-1], currency) if person.plans else None
    kept = Kept(person.holdings, person.receipts, person.last_summary, goal)
    owner = Owner(currency, preferences.tax_rate, occasion.at.date())
    return summary_advice(kept, owner, occasion, snapshot)


def _occasion(person: Person, at: datetime, late_for: date | None = None) -> Occasion:
    review = next_review(person.weekly, at).day if person.weekly else None
    return Occasion(at, late_for, review)


def _goal(plan: PlanVersion, currency: str) -> Goal | None:
    income = plan.frame.slots.income
    if income is None:
        return None
    monthly = income.high * income.period.per_year / MONTHS
    return Goal(Money(monthly, income.currency or currency), plan.saved_on)


def _without_holdings(person: Person, at: datetime, snapshot: MarketSnapshot) -> Draft:
    """Return the week of a plan alone: the same question, at the rates of today."""
    subscribed = person.weekly is not None
    if not person.plans:
        return words.nothing_to_sum_up(subscribed=subscribed)
    request = to_request(person.plans[-1].frame, None, snapshot, at.date())
    if isinstance(request, MissingSlot | InvalidSlot):
        return words.nothing_to_sum_up(subscribed=subscribed)
    draft = render(advise(request, snapshot), 0, snapshot.as_of)
    return replace(
        draft,
        template=paragraphs(words.PLANS_WEEK, draft.template),
        buttons=words.plan_buttons(subscribed=subscribed),
    )
