"""What a simulation stands on, figure by figure with its source, and how to change it."""

from datetime import datetime

from core.advice.likelihood import SWING
from core.facts import HOUSE, YOU, Fact, FactBook
from core.nlg.draft import Button, Draft
from core.nlg.press import do
from core.nlg.render.chances import LEFT_OUT, is_modelled, own_rate, unrecorded
from core.nlg.render.parts import closing, explain_and_work, lines, paragraphs
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_assumptions(book: FactBook, answer: int, as_of: datetime) -> Draft:
    """Put what an answer's simulation assumed into words; the book is that answer's."""
    text = paragraphs(
        "**What the simulated futures are made of**",
        lines(
            _growth(book),
            _model(book),
            _swings(book),
            "Pay: each part anything within its range of yields, drawn anew every year.",
            f"Costs: {{holding_fee}} a year ({_source(book['holding_fee'])}).",
            _inflation(book),
            _tax(book),
            "Shares are set right once a year. {simulated_paths} futures, the same ones each time.",
        ),
        lines(
            LEFT_OUT,
            "Change any in words: another growth, inflation, fees, volatility or model.",
        ),
    )
    swings = {fact.name for fact in book if fact.name.endswith(SWING)}
    used = book.behind((_NAMES & {fact.name for fact in book}) | swings)
    return write(
        text,
        used,
        closing=closing(used),
        buttons=((_other_model(book, answer),), explain_and_work(answer)),
        as_of=as_of,
    )


_NAMES = {
    *("coin_growth", "price_growth", "volatility", "own_volatility", "block_months"),
    *("history_from", "history_until", "holding_fee", "inflation", "tax_rate"),
    *("model_volatility", "tail_degrees", "market_correlation"),
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


def _other_model(book: FactBook, answer: int) -> Button:
    """Return the way to the model that was not used."""
    if is_modelled(book):
        return do("Months of history", answer, Intent.WHAT_IF, model="history")
    return do("Parametric model", answer, Intent.WHAT_IF, model="parametric")


def _model(book: FactBook) -> str:
    """Say what moves the prices."""
    if is_modelled(book):
        return (
            "Model: parametric. Every month is drawn anew for all parts at once, from a Student t "
            "of {tail_degrees} degrees: fat tails, and parts that fall together as they did from "
            "{history_from} to {history_until} (Binance)."
        )
    months = (
        "Model: months of history, from {history_from} to {history_until} (Binance), drawn in "
        "runs of {block_months}, so that what fell together falls together."
    )
    coins = unrecorded(book)
    if not coins:
        return months
    swing = next(fact.name for fact in book if fact.name.endswith(SWING))
    return (
        f"{months} {' and '.join(coins)}, not recorded: parametric, a Student t of "
        f"{{tail_degrees}} degrees, swings of {{{swing}}} a year as the wilder recorded coins, "
        "{market_correlation} correlated with them."
    )


def _swings(book: FactBook) -> str:
    if "own_volatility" in book:
        return "Swings: {own_volatility} a year on the whole (you)."
    by = ", as months of history had" if is_modelled(book) else ""
    return f"Swings: {{volatility}} a year on the whole{by}."


def _inflation(book: FactBook) -> str:
    if "inflation" not in book:
        return "Inflation: not counted; sums are those of their day."
    return f"Inflation: {{inflation}} a year ({_source(book['inflation'])})."


def _tax(book: FactBook) -> str | None:
    return "Tax: {tax_rate} of what is paid (you)." if "tax_rate" in book else None


def _source(fact: Fact) -> str:
    return {YOU: "you", HOUSE: "house"}.get(fact.source or "", fact.source or "")
