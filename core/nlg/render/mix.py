"""What to hold: the mix first, then what it pays, what can go wrong, and where it comes from."""

from datetime import datetime

from core.advice import RecommendBlendAdvice
from core.advice.blend import need_name
from core.finance.blends import Stage
from core.nlg.draft import Button, Draft
from core.nlg.press import do
from core.nlg.render.need import risk_buttons
from core.nlg.render.parts import (
    VERDICT_WORDS,
    allocation_chart,
    before_tax,
    closing,
    growth_lines,
    later_lines,
    lines,
    live_line,
    loss_line,
    mix_line,
    paragraphs,
    policy_note,
    risk_assumed,
    risk_lines,
    yield_lines,
)
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_mix(advice: RecommendBlendAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put a recommended mix into words; briefly when the last answer showed the same one."""
    book, blend = advice.book, advice.blend
    text = paragraphs(
        f"**{mix_line(blend)}**",
        lines(before_tax(book), _need(advice), yield_lines(book, blend), _monthly(advice)),
        None if brief else live_line(live=advice.live),
        growth_lines(book),
        later_lines(book, advice.stage),
        None if brief else _income_parts(advice),
        lines(loss_line(book), None if brief else risk_lines(advice.risks)),
        None if brief else _about(advice),
    )
    return write(
        text,
        book,
        closing=closing(book),
        buttons=_buttons(advice, answer),
        charts=() if brief else (allocation_chart(blend, book),),
        as_of=as_of,
    )


def _about(advice: RecommendBlendAdvice) -> str:
    note = policy_note(advice.blend, advice.profile)
    return " ".join(filter(None, (note, risk_assumed(advice.profile))))


def _need(advice: RecommendBlendAdvice) -> str | None:
    goal = f"Your goal takes {{{need_name(advice.book)}}}"
    if advice.stage is Stage.GROW:
        return (
            f"{goal} of today's money, which no sustainable blend pays. "
            "So all income is reinvested at first."
        )
    if advice.verdict is None:
        return None
    need = f"{goal} a year: {VERDICT_WORDS[advice.verdict]}."
    if advice.falls_short:
        return f"{need} This mix is the most the bands for {advice.profile.risk} risk allow."
    if not advice.blend.is_policy:
        return f"{need} The published mix pays less, so this is the nearest one that meets it."
    return need


def _monthly(advice: RecommendBlendAdvice) -> str | None:
    if "monthly_income_mid" not in advice.book or advice.stage is Stage.GROW:
        return None
    return (
        "That is {monthly_income_low}–{monthly_income_high} a month, middle {monthly_income_mid}."
    )


def _income_parts(advice: RecommendBlendAdvice) -> str | None:
    """Say which part of the income each leg brings, where there is more than one that does."""
    paying = [leg for leg in advice.blend.legs if leg.index.house.high]
    if len(paying) < 2:
        return None
    parts = " · ".join(f"{leg.index.name} {{{leg.index.key}.income_share}}" for leg in paying)
    return f"Of the income: {parts}."


def _buttons(advice: RecommendBlendAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    return (
        (
            do("Explain the risks", answer, Intent.EXPLAIN, topic="risks"),
            do("Show working", answer, Intent.SHOW_WORKING),
        ),
        risk_buttons(advice.profile.risk, answer),
    )
