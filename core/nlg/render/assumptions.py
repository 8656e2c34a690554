"""What a simulation stands on, figure by figure with its source, and how to change it."""

from datetime import datetime

from core.facts import HOUSE, YOU, Fact, FactBook
from core.nlg.draft import Draft
from core.nlg.render.chances import LEFT_OUT, own_rate
from core.nlg.render.parts import closing, explain_and_work, lines, paragraphs
from core.nlg.writing import write


def render_assumptions(book: FactBook, answer: int, as_of: datetime) -> Draft:
    """Put what an answer's simulation assumed into words; the book is that answer's."""
    text = paragraphs(
        "**What the simulated futures are made of**",
        lines(
            _growth(book),
            _swings(book),
            "Pay: each part anything within its range of yields, drawn anew every year.",
            f"Costs: {{holding_fee}} a year ({_source(book['holding_fee'])}).",
            _inflation(book),
            _tax(book),
            "Shares are set right once a year. {simulated_paths} futures, the same ones each time.",
        ),
        LEFT_OUT,
        "Each can be changed in words: assume other growth, inflation, fees or volatility.",
    )
    used = book.behind(_NAMES & {fact.name for fact in book})
    return write(
        text, used, closing=closing(used), buttons=(explain_and_work(answer),), as_of=as_of
    )


_NAMES = {
    *("coin_growth", "price_growth", "volatility", "own_volatility", "block_months"),
    *("history_from", "history_until", "holding_fee", "inflation", "tax_rate"),
    *("simulated_paths", "rate_low", "rate_high", "named_growth"),
}


def _growth(book: FactBook) -> str:
    if "coin_growth" in book:
        return (
            "Growth: coin prices {coin_growth} a year in the middle of all futures "
            f"({_source(book['coin_growth'])}), {{price_growth}} on the whole, and pay on top."
        )
    return (
        f"Growth: {own_rate(book)} a year (you), prices and pay together: prices {{price_growth}}."
    )


def _swings(book: FactBook) -> str:
    history = (
        "months from {history_from} to {history_until} (Binance), drawn in runs of "
        "{block_months}, so that what fell together falls together"
    )
    if "own_volatility" in book:
        return f"Swings: {{own_volatility}} a year (you), in the shape of {history}."
    return f"Swings: {{volatility}} a year, from {history}."


def _inflation(book: FactBook) -> str:
    if "inflation" not in book:
        return "Inflation: not counted; sums are those of their day."
    return f"Inflation: {{inflation}} a year ({_source(book['inflation'])})."


def _tax(book: FactBook) -> str | None:
    return "Tax: {tax_rate} of what is paid (you)." if "tax_rate" in book else None


def _source(fact: Fact) -> str:
    return {YOU: "you", HOUSE: "house"}.get(fact.source or "", fact.source or "")
