"""How fresh the live figures are, in words."""

from datetime import datetime

from core.advice.freshness import Freshness
from core.nlg.draft import Draft, Kind
from core.nlg.press import do
from core.nlg.render.parts import closing, lines, paragraphs
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_freshness(page: Freshness, answer: int, as_of: datetime) -> Draft:
    """Say when each kind of figure was read, and what follows from its age."""
    text = paragraphs(
        "**What pools and tokens pay was read on {readings_date}.**",
        lines(_pegs(page), _prices(page), "Exchange rates are of {exchange_date} (ECB)."),
        "What could not be read since stays in use with its date. House ranges are older by "
        "design: they change only when new ones are adopted.",
    )
    more = do("More", answer, Intent.EXPLAIN, topic="data-freshness+")
    made = do("How the figures are made", answer, Intent.EXPLAIN, topic="how-figures-are-made")
    return write(
        text,
        page.book,
        closing=closing(page.book),
        buttons=((more, made),),
        as_of=as_of,
        kind=Kind.EXPLANATION,
    )


def _pegs(page: Freshness) -> str | None:
    return "Stablecoins were read on {peg_date}." if "peg_date" in page.book else None


def _prices(page: Freshness) -> str | None:
    if "oldest_price" not in page.book:
        return None
    return "Prices of coins are from {oldest_price} to {newest_price}."
