"""Impermanent loss in words: what the pool is short of, and what fees would make up for it."""

from datetime import datetime

from core.advice import ImpermanentLossAdvice
from core.advice.pool import MOVES
from core.nlg.draft import Button, Draft
from core.nlg.press import do
from core.nlg.render.parts import closing, lines, paragraphs
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_pool(
    advice: ImpermanentLossAdvice, answer: int, as_of: datetime, *, brief: bool
) -> Draft:
    """Put an impermanent loss into words; a follow-up leaves out what is usual."""
    text = paragraphs(
        _headline(advice),
        _money(advice),
        _rows(advice),
        _fees(advice),
        None if brief else _usual(advice),
        _tied(advice),
    )
    return write(text, advice.book, closing=closing(advice.book), buttons=_buttons(advice, answer))


def _pool(advice: ImpermanentLossAdvice) -> str:
    if len(advice.pair) == 2:
        return f"A pool of {advice.pair[0]} and {advice.pair[1]}"
    return f"A pool of {advice.pair[0]} with dollars" if advice.pair else "A pool of equal halves"


def _headline(advice: ImpermanentLossAdvice) -> str:
    pool = _pool(advice)
    if advice.gone:
        return (
            "**A coin that loses all its worth takes the whole pool with it.** "
            "The pool buys it all the way down."
        )
    if not advice.named:
        return f"**{pool} loses against holding whenever the two prices part.**"
    moved = "falls by {price_fall}" if advice.falls else "rises by {pool_change}"
    coin = advice.pair[0] if advice.pair else "one price"
    return f"**{pool} is {{pool_shortfall}} short of just holding if {coin} {moved}.**"


def _money(advice: ImpermanentLossAdvice) -> str | None:
    if "held_value" not in advice.book:
        return None
    return (
        "{capital} in it becomes {pool_value}; held, it would be {held_value}. "
        "The difference, {short_of_holding}, is there only when you take the coins out."
    )


def _rows(advice: ImpermanentLossAdvice) -> str | None:
    if advice.named or advice.gone:
        return None
    rows = (
        f"{{row_{at}.shortfall}} when one rises by {{row_{at}.change}}" for at in range(len(MOVES))
    )
    return lines(*rows, "The same when it falls as far the other way, to one over that.")


def _fees(advice: ImpermanentLossAdvice) -> str | None:
    """Say what fees would make up for it, in a year or at the rate that was named."""
    if not advice.named:
        return None
    made_up = "Fees of {break_even_fees} in a year make up for it"
    if "months_to_break_even" in advice.book:
        made_up += (
            "; at the {rate_low}–{rate_high} a year you named it takes {months_to_break_even}"
        )
    return f"{made_up}. Pools of major pairs pay {{fees_low}}–{{fees_high}} a year (house range)."


def _usual(advice: ImpermanentLossAdvice) -> str | None:
    if advice.kind != "free":
        return None
    return (
        f"{advice.coin} has varied by {{volatility}} a year: such a year costs a pool with dollars "
        "{usual_shortfall} on average, before fees."
    )


def _tied(advice: ImpermanentLossAdvice) -> str:
    match advice.kind:
        case "stable":
            return (
                "Two stablecoins part only when one loses its dollar: then the pool fills up with "
                "the one that falls."
            )
        case "tied":
            return (
                "These two follow each other, so the loss is small while they do; a staking token "
                "sold off in a hurry is the exception."
            )
        case _:
            return "Closely tied pairs lose little. Fees are never certain; programs can fail."


def _buttons(advice: ImpermanentLossAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    explain = do("What it is", answer, Intent.EXPLAIN, topic="impermanent-loss")
    work = do("Show working", answer, Intent.SHOW_WORKING)
    return ((explain, work),)
