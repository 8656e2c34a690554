"""How much capital, or how many coins, an income takes."""

from datetime import datetime

from core.advice import RequiredCapitalAdvice
from core.nlg.draft import Button, Draft
from core.nlg.press import do
from core.nlg.render.need import risk_buttons
from core.nlg.render.parts import closing, lines, mix_line, paragraphs, risk_assumed
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_capital(advice: RequiredCapitalAdvice, answer: int, as_of: datetime) -> Draft:
    """Put a required capital into words."""
    book = advice.book
    text = paragraphs(
        _headline(advice),
        _basis(advice),
        "The lower the yield turns out, the more it takes: plan nearer the upper figure.",
        _caveat(advice),
        risk_assumed(advice.profile) if advice.blend else None,
    )
    return write(text, book, closing=closing(book), buttons=_buttons(advice, answer), as_of=as_of)


def _headline(advice: RequiredCapitalAdvice) -> str:
    goal = "{income_high}" if advice.is_range else "{income}"
    period = advice.book["income_high" if advice.is_range else "income"].note
    if advice.source:
        asset = advice.source.asset
        return lines(
            f"**{goal} {period} takes {{required_quantity_low}}–{{required_quantity_high}} "
            f"{asset}.**",
            "That is {required_capital_low}–{required_capital_high} at {price} a coin "
            "({price_date}, the last price at hand).",
        )
    if advice.own_rate:
        return f"**{goal} {period} takes {{required_capital_low}}–{{required_capital_high}}.**"
    return f"**{goal} {period} takes about {{required_capital_mid}}.**"


def _basis(advice: RequiredCapitalAdvice) -> str:
    if advice.blend:
        return lines(
            f"That is at {{blend_yield_mid}}, the middle of a {advice.profile.risk} blend: "
            f"{mix_line(advice.blend)}.",
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


def _caveat(advice: RequiredCapitalAdvice) -> str | None:
    if advice.source:
        return (
            "The income comes in coins, so it rises and falls with their price. "
            "A high yield does not make up for a sharp fall."
        )
    if "coin_loss_low" in advice.book:
        return (
            "The coins behind such yields lost {coin_loss_low}–{coin_loss_high} in {crash_year}; "
            "no yield makes up for that."
        )
    return None


def _buttons(advice: RequiredCapitalAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    rows: tuple[tuple[Button, ...], ...] = (
        (
            do("Explain the risks", answer, Intent.EXPLAIN, topic="risks"),
            do("Show working", answer, Intent.SHOW_WORKING),
        ),
    )
    return (*rows, risk_buttons(advice.profile.risk, answer)) if advice.blend else rows
