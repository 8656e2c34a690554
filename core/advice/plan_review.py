"""The quarterly review of a plan alone: what its parts pay now, and the health of their places."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.advice.blend_facts import live_facts, note_readings_date
from core.advice.review import Place, note_review_days, places_of
from core.catalogue import Index, indices, protocol_of
from core.facts import YOU, FactBook, Unit, Working
from core.finance.indices import live_parts
from core.finance.market import MarketSnapshot
from core.requests import PlanReviewRequest


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the plan; its facts are under the index's key.

    `weight`, and where there are live rates `live_yield` beside `planned`, what the house plans
    for the same.
    """

    index: Index
    is_read: bool


@dataclass(frozen=True, slots=True)
class PlanReview:
    """The review; `places` are those whose rates stand for the parts, the worst first."""

    book: FactBook
    parts: tuple[Part, ...]
    places: tuple[Place, ...]


def plan_review(request: PlanReviewRequest, snapshot: MarketSnapshot) -> PlanReview:
    """Look at a plan with the eyes of a quarter."""
    working, today = Working(), request.asked_on
    note_review_days(working, today, request.next_on)
    note = "the day you kept the plan"
    working.given("plan_date", request.saved_on, Unit.DATE, YOU, request.saved_on, note=note)
    held = [(indices()[name], share) for name, share in request.shares]
    days = [_note_part(working, index, share, request.saved_on, snapshot) for index, share in held]
    read = [day for day in days if day]
    if read:
        note_readings_date(working, min(read), today)
    parts = tuple(Part(one[0], day is not None) for one, day in zip(held, days, strict=True))
    slugs = (slug for index, _ in held for slug in _places(index, snapshot))
    places = places_of(working, slugs, today, snapshot)
    return PlanReview(working.book, parts, places)


def _note_part(
    working: Working, index: Index, share: Decimal, saved_on: date, snapshot: MarketSnapshot
) -> date | None:
    """Note what a part pays by live rates; return the day of the oldest, None without any."""
    key, note = index.key, f"share of {index.name} in your plan"
    working.given(f"{key}.weight", share, Unit.RATIO, YOU, saved_on, note=note)
    live = live_facts(index, snapshot)
    if live is None:
        return None
    working.include(live.book)
    working.derive(f"{key}.live_share", share * live.share, Unit.RATIO, live.share_formula)
    for name, paid, formula in (
        ("live_yield", live.paid, live.paid_formula),
        ("planned", live.planned, live.planned_formula),
    ):
        working.derive(
            f"{key}.{name}", paid / live.share, Unit.RATIO, f"({formula}) / {key}.live_share"
        )
    return live.oldest


def _places(index: Index, snapshot: MarketSnapshot) -> list[str]:
    found = (protocol_of(part.reading.project) for part in live_parts(index, snapshot))
    return [protocol.slug for protocol in found if protocol]
