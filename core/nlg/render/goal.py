"""How long until a capital suffices."""

from datetime import datetime

from core.advice import TimeToGoalAdvice
from core.nlg.draft import Draft
from core.nlg.press import do
from core.nlg.render.parts import closing, lines, paragraphs
from core.nlg.writing import write
from core.nlu.utterance import Intent

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
    buttons = (
        (
            do("Explain the risks", answer, Intent.EXPLAIN, topic="risks"),
            do("Show working", answer, Intent.SHOW_WORKING),
        ),
    )
    return write(text, book, closing=closing(book), buttons=buttons, as_of=as_of)


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


def _basis(advice: TimeToGoalAdvice) -> str | None:
    if not advice.from_income:
        added = " and {contribution} " + str(_period(advice)) if _period(advice) else ""
        return f"From {{capital}}{added} to {{goal_capital}}."
    goal = "{income_high}" if "income_high" in advice.book else "{income}"
    period = advice.book["income_high" if "income_high" in advice.book else "income"].note
    added = f" and {{contribution}} {_period(advice)}" if _period(advice) else ""
    return (
        f"{goal} {period} takes {{goal_capital}} at {{target_yield}} a year. "
        f"You start from {{capital}}{added}."
    )


def _period(advice: TimeToGoalAdvice) -> str | None:
    """Return "a month" or the like, when something is added regularly."""
    for name in ("contribution.said", "contribution"):
        if name in advice.book:
            return advice.book[name].note
    return None


def _years(advice: TimeToGoalAdvice) -> str | None:
    if advice.reached:
        return None
    rows = [
        f"At {{{name}}} growth: {{{name}_years}}"
        for name in advice.rates
        if f"{name}_years" in advice.book
    ]
    horizon = "You gave it {horizon}." if "horizon" in advice.book else None
    return lines(*rows, horizon)
