"""How to draw on money: the chance that a sum lasts, ways to draw, and a year's calendar."""

from calendar import month_abbr
from collections.abc import Iterable
from datetime import date, datetime

from core.advice.withdrawal import WithdrawalPlanAdvice
from core.facts import FactBook
from core.finance.blends import Stage
from core.money import Money, Period
from core.nlg.draft import Button, Draft, FanChart
from core.nlg.folding import fitted
from core.nlg.formats import display
from core.nlg.press import do
from core.nlg.render.chances import (
    LEFT_OUT,
    assumed,
    assumption_steps,
    in_a_blend,
    is_modelled,
    own_assumptions,
    own_coins,
    own_costs,
    own_rate,
    too_high,
    unrecorded,
    unrecorded_line,
)
from core.nlg.render.fan import fan_chart
from core.nlg.render.parts import (
    COIN_LOSSES,
    blend_line,
    closing,
    explain_and_work,
    lines,
    loss_line,
    paragraphs,
    ratio,
    risk_steps,
)
from core.nlg.writing import with_rest, write
from core.nlu.utterance import Intent, Risk

MONTHS = 12
COLUMNS = (("paid", "paid"), ("tax", "tax"), ("drawn", "you draw"), ("sold", "sold"))
"""What the calendar tells of a month, with its title."""


def render_withdrawal(advice: WithdrawalPlanAdvice, answer: int, as_of: datetime) -> Draft:
    """Put a plan to draw, or a calendar of it, into words."""
    book = advice.book
    body, rest = _calendar_of(advice) if advice.months else _plan(advice)
    draft = write(
        paragraphs(_headline(advice), body),
        book,
        closing=closing(book),
        buttons=_buttons(advice, answer),
        charts=() if advice.months or not advice.period else _fan(book, advice),
        as_of=as_of,
    )
    return fitted(with_rest(draft, rest), *_WAITING)


def _plan(advice: WithdrawalPlanAdvice) -> tuple[str, str]:
    """Return what is said of a plan to draw, and what is behind "More": also what was assumed.

    What the person assumed stands in sight.
    """
    book = advice.book
    own = own_assumptions(book) or "rate_low" in book or is_modelled(book)
    said = paragraphs(
        too_high(book),
        _counted(advice),
        _sums(advice),
        _ways(book),
        _buffer(advice),
        f"{_assumed(advice) if own else unrecorded_line(book) or ''} {LEFT_OUT}".strip(),
        _losses(book),
    )
    return said, paragraphs(_bending(advice), None if own else _assumed(advice))


def _losses(book: FactBook) -> str:
    """Say what the worst year did; of a coin whose prices are not recorded, what others lost."""
    coins = unrecorded(book)
    if not coins:
        return loss_line(book)
    return (
        f"What could hurt most: coin prices. Those of {' and '.join(coins)} in {{crash_year}} are "
        f"not recorded here. {COIN_LOSSES}"
    )


def _calendar_of(advice: WithdrawalPlanAdvice) -> tuple[str, str]:
    """Return the months, and behind "More" how they are counted and a buffer not asked for."""
    buffer = _buffer(advice) if advice.period else ""
    if advice.profile.reserve:
        return paragraphs(_calendar(advice), buffer), _WAITS
    return _calendar(advice), paragraphs(_WAITS, buffer)


def _headline(advice: WithdrawalPlanAdvice) -> str:
    if advice.months:
        how = _FREQUENCY.get(advice.frequency, "every month")
        share = ", {reinvest_share} reinvested" if "reinvest_share" in advice.book else ""
        return f"**The next twelve months, drawn {how}{share}: {{year_drawn}}.**"
    if advice.period is None:
        return (
            "**Draw a share of what is there, not a fixed sum.** Coins swing too much for that: "
            "{careful_withdrawal} a month is what lasts {last_years} in "
            f"{{lasting_chance}} of futures; {_STEADY}."
        )
    goal = "{income_high}" if "income_high" in advice.book else "{income}"
    first = "It takes {withdrawal_rate} of the money in the first year."
    if _runs_out(advice):
        span = f"{{middle_years}}{_range(advice.book)}"
        return f"**{goal} a {advice.period} lasts about {span}.** {first}"
    return (
        f"**{goal} a {advice.period} for {{last_years}}: a chance of {{lasting_chance_seen}}.** "
        f"{first}"
    )


def _runs_out(advice: WithdrawalPlanAdvice) -> bool:
    """Whether nobody said for how long, and in half of the futures the money ends in time."""
    return advice.profile.horizon_years is None and "middle_years" in advice.book


def _range(book: FactBook) -> str:
    """Say how early and how late it ends, where that is not the same time."""
    told = {display(book[name]) for name in _SPANS if name in book}
    if len(told) == 1 and "most_years" in book:
        return ", in nearly every future"
    late = "{most_years}" if "most_years" in book else "beyond {last_years}"
    return f": half of the futures that long, the worst tenth {{least_years}}, the best {late}"


