"""Impermanent loss in words: what the pool is short of, and what fees would make up for it."""

from datetime import datetime

from core.advice import ImpermanentLossAdvice
from core.advice.pool import MOVES
from core.nlg.draft import Button, Draft
from core.nlg.folding import fitted
from core.nlg.press import do
from core.nlg.render.parts import closing, lines, paragraphs, ratio
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_pool(
    advice: ImpermanentLossAdvice, answer: int, as_of: datetime, *, brief: bool
) -> Draft:
    """Put an impermanent loss into words; a follow-up leaves out what is usual."""
    if advice.shape == "outside":
        text = _outside(advice)
    else:
        text = paragraphs(
            f"**{_headline(advice)}**",
            _money(advice),
            _rows(advice),
            _range(advice),
            _fees(advice),
            None if brief and advice.named else _usual(advice),
            _tied(advice),
        )
    draft = write(text, advice.book, closing=closing(advice.book), buttons=_buttons(advice, answer))
    return fitted(draft, _usual(advice), _range(advice))


def _outside(advice: ImpermanentLossAdvice) -> str:
    return paragraphs(
        "**The price is outside that range already: {start_price} is not between "
        "{range_low_price} and {range_high_price}.**",
        "Such a position holds only one of the coins and earns no fees. It moves with that coin, "
        "or not at all, until the price comes back.",
    )


def _pool(advice: ImpermanentLossAdvice) -> str:
    article = {"weighted": "A weighted pool", "range": "A price range"}.get(advice.shape, "A pool")
    if len(advice.pair) == 2:
        return f"{article} of {advice.pair[0]} and {advice.pair[1]}"
    if advice.pair:
        return f"{article} of {advice.pair[0]} with dollars"
    return f"{article} of equal halves" if advice.shape == "even" else article


def _headline(advice: ImpermanentLossAdvice) -> str:
    pool = _pool(advice)
    if advice.gone:
        return "A coin that loses all its worth takes the whole pool with it: it buys all the way."
    if not advice.named and advice.kind != "free":
        return f"{pool} loses against holding only when their prices part."
    if not advice.named:
        years = "a year" if ratio(advice.book, "pool_years") == 1 else "{pool_years}"
        short = f"{pool} is on average {{usual_shortfall}} short of just holding after {years}"
        if "usual_fees" not in advice.book:
            return f"{short}: no fees make up for that."
        return f"{short}: fees of {{usual_fees}} a year make up for it."
    if "other_change" in advice.book:
        moves = (_own_move(advice, at, name) for at, name in enumerate(("first", "other")))
        return f"{pool} is {{pool_shortfall}} short of just holding if {' and '.join(moves)}."
    coin = advice.pair[0] if advice.pair else "one price"
    return f"{pool} is {{pool_shortfall}} short of just holding if {coin} {_moved(advice)}."


def _own_move(advice: ImpermanentLossAdvice, at: int, name: str) -> str:
    falls = ratio(advice.book, f"{name}_change") < 0
    return f"{advice.pair[at]} " + (
        f"falls by {{{name}_fall}}" if falls else f"rises by {{{name}_change}}"
    )


def _moved(advice: ImpermanentLossAdvice) -> str:
    if "end_price" in advice.book:
        return "goes from {start_price} to {end_price}"
    return "falls by {price_fall}" if advice.falls else "rises by {pool_change}"


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
    places = (at for at in range(len(MOVES)) if f"row_{at}.change" in advice.book)
    if advice.kind != "free":
        return lines(
            *(f"{{row_{at}.shortfall}} when one falls by {{row_{at}.fall}}" for at in places)
        )
    rows = (f"{{row_{at}.shortfall}} when one rises by {{row_{at}.change}}" for at in places)
    same = "The same when it falls as far the other way, to one over that."
    return lines(*rows, same if advice.shape == "even" else None)


def _range(advice: ImpermanentLossAdvice) -> str | None:
    """Say what narrowing the range does: more fees, more loss, and a stop at its ends."""
    if advice.shape != "range":
        return None
    wide = "Over all prices the same move costs {pool_plain_shortfall}. " if advice.named else ""
    return (
        f"{wide}A narrow range multiplies fees and loss alike; outside it the money is all in the "
        "coin that fell, or out of the one that rose, and earns nothing."
    )


def _fees(advice: ImpermanentLossAdvice) -> str | None:
    """Say what fees would make up for it, in a year or at the rate that was named."""
    if not advice.named or "break_even_fees" not in advice.book:
        return None
    over = "" if ratio(advice.book, "pool_years") == 1 else " over {pool_years}"
    made_up = f"Fees of {{break_even_fees}} a year{over} make up for it"
    if "months_to_break_even" in advice.book:
        made_up += (
            "; at the {rate_low}–{rate_high} a year you named it takes {months_to_break_even}"
        )
    return f"{made_up}. Pools of major pairs pay {{fees_low}}–{{fees_high}} a year (house range)."


def _usual(advice: ImpermanentLossAdvice) -> str | None:
    """Say how much the price usually moves, and what that costs a pool on average."""
    if advice.kind != "free" or advice.gone:
        return None
    coin = " against ".join(advice.moving)
    moved = f"{coin} has varied by {{volatility}} a year"
    if not advice.named:
        pays = "pools of major pairs pay {fees_low}–{fees_high} (house range), never for certain"
        return f"{moved}; {pays}."
    time = "such a year" if ratio(advice.book, "pool_years") == 1 else "{pool_years} of that"
    return f"{moved}: {time} costs this pool {{usual_shortfall}} on average, before fees."


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
