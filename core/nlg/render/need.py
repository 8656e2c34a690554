"""Which yield an income takes: the verdict first, then the blend it is measured by."""

from datetime import datetime

from core.advice import RequiredYieldAdvice
from core.advice.assessment import policy_stage
from core.finance.blends import Stage
from core.money import Money
from core.nlg.draft import Button, Draft
from core.nlg.folding import fitted
from core.nlg.press import do, income_said
from core.nlg.render.chances import LEFT_OUT, assumption_steps, closer, goal_fan
from core.nlg.render.goal_verdict import (
    LEVEL_CHANCE,
    because,
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
from core.nlu.utterance import Intent


def render_need(advice: RequiredYieldAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put a required yield into words; briefly, without the blend that was shown before."""
    book, assessment, profile = advice.book, advice.assessment, advice.profile
    shown = assessment.growth or assessment.blend
    about = None if brief else about_blend(book, shown, profile)
    text = paragraphs(
        f"{_headline(advice, brief=brief)} {because(assessment, profile)}",
        counting_lines(book),
        None if brief and not assessment.growth else _blend(advice),
        ways_out(book, assessment, advice.period),
        later_lines(book, assessment, real=advice.profile.real),
        loss_line(book),
        about,
    )
    draft = write(
        text,
        book,
        closing=closing(book),
        buttons=_buttons(advice, answer),
        charts=(*(() if brief else (allocation_chart(shown),)), *goal_fan(book, assessment.seen)),
        as_of=as_of,
    )
    counted_on_coins = 1 if "price_date" in book else 0
    note = () if brief else (uncounted(book), policy_note(shown, profile))
    last = (ways_out(book, assessment, advice.period), yield_lines(book, shown))
    return fitted(
        draft, *_waiting(advice), *note, *last, counting_lines(book), spare=counted_on_coins
    )


def _waiting(advice: RequiredYieldAdvice) -> tuple[str | None, ...]:
    """Return what can wait, in that order, before what is left out and what contradicts."""
    if advice.assessment.growth:
        return (closer(advice.book), LEFT_OUT)
    return (live_line(advice.book, live=advice.live), LEVEL_CHANCE)


def _headline(advice: RequiredYieldAdvice, *, brief: bool) -> str:
    """Return the headline; a follow-up's names the sum that was changed."""
    headline = headline_need(advice.book, advice.assessment, real=advice.profile.real)
    if not brief or advice.assessment.is_range:
        return headline
    return headline.replace(
        "That takes {required_yield} a year", f"{{income}} a {advice.period} is {{required_yield}}"
    )


def _blend(advice: RequiredYieldAdvice) -> str:
    """Show the blend that the need is judged by, or the one to grow with until it can be met."""
    if advice.assessment.growth:
        return growth_lines(advice.book, advice.assessment.growth)
    blend = advice.assessment.blend
    return lines(
        blend_line(blend),
        yield_lines(advice.book, blend),
        live_line(advice.book, live=advice.live),
    )


def _buttons(advice: RequiredYieldAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    assessment = advice.assessment
    stage = policy_stage(advice.profile, assessment.stage)
    rows = [
        explain_and_work(answer, stressed=True),
        assumption_steps(advice.book, advice.profile, answer),
        income_steps(advice.book, advice.period, answer),
        (*risk_steps(advice.profile, stage, answer), *time_steps(advice.profile, answer)),
    ]
    if assessment.stage is Stage.GROW:
        rows.insert(0, (do("What blend suits me", answer, Intent.RECOMMEND_BLEND),))
    elif "affordable_income" in advice.book:
        income = advice.book["affordable_income"].value
        assert isinstance(income, Money)
        said = income_said(income, advice.period)
        if said:
            rows.insert(
                0, (do("Take what can be planned on", answer, Intent.WHAT_IF, income=said),)
            )
    rows.append(without_other_income(advice.book, answer))
    return tuple(row for row in rows if row)
