"""How much capital, or how many coins, an income takes."""

from datetime import datetime

from core.advice import RequiredCapitalAdvice
from core.finance.blends import Stage
from core.nlg.draft import Draft
from core.nlg.render.parts import (
    COIN_LOSSES,
    blend_line,
    closing,
    counting_lines,
    explain_and_work,
    kind_of_blend,
    lines,
    paragraphs,
    risk_assumed,
    risk_steps,
)
from core.nlg.writing import write


def render_capital(advice: RequiredCapitalAdvice, answer: int, as_of: datetime) -> Draft:
    """Put a required capital into words."""
    book = advice.book
    text = paragraphs(
        _for_a_term(advice),
        _headline(advice),
        lines(_uncounted(advice), _top_of_range(advice), counting_lines(book)),
        _basis(advice),
        _keeping_up(advice),
        "The lower the yield turns out, the more it takes: plan nearer the upper figure.",
        _caveat(advice),
        risk_assumed(advice.profile) if advice.blend else None,
    )
    steps = risk_steps(advice.profile, Stage.NOW, answer) if advice.blend else ()
    buttons = tuple(row for row in (explain_and_work(answer), steps) if row)
    return write(text, book, closing=closing(book), buttons=buttons, as_of=as_of)


def _for_a_term(advice: RequiredCapitalAdvice) -> str | None:
    """Say what an income for some years takes, which is less than one without end."""
    if "term_cash" not in advice.book:
        return None
    rate = "{rate_mid}" if "rate_mid" in advice.book else "{blend_yield_mid}"
    return lines(
        f"**{_goal(advice)} for {{term_years}} takes {{term_cash}}, kept in cash.**",
        f"Put to work at {rate} about {{term_capital}} would do, used up by the end; for a short "
        "time cash is surer, since prices may fall first. Without an end:",
    )


def _goal(advice: RequiredCapitalAdvice) -> str:
    return f"{'{income_high}' if advice.is_range else '{income}'} a {advice.period}"


def _headline(advice: RequiredCapitalAdvice) -> str:
    goal = _goal(advice)
    if advice.source:
        asset = advice.source.asset
        return lines(
            f"**{goal} takes {{required_quantity_low}}–{{required_quantity_high}} {asset}.**",
            "That is {required_capital_low}–{required_capital_high} at {price} a coin "
            "({price_date}, the last price at hand).",
        )
    if advice.own_rate:
        return f"**{goal} takes {{required_capital_low}}–{{required_capital_high}}.**"
    return f"**{goal} takes about {{required_capital_mid}}.**"


def _uncounted(advice: RequiredCapitalAdvice) -> str | None:
    if advice.uncounted is None:
        return None
    return f"There is no yield and price for {advice.uncounted} at hand, so this is in money."


def _top_of_range(advice: RequiredCapitalAdvice) -> str | None:
    if not advice.is_range:
        return None
    return "That is for the top of your range; {income_low} takes proportionally less."


def _basis(advice: RequiredCapitalAdvice) -> str:
    if advice.blend:
        return lines(
            f"That is at {{blend_yield_mid}}, the middle of {kind_of_blend(advice.profile)}: "
            f"{blend_line(advice.blend)}.",
            "Over its whole range, {blend_yield_low}–{blend_yield_high}, it takes "
            "{required_capital_low}–{required_capital_high}.",
        )
    if advice.own_rate:
        return "That is at the {rate_low}–{rate_high} a year you named."
    assert advice.source
    return (
        f"That is at {{rate_low}}–{{rate_high}} a year, "
        f"the house range for {advice.source.asset} {advice.source.method}."
    )


def _keeping_up(advice: RequiredCapitalAdvice) -> str | None:
    """Say what it takes for money and income to keep their buying power, where that is wanted."""
    book = advice.book
    if "rate_left" not in book:
        return None
    named = "" if advice.profile.inflation is not None else ", the house assumption,"
    stays = f"**To keep its buying power, {{inflation}} a year{named} has to stay in the money"
    if "capital_keeping_up" not in book:
        return f"{stays}: that is all of the yield, so no sum does.**"
    return f"{stays}: at the {{rate_left}} that is left it takes about {{capital_keeping_up}}.**"


def _caveat(advice: RequiredCapitalAdvice) -> str | None:
    if advice.source:
        return (
            "The income comes in coins, so it rises and falls with their price. "
            "A high yield does not make up for a sharp fall."
        )
    return COIN_LOSSES if advice.blend else None
