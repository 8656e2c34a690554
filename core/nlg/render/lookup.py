"""What something pays now: house range, live readings with place and size, what moves it."""

from datetime import datetime
from decimal import Decimal

from core.advice import YieldLookupAdvice
from core.advice.lookup import Rated
from core.advice.options import titled
from core.finance.sustainability import Doubt, Judgement, Standing
from core.nlg.draft import Button, Draft, HistoryChart, RangesChart
from core.nlg.folding import fitted
from core.nlg.press import do
from core.nlg.render.parts import closing, lines, paragraphs, ratio, real_yield_line
from core.nlg.render.pictures import history_chart, readings_chart
from core.nlg.writing import write
from core.nlu.utterance import Intent
from core.requests import YieldLookupRequest


def render_lookup(advice: YieldLookupAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put what something pays into words; a follow-up leaves out what moves the rate."""
    moves = None if brief else _moves(advice)
    real = (
        real_yield_line(advice.book, advice.staked) if advice.staked else _after_inflation(advice)
    )
    text = paragraphs(
        f"**{_headline(advice)}**",
        _ranges(advice),
        _readings(advice),
        real,
        "At the first of these {capital} earns {monthly_income} a month."
        if advice.income
        else None,
        moves,
    )
    draft = write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=_buttons(advice, answer),
        charts=_history(advice) if len(advice.readings) == 1 and not brief else (),
        as_of=as_of if advice.readings else None,
    )
    if advice.staked:  # its real yield is what judges it
        return fitted(draft, *_last_readings(advice))
    return fitted(draft, moves if advice.lends else None, real)


def _last_readings(advice: YieldLookupAdvice) -> tuple[str, ...]:
    """Return the lines of all but the first readings, from the last."""
    judged = len({verdict(rated.judgement) for rated in advice.readings}) > 1
    return tuple(_line(rated, judged=judged) for rated in reversed(advice.readings[1:]))


def _history(advice: YieldLookupAdvice) -> tuple[HistoryChart | RangesChart, ...]:
    """Return the picture of what the one pool paid, or what is known of that."""
    rated, book = advice.readings[0], advice.book
    band = None
    if len(advice.ranges) == 1:
        key = advice.ranges[0].key
        band = ratio(book, f"{key}.rate_low"), ratio(book, f"{key}.rate_high")
    told = _named(rated), rated.reading, verdict(rated.judgement), band
    return history_chart(*told) or readings_chart(*told)


def _headline(advice: YieldLookupAdvice) -> str:
    """Lead with the live rate where there is one, else with the house range."""
    if advice.readings:
        first = advice.readings[0]
        return f"{_named(first)} paid {{{first.key}.rate}} a year on {{readings_date}}."
    if advice.ranges:
        quoted = advice.ranges[0]
        return f"{_sentence(quoted.of)}: {_range(quoted.key)} a year by the house range."
    return f"Nothing is known here of what {_asked(advice.asked)} pays."


def _named(rated: Rated) -> str:
    return f"{rated.reading.symbol} on {rated.reading.venue}"


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _range(key: str) -> str:
    return f"{{{key}.rate_low}}–{{{key}.rate_high}}"


def _asked(request: YieldLookupRequest) -> str:
    """Return what was asked about in words: "USDC on Compound, Base"."""
    coins = " and ".join(request.assets)
    places = [titled(one) for one in (*request.protocols, *filter(None, (request.chain,)))]
    return " on ".join(filter(None, (coins, ", ".join(places)))) or "it"


def _ranges(advice: YieldLookupAdvice) -> str | None:
    """Return the house ranges, but for the one that the headline is."""
    shown = advice.ranges if advice.readings else advice.ranges[1:]
    told = [f"{_sentence(one.of)}: {_range(one.key)} a year (house range)." for one in shown]
    return lines(*told) or None


def _readings(advice: YieldLookupAdvice) -> str:
    if not advice.readings:
        return f"There is no live rate for {_asked(advice.asked)} at hand."
    if len(advice.readings) == 1:
        only = advice.readings[0]
        where = f"The pool holds {{{only.key}.size}}, on {only.reading.chain}"
        return " ".join(filter(None, (f"{where}: {verdict(only.judgement)}.", _usual(only))))
    verdicts = {verdict(rated.judgement) for rated in advice.readings}
    shared = f"all judged {verdicts.pop()}, " if len(verdicts) == 1 else ""
    return lines(
        f"Live, {shared}the soundest first:",
        *(_line(rated, judged=not shared) for rated in advice.readings),
        *(told for rated in advice.readings if (told := _usual(rated))),
    )


def _line(rated: Rated, *, judged: bool) -> str:
    where = f"{_named(rated)}, {rated.reading.chain}"
    told = f"{{{rated.key}.rate}} · {where} · {{{rated.key}.size}}"
    return f"{told} · {verdict(rated.judgement)}" if judged else told


def _usual(rated: Rated) -> str | None:
    """Say what is usual, where what was read is not believed or far from it."""
    reading = rated.reading
    if reading.disbelieved is not None:
        return (
            f"{{{rated.key}.read}} was read for {_named(rated)}, which is not believed; "
            f"{{{rated.key}.usual}} is what it usually pays."
        )
    if reading.usual is None or abs(reading.rate - reading.usual) <= NEAR * reading.usual:
        return None
    return f"{_named(rated)} usually pays {{{rated.key}.usual}}: count on that."


NEAR = Decimal("0.2")
"""A rate within this part of the usual one needs no word about it."""


def verdict(judgement: Judgement) -> str:
    """Return in a few words what is thought of something: the reason where there is one."""
    if judgement.doubts:
        reason = _REASONS.get(judgement.doubts[0], "doubtful")
        return f"{_STANDINGS[judgement.standing]}, {reason}"
    return _STANDINGS[judgement.standing]


_STANDINGS = {
    Standing.STEADY: "steady",
    Standing.WATCH: "watch",
    Standing.FRAGILE: "fragile",
    Standing.SCREENED: "screened out",
}
_REASONS = {
    Doubt.OUTLIER: "an outlier among real pools",
    Doubt.FAR_ABOVE_NORMAL: "far above what is usual",
    Doubt.ABOVE_NORMAL: "above what is usual",
    Doubt.MOSTLY_REWARDS: "mostly paid in new tokens",
    Doubt.REWARDS: "half paid in new tokens",
    Doubt.HIGH: "unusually high",
    Doubt.UNCOVERED: "more than the protocol earns",
    Doubt.INCIDENT: "users lost money there",
    Doubt.UNAUDITED: "no audit known",
    Doubt.NEW: "new",
    Doubt.UNKNOWN: "the place is not known here",
    Doubt.VOLATILE: "its rate jumps about",
    Doubt.FALLING: "its rate has been falling",
    Doubt.SMALL: "small",
    Doubt.YOUNG: "young",
}


def _after_inflation(advice: YieldLookupAdvice) -> str | None:
    """Say what lent dollars pay in what money buys, where the answer is about that."""
    if "after_inflation_low" not in advice.book:
        return None
    live = ""
    if "after_inflation_live" in advice.book:
        live = "; {after_inflation_live} at the first of these rates"
    ends = "{after_inflation_low} to {after_inflation_high}"
    return f"After {{inflation}} inflation the real yield is {ends} by the house range{live}."


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
