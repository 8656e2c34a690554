"""The week of a plan alone in words; a quiet one in two lines."""

from datetime import date

from core.advice.plan_week import PlanWeek
from core.facts import FactBook
from core.nlg.draft import Draft
from core.nlg.formats import display
from core.nlg.press import say
from core.nlg.render.parts import closing, lines, paragraphs
from core.nlg.render.summary import BEGIN, REVIEW, STOP, late_line, review_line
from core.nlg.writing import write


def plans_week(draft: Draft, week: PlanWeek, *, subscribed: bool) -> Draft:
    """Return the plan's answer of today beside the last summary; `draft` is that answer."""
    book, quiet = week.book, week.is_quiet
    return write(
        _quiet(book) if quiet else _told(draft, book),
        book,
        closing=closing(book) if quiet else draft.closing,
        buttons=((say("/plan", "My plan"),), (REVIEW, STOP if subscribed else BEGIN)),
        charts=() if quiet else draft.charts,
        as_of=draft.as_of,
        kind=draft.kind,
    )


def _told(draft: Draft, book: FactBook) -> str:
    return paragraphs(
        late_line(book),
        lines(
            "Your plan's week to {summary_day}: the same question, at the rates of today.",
            _moved(book),
        ),
        draft.template,
        review_line(book),
    )


def _moved(book: FactBook) -> str | None:
    if "plan_rate_before" not in book:
        return None
    return "Live rates for {live_share} of it: {live_yield}; on {since} {plan_rate_before}."


def _stands(book: FactBook) -> bool:
    """Tell whether no rate was read since the last summary."""
    read, since = book["readings_date"].value, book["since"].value
    assert isinstance(read, date)
    assert isinstance(since, date)
    return read < since


def _quiet(book: FactBook) -> str:
    same = display(book["plan_rate_before"]) == display(book["live_yield"])
    before = "as on {since}" if same else "{plan_rate_before} on {since}"
    if _stands(book):
        before += ", and none is newer than then"
    return lines(
        late_line(book),
        f"**A quiet week for your plan to {{summary_day}}: live rates for {{live_share}} of it "
        f"pay {{live_yield}}, {before}.**",
        " ".join(filter(None, ("Nothing needs doing.", review_line(book)))),
    )
