"""What a capital or coins would pay."""

from datetime import datetime

from core.advice import IncomeEstimateAdvice
from core.catalogue import IncomeSource
from core.nlg.draft import Button, Draft
from core.nlg.press import do
from core.nlg.render.need import risk_buttons
from core.nlg.render.parts import (
    closing,
    lines,
    live_line,
    mix_line,
    paragraphs,
    risk_assumed,
)
from core.nlg.writing import write
from core.nlu.utterance import Intent

PER_MONTH = "{monthly_income_low}–{monthly_income_high} a month"
PER_YEAR = "{yearly_income_low}–{yearly_income_high} a year"


def render_income(advice: IncomeEstimateAdvice, answer: int, as_of: datetime) -> Draft:
    """Put an income estimate into words."""
    book = advice.book
    return write(
        _text(advice),
        book,
        closing=closing(book),
        buttons=_buttons(advice, answer),
        as_of=as_of,
    )


def _text(advice: IncomeEstimateAdvice) -> str:
    if advice.own_rate:
        return paragraphs(
            f"**That would pay {PER_YEAR}, {PER_MONTH}.**",
            "That is {capital} at {rate_low}–{rate_high} a year, as you named it. "
            "Whether such a rate can be had, and lasts, is another question.",
        )
    if advice.blend:
        return paragraphs(
            f"**{PER_MONTH}, middle {{monthly_income_mid}}.**",
            f"That is {{capital}} in a {advice.profile.risk} blend, "
            f"{{blend_yield_low}}–{{blend_yield_high}} a year: {mix_line(advice.blend)}.",
            live_line(live=advice.live),
            "The income is steady at best, never certain. The coins behind such yields lost "
            "{coin_loss_low}–{coin_loss_high} in {crash_year}; no yield makes up for that.",
            risk_assumed(advice.profile),
        )
    if not advice.sources:
        return paragraphs(
            f"**{_listed(advice.idle)} pays nothing by itself, as far as this bot knows.**",
            "It could be sold for something that pays, or held for its price alone.",
        )
    return paragraphs(
        f"**{PER_MONTH}, {PER_YEAR}.**",
        lines(*(_source_line(source, advice) for source in advice.sources)),
        _idle_line(advice),
        _caution(advice),
    )


def _source_line(source: IncomeSource, advice: IncomeEstimateAdvice) -> str:
    key = source.asset.lower()
    line = (
        f"{source.asset} {source.method}: {{{key}.rate_low}}–{{{key}.rate_high}} a year "
        "(house range)"
    )
    live = f"{key}.live_rate"
    if live not in advice.book:
        return f"{line}; no live figure at hand."
    return f"{line}; {{{live}}} now ({advice.book[live].note})."


def _idle_line(advice: IncomeEstimateAdvice) -> str | None:
    if not advice.idle:
        return None
    return f"{_listed(advice.idle)} is counted as paying nothing."


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _caution(advice: IncomeEstimateAdvice) -> str:
    if all(source.method == "lending" for source in advice.sources):
        return (
            "What could go wrong: the protocol fails, or a coin loses its value. "
            "Rates move daily and are never certain."
        )
    return (
        "What could go wrong: the coin's price. Rewards come in coins, and a high yield does "
        "not make up for a sharp fall."
    )


def _buttons(advice: IncomeEstimateAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    rows: tuple[tuple[Button, ...], ...] = (
        (
            do("Explain the risks", answer, Intent.EXPLAIN, topic="risks"),
            do("Show working", answer, Intent.SHOW_WORKING),
        ),
    )
    return (*rows, risk_buttons(advice.profile.risk, answer)) if advice.blend else rows