_SPANS = ("least_years", "middle_years", "most_years")
_STEADY = "all of it in stablecoin lending, {steady_withdrawal} would"
_STEADY_INSTEAD = f"A fixed sum fits what does not swing: {_STEADY}."
_FREQUENCY = {Period.QUARTER: "every quarter", Period.YEAR: "once a year"}


def _counted(advice: WithdrawalPlanAdvice) -> str | None:
    """Say how sure the chance is and how early the money can be gone."""
    book = advice.book
    if advice.months or advice.period is None:
        return None
    return lines(
        _added(advice),
        _chance(advice),
        "In the worst tenth of them it is gone within {least_years}."
        if "least_years" in book and not _runs_out(advice)
        else None,
    )


def _added(advice: WithdrawalPlanAdvice) -> str | None:
    """Say what of the sum comes from what is added, and is not drawn."""
    if advice.adds is None:
        return None
    if not ratio(advice.book, "withdrawal_rate"):
        return f"The {{contribution}} a {advice.adds} that you add covers it: nothing is drawn."
    return f"You add {{contribution}} a {advice.adds}, so only {{net_withdrawal}} a month is drawn."


def _chance(advice: WithdrawalPlanAdvice) -> str:
    held = _held(advice)
    if not _runs_out(advice):
        count = f"Counted in {{simulated_paths}} simulated futures of {held} (± {{standard_error}})"
    elif "most_years" in advice.book:
        return f"Counted in {{simulated_paths}} simulated futures of {held}."
    else:
        count = (
            "It lasts {last_years} in {lasting_chance_seen} of {simulated_paths} simulated futures "
            f"of {held} (± {{standard_error}})"
        )
    return f"{count}{_at_level(advice)}."


def _held(advice: WithdrawalPlanAdvice) -> str:
    """Say what the money lies in: coins as they are held, an index, or the blend of a level."""
    if advice.holds_own:
        return own_coins(advice.book, advice.blend)
    if advice.index:
        return blend_line(advice.blend)
    article = "an" if advice.profile.risk is Risk.AGGRESSIVE else "a"
    return f"{article} {advice.profile.risk} blend"


def _at_level(advice: WithdrawalPlanAdvice) -> str:
    return "; {level_chance} where coin prices only keep level" if advice.swings else ""


def _sums(advice: WithdrawalPlanAdvice) -> str | None:
    if advice.months or advice.period is None:
        return None
    return f"{_LASTING} {_STEADY_INSTEAD}" if advice.swings else _LASTING


_LASTING = (
    "What lasts {last_years} in {lasting_chance} of futures: {careful_withdrawal} a month; in "
    "{even_chance}: {even_withdrawal}. Sums rise with {inflation} inflation."
)


def _bending(advice: WithdrawalPlanAdvice) -> str:
    """Say what guardrails make of a sum that is wanted."""
    if advice.period is None:
        return ""
    taken_at_once = ratio(advice.book, "withdrawal_rate") >= 1
    if "guarded.chance" not in advice.book or not advice.swings or taken_at_once:
        return ""
    return (
        "With guardrails, cut or raised as its share of the money drifts, it lasts {last_years} "
        "in {guarded.chance}, down to {guarded.leanest} a month in the worst year of half of them."
    )


def _ways(book: FactBook) -> str | None:
    """Set the ways to draw side by side: the first month, and the worst year of a bad tenth."""
    if "share.first" not in book:
        return None
    return lines(
        "A month now → in the worst year of the middle future, in today's money:",
        "· {drawn_share} a year of what is there: {share.first} → {share.leanest}; never runs out",
        _EQUAL_PARTS,
        "· guardrails, from {drawn_share}, cut or raised as the share drifts: {guarded.first} → "
        "{guarded.leanest}; lasts in {guarded.chance}",
        "· only what it pays: about {monthly_pay} at today's prices"
        if ratio(book, "blend_yield_high")
        else None,
    )


_EQUAL_PARTS = (
    "· an equal part for each year left: {variable.first} → {variable.leanest}; used up by the end"
)


def _buffer(advice: WithdrawalPlanAdvice) -> str:
    rate = ratio(advice.book, "withdrawal_rate") if "withdrawal_rate" in advice.book else None
    if rate == 0:
        return ""
    if rate is not None and rate >= 1:
        return "A year of that takes more than there is: no cash buffer or way to draw mends it."
    tax = ""
    if advice.profile.reserve:
        return "{reserve} is kept out of this: in cash, it spares you a sale in a bad year."
    if "tax_rate" in advice.book:
        tax = " Set {tax_rate} of what is paid aside for tax."
    return f"{_CASH}{tax} {_REINVEST_AND_BEND if advice.period else _REINVEST}"


