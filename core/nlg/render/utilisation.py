"""A lending pool that fills up, in words: the rate, and who can still leave."""

from core.advice import UtilisationAdvice
from core.nlg.draft import Draft
from core.nlg.press import do
from core.nlg.render.parts import closing, paragraphs, ratio
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_utilisation(advice: UtilisationAdvice, answer: int) -> Draft:
    """Put what a lent share does to a lender into words."""
    text = paragraphs(
        "**With {after.lent_share} lent out lenders get {after.supply_rate} a year, and "
        f"{_who_leaves(advice)}.**",
        _compared(advice),
        f"That is {advice.curve}; each market has its own.",
        _what_it_means(advice),
    )
    crunch = do("Liquidity crunch", answer, Intent.EXPLAIN, topic="liquidity-crunch")
    work = do("Show working", answer, Intent.SHOW_WORKING)
    lending = do("Lending", answer, Intent.EXPLAIN, topic="lending")
    return write(
        text, advice.book, closing=closing(advice.book), buttons=((crunch, lending), (work,))
    )


def _compared(advice: UtilisationAdvice) -> str:
    """Say what borrowers pay, beside what they pay at the other share where it is another."""
    goes = "of that {curve.reserve_factor} stays with the pool, and what is not lent earns nothing."
    if ratio(advice.book, "before.lent_share") == ratio(advice.book, "after.lent_share"):
        return f"Borrowers pay {{after.borrow_rate}}; {goes}"
    return (
        "With {before.lent_share} lent they get {before.supply_rate}. Borrowers pay "
        f"{{after.borrow_rate}} instead of {{before.borrow_rate}}; {goes}"
    )


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
