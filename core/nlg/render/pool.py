"""Impermanent loss in words: what the pool is short of, and what fees would make up for it."""

from datetime import datetime

from core.advice import ImpermanentLossAdvice
from core.advice.pool import MOVES
from core.nlg.draft import Button, Draft
from core.nlg.folding import fitted
from core.nlg.press import do, say
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
            None if brief and advice.named and not _is_told_of_time(advice) else _usual(advice),
            _tied(advice),
        )
    draft = write(text, advice.book, closing=closing(advice.book), buttons=_buttons(advice, answer))
    usual = None if _is_told_of_time(advice) else _usual(advice)
    return fitted(draft, usual, _range(advice))


def _outside(advice: ImpermanentLossAdvice) -> str:
    return paragraphs(
        "**The price is outside that range already: {start_price} is not between "
        "{range_low_price} and {range_high_price}.**",
        f"Such a position {_left(advice)} and earns no fees until the price comes back.",
    )


def _left(advice: ImpermanentLossAdvice) -> str:
    """Say which coin a position holds whose range the price has left."""
    coin = advice.pair[0] if advice.pair else "the first coin"
    other = advice.pair[1] if len(advice.pair) == 2 else "dollars"
    if advice.above:
        return f"has sold all its {coin}: it is all in {other}, rises no further with {coin}"
    return f"has turned all into {coin}: it falls with {coin} in full"


def _pool(advice: ImpermanentLossAdvice) -> str:
    if len(advice.pair) == 2:
        coins = f" of {advice.pair[0]} and {advice.pair[1]}"
    else:
        coins = f" of {advice.pair[0]} with dollars" if advice.pair else ""
    if advice.shape == "weighted":
        first = advice.pair[0] if advice.pair else "the coin that moves"
        return f"A pool{coins}, {{pool_weight}} {first},"
    if advice.shape == "range":
        return f"A price range{coins}{_bounds(advice)}"
    return f"A pool{coins}" if coins else "A pool of equal halves"


def _bounds(advice: ImpermanentLossAdvice) -> str:
    """Say between which prices the money works, and what the price is now."""
    if "range_low_price" in advice.book:
        now = "" if "end_price" in advice.book else ", now {start_price},"
        return f" between {{range_low_price}} and {{range_high_price}}{now}"
    if "range_down" in advice.book:
        return " from {range_down} below the price to {range_up} above it"
    return ""


def _headline(advice: ImpermanentLossAdvice) -> str:
    pool = _pool(advice)
    if advice.gone:
        return "A coin that loses all its worth takes the whole pool with it: it buys all the way."
    if not advice.named and advice.kind != "free":
        return f"{pool} loses against holding only when their prices part."
    if not advice.named:
        years = "a year" if ratio(advice.book, "pool_years") == 1 else _time(advice)
        short = f"{pool} is on average {{usual_shortfall}} short of just holding after {years}"
        if "usual_fees" not in advice.book:
            return f"{short}: no fees make up for that."
        return f"{short}: fees of {{usual_fees}} a year make up for it."
    if "other_change" in advice.book:
        moves = (_own_move(advice, at, name) for at, name in enumerate(("first", "other")))
        return f"{pool} is {{pool_shortfall}} short of just holding if {' and '.join(moves)}."
    coin = advice.pair[0] if advice.pair else "one price"
    return f"{pool} is {{pool_shortfall}} short of just holding if {coin} {_moved(advice)}."


def _time(advice: ImpermanentLossAdvice) -> str:
    return "{pool_months}" if "pool_months" in advice.book else "{pool_years}"


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
    if "usual_short" in advice.book:
        return "On {capital} that is {usual_short}, before fees."
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
    coin = advice.pair[0] if advice.pair and advice.kind == "free" else "one"
    rows = (f"{{row_{at}.shortfall}} when {coin} {_row_moves(advice, at)}" for at in places)
    if advice.kind != "free":
        return lines(*rows)
    same = "The same when it falls as far the other way, to one over that."
    return lines(*rows, same if advice.shape == "even" else None)


def _row_moves(advice: ImpermanentLossAdvice, at: int) -> str:
    if ratio(advice.book, f"row_{at}.change") < 0:
        return f"falls by {{row_{at}.fall}}"
    return f"rises by {{row_{at}.change}}"


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
    over = "" if ratio(advice.book, "pool_years") == 1 else f" over {_time(advice)}"
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
    moved = f"{coin} has varied by {{volatility}} a year ({{moves_from}} to {{moves_to}})"
    if "moves_from" not in advice.book:
        moved = "With {volatility} volatility a year, as you said"
    if not advice.named:
        pays = "pools of major pairs pay {fees_low}–{fees_high} (house range), never for certain"
        return f"{moved}; {pays}.{_of_offer(advice)}"
    time = "such a year" if ratio(advice.book, "pool_years") == 1 else f"{_time(advice)} of that"
    return f"{moved}: {time} costs this pool {{usual_shortfall}} on average, before fees."


def _of_offer(advice: ImpermanentLossAdvice) -> str:
    """Say whether the rate that was named makes up for a usual time."""
    if "rate_high" not in advice.book or "usual_fees" not in advice.book:
        return ""
    enough = ratio(advice.book, "rate_low") > ratio(advice.book, "usual_fees")
    if enough:
        return " The {rate_low} you named is more than such a time costs, if it is paid throughout."
    return " The {rate_high} you named does not make up for such a time."


def _is_told_of_time(advice: ImpermanentLossAdvice) -> bool:
    """Whether a time or a movement of one's own was named, so that what is usual is not."""
    return "moves_from" not in advice.book or ratio(advice.book, "pool_years") != 1


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
    coin = advice.pair[0] if advice.pair else None
    if coin is None or advice.named or advice.gone or advice.kind != "free":
        return ((explain, work),)
    moves = (say(f"If {coin} doubles"), say(f"If {coin} halves"))
    return (moves, (explain, work)) if advice.shape != "outside" else ((explain, work),)
