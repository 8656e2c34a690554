"""A lending pool that fills up, in words: the rate, and who can still leave."""

from datetime import datetime

from core.advice import UtilisationAdvice
from core.nlg.draft import Draft
from core.nlg.press import do
from core.nlg.render.parts import closing, paragraphs, ratio
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_utilisation(advice: UtilisationAdvice, answer: int, as_of: datetime) -> Draft:
    """Put what a lent share does to a lender into words."""
    text = paragraphs(
        _run() if advice.run else None,
        _now(advice) if advice.run else None,
        _after(advice) if advice.run else f"**{_after(advice)}**",
        _earned(advice),
        _compared(advice),
        _curve(advice),
        _what_it_means(advice),
        None if advice.run else _now(advice),
    )
    crunch = do("Liquidity crunch", answer, Intent.EXPLAIN, topic="liquidity-crunch")
    work = do("Show working", answer, Intent.SHOW_WORKING)
    lending = do("Lending", answer, Intent.EXPLAIN, topic="lending")
    return write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=((crunch, lending), (work,)),
        as_of=as_of if "readings_date" in advice.book else None,
    )


def _run() -> str:
    return (
        "**Only what is not lent out can leave, first come, first served.** Who comes late waits "
        "until borrowers pay back or new money comes in."
    )


def _after(advice: UtilisationAdvice) -> str:
    rate = "With {after.lent_share} lent out lenders get {after.supply_rate} a year"
    return f"{rate}, and {_who_leaves(advice)}."


def _earned(advice: UtilisationAdvice) -> str | None:
    if advice.run or "after_income" not in advice.book:
        return None
    return "{capital} would earn {after_income} a month at that rate, while it lasts."


def _compared(advice: UtilisationAdvice) -> str:
    """Say what borrowers pay, beside what they pay at the other share where it is another."""
    goes = "of that {curve.reserve_factor} stays with the pool, and what is not lent earns nothing."
    if "before.lent_share" not in advice.book or _is_same(advice):
        return f"Borrowers pay {{after.borrow_rate}}; {goes}"
    return (
        "With {before.lent_share} lent they get {before.supply_rate}. Borrowers pay "
        f"{{after.borrow_rate}} instead of {{before.borrow_rate}}; {goes}"
    )


def _is_same(advice: UtilisationAdvice) -> bool:
    return ratio(advice.book, "before.lent_share") == ratio(advice.book, "after.lent_share")


def _curve(advice: UtilisationAdvice) -> str | None:
    """Say which curve that is, and what of it is the person's."""
    if advice.savings:
        return (
            f"{advice.savings} sets its savings rate by vote, so that follows no such curve: this "
            f"is what {advice.curve} would do."
        )
    if "before.lent_share" not in advice.book:
        return None
    if advice.own:
        return f"That is the curve you describe; what you left out is as in {advice.curve}."
    told = f"That is {advice.curve}"
    if advice.scaled:
        told += ", scaled to the {own_rate} that is paid with {own_share} lent"
    if advice.other:
        return f"{told}: {advice.other} has a curve of its own, so take the shape and not the size."
    return f"{told}; each market has its own."


def _who_leaves(advice: UtilisationAdvice) -> str:
    free = ratio(advice.book, "after.free_share")
    if not free:
        return "nobody can leave"
    return f"{'only ' if _is_stressed(advice) else ''}{{after.free_share}} of the pool can leave"


def _is_stressed(advice: UtilisationAdvice) -> bool:
    """Whether the pool is fuller than its curve is made for."""
    return ratio(advice.book, "after.lent_share") > ratio(advice.book, "curve.kink")


def _what_it_means(advice: UtilisationAdvice) -> str:
    if not _is_stressed(advice):
        return "The rate rises steeply from {curve.kink} on, to bring money back in."
    return (
        "A high rate means that the pool is nearly empty. It lasts hours or days, so plan on what "
        "it paid over months."
    )


def _now(advice: UtilisationAdvice) -> str | None:
    """Say what could leave the pool that was named on the day it was read."""
    if advice.free is None:
        return None
    pool = f"{advice.free.symbol} on {advice.free.venue}"
    return f"On {{readings_date}} {{free_size}} of {pool} was not lent out and could leave."
