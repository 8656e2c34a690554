"""The week of a plan whose owner keeps no holdings: its parts' live rates, then and now."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.summary import Occasion, note_occasion
from core.facts import YOU, FactBook, Unit, Working
from core.finance.weeks import LastSummary, summary_levels


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """The answer that the plan is, as of today, with what it paid at the last summary."""

    book: FactBook
    is_quiet: bool
    """Whether the live rates are about as they were, and nothing else has changed."""


def plan_week(
    answer: FactBook, occasion: Occasion, last: LastSummary | None, *, changed: bool
) -> PlanWeek:
    """Set today's answer beside the last summary; `changed` tells that the plan is another."""
    working = Working()
    working.include(answer)
    note_occasion(working, occasion)
    now = live_rate(answer)
    if last is None or last.plan_rate is None or now is None or changed:
        return PlanWeek(working.book, is_quiet=False)
    day = last.at.date()
    working.given("since", day, Unit.DATE, YOU, day, note="the day of the last summary")
    note = "what its parts paid at the last summary"
    working.given("plan_rate_before", last.plan_rate, Unit.RATIO, YOU, day, note=note)
    moved = abs(now - last.plan_rate)
    return PlanWeek(working.book, is_quiet=moved < summary_levels()["yield_fell_least"])


def live_rate(answer: FactBook) -> Decimal | None:
    """Return what the parts of an answer's blend pay by live rates, where there are any."""
    if "live_yield" not in answer:
        return None
    rate = answer["live_yield"].value
    assert isinstance(rate, Decimal)
    return rate
