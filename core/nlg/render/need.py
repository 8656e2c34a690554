"""Which yield an income takes: the verdict first, then the mix it is measured by."""

from datetime import datetime
from decimal import Decimal

from core.advice import RequiredYieldAdvice
from core.finance.blends import Stage
from core.finance.verdict import Verdict
from core.money import Money
from core.nlg.draft import Button, Draft
from core.nlg.press import do, monthly
from core.nlg.render.parts import (
    VERDICT_WORDS,
    allocation_chart,
    before_tax,
    closing,
    growth_lines,
    later_lines,
    live_line,
    loss_line,
    mix_line,
    paragraphs,
    policy_note,
    risk_assumed,
    yield_lines,
)
from core.nlg.writing import write
from core.nlu.utterance import Intent, Risk


def render_need(advice: RequiredYieldAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put a required yield into words; briefly, without the mix that was shown before."""
    book = advice.book
    mix = advice.growth or advice.blend
    text = paragraphs(
        f"{_headline(advice, brief=brief)} {_because(advice)}",
        before_tax(book),
        None if brief else _mix(advice),
        _gap(advice),
        later_lines(book, advice.stage),
        loss_line(book),
        None if brief else _about_the_mix(advice),
    )
    return write(
        text,
        book,
        closing=closing(book),
        buttons=_buttons(advice, answer),
        charts=() if brief or advice.growth else (allocation_chart(mix, book),),
        as_of=as_of,
    )


def _mix(advice: RequiredYieldAdvice) -> str | None:
    """Show the mix that the need is judged by, or the one to grow with until it can be met."""
    if advice.growth:
        return growth_lines(advice.book, advice.growth)
    return paragraphs(
        f"{mix_line(advice.blend)}\n{yield_lines(advice.book, advice.blend)}",
        live_line(live=advice.live),
    )


def _about_the_mix(advice: RequiredYieldAdvice) -> str:
    note = policy_note(advice.growth or advice.blend, advice.profile)
    return " ".join(filter(None, (note, risk_assumed(advice.profile))))


def _headline(advice: RequiredYieldAdvice, *, brief: bool) -> str:
    verdict = VERDICT_WORDS[advice.verdict]
    if not advice.is_range:
        period = advice.book["income"].note
        start = f"{{income}} {period} is" if brief else "That takes"
        return f"**{start} {{required_yield}}{'' if brief else ' a year'}: {verdict}.**"
    need = "**That takes {required_yield_low}–{required_yield_high} a year"
    if advice.low_verdict is advice.verdict:
        return f"{need}: {verdict}.**"
    return f"{need}: {VERDICT_WORDS[advice.low_verdict]} at the low end, {verdict} at the top.**"


def _because(advice: RequiredYieldAdvice) -> str:
    kind = f"{advice.profile.risk} blend"
    match advice.verdict:
        case Verdict.COMFORTABLE:
            return f"Even the low end of what a {kind} pays, {{blend_yield_low}}, covers it."
        case Verdict.ACHIEVABLE:
            return f"A {kind} can be planned on for {{blend_yield_mid}}."
        case Verdict.STRETCH:
            return (
                f"A {kind} can be planned on for {{blend_yield_mid}}: "
                "count on the rest and you count on luck."
            )
        case Verdict.UNSUSTAINABLE:
            return (
                "No sustainable blend pays that for a whole portfolio; "
                f"a {kind} can be planned on for {{blend_yield_mid}}."
            )


def _gap(advice: RequiredYieldAdvice) -> str | None:
    """Name what would work instead, when the goal is more than can be planned on."""
    book = advice.book
    if "affordable_income" not in book:
        return None
    ways = ["take {affordable_income} a month", "have {sufficient_capital}"]
    if "years_to_wait" in book and _number(advice, "years_to_wait") <= LONGEST_WAIT:
        ways.append("wait about {years_to_wait} and reinvest")
    goal = "{income_high}" if advice.is_range else "{income}"
    return f"Instead of {goal}, what would work: {' · '.join(ways)}."


LONGEST_WAIT = Decimal(40)
"""Longer than this, waiting is no way out (years)."""


def _number(advice: RequiredYieldAdvice, name: str) -> Decimal:
    value = advice.book[name].value
    if isinstance(value, Money):
        return value.amount
    assert isinstance(value, Decimal)
    return value


def _buttons(advice: RequiredYieldAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    rows = [
        (
            do("Explain the risks", answer, Intent.EXPLAIN, topic="risks"),
            do("Show working", answer, Intent.SHOW_WORKING),
        ),
        risk_buttons(advice.profile.risk, answer),
    ]
    if advice.stage is Stage.GROW:
        rows.insert(0, (do("What mix suits me", answer, Intent.RECOMMEND_BLEND),))
    elif "affordable_income" in advice.book:
        income = advice.book["affordable_income"].value
        assert isinstance(income, Money)
        said = monthly(income.amount, income.currency)
        rows.insert(0, (do("Take what can be planned on", answer, Intent.WHAT_IF, income=said),))
    return tuple(rows)


def risk_buttons(risk: Risk, answer: int) -> tuple[Button, ...]:
    """Return the steps to a safer and a bolder level, where there is one."""
    levels = list(Risk)
    buttons = []
    if risk is not levels[0]:
        buttons.append(do("Safer", answer, Intent.WHAT_IF, risk_shift="-1"))
    if risk is not levels[-1]:
        buttons.append(do("Bolder", answer, Intent.WHAT_IF, risk_shift="1"))
    return tuple(buttons)
