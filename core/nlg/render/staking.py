"""Staking advice in words: the route first, what it leaves, how to get out, what can go wrong."""

from datetime import datetime

from core.advice import StakingAdvice
from core.finance.staking import RatedRoute
from core.nlg.draft import Button, Draft
from core.nlg.folding import fitted
from core.nlg.press import do
from core.nlg.render.parts import closing, lines, paragraphs, real_yield_line
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_staking(advice: StakingAdvice, answer: int, as_of: datetime, *, brief: bool) -> Draft:
    """Put staking advice into words; a follow-up leaves out what holds for every coin."""
    if advice.facts is None:
        text, waiting = _unknown(advice), list[str | None]()
    else:
        routes = [_route(advice, rated) for rated in advice.routes]
        is_sold = advice.routes[0].route.kind == "liquid" and advice.about != "out"
        waiting = [*reversed(routes[1:]), TAXED, _out(advice) if is_sold else None]
        text = paragraphs(
            lines(*_first(advice)),
            lines(_yield(advice), real_yield_line(advice.book, advice.coin)),
            lines(*routes),
            None if brief or advice.about in _BRIEF else _risk(advice),
        )
    draft = write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=_buttons(advice, answer),
        as_of=as_of if "live_rate" in advice.book else None,
    )
    return fitted(draft, *waiting)


_BRIEF = frozenset({"least", "fee"})
"""Asked so, what can go wrong is another question."""


def _first(advice: StakingAdvice) -> list[str]:
    """Return what was asked first, then the route and the way out."""
    route, out = _headline(advice), " ".join([_out(advice), *_others(advice)])
    match advice.about:
        case "out":
            return [f"**{out}**", _no_way(advice) + route]
        case "paid" if advice.facts:
            return [f"**Rewards of {advice.coin} come {advice.facts.paid}.**", route, out]
        case "lost":
            return [f"**{_slashed(advice)}**", route]
        case "least" if advice.facts:
            asks = [f"{_asks(advice, rated)} {_BY[rated.route.kind]}" for rated in advice.routes]
            return [f"**{advice.coin}: {', '.join(asks)}.**", out]
        case "fee" if advice.facts:
            fees = (_fee(advice, rated) for rated in advice.routes)
            return [f"**{advice.coin}: {'; '.join(fee for fee in fees if fee)}.**", route, out]
        case _:
            return [f"**{route}**", _no_way(advice) + out]


def _no_way(advice: StakingAdvice) -> str:
    """Say so where a way out at once is wanted and no route here has one."""
    has_one = any(rated.route.kind == "liquid" for rated in advice.routes)
    if not advice.liquid or has_one or not advice.facts or not advice.facts.unbonding_days:
        return ""
    return "No route known here lets you out at once. "


def _others(advice: StakingAdvice) -> list[str]:
    """Say how long it takes to get out of further coins that were named."""
    return [
        f"{one.network}: about {{{one.asset.lower()}.unbonding}}."
        if one.unbonding_days
        else f"{one.network}: no lock-up."
        for one in advice.others
    ]


_BY = {
    "direct": "with a validator of your own",
    "delegated": "by delegating",
    "liquid": "as a staking token",
}
_ROUTES = {
    "direct": "run a validator of your own",
    "delegated": "delegate to a validator from your own wallet",
    "liquid": "hold a staking token",
}


def _headline(advice: StakingAdvice) -> str:
    best = advice.routes[0]
    if advice.asset != advice.coin:
        return f"{advice.asset} is staked already: it is a token for staked {advice.coin}."
    if not best.open:
        return f"{advice.coin}: too few coins for any route below."
    return f"{advice.coin}: {_ROUTES[best.route.kind]}{_with(best)}{_because(advice, best)}."


def _because(advice: StakingAdvice, best: RatedRoute) -> str:
    """Say which wish of the person's decided, where one did."""
    match best.route.kind:
        case "liquid" if advice.liquid:
            return ", which can be sold at once"
        case "direct" if advice.able:
            return ", as you are ready for the work"
        case _:
            return ""


