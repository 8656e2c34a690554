"""The person's own plan in words: kept, shown as it read then, with its other versions."""

from collections.abc import Iterable
from datetime import date

from core.facts import YOU, FactBook, Unit, Working
from core.nlg.draft import Draft
from core.nlg.formats import day
from core.nlg.press import Act, act, say
from core.nlg.render.parts import paragraphs
from core.nlg.writing import NOT_ADVICE, write

MOST_VERSIONS = 6


def kept(saved_on: date, answer: int, *, subscribed: bool) -> Draft:
    """Say that an answer is the plan now, and what follows; with a way to a summary."""
    text = (
        "**Kept as your plan, as of {plan_date}.** What you hold is set beside it from now on; "
        "an earlier version stays to be looked up."
    )
    row = (say("/portfolio", "What I hold"), act("Undo", answer, Act.UNDO))
    more = [say("/plan", "My plan")]
    if not subscribed:
        more.append(say("/subscribe", "A weekly summary"))
    return write(text, _dated(saved_on), closing="", buttons=(row, tuple(more)))


def page(
    template: str,
    figures: FactBook,
    saved_on: date,
    others: Iterable[tuple[int, date]],
    answer: int,
    note: str | None = None,
) -> Draft:
    """Show a version of the plan, word for word as it was given, after what is to be noted."""
    working = Working()
    working.include(figures)
    working.include(_dated(saved_on))
    versions = tuple(
        (act(f"Version of {day(when)}", answer, Act.SHOW_PLAN, number),)
        for number, when in list(others)[:MOST_VERSIONS]
    )
    rows = ((say("/portfolio", "Am I on track?"),), *versions)
    text = paragraphs(note, "**Your plan, as it was told on {plan_date}:**", template)
    return write(text, working.book, closing=NOT_ADVICE, buttons=rows)


def of_another_time(*, later: bool) -> str:
    """Say that no version is of the time that was asked for, and which is shown instead."""
    if later:
        return "No plan was kept by then. This is the first that was."
    return "No plan was kept in that time. This one held then."


def _dated(saved_on: date) -> FactBook:
    working = Working()
    working.given("plan_date", saved_on, Unit.DATE, YOU, note="the day you kept it")
    return working.book


def none_kept() -> Draft:
    """Return the answer to one who asks for a plan and keeps none."""
    return write(
        "**No plan is kept yet.** Say what you have and what you would like a month; a button "
        "under the answer keeps it, and then it can be looked up as it was told.",
        FactBook(),
        closing="",
    )


def no_answer() -> Draft:
    """Return the answer to a button whose answer is no longer kept, or is no plan."""
    return write(
        "That answer is no longer at hand. Ask it again, and keep it then.",
        FactBook(),
        closing="",
    )
