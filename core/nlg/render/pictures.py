"""Pictures of an answer's figures: what events take, ranges, drift from a target, income."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.advice.options import Option
from core.advice.outcome import Outcome
from core.facts import FactBook
from core.finance.market import YieldReading
from core.money import Money
from core.nlg.draft import BarsChart, HistoryChart, Pair, RangesChart, Span, Tick
from core.nlg.formats import bare_percent, day, display, money, month, percent, share
from core.nlg.render.fan import ticks
from core.nlg.render.parts import capitalised, ratio

FEWEST = 2
"""Below so many rows a picture says no more than a sentence."""


def stress_chart(book: FactBook, outcomes: Sequence[tuple[Outcome, str]]) -> tuple[BarsChart, ...]:
    """Return the picture of what events take of money and income; each with its words."""
    rows = tuple(_taken(book, outcome, words) for outcome, words in outcomes if outcome.hits)
    if len(rows) < FEWEST:
        return ()
    told = "; ".join(map(_said, rows))
    return (
        BarsChart(
            title="What each event would take",
            subtitle="Of the money, and of the income a year",
            rows=rows,
            source_line="Scenarios tried on what is held. Not a forecast, not advice.",
            alt=f"What events would take. {told}.",
        ),
    )


def _said(row: Pair) -> str:
    income = f" and {row.second_text}" if row.second_text else ""
    return f"{row.label}: {row.first_text}{income}"


def _taken(book: FactBook, outcome: Outcome, words: str) -> Pair:
    of = outcome.scenario.id
    income = ratio(book, f"{of}.income_loss") if f"{of}.income_loss" in book else None
    money = display(book[f"{of}.lost_money"]) if f"{of}.lost_money" in book else ""
    return Pair(
        capitalised(words),
        outcome.loss,
        f"{_loss(outcome.loss)} of the money",
        income,
        f"{_loss(income)} of the income" if income is not None else "",
        money if outcome.loss > 0 else "",
    )


def _loss(part: Decimal) -> str:
    if not part:
        return "nothing"
    return share(part) if part > 0 else f"gains {share(-part)}"


def comparison_chart(book: FactBook, options: Sequence[Option]) -> tuple[RangesChart, ...]:
    """Return the picture of what options pay, with what each pays now and lost in the bad year."""
    spans = tuple(_paid(book, one) for one in options if f"{one.key}.rate_low" in book)
    if len(spans) < FEWEST:
        return ()
    told = "; ".join(f"{span.label}: {span.text}" for span in spans)
    dated = f", live rates of {display(book['readings_date'])}" if "readings_date" in book else ""
    return (
        RangesChart(
            title="What each pays",
            subtitle="A year, on one scale",
            spans=spans,
            source_line=f"House ranges{dated}. Not advice.",
            alt=f"What each pays. {told}.",
            kind="comparison",
        ),
    )


def _paid(book: FactBook, option: Option) -> Span:
    key = option.key
    low, high = ratio(book, f"{key}.rate_low"), ratio(book, f"{key}.rate_high")
    named = (f"{key}.live_rate", f"{key}.live_yield")
    live = next((ratio(book, name) for name in named if name in book), None)
    lost = f"{key}.loss"
    note = ""
    if lost in book and ratio(book, lost) and "crash_year" in book:
        year, loss = display(book["crash_year"]), display(book[lost])
        note = f"A year like {year} took {loss} by prices"
    return Span(
        capitalised(option.name),
        low,
        high,
        f"{_between(low, high)} a year",
        live,
        f"{percent(live)} now" if live is not None else "",
        note,
    )


def _between(low: Decimal, high: Decimal) -> str:
    return percent(high) if low == high else f"{bare_percent(low)}–{percent(high)}"


def drift_chart(
    book: FactBook, parts: Sequence[tuple[str, str]], *, own_plan: bool
) -> tuple[RangesChart, ...]:
    """Return the picture of where each part stands against its band; parts are key and name."""
    spans = tuple(_stands(book, key, name) for key, name in parts)
    if len(spans) < FEWEST:
        return ()
    told = "; ".join(f"{span.label}: {span.mark_text}, {span.text}" for span in spans)
    return (
        RangesChart(
            title="Where each part stands",
            subtitle="Its share of the whole, against its band",
            spans=spans,
            source_line=f"Bands {'around your plan' if own_plan else 'of the house'}. Not advice.",
            alt=f"Shares against their bands. {told}.",
            kind="drift",
        ),
    )


def _stands(book: FactBook, key: str, name: str) -> Span:
    now = f"{key}.now_share"
    held = ratio(book, now) if now in book else None
    low, high = ratio(book, f"{key}.drift_low"), ratio(book, f"{key}.drift_high")
    return Span(
        capitalised(name),
        low,
        high,
        f"band {bare_percent(low)}–{percent(high)}",
        held or Decimal(0),
        f"{share(held)} now" if held else "none now",
        f"target {display(book[f'{key}.policy_weight'])}",
    )


MOST_MONTHS = 12


def income_chart(
    months: Sequence[tuple[date, Money]], expected: tuple[Money, Money] | None
) -> tuple[BarsChart | RangesChart, ...]:
    """Return the picture of income by month, against what a month may bring where that is known."""
    shown = tuple(months)[-MOST_MONTHS:]
    if len(shown) < (1 if expected else FEWEST):
        return ()
    alt = "; ".join(f"{month(first)}: {money(paid)}" for first, paid in shown)
    if expected is None:
        rows = tuple(Pair(month(first), paid.amount, money(paid)) for first, paid in shown)
        return (
            BarsChart(
                title="Income by month",
                subtitle="At its worth when it was received",
                rows=rows,
                source_line="Your records. Not tax advice.",
                alt=f"Income by month. {alt}.",
                kind="income",
            ),
        )
    low, high = expected
    band = f"{money(low)}–{money(high)}"
    return (
        RangesChart(
            title="Income by month",
            subtitle="At its worth when it was received",
            spans=tuple(
                Span(
                    month(first),
                    *(low.amount, high.amount, f"{band} may come"),
                    *(paid.amount, f"{money(paid)} received"),
                )
                for first, paid in shown
            ),
            source_line="Your records; house ranges on what you hold now. Not tax advice.",
            alt=f"Income by month, where holdings may pay {band}. {alt}.",
            kind="income",
        ),
    )


FEWEST_DAYS = 14
MOST_DAYS = 365
ROOM = Decimal("1.08")
"""How much higher than the highest rate the scale is."""


def history_chart(
    name: str, reading: YieldReading, verdict: str, band: tuple[Decimal, Decimal] | None
) -> tuple[HistoryChart, ...]:
    """Return the picture of what a pool paid lately, with the band of what is normal (ratios)."""
    values = reading.history[-MOST_DAYS:]
    if len(values) < FEWEST_DAYS:
        return ()
    low, high = band or (None, None)
    top = ROOM * max(*values, high or Decimal(0), Decimal("0.001"))
    least, most = min(values), max(values)
    span = _between(least, most)
    normal = ""
    if low is not None and high is not None:
        normal = f"Normal by the house range: {bare_percent(low)}–{percent(high)}"
    last = percent(values[-1])
    return (
        HistoryChart(
            title=f"What {name} paid",
            subtitle=f"Its last {len(values)} daily readings, a year; judged {verdict}",
            values=values,
            top=top,
            rates=tuple(Tick(at, percent(at)) for at in ticks(top)),
            low=low,
            high=high,
            band_text=normal,
            line_text=f"Paid, {last} at the end",
            first_text="oldest",
            last_text=day(reading.as_of.date()),
            source_line=f"{reading.source}, {day(reading.as_of.date())}. Not advice.",
            alt=f"What {name} paid: {span} over {len(values)} days, {last} at the end. "
            f"{normal or 'No house range for it'}; judged {verdict}.",
        ),
    )


def readings_chart(
    name: str, reading: YieldReading, verdict: str, band: tuple[Decimal, Decimal] | None
) -> tuple[RangesChart, ...]:
    """Return what is known of the past where no days are kept, against what is normal."""
    known = [
        ("Mean of its days", reading.mean_ever),
        ("Mean of a month", reading.mean_month),
        ("A week before", _week_before(reading)),
        (day(reading.as_of.date()), reading.rate),
    ]
    if band is None:
        return ()
    low, high = band
    normal = f"normal {bare_percent(low)}–{percent(high)}"
    spans = tuple(
        Span(capitalised(when), low, high, normal, rate, f"{percent(rate)} paid")
        for when, rate in known
        if rate is not None and rate >= 0
    )
    if len(spans) < FEWEST:
        return ()
    told = "; ".join(f"{span.label}: {span.mark_text}" for span in spans)
    return (
        RangesChart(
            title=f"What {name} paid",
            subtitle=f"A year; judged {verdict}. Days in between come with live data only",
            spans=spans,
            source_line=f"{reading.source}, {day(reading.as_of.date())}. Not advice.",
            alt=f"What {name} paid against the {normal} a year: {told}; judged {verdict}.",
            kind="yield_history",
        ),
    )


def _week_before(reading: YieldReading) -> Decimal | None:
    return None if reading.change_week is None else reading.rate - reading.change_week
