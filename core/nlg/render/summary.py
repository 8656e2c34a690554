"""The weekly summary in words: what moved, what came in, what deserves a look, and one step."""

from datetime import datetime

from core.advice.portfolio import Holding
from core.advice.summary import Raised, SummaryAdvice
from core.catalogue import indices, protocol_facts
from core.facts import FactBook
from core.finance.portfolio import Position, protocol_of
from core.finance.weeks import Flag
from core.money import Money
from core.nlg.draft import Button, Chart, Draft, Kind
from core.nlg.formats import display
from core.nlg.press import say
from core.nlg.render.parts import closing, lines, paragraphs
from core.nlg.render.portfolio import named, over_the_limits, portfolio_chart
from core.nlg.render.weeks import weeks_chart
from core.nlg.writing import write

SHOWN = 5
"""So many holdings are told one by one; all of them are behind a button."""

STOP = say("/unsubscribe", "Stop these summaries")
BEGIN = say("/subscribe", "Send it every week")
HOLDINGS = say("/portfolio", "What I hold")
REVIEW = say("/summary quarterly review now", "Quarterly review")


def render_summary(advice: SummaryAdvice, as_of: datetime, *, subscribed: bool) -> Draft:
    """Put a week into words; a quiet one into two lines."""
    text = _quiet(advice) if advice.is_quiet else _told(advice)
    return write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=_buttons(advice, subscribed=subscribed),
        charts=() if advice.is_quiet else _pictures(advice),
        as_of=as_of,
        kind=Kind.SUMMARY,
    )


def _pictures(advice: SummaryAdvice) -> tuple[Chart, ...]:
    """Return the weeks up to this one; before there are two, what the whole is made of."""
    weeks = weeks_chart(advice.weeks)
    if weeks or len(advice.portfolio.holdings) < SEVERAL:
        return weeks
    return (portfolio_chart(advice.portfolio),)


SEVERAL = 2
"""Of one holding a picture says no more than its line."""


def _quiet(advice: SummaryAdvice) -> str:
    return lines(
        late_line(advice.book),
        f"**A quiet week to {{summary_day}}: {{portfolio_value}}, {_moved(advice)}.**",
        " ".join(
            filter(None, ("Nothing needs doing.", _not_counted(advice), review_line(advice.book)))
        ),
    )


def _told(advice: SummaryAdvice) -> str:
    return paragraphs(
        late_line(advice.book),
        f"**{_headline(advice)}**",
        lines(_income(advice), _goal(advice)),
        lines(
            *(_line(advice.book, one) for one in advice.portfolio.holdings[:SHOWN]),
            _more(len(advice.portfolio.holdings)),
            _missing(advice),
        ),
        _flags(advice),
        _step(advice),
        review_line(advice.book),
    )


def late_line(book: FactBook) -> str | None:
    """Say that a summary comes late, and for how many it stands."""
    if "due_day" not in book:
        return None
    told = "This summary was due on {due_day} and comes late: it tells of the time since then too."
    if "missed_weeks" not in book:
        return told
    missed = book["missed_weeks"].value
    before = "The one before it" if missed == 1 else "The {missed_weeks} before it"
    return f"{told} {before} did not come: this one stands for them as well."


def review_line(book: FactBook) -> str | None:
    """Say when the next quarterly review comes."""
    return "The next quarterly review comes on {review_on}." if "review_on" in book else None


def _more(holdings: int) -> str | None:
    return "· The others are behind “What I hold”." if holdings > SHOWN else None


def _not_counted(advice: SummaryAdvice) -> str | None:
    """Say in a quiet week which holdings its sum leaves out, for want of a price."""
    names = _names_of(advice.portfolio.unpriced)
    return f"No price is at hand for {names}: in no sum here." if names else None


def _names_of(unpriced: tuple[Position, ...]) -> str:
    more = " and others" if len(unpriced) > SHOWN else ""
    return ", ".join(map(named, unpriced[:SHOWN])) + more


def _missing(advice: SummaryAdvice) -> str | None:
    """Say of which holdings no price is at hand, and that the whole is therefore not compared."""
    found = None
    if advice.price_found and not advice.price_lost:
        found = "A price that was missing is there again: the whole is set against no earlier one."
    names = _names_of(advice.portfolio.unpriced)
    if not names:
        return found
    lost = " The whole is set against no earlier one, which still counted it."
    missing = f"· {names}: no price at hand, so in no sum here."
    return lines(found, missing + lost if advice.price_lost else missing)


def _headline(advice: SummaryAdvice) -> str:
    if "portfolio_value" not in advice.book:
        return "Your week to {summary_day}: no price is at hand for what you hold."
    if advice.is_first:
        return "Your week to {summary_day}: what you hold is worth {portfolio_value}."
    return f"Your week to {{summary_day}}: {{portfolio_value}}, {_moved(advice)}."


def _moved(advice: SummaryAdvice) -> str:
    """Say by how much it moved since the last summary, and whether prices alone did that."""
    book = advice.book
    name, way = ("value_up", "up") if "value_up" in book else ("value_down", "down")
    moved = book[name].value
    assert isinstance(moved, Money)
    words = f"{way} {{{name}}}" if moved.amount else "unchanged"
    if moved.amount and "moved_ratio" in book:
        words += " ({moved_ratio})"
    since = f"{words} since {{since}}"
    if advice.prices_stand:
        since += ", at prices no newer than then"
    return since if advice.same_holding else f"{since}, what you added or took away included"


