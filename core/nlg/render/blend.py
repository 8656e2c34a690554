"""What to hold: the blend first, then what it pays, what can go wrong, and where it comes from."""

from datetime import datetime

from core.advice import RecommendBlendAdvice
from core.advice.assessment import Assessment, policy_stage
from core.finance.blends import Stage
from core.finance.verdict import Verdict
from core.nlg.draft import Button, Draft
from core.nlg.folding import fitted
from core.nlg.render.chances import LEFT_OUT, assumption_steps, closer, goal_fan
from core.nlg.render.goal_verdict import (
    LEVEL_CHANCE,
    because,
    fit_lines,
    growth_lines,
    headline_need,
    later_lines,
    ways_out,
)
from core.nlg.render.parts import (
    about_blend,
    allocation_chart,
    blend_line,
    closing,
    counting_lines,
    explain_and_work,
    lines,
    live_line,
    loss_line,
    paragraphs,
    policy_note,
    risk_steps,
    uncounted,
    without_other_income,
    yield_lines,
)
from core.nlg.render.steppers import income_steps, time_steps
from core.nlg.writing import write


def render_blend(
    advice: RecommendBlendAdvice, answer: int, as_of: datetime, *, brief: bool
) -> Draft:
    """Put a recommended blend into words; briefly when the last answer showed the same one."""
    book, blend, assessment = advice.book, advice.blend, advice.assessment
    text = paragraphs(
        _what_to_hold(advice, brief=brief),
        counting_lines(book),
        fit_lines(book, assessment) if assessment else None,
        ways_out(book, assessment, advice.period) if assessment and advice.period else None,
        later_lines(book, assessment, real=advice.profile.real) if assessment else None,
        loss_line(book),
        None if brief else about_blend(book, blend, advice.profile),
    )
    draft = write(
        text,
        book,
        closing=closing(book),
        buttons=_buttons(advice, answer),
        charts=(
            *(() if brief else (allocation_chart(blend),)),
            *(goal_fan(book, assessment.seen) if assessment else ()),
        ),
        as_of=as_of,
    )
    return fitted(draft, *_waiting(advice, brief=brief))


def _waiting(advice: RecommendBlendAdvice, *, brief: bool) -> tuple[str | None, ...]:
    """Return what can wait on a small screen, in that order; what contradicts is the last."""
    book, blend = advice.book, advice.blend
    note = () if brief else (uncounted(book), policy_note(blend, advice.profile))
    first = (closer(book), LEFT_OUT, live_line(book, live=advice.live), LEVEL_CHANCE)
    return (*first, *note, yield_lines(book, blend))


def _headline(advice: RecommendBlendAdvice, assessment: Assessment) -> str:
    return headline_need(advice.book, assessment, real=advice.profile.real)


def _what_to_hold(advice: RecommendBlendAdvice, *, brief: bool) -> str:
    assessment = advice.assessment
    if assessment and assessment.growth:
        headline = _headline(advice, assessment)
        return paragraphs(headline, growth_lines(advice.book, assessment.growth))
    live = advice.live and not brief
    held = lines(
        _monthly(advice),
        yield_lines(advice.book, advice.blend),
        live_line(advice.book, live=live),
    )
    if assessment and assessment.verdict is Verdict.UNSUSTAINABLE:
        need = f"{_headline(advice, assessment)} {because(assessment, advice.profile)}"
        return paragraphs(need, lines(f"To plan on instead: {blend_line(advice.blend)}.", held))
    goal = None
    if assessment:
        headline = _headline(advice, assessment).replace("**", "")
        goal = f"{headline} {because(assessment, advice.profile)}"
    return paragraphs(
        f"**Hold {blend_line(advice.blend)}.**",
        held,
        goal,
    )


def _monthly(advice: RecommendBlendAdvice) -> str | None:
    if "monthly_income_mid" not in advice.book:
        return None
    return (
        "It pays {monthly_income_low}–{monthly_income_high} a month, middle {monthly_income_mid}."
    )


def _buttons(advice: RecommendBlendAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    stage = advice.assessment.stage if advice.assessment else Stage.NOW
    steps = risk_steps(advice.profile, policy_stage(advice.profile, stage), answer)
    rows = (
        explain_and_work(answer, stressed=True),
        assumption_steps(advice.book, advice.profile, answer),
        income_steps(advice.book, advice.period, answer),
        (*steps, *(time_steps(advice.profile, answer) if advice.assessment else ())),
        without_other_income(advice.book, answer),
    )
    return tuple(row for row in rows if row)
