"""How long until a capital suffices, and how likely it is by then."""

from datetime import datetime

from core.advice import TimeToGoalAdvice
from core.facts import FactBook
from core.nlg.draft import Button, Draft
from core.nlg.folding import fitted
from core.nlg.render.chances import (
    LEFT_OUT,
    assumed,
    assumption_steps,
    closer,
    goal_fan,
    in_a_blend,
    own_assumptions,
    own_coins,
    too_high,
    years_rows,
)
from core.nlg.render.parts import (
    blend_line,
    closing,
    counting_lines,
    explain_and_work,
    lines,
    paragraphs,
)
from core.nlg.writing import with_rest, write


def render_goal(advice: TimeToGoalAdvice, answer: int, as_of: datetime) -> Draft:
    """Put the years to a goal into words; beside a path, those at each growth are behind "More"."""
    book, years, path = advice.book, _years(advice), _path(advice)
    text = paragraphs(
        _headline(advice),
        too_high(book),
        _basis(advice),
        None if path else years,
        _closer(advice),
        path,
        _caution(advice),
    )
    draft = write(
        text,
        book,
        closing=closing(book),
        buttons=_buttons(advice, answer),
        charts=goal_fan(book, advice.seen),
        as_of=as_of,
    )
    draft = with_rest(draft, (path and years) or "")
    if advice.seen is None:
        return fitted(draft, path)
    return fitted(draft, None if _is_own(book) else assumed(book), closer(book), path)


def _is_own(book: FactBook) -> bool:
    """Whether what is assumed is not what usually is, so that it has to stay in sight."""
    return bool("tail_degrees" in book or own_assumptions(book) or "rate_low" in book)


def _headline(advice: TimeToGoalAdvice) -> str:
    if advice.reached:
        return "**You are there: {capital} is enough for {goal_capital}.**"
    known = [name for name in advice.rates if f"{name}_years" in advice.book]
    if not known:
        return "**At that rate it never gets there.**"
    if "horizon_chance" in advice.book:
        return f"**Within {{horizon}}: a chance of {{horizon_chance}}.** {_span(known)}"
    return f"**{_span(known)}**"


def _span(known: list[str]) -> str:
    slow, fast = known[0], known[-1]
    if slow == fast:
        return f"About {{{slow}_years}}, at {{{slow}}} a year."
    return f"Between {{{fast}_years}} and {{{slow}_years}}, depending on growth."


def _basis(advice: TimeToGoalAdvice) -> str:
    """Say what it starts from, what is added, and what the goal takes."""
    parts = ["{capital}"] if advice.starts_with else []
    if advice.contribution_period:
        parts.append(f"{{contribution}} a {advice.contribution_period}")
    start = f"You start from {' and '.join(parts)}."
    if advice.income_period is None:
        return lines(f"{start} The goal is {{goal_capital}}.", _inflation(advice.book))
    goal = "{income_high}" if "income_high" in advice.book else "{income}"
    return lines(
        f"{goal} a {advice.income_period} takes {{goal_capital}} at a cautious {{target_yield}} "
        f"a year. {start}",
        counting_lines(advice.book),
        _inflation(advice.book),
    )


def _inflation(book: FactBook) -> str | None:
    if "inflation" not in book:
        return None
    adds = " and what you add rise" if "monthly_contribution" in book else " rises"
    return f"In the money of today: the goal{adds} by {{inflation}} a year."


def _years(advice: TimeToGoalAdvice) -> str | None:
    """Say how long it takes at each rate, with the chance to hold the goal by then."""
    if advice.reached:
        return None
    named = [name for name in advice.rates if f"{name}_years" in advice.book]
    if len(named) == 1 and f"{named[0]}_chance" not in advice.book:
        return None  # it stands in the headline
    return years_rows(advice.book, advice.rates)


def _closer(advice: TimeToGoalAdvice) -> str | None:
    if advice.seen is None:
        return None
    held = own_coins(advice.book, advice.blend) if advice.holds_own else blend_line(advice.blend)
    counted = "They hold"
    if advice.drawing:  # the years at each growth, which tell it else, are behind "More"
        counted = "Counted in {simulated_paths} futures (± {standard_error}); they hold"
    return f"{counted} {held}. {closer(advice.book)}"


def _path(advice: TimeToGoalAdvice) -> str | None:
    """Say when to exchange growth for income, and whether the income then lasts."""
    if advice.drawing is None:
        return None
    parts = (f"{{{leg.index.key}.drawing_weight}} {leg.index.name}" for leg in advice.drawing.legs)
    rises = "rising with inflation" if "inflation" in advice.book else "never raised"
    return (
        "**The path:** keep that blend for {keep_years}; over the last {shift_years} move it, "
        f"a little each month, to {' · '.join(parts)}; then draw. {{path_withdrawal}} a month "
        f"from then on, {rises}, lasts {{drawing_years}} in {{path_chance}} of futures; without "
        "the move in {kept_chance}."
    )


def _caution(advice: TimeToGoalAdvice) -> str | None:
    return f"{assumed(advice.book)} {LEFT_OUT}" if advice.seen else None


def _buttons(advice: TimeToGoalAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    steps = assumption_steps(advice.book, advice.profile, answer)
    blend = (in_a_blend(answer),) if advice.holds_own else ()
    rows = (steps, explain_and_work(answer), blend)
    return tuple(row for row in rows if row)
