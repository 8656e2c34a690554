"""A rate in words: what it is as a yield, and what fee, tax and inflation leave of it."""

from decimal import Decimal

from core.advice import RateAdvice
from core.nlg.draft import Button, Draft
from core.nlg.press import do
from core.nlg.render.parts import closing, lines, paragraphs, ratio
from core.nlg.writing import write
from core.nlu.utterance import Intent

RATE = "{rate_low}–{rate_high}"


def render_rate(advice: RateAdvice, answer: int) -> Draft:
    """Put what a rate comes to into words."""
    book = advice.book
    text = paragraphs(
        f"**{_headline(advice)}**",
        _conversions(advice),
        _deductions(advice),
        _gross(advice),
        _screened(advice),
        "Whether that rate can be had, and lasts, is another question.",
    )
    return write(text, book, closing=closing(book), buttons=_buttons(advice, answer))


def _headline(advice: RateAdvice) -> str:
    if advice.countless:
        return (
            f"{RATE} a year comes to more than {{countless_level}} when it compounds: "
            "no money in the world grows so."
        )
    if advice.deductions:
        return _left(advice)
    kinds = ("APR", "APY") if advice.kind == "apr" else ("APY", "APR")
    if advice.compounded:
        often = _OFTEN.get(advice.compounded, "at that pace")
        return f"{RATE} {kinds[0]} is {{named.low}}–{{named.high}} {kinds[1]}, compounded {often}."
    few, many = ("monthly", "unbroken") if advice.kind == "apr" else ("unbroken", "monthly")
    return (
        f"{RATE} {kinds[0]} is {{{few}.low}}–{{{many}.high}} {kinds[1]}, by how often it compounds."
    )


_OFTEN = {
    Decimal(1): "once a year",
    Decimal(4): "quarterly",
    Decimal(12): "monthly",
    Decimal(52): "weekly",
    Decimal(365): "daily",
    Decimal(31_536_000): "every second",
}
_USUAL = {"monthly": "monthly", "daily": "daily", "unbroken": "every second"}


def _left(advice: RateAdvice) -> str:
    """Return what is left of the rate: in buying power, unless only fee or tax was named."""
    if not _asks_real(advice):
        return f"{RATE} leaves {_range(advice.deductions[-2])} a year."
    return f"{RATE} {_in_buying_power(advice)}."


def _asks_real(advice: RateAdvice) -> bool:
    return advice.profile.inflation is not None or advice.deductions == ("real",)


def _range(step: str) -> str:
    return f"{{{step}.low}}–{{{step}.high}}"


def _in_buying_power(advice: RateAdvice) -> str:
    """Say what is left when prices rise; below zero it is a loss."""
    low, high = (ratio(advice.book, f"real.{end}") for end in ("low", "high"))
    if high < 0:
        return "loses {real.high_loss}–{real.low_loss} a year in buying power"
    if low < 0:
        return "leaves at most {real.high} a year in buying power"
    return "leaves {real.low}–{real.high} a year in buying power"


def _conversions(advice: RateAdvice) -> str | None:
    """List the usual frequencies, or the conversion that comes before what is taken off."""
    if advice.compounded:
        kind = "yield" if advice.kind == "apr" else "rate"
        named = f"As a {kind} it is {{named.low}}–{{named.high}}."
        return named if advice.conversions and advice.deductions else None
    rows = (f"{{{name}.low}}–{{{name}.high}} {_USUAL[name]}" for name in advice.conversions)
    return " · ".join(rows) or None


def _deductions(advice: RateAdvice) -> str | None:
    """Say what each deduction leaves, but for the one that the headline is about."""
    if not advice.deductions:
        return None
    told = advice.deductions[:-1] if _asks_real(advice) else advice.deductions[:-2]
    prices = "prices rising by {inflation} a year"
    if advice.profile.inflation is None:
        prices += ", the house assumption"
    real = f"That is with {prices}."
    if not _asks_real(advice):
        real = f"With {prices}, it {_in_buying_power(advice)}."
    return lines(*(f"{_AFTER[step]}: {_range(step)}." for step in told), real)


_AFTER = {"kept": "After the {fee} fee", "taxed": "After {tax_rate} tax"}


def _gross(advice: RateAdvice) -> str | None:
    if not advice.deductions:
        return None
    needed = "For {rate_high} to be left it would have to pay {gross_needed}"
    if ratio(advice.book, "gross_needed") < ratio(advice.book, "unsustainable_yield"):
        return f"{needed}."
    return f"{needed}; from {{unsustainable_yield}} on, no whole portfolio can be planned on."


def _screened(advice: RateAdvice) -> str | None:
    if ratio(advice.book, "rate_high") <= ratio(advice.book, "screen_level"):
        return None
    return (
        "Yields above {screen_level} a year are screened out here: they come from new deposits "
        "or new tokens."
    )


def _buttons(advice: RateAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    page, label = ("inflation", "Inflation") if advice.deductions else ("apr-vs-apy", "APR and APY")
    explain = do(label, answer, Intent.EXPLAIN, topic=page)
    judge = do("How I judge yields", answer, Intent.EXPLAIN, topic="sustainable-yield")
    return ((do("Show working", answer, Intent.SHOW_WORKING), explain), (judge,))