def _income(advice: SummaryAdvice) -> str | None:
    """Say what was recorded, or what a week should bring; the two are never mixed."""
    book = advice.book
    year = "; {year_income} this year" if "year_income" in book else ""
    then = "since {income_since}" if "income_since" in book else "this week"
    uncounted = _uncounted(book, then)
    if "week_income" in book:
        return " ".join(
            filter(None, (f"You recorded {{week_income}} of income {then}{year}.", uncounted))
        )
    if uncounted and not year:
        return uncounted
    none = f"No income {'with a worth ' if uncounted else ''}was recorded {then}{year}."
    if uncounted:
        return f"{none} {uncounted}"
    if "weekly_income_low" not in book:
        return none if year else None
    return (
        f"{none} By the house ranges, what you hold should bring "
        "{weekly_income_low}–{weekly_income_high} a week."
    )


def _uncounted(book: FactBook, then: str) -> str | None:
    """Say of how many records the worth is not known in the currency of the summary."""
    for name, when in (("week_uncounted", then), ("year_uncounted", "this year")):
        if name in book:
            one = book[name].value == 1
            kept = "record" if one else "records"
            return (
                f"{{{name}}} {kept} of income {when} {'has' if one else 'have'} no worth in your "
                f"currency, so {'it is' if one else 'they are'} in no sum here."
            )
    return None


def _goal(advice: SummaryAdvice) -> str | None:
    if "goal_share" not in advice.book:
        return None
    return "Your plan is for {plan_goal} a month: the middle of the ranges pays {goal_share} of it."


def _line(book: FactBook, holding: Holding) -> str:
    """Tell a holding: its value, what it pays now and what it paid at the last summary."""
    key = holding.position.key
    told = f"· {named(holding.position)}: {{{key}.value}}"
    if holding.reading is None:
        return f"{told}, no live rate at hand" if holding.house else told
    return f"{told}, pays {{{key}.live_rate}} at the last reading{_before(book, key)}"


def _before(book: FactBook, key: str) -> str:
    """Say what a holding paid at the last summary, in two words where that reads the same."""
    name = f"{key}.rate_before"
    if name not in book:
        return ""
    same = display(book[name]) == display(book[f"{key}.live_rate"])
    return ", as before" if same else f", {{{name}}} before"


def _flags(advice: SummaryAdvice) -> str | None:
    if not advice.flags:
        return None
    return lines("Worth a look:", *(f"· {_flag(raised)}" for raised in advice.flags))


def _flag(raised: Raised) -> str:
    position = raised.position
    if raised.part:
        return _drifted(raised.part)
    if position is None:
        assert raised.concentration
        return over_the_limits((raised.concentration,))
    key, what = position.key, named(position)
    match raised.flag:
        case Flag.INCIDENT:
            return f"{_place(position)} lost money of its users on {{{key}.incident_day}}."
        case Flag.PEG:
            return f"{position.asset} stands at {{{key}.peg_price}}, off its peg by two sources."
        case Flag.YIELD_FELL:
            return f"{what} pays {{{key}.live_rate}}, down from {{{key}.rate_before}}."
        case Flag.UNLOCKS:
            return f"The lock-up of {what} ends on {{{key}.unlocks_on}}."
        case _:
            return f"{{{key}.left_share}} of what lay in {_place(position)} left within a week."


def _drifted(part: str) -> str:
    index = indices()[part]
    return (
        f"{{plan.{index.key}.held_share}} of it is {index.name}, {{plan.{index.key}.weight}} in "
        "your plan: more than {drift_tolerance} apart."
    )


def _place(position: Position) -> str:
    protocol = protocol_facts().get(protocol_of(position) or "")
    return protocol.name if protocol else position.venue.title()


_STEPS = {
    Flag.INCIDENT: "One step: read what happened there before you add anything.",
    Flag.PEG: "One step: decide what price you would leave at, before it moves again.",
    Flag.YIELD_FELL: "One step: compare it with what else pays on the same coin.",
    Flag.SIZE_FELL: "One step: find out why others leave before you decide to stay.",
    Flag.UNLOCKS: "One step: decide by then whether it stays, so that it neither idles nor renews.",
    Flag.DRIFT: "One step: look at what would bring it back, new money first.",
    Flag.CONCENTRATED: "One step: put what you add next somewhere else.",
}


def _step(advice: SummaryAdvice) -> str | None:
    """Suggest one thing at most: about the most important flag, else about what lies idle."""
    if advice.flags:
        return _STEPS[advice.flags[0].flag]
    if not advice.portfolio.idle:
        return None
    return (
        "One step: {idle_value} lies idle; it could add {idle_income_low}–{idle_income_high} a "
        "month, at the risk of a lock-up or of a protocol failing."
    )


def _buttons(advice: SummaryAdvice, *, subscribed: bool) -> tuple[tuple[Button, ...], ...]:
    look = _look_at(advice)
    first = (HOLDINGS, look) if look else (HOLDINGS,)
    return (first, (REVIEW, STOP if subscribed else BEGIN))


def _look_at(advice: SummaryAdvice) -> Button | None:
    if advice.flags and advice.flags[0].flag is Flag.DRIFT:
        return say("Should I rebalance?", "Rebalancing")
    position = advice.flags[0].position if advice.flags else None
    if position is None:
        return None
    if advice.flags[0].flag in {Flag.YIELD_FELL, Flag.PEG, Flag.UNLOCKS}:
        return say(f"What does {position.asset} pay now?", f"What {position.asset} pays")
    return say(f"Is {_place(position)} safe?")


def nothing_to_sum_up(*, subscribed: bool) -> Draft:
    """Return the summary of one who keeps neither holdings nor a plan."""
    return write(
        "**There is nothing to sum up yet.** Say what you hold, or keep a plan; the summary then "
        "tells what changed.",
        FactBook(),
        closing="",
        buttons=(
            (say("I hold 10 ETH staked with Lido and 20k USDC on Aave", "An example"),),
            (STOP,) if subscribed else (BEGIN,),
        ),
    )
