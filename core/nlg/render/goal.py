"""How long until a capital suffices."""

from datetime import datetime

from core.advice import TimeToGoalAdvice
from core.nlg.draft import Draft
from core.nlg.render.parts import closing, counting_lines, explain_and_work, lines, paragraphs
from core.nlg.writing import write

CAUTION = (
    "These are stated growth rates, not forecasts; coin prices swing far more than that from "
    "year to year. How likely each is, is not computed yet."
)


def render_goal(advice: TimeToGoalAdvice, answer: int, as_of: datetime) -> Draft:
    """Put the years to a goal into words."""
    book = advice.book
    text = paragraphs(
        _headline(advice), _basis(advice), _years(advice), None if advice.reached else CAUTION
    )
    return write(
        text, book, closing=closing(book), buttons=(explain_and_work(answer),), as_of=as_of
    )


def _headline(advice: TimeToGoalAdvice) -> str:
    if advice.reached:
        return "**You are there: {capital} is enough for {goal_capital}.**"
    known = [name for name in advice.rates if f"{name}_years" in advice.book]
    if not known:
        return "**At that rate it never gets there.**"
    slow, fast = known[0], known[-1]
    if slow == fast:
        return f"**About {{{slow}_years}}, at {{{slow}}} a year.**"
    return f"**Between {{{fast}_years}} and {{{slow}_years}}, depending on growth.**"


def _basis(advice: TimeToGoalAdvice) -> str:
    """Say what it starts from, what is added, and what the goal takes."""
    parts = ["{capital}"] if advice.starts_with else []
    if advice.contribution_period:
        parts.append(f"{{contribution}} a {advice.contribution_period}")
    start = f"You start from {' and '.join(parts)}."
    if advice.income_period is None:
        return f"{start} The goal is {{goal_capital}}."
    goal = "{income_high}" if "income_high" in advice.book else "{income}"
    return lines(
        f"{goal} a {advice.income_period} takes {{goal_capital}} at a cautious {{target_yield}} "
        f"a year. {start}",
        counting_lines(advice.book),
    )


def _years(advice: TimeToGoalAdvice) -> str | None:
    if advice.reached:
        return None
    named = [name for name in advice.rates if f"{name}_years" in advice.book]
    rows = [
        f"At {{{name}}} growth: {{{name}_years}}"
        for name in named
        if len(named) > 1  # a single one stands in the headline
    ]
    horizon = "You gave it {horizon}." if "horizon" in advice.book else None
    return lines(*rows, horizon) or None
