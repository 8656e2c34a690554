"""A rate in words: what it is as a yield, and what fee, tax and inflation leave of it."""

from decimal import Decimal

from core.advice import RateAdvice
from core.nlg.draft import Button, Draft
from core.nlg.press import do
from core.nlg.render.parts import closing, joined, lines, paragraphs, ratio
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
    Decimal(8760): "hourly",
    Decimal(31_536_000): "every second",
}
_USUAL = {"monthly": "monthly", "daily": "daily", "unbroken": "every second"}


def _left(advice: RateAdvice) -> str:
    """Return what is left of the rate after all that was named, or what it takes to leave it."""
    if advice.wanted:
        return f"To leave {RATE} a year, it has to pay {{gross.low}}–{{gross.high}}."
    if _asks_real(advice):
        return f"{RATE} {_leaves(advice, 'real')} a year in buying power."
    return f"{RATE} {_leaves(advice, _named(advice)[-1])} a year."


def _asks_real(advice: RateAdvice) -> bool:
    return advice.profile.inflation is not None or advice.deductions == ("real",)


def _named(advice: RateAdvice) -> tuple[str, ...]:
    """Return the deductions but inflation."""
    return tuple(step for step in advice.deductions if step != "real")


def _range(step: str) -> str:
    return f"{{{step}.low}}–{{{step}.high}}"


def _leaves(advice: RateAdvice, step: str) -> str:
    """Say what is left after a step; below zero it is a loss."""
    low, high = (ratio(advice.book, f"{step}.{end}") for end in ("low", "high"))
    if high < 0:
        return f"loses {{{step}.high_loss}}–{{{step}.low_loss}}"
    if low < 0:
        return f"leaves at most {{{step}.high}}"
    return f"leaves {_range(step)}"


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
    prices = "prices rising by {inflation} a year"
    if advice.wanted:
        taken = [_TAKEN[step] for step in _named(advice)]
        taken += [prices] if "real" in advice.deductions else []
        return f"Counted: {joined(taken)}."
    told = _named(advice) if _asks_real(advice) else _named(advice)[:-1]
    steps = (f"After {_TAKEN[step]}: {_range(step)}." for step in told)
    return lines(*steps, _diluted(advice), _real(advice, prices))


_TAKEN = {
    "kept": "the {fee} fee",
    "paid": "costs of {cost} a year",
    "taxed": "{tax_rate} tax",
    "diluted": "{dilution} more coins a year",
}


def _diluted(advice: RateAdvice) -> str | None:
    if "diluted" not in advice.deductions:
        return None
    return (
        "The supply grows by {dilution} a year, and new coins for all make nobody richer: what is "
        "paid beyond that is the real yield."
    )


def _real(advice: RateAdvice, prices: str) -> str | None:
    if "real" not in advice.deductions:
        return None
    if advice.profile.inflation is None:
        prices += ", the house assumption"
    if _asks_real(advice):
        return f"That is with {prices}."
    return f"With {prices}, it {_leaves(advice, 'real')} a year in buying power."


def _gross(advice: RateAdvice) -> str | None:
    if not advice.deductions:
        return None
    name = "gross.high" if advice.wanted else "gross_needed"
    told = (
        [] if advice.wanted else ["For {rate_high} to be left it would have to pay {gross_needed}"]
    )
    if ratio(advice.book, name) >= ratio(advice.book, "unsustainable_yield"):
        told.append("from {unsustainable_yield} on, no whole portfolio can be planned on")
    words = "; ".join(told)
    return f"{words[0].upper()}{words[1:]}." if words else None


def _screened(advice: RateAdvice) -> str | None:
    if ratio(advice.book, "rate_high") <= ratio(advice.book, "screen_level"):
        return None
    return (
        "Yields above {screen_level} a year are screened out here: they come from new deposits "
        "or new tokens."
    )


def _buttons(advice: RateAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    page, label = _page(advice)
    explain = do(label, answer, Intent.EXPLAIN, topic=page)
    judge = do("How I judge yields", answer, Intent.EXPLAIN, topic="sustainable-yield")
    return ((do("Show working", answer, Intent.SHOW_WORKING), explain), (judge,))


def _page(advice: RateAdvice) -> tuple[str, str]:
    """Return the page that a rate leads to, and its name."""
    if "diluted" in advice.deductions:
        return "real-yield", "Real yield"
    return ("inflation", "Inflation") if advice.deductions else ("apr-vs-apy", "APR and APY")
