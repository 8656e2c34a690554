"""What something pays now: house range, live readings with place and size, what moves it."""

from datetime import datetime

from core.advice import YieldLookupAdvice
from core.nlg.draft import Button, Draft
from core.nlg.press import do
from core.nlg.render.parts import closing, lines, paragraphs, real_yield_line
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_lookup(advice: YieldLookupAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put what something pays into words; a follow-up leaves out what moves the rate."""
    text = paragraphs(
        f"**{_headline(advice)}**",
        _ranges(advice),
        _readings(advice),
        real_yield_line(advice.book, advice.staked) if advice.staked else None,
        "At the first of these rates {capital} earns {monthly_income} a month."
        if advice.income
        else None,
        None if brief else _moves(advice),
    )
    return write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=_buttons(advice, answer),
        as_of=as_of if advice.readings else None,
    )


def _headline(advice: YieldLookupAdvice) -> str:
    """Lead with the live rate where there is one, else with the house range."""
    if advice.readings:
        key, reading = advice.readings[0]
        return (
            f"{reading.symbol} on {reading.venue} paid {{{key}.rate}} a year on {{readings_date}}."
        )
    if advice.ranges:
        first = advice.ranges[0]
        return f"{_sentence(first.of)}: {_range(first.key)} a year by the house range."
    return f"Nothing is known here of what {' and '.join(map(str.title, advice.asked))} pays."


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _range(key: str) -> str:
    return f"{{{key}.rate_low}}–{{{key}.rate_high}}"


def _ranges(advice: YieldLookupAdvice) -> str | None:
    """Return the house ranges, but for the one that the headline is."""
    shown = advice.ranges if advice.readings else advice.ranges[1:]
    told = [f"{_sentence(one.of)}: {_range(one.key)} a year (house range)." for one in shown]
    return lines(*told) or None


def _readings(advice: YieldLookupAdvice) -> str:
    if not advice.readings:
        return "There is no live figure for it at hand."
    if len(advice.readings) == 1:
        key, reading = advice.readings[0]
        return f"The pool holds {{{key}.size}}, on {reading.chain}."
    return lines(
        "Live, the largest pool first:",
        *(
            f"{{{key}.rate}} · {one.symbol} on {one.venue}, {one.chain} · {{{key}.size}}"
            for key, one in advice.readings
        ),
    )


def _moves(advice: YieldLookupAdvice) -> str:
    if advice.lends:
        return (
            "A lending rate follows how much of the pool is lent out. On one published curve "
            "lenders get {usual.supply_rate} with {usual.lent_share} lent, and "
            "{stressed.supply_rate} with {stressed.lent_share}, when only "
            "{stressed.free_share} of the pool can leave at once."
        )
    return "Rates move with what is staked and used; steady is not certain."


def _buttons(advice: YieldLookupAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    judge = do("How I judge yields", answer, Intent.EXPLAIN, topic="sustainable-yield")
    if not advice.income:
        return ((judge,),)
    return ((judge, do("Show working", answer, Intent.SHOW_WORKING)),)