_CASH = "Keep {cash_buffer} in cash ({buffer_months}): a bad year then forces no sale."
_REINVEST = "Reinvest while you can."
_REINVEST_AND_BEND = "Reinvest while you can, and let the sum bend."
_WAITING = (_STEADY_INSTEAD, _CASH, _REINVEST_AND_BEND, _REINVEST, _EQUAL_PARTS, _LASTING)
"""What is said of a way to draw, in the order in which it can wait."""


def _assumed(advice: WithdrawalPlanAdvice) -> str:
    if not advice.swings and "rate_low" in advice.book:
        grows = f"it grows {own_rate(advice.book)} a year (yours) in the middle"
        return f"Assumed: {grows}{own_costs(advice.book)}."
    if not advice.swings:
        key = advice.blend.legs[0].index.key
        return (
            f"Assumed: it pays anything from {{{key}.yield_low}} to {{{key}.yield_high}} a year, "
            f"drawn anew each year{own_costs(advice.book)}."
        )
    return assumed(advice.book)


def _calendar(advice: WithdrawalPlanAdvice) -> str:
    """Show the months as a table in letters of one width."""
    book, start = advice.book, advice.profile.asked_on
    kinds = [(kind, title) for kind, title in COLUMNS if _any(book, f"year_{kind}")]
    rows = [
        [_month(start, m.number), *(_cell(book, f"m{m.number}.{kind}") for kind, _ in kinds)]
        for m in advice.months
    ]
    table = _table([["", *(title for _, title in kinds)], *rows], book)
    lasts = "Chance that this lasts {last_years}: {lasting_chance_seen} (± {standard_error})."
    return paragraphs(
        _added(advice),
        table,
        lasts if "lasting_chance_seen" in book else None,
        "At flat prices and the middle yield of {blend_yield_mid}.",
    )


_WAITS = (
    "Income waits in cash until it is drawn; what is left is reinvested, what is missing is sold."
)
"""How a calendar counts."""


def _any(book: FactBook, name: str) -> bool:
    """Whether a sum is there and more than nothing."""
    if name not in book:
        return False
    value = book[name].value
    assert isinstance(value, Money)
    return value.amount > 0


def _month(start: date, number: int) -> str:
    return month_abbr[(start.month - 1 + number) % MONTHS + 1]


def _cell(book: FactBook, name: str) -> str:
    return f"{{{name}}}" if _any(book, name) else "–"


def _table(rows: Iterable[list[str]], book: FactBook) -> str:
    """Return rows with their columns set right, as wide as what will stand in them."""
    rows = list(rows)
    widths = [max(_width(row[at], book) for row in rows) for at in range(len(rows[0]))]
    written = (
        "  ".join(_set_right(cell, at, widths, book) for at, cell in enumerate(row)) for row in rows
    )
    return "\n".join(("```", *written, "```"))


def _set_right(cell: str, at: int, widths: list[int], book: FactBook) -> str:
    return " " * (widths[at] - _width(cell, book)) + cell


def _width(cell: str, book: FactBook) -> int:
    return len(display(book[cell[1:-1]])) if cell.startswith("{") else len(cell)


def _fan(book: FactBook, advice: WithdrawalPlanAdvice) -> tuple[FanChart, ...]:
    capital = book["capital"].value
    assert isinstance(capital, Money)
    paths, inflation = display(book["simulated_paths"]), ratio(book, "inflation")
    return (fan_chart(advice.seen, capital.currency, inflation=inflation, paths=paths),)


def _buttons(advice: WithdrawalPlanAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    rows = (
        _calendars(advice, answer),
        assumption_steps(advice.book, advice.profile, answer),
        explain_and_work(answer, stressed=True),
        _other_holdings(advice, answer),
    )
    return tuple(row for row in rows if row)


def _other_holdings(advice: WithdrawalPlanAdvice, answer: int) -> tuple[Button, ...]:
    """Return the ways to another risk level, or from coins that are held to a blend."""
    if advice.holds_own:
        return (in_a_blend(answer),)
    return risk_steps(advice.profile, Stage.NOW, answer) if advice.index is None else ()


def _calendars(advice: WithdrawalPlanAdvice, answer: int) -> tuple[Button, ...]:
    """Return the ways to a calendar, or from one to those of the other frequencies."""
    names = {"Monthly": Period.MONTH, "Quarterly": Period.QUARTER, "Yearly": Period.YEAR}
    if not advice.months:
        names = {"Calendar": Period.MONTH, "Quarterly": Period.QUARTER}
    shown = advice.frequency if advice.months else None
    return tuple(
        do(name, answer, Intent.WHAT_IF, frequency=often)
        for name, often in names.items()
        if often is not shown
    )