def _with(rated: RatedRoute) -> str:
    return f" such as {rated.route.example}'s" if rated.route.example else ""


def _yield(advice: StakingAdvice) -> str:
    if advice.source is None:
        return "There is no sourced yield for it here, so none is named."
    told = "It pays {rate_low}–{rate_high} a year before fees (house range)"
    if "live_rate" in advice.book:
        reading = advice.book["live_rate"].note
        told += f"; {{live_rate}} after them for {reading} ({{readings_date}})"
    if "monthly_income_low" in advice.book:
        return told + ". {capital} would earn {monthly_income_low}–{monthly_income_high} a month."
    return f"{told}."


def _route(advice: StakingAdvice, rated: RatedRoute) -> str:
    """Return one route: what it asks, what it keeps, what is given up."""
    kind = rated.route.kind
    parts = [_asks(advice, rated), _fee(advice, rated), _GIVES_UP[kind]]
    short = "" if rated.open else " (more than you have)"
    return f"{kind.capitalize()}{short}: {', '.join(part for part in parts if part)}."


def _asks(advice: StakingAdvice, rated: RatedRoute) -> str:
    least = f"{rated.route.kind}.least"
    return f"from {{{least}}} {advice.coin}" if least in advice.book else "any amount"


_GIVES_UP = {
    "direct": "the most work, and no one else to pay or trust",
    "delegated": "the coins stay yours, and wait when you leave",
    "liquid": "can be sold at once, at a discount in a scare; one more program to trust",
}


def _fee(advice: StakingAdvice, rated: RatedRoute) -> str | None:
    kind = rated.route.kind
    if kind == "direct":
        return None
    if f"{kind}.fee" not in advice.book:
        return "its own fee" if kind == "liquid" else "the commission is each validator's own"
    if f"{kind}.net_low" not in advice.book:
        return f"at least {{{kind}.fee}} of the rewards kept"
    return f"{{{kind}.fee}} of the rewards kept ({{{kind}.net_low}}–{{{kind}.net_high}} left)"


def _out(advice: StakingAdvice) -> str:
    assert advice.facts
    if not advice.facts.unbonding_days:
        return f"There is no lock-up on {advice.facts.network}: the coins can be moved any day."
    queue = " or more, by the queue of those who leave" if advice.facts.queue else ""
    return f"Getting out of {advice.facts.network} takes about {{unbonding}}{queue}."


def _risk(advice: StakingAdvice) -> str:
    slashed = "" if advice.about == "lost" else f"{_slashed(advice)} "
    return f"{slashed}Rewards come in coins, so the price is the larger risk. {TAXED}"


TAXED = "Each reward is usually taxable when received."


def _slashed(advice: StakingAdvice) -> str:
    assert advice.facts
    if advice.facts.slashing:
        return "A validator that misbehaves loses a part of the stake, yours included."
    return "The network takes nothing from the stake of a careless validator."


def _unknown(advice: StakingAdvice) -> str:
    coin = advice.coin
    if advice.stable:
        return paragraphs(
            f"**{coin} is not staked: it is lent.**",
            "What is offered as staking a stablecoin is lending under another name, with a "
            "borrower who can fail. Ask what lending pays, and who stands behind it.",
        )
    return paragraphs(
        f"**{coin} is not among the coins whose staking is known here.**",
        "Some coins, such as bitcoin, cannot be staked at all: what is offered for them is "
        "lending, or a wrapped token. Look at who holds the coins, and what pays the yield.",
    )


def _buttons(advice: StakingAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    topic = "staking-routes" if advice.facts else "staking"
    routes = do("The routes explained", answer, Intent.EXPLAIN, topic=topic)
    if advice.facts is None:
        return ((routes, do("Lending", answer, Intent.EXPLAIN, topic="lending")),)
    rows: list[tuple[Button, ...]] = [
        (routes, do("Slashing", answer, Intent.EXPLAIN, topic="slashing"))
    ]
    if advice.source:
        rows.append((do("Show working", answer, Intent.SHOW_WORKING),))
    return tuple(rows)
