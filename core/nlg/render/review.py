"""The quarterly review in words: each place, each yield beside others, what to move, one step."""

from datetime import datetime

from core.advice.plan_review import Part, PlanReview
from core.advice.rebalance import RebalanceAdvice
from core.advice.review import Beside, Place, ReviewAdvice
from core.facts import FactBook
from core.nlg.draft import Button, Draft, Kind
from core.nlg.folding import fitted
from core.nlg.press import say
from core.nlg.render.lookup import verdict
from core.nlg.render.parts import capitalised, closing, kind_of_blend, lines, paragraphs
from core.nlg.render.portfolio import named
from core.nlg.render.rebalance import move_lines, shares_chart
from core.nlg.writing import write

SHOWN = 6
"""So many places and so many yields are told one by one."""


def render_review(advice: ReviewAdvice, as_of: datetime, stop: Button) -> Draft:
    """Put a review into words; `stop` stands under it as under every summary.

    What asks for nothing to be done can wait.
    """
    places, yields = _places(advice.book, advice.places), _yields(advice)
    calm = not any(place.is_grave for place in advice.places)
    equal = not any(beside.better for beside in advice.yields)
    text = paragraphs(
        _headline(advice),
        places,
        yields,
        _shares(advice.rebalance),
        _step(advice),
        _next(advice.book),
    )
    draft = write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=_buttons(advice, stop),
        charts=shares_chart(advice.rebalance) if advice.rebalance else (),
        as_of=as_of,
        kind=Kind.SUMMARY,
    )
    quiet = (yields if equal else None, places if calm else None)
    return fitted(draft, _next(advice.book), *quiet, _shares(advice.rebalance), yields, places)


def _headline(advice: ReviewAdvice) -> str:
    worth = ": {portfolio_value}" if "portfolio_value" in advice.book else ""
    found = _found(advice)
    asked = f"Worth acting on: {', '.join(found)}." if found else NOTHING
    return lines(f"**Your quarterly review of {{review_day}}{worth}.**", asked)


NOTHING = "Nothing asks to be changed."


def _next(book: FactBook) -> str | None:
    return "The next review comes on {review_on}." if "review_on" in book else None


def _found(advice: ReviewAdvice) -> tuple[str, ...]:
    """Return in a word each what deserves a decision, the gravest first."""
    doubtful = tuple(place.protocol.name for place in advice.places if place.is_grave)
    better = ("a yield",) if any(beside.better for beside in advice.yields) else ()
    moved = ("the shares",) if advice.rebalance and advice.rebalance.moves else ()
    return (*doubtful, *better, *moved)


def _places(book: FactBook, places: tuple[Place, ...], title: str = "Where it lies:") -> str | None:
    if not places:
        return None
    more = "· None of the others is worse than these." if len(places) > SHOWN else None
    return lines(title, *(_place(book, place) for place in places[:SHOWN]), more)


def _place(book: FactBook, place: Place) -> str:
    """Tell what lies in a place and how that moved, what was lost there, and the verdict."""
    key = place.key
    size = f"{{{key}.size}} lies there" if f"{key}.size" in book else None
    for name, words in (("grew", "more"), ("shrank", "less")):
        if size and f"{key}.{name}" in book:
            size += f", {{{key}.{name}}} {words} than a week before"
    lately = ", within this quarter" if place.lost_lately else ""
    lost = None
    if f"{key}.lost_on" in book:
        lost = f"users last lost money on {{{key}.lost_on}}{lately}"
    told = "; ".join(filter(None, (size, lost or "no loss on record")))
    return f"· {place.protocol.name}: {told}. {capitalised(verdict(place.judgement))}."


def _yields(advice: ReviewAdvice) -> str | None:
    if not (advice.yields or advice.unread):
        return None
    better_first = sorted(advice.yields, key=lambda one: one.better is None)
    rows = [_beside(one) for one in better_first]
    rows += [f"· {named(holding.position)}: no live rate at hand" for holding in advice.unread]
    more = "· The others: nothing as sound pays clearly more, or no live rate is at hand."
    shown = (*rows[:SHOWN], more if len(rows) > SHOWN else None)
    return lines("What it pays, beside other places:", *shown)


def _beside(one: Beside) -> str:
    key = one.holding.position.key
    told = f"· {named(one.holding.position)}: {{{key}.live_rate}}"
    if one.better is None:
        return f"{told}; nothing as sound pays clearly more"
    return (
        f"{told}; {one.better.venue} pays {{{key}.other_rate}} for {one.better.symbol}, with "
        f"{{{key}.other_size}} in it"
    )


def _shares(rebalance: RebalanceAdvice | None) -> str | None:
    if rebalance is None:
        return None
    against = "your own plan" if rebalance.own_plan else kind_of_blend(rebalance.profile)
    if not rebalance.moves:
        return f"The shares of it: every part lies within its band, against {against}."
    return lines(f"To move, against {against}:", *move_lines(rebalance))


def _step(advice: ReviewAdvice) -> str | None:
    """Suggest one thing: about the gravest that was found."""
    if any(place.is_grave for place in advice.places):
        return "One step: decide whether to stay there before you look at anything else."
    if advice.rebalance and advice.rebalance.moves:
        return (
            "One step: put new money where it is missing. A sale costs fees and can be taxed: "
            "not worth it below {rebalance_least} of the whole."
        )
    if any(one.better for one in advice.yields):
        return (
            "One step: read up on the other place before you move. More pay is more risk, and a "
            "move costs fees."
        )
    return None


def _buttons(advice: ReviewAdvice, stop: Button) -> tuple[tuple[Button, ...], ...]:
    first = [say("Should I rebalance?", "Rebalancing")] if advice.rebalance else []
    first += [say(f"Is {place.protocol.name} safe?") for place in advice.places[:1]]
    return (*((tuple(first),) if first else ()), (stop,))


def render_plan_review(advice: PlanReview, as_of: datetime, stop: Button) -> Draft:
    """Put the review of a plan alone into words."""
    doubtful = [place.protocol.name for place in advice.places if place.is_grave]
    asked = f"Worth acting on: {', '.join(doubtful)}." if doubtful else NOTHING
    places = _places(advice.book, advice.places, "Places whose rates stand for them:")
    text = paragraphs(
        lines("**Your quarterly review of {review_day}: your plan of {plan_date}.**", asked),
        lines("What its parts pay:", *map(_part, advice.parts)),
        places,
        "You keep no holdings here, so there is nothing to move. One step: say what you hold, and "
        "it is set against the plan.",
        _next(advice.book),
    )
    draft = write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=((say("/plan", "My plan"),), (stop,)),
        as_of=as_of,
        kind=Kind.SUMMARY,
    )
    return fitted(draft, places)


def _part(part: Part) -> str:
    key = part.index.key
    told = f"· {{{key}.weight}} {part.index.name}"
    if not part.is_read:
        return f"{told}: no live rate at hand"
    return (
        f"{told}: {{{key}.live_yield}} by live rates, which cover {{{key}.live_share}} of the "
        f"whole; planned at {{{key}.planned}}"
    )


def nothing_to_review() -> Draft:
    """Return the review of one who keeps no holdings."""
    return write(
        "**There is nothing to review yet.** Say what you hold, or keep a plan; the review then "
        "looks at each place it lies in, at what it pays beside others, and at its shares.",
        FactBook(),
        closing="",
        buttons=((say("I hold 10 ETH staked with Lido and 20k USDC on Aave", "An example"),),),
    )
