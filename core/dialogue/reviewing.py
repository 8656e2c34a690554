"""The quarterly review of a person, as it is sent with a summary and as it is asked for."""

from dataclasses import replace
from datetime import date, datetime

from core.advice.plan_review import plan_review
from core.advice.review import review_advice
from core.dialogue.holdings import as_slots
from core.dialogue.person import Person
from core.dialogue.plans import planned_shares
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.dialogue.summing import review_day
from core.finance.market import MarketSnapshot
from core.money import DEFAULT_CURRENCY
from core.nlg.draft import Draft
from core.nlg.folding import folded, unfolded
from core.nlg.press import Act, Deed, act
from core.nlg.render import review as words
from core.nlg.render.summary import BEGIN, STOP
from core.nlg.writing import shown_in_order
from core.nlu.utterance import Slots
from core.requests import PlanReviewRequest, RebalanceRequest, ReviewRequest
from core.requests.frame import profile_of


def review_of_quarter(
    person: Person,
    at: datetime,
    snapshot: MarketSnapshot,
    next_on: date | None,
    *,
    whole: bool = False,
) -> Draft | None:
    """Return the review of what is held, else of the plan; None where neither is kept.

    What a screen has no room for is behind "More", unless the whole of it is wanted.
    """
    draft = _drafted(person, at, snapshot, next_on)
    if draft is None or whole:
        return draft and unfolded(draft)
    return folded(draft, 0, act("More", 0, Act.SHOW_REVIEW))


def _drafted(
    person: Person, at: datetime, snapshot: MarketSnapshot, next_on: date | None
) -> Draft | None:
    stop = STOP if person.weekly else BEGIN
    if person.holdings:
        advice = review_advice(_request(person, at.date(), snapshot, next_on), snapshot)
        return words.render_review(advice, snapshot.as_of, stop)
    shares = planned_shares(person)
    if not shares:
        return None
    of_plan = PlanReviewRequest(shares, person.plans[-1].saved_on, at.date(), next_on)
    return words.render_plan_review(plan_review(of_plan, snapshot), snapshot.as_of, stop)


def review_now(state: DialogueState, scene: Scene) -> Reply:
    """Show the review as it would be sent now."""
    return _shown(state, scene, whole=False)


def show_whole(state: DialogueState, _: Deed, scene: Scene) -> Reply:
    """Show the review of now with what is behind "More"."""
    return _shown(state, scene, whole=True)


def _shown(state: DialogueState, scene: Scene, *, whole: bool) -> Reply:
    person, at = scene.person, scene.at
    next_on = review_day(person.weekly, at) if person.weekly else None
    draft = review_of_quarter(person, at, scene.snapshot, next_on, whole=whole)
    if draft is None:
        return Reply(state, words.nothing_to_review())
    shown = replace(state, book=draft.book, shown=shown_in_order(draft), shown_in=scene.number)
    return Reply(shown, draft)


def _request(
    person: Person, today: date, snapshot: MarketSnapshot, next_on: date | None
) -> ReviewRequest:
    currency = person.preferences.currency or DEFAULT_CURRENCY
    profile = profile_of(Slots(), person.preferences.risk, today)
    priced, planned = as_slots(person.holdings, snapshot), planned_shares(person)
    against = RebalanceRequest(priced, None, None, profile, planned, currency) if priced else None
    return ReviewRequest(person.holdings, currency, profile, against, next_on)
