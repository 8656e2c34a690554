"""Yield stacking in words: what the layer adds, what it risks, and whether to leave it."""

from datetime import datetime
from decimal import Decimal

from core.advice import YieldStackAdvice
from core.nlg.draft import Button, Draft
from core.nlg.press import do
from core.nlg.render.parts import closing, lines, paragraphs, ratio
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_stack(advice: YieldStackAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put a stack of yields into words; a follow-up leaves out the general rule."""
    text = paragraphs(
        f"**{_headline(advice)}**",
        _layers(advice),
        _chance(advice),
        None if brief else _RULE,
    )
    return write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=_buttons(advice, answer),
        as_of=as_of if advice.first else None,
    )


_RULE = (
    "Judge every layer by itself: who pays for it, what happens when it fails, how you get out. "
    "Borrowing to repeat the step adds a forced sale to the list."
)


def _headline(advice: YieldStackAdvice) -> str:
    if not advice.first:
        return "A second layer adds its yield, and its own way to lose the money under it."
    if _adds_nothing(advice):
        return f"Leave it at one layer: the second on {advice.coin} adds nothing today."
    if advice.worth_it:
        return f"The second layer on {advice.coin} pays for its risk only if it stays as it is."
    return f"Leave it at one layer: the second on {advice.coin} adds too little for its risk."


NOTHING = Decimal("0.0005")
"""A yield a year that is written as nothing beside another."""


def _adds_nothing(advice: YieldStackAdvice) -> bool:
    return ratio(advice.book, "second.rate") < NOTHING


def _layers(advice: YieldStackAdvice) -> str | None:
    if not advice.first:
        return None
    return lines(
        f"{{first.rate}} · {advice.first}",
        f"{{second.rate}} · {advice.second}, on top",
        "{stack_yield} together, at the rates of {readings_date}.",
        _gain(advice),
    )


def _gain(advice: YieldStackAdvice) -> str | None:
    """Say what the second layer brings in money, where a sum was named and it brings any."""
    if "extra_income" not in advice.book or _adds_nothing(advice):
        return None
    return "On {capital} the second layer brings {extra_income} a year more."


def _chance(advice: YieldStackAdvice) -> str:
    """Say how often protocols failed their users, and what follows for a second one."""
    often = (
        "The protocols known here had {incident_count} grave losses in {protocol_years} years of "
        "being open: about {incident_chance} a year for one, {two_layer_chance} for either of two."
    )
    if not advice.first or advice.worth_it or _adds_nothing(advice):
        return often
    return (
        f"{often} The extra yield makes up for that only if an incident takes less than "
        "{bearable_share} of the money."
    )


def _buttons(advice: YieldStackAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    stack = do("Yield stacking", answer, Intent.EXPLAIN, topic="yield-stacking")
    contract = do("Smart-contract risk", answer, Intent.EXPLAIN, topic="smart-contract-risk")
    return ((stack, contract), (do("Show working", answer, Intent.SHOW_WORKING),))
