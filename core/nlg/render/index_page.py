"""An index in words: what it holds, what that pays, how it moves, and where figures disagree."""

from datetime import datetime

from core.advice.index_page import IndexPage
from core.catalogue import topics
from core.nlg.draft import Button, Draft, Kind
from core.nlg.press import do, say
from core.nlg.render.parts import capitalised, closing, lines, paragraphs, ratio
from core.nlg.writing import write
from core.nlu.utterance import Intent


def render_index_page(page: IndexPage, answer: int, as_of: datetime) -> Draft:
    """Put an index page into words."""
    index = page.index
    held = " · ".join(
        f"{{{part.id.replace('-', '_')}.weight}} {part.name}" for part in index.constituents
    )
    text = paragraphs(
        lines(f"**{capitalised(index.name)}: {_pays(page)}.**", f"{capitalised(index.character)}."),
        lines(f"Holds {held}.", _DEFINED.get(index.definition)),
        lines(_from_parts(page), _live(page), _followed(page)),
        _prices(page),
    )
    return write(
        text,
        page.book,
        closing=closing(page.book),
        buttons=_buttons(page, answer),
        as_of=as_of,
        kind=Kind.EXPLANATION,
    )


_DEFINED = {"ours": "No definition of it is published; this one is the house's own."}


def _pays(page: IndexPage) -> str:
    if not page.index.house.high:
        return "held for growth, pays nothing"
    return "{index_yield_low}–{index_yield_high} a year by the house range"


def _from_parts(page: IndexPage) -> str | None:
    """Set what the parts quote beside the published range, and name the gap (X9, X11)."""
    book = page.book
    if "parts_yield_low" not in book:
        return None
    computed = "Its parts quote {parts_yield_low}–{parts_yield_high} of the whole (house ranges)."
    if ratio(book, "earning_share") != 1:
        return (
            f"{computed} The published range would take {{implied_yield_low}}–"
            "{implied_yield_high} on the {earning_share} that earns, which only DeFi pays."
        )
    gap = ratio(book, "parts_yield_low") - ratio(book, "index_yield_low")
    if not gap:
        return None
    if gap > 0:
        return f"{computed} The published range is lower: plan with that."
    return f"{computed} The published range is higher: plan with the parts."


def _live(page: IndexPage) -> str | None:
    if not page.live:
        return None
    now = "Live rates exist for {live_share} of it: {live_yield} now"
    if "week_ago_yield" in page.book:
        now += ", {week_ago_yield} a week before"
    if "usual_yield" in page.book:
        now += ", {usual_yield} as a rule over a month"
    return f"{now}."


def _followed(page: IndexPage) -> str | None:
    """Say how the index of a provider moved, with the coins that weigh most in it."""
    if page.followed is None:
        return None
    largest = sorted(page.followed.weights, key=page.followed.weights.__getitem__, reverse=True)
    coins = " and ".join(largest[:2])
    return (
        f"{page.followed.source}' {page.followed.name} stands for it there: {{followed_change}} "
        f"over a week, mostly {coins}."
    )


def _prices(page: IndexPage) -> str | None:
    if "volatility" not in page.book:
        return "It holds no coin whose price moves; what can fail is a protocol or a stablecoin."
    return lines(
        "In {crash_year} prices alone took {crash_loss} of it. Its price varied by {volatility} a "
        "year (standard deviation, months from {table_start} to {table_end}).",
        "Growth is counted at {growth_low}–{growth_high} a year, an assumption and no forecast.",
    )


def _buttons(page: IndexPage, answer: int) -> tuple[tuple[Button, ...], ...]:
    topic = topics()[page.index.id]
    related = tuple(
        do(topics()[name].title, answer, Intent.EXPLAIN, topic=name) for name in topic.related[:2]
    )
    more = do("More", answer, Intent.EXPLAIN, topic=f"{topic.id}+")
    return ((more, say("show the working", "Show working")), related)
