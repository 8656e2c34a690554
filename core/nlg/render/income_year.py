"""A year of records in words: its income and its sales, and what tax they bring."""

from core.advice.income_log import IncomeLogAdvice, Total
from core.advice.lots import Gains
from core.advice.portfolio import PortfolioAdvice
from core.facts import FactBook, Working
from core.money import Money
from core.nlg.draft import Button, Draft
from core.nlg.folding import fitted
from core.nlg.press import Act, act, do, say
from core.nlg.render.income_log import PLURAL, told, worth_of
from core.nlg.render.parts import lines, paragraphs
from core.nlg.render.pictures import income_chart
from core.nlg.render.settings import LOTS
from core.nlg.render.trades import gap_words
from core.nlg.writing import NOT_ADVICE, with_rest, write
from core.nlu.utterance import Intent

MOST_YEARS = 4
"""So many other years have a button."""
MOST_ROWS = 5
"""So many sums of coins, of income and of sales together, have room on a screen."""
AT_FIRST = 2
"""So many of either are told at once where there are more; the others behind "More"."""
BESIDE_GAINS = 3
"""So many records are told one by one where sales have lines of their own."""


def render_income_log(
    advice: IncomeLogAdvice, expected: PortfolioAdvice | None, answer: int
) -> Draft:
    """Show a year's records; what the holdings may pay stands apart and is called an estimate.

    Of many rows the largest are told at once; the rest of the draft has the others.
    """
    working = Working()
    working.include(advice.book)
    if expected:
        working.include(expected.book)
    full = _rows(advice) > MOST_ROWS
    first, others = _parted(advice.totals, AT_FIRST if full else None)
    further = paragraphs(
        SOURCE_OF_COST if full and advice.taxed else None,
        _latest(advice),
        _expected(expected),
    )
    text = paragraphs(
        f"**{_headline(advice)}**",
        lines(*map(_total, first), _MORE if others else None, _uncounted(advice)),
        _sales_at_first(advice.gains) if full else _sales(advice.gains, advice.book),
        _tax(advice, full=full),
        None if full else further,
    )
    rows = (
        (say("export my income records", "As a file"), act("Change", answer, Act.CHANGE_INCOME)),
        (do("Show working", answer, Intent.SHOW_WORKING),),
        *_other_years(advice),
    )
    charts = income_chart(advice.months, _range_of(expected, advice.currency))
    draft = write(text, working.book, closing=NOT_ADVICE, buttons=rows, charts=charts)
    if not full:
        return fitted(draft, _latest(advice), SOURCE_OF_COST)
    hidden = lines(*map(_total, others)) if others else None
    draft = with_rest(draft, paragraphs(hidden, _further_sales(advice), further))
    return fitted(draft, _sales_at_first(advice.gains))


_MORE = "· and more, behind “More”"
SOURCE_OF_COST = (
    "Each income counts at its value when received, which is also what its coins cost in a later "
    "sale."
)


def _rows(advice: IncomeLogAdvice) -> int:
    gains = advice.gains
    return len(advice.totals) + (len(gains.assets) + len(gains.gaps) if gains else 0)


def _parted(
    totals: tuple[Total, ...], most: int | None
) -> tuple[tuple[Total, ...], tuple[Total, ...]]:
    """Return what is told at once, and the others."""
    return (totals, ()) if most is None else (totals[:most], totals[most:])


def _latest(advice: IncomeLogAdvice) -> str | None:
    if not advice.latest:
        return None
    shown = advice.latest[: BESIDE_GAINS if advice.gains else None]
    return lines("The latest:", *(f"· {told(one)}: {worth_of(one)}" for one in shown))


def _other_years(advice: IncomeLogAdvice) -> tuple[tuple[Button, ...], ...]:
    years = advice.years[:MOST_YEARS]
    return (tuple(say(f"my income in {year}", str(year)) for year in years),) if years else ()


def _range_of(expected: PortfolioAdvice | None, currency: str) -> tuple[Money, Money] | None:
    """Return what the holdings may pay a month, where that is in the money of the records."""
    if expected is None or "monthly_income_low" not in expected.book:
        return None
    low, high = (expected.book[f"monthly_income_{end}"].value for end in ("low", "high"))
    assert isinstance(low, Money)
    assert isinstance(high, Money)
    return (low, high) if low.currency == currency else None


def ask_tax_rate(advice: IncomeLogAdvice, answer: int) -> Draft:
    """Show the totals and ask for the rate that an estimate of tax needs."""
    text = paragraphs(
        f"**{_headline(advice)}**",
        lines(*map(_total, advice.totals), _uncounted(advice)),
        _sales(advice.gains, advice.book),
        "What part of it goes to tax depends on where you live. Which rate do you pay? It is kept "
        "for later, and an estimate follows.",
    )
    work = (do("Show working", answer, Intent.SHOW_WORKING),)
    return write(text, advice.book, closing=NOT_ADVICE, buttons=(work,))


def _headline(advice: IncomeLogAdvice) -> str:
    if not advice.latest:
        return "Nothing is recorded for {record_year}."
    if not advice.totals and advice.gains:
        return "What you sold in {record_year}."
    if not advice.totals:
        return "Nothing recorded for {record_year} has a worth yet."
    return "You recorded {recorded_income} of income in {record_year}."


def _total(total: Total) -> str:
    return f"· {total.asset} {PLURAL[total.kind]}: {{{total.name}}}"


def _uncounted(advice: IncomeLogAdvice) -> str | None:
    """Tell what is in another currency, and name the receipts that are in no sum."""
    missing = "· {without_worth} without a worth: in no sum until it is named."
    return (
        lines(
            *(_in_other_money(one.lower(), advice) for one in advice.others),
            missing if "without_worth" in advice.book else None,
        )
        or None
    )


def _in_other_money(currency: str, advice: IncomeLogAdvice) -> str:
    tax = f"estimated_tax.{currency}"
    taxed = f", about {{{tax}}} of tax on it" if tax in advice.book else ""
    return f"· besides, in its own currency: {{recorded_income.{currency}}}{taxed}"


def _tax(advice: IncomeLogAdvice, *, full: bool) -> str | None:
    if not advice.taxed:
        return None
    caution = "An estimate: what counts, and when, is for a specialist to say."
    return lines(
        "At your {tax_rate} that is about {estimated_tax} of tax. Set {tax_rate} of each payment "
        "aside as it comes."
        if advice.totals
        else None,
        "If gains are taxed at {tax_rate} where you live, the sales bring about {gain_tax} of tax."
        if "gain_tax" in advice.book
        else None,
        caution if full else f"{caution} {SOURCE_OF_COST}",
        None if advice.gains else "No sales are recorded; say one with its price and they count.",
    )


def _sales(gains: Gains | None, book: FactBook) -> str | None:
    """Say what the sales of the year gained, coin by coin, and what has no gain and why."""
    if gains is None:
        return None
    return lines(
        _gained(gains), *map(_sale, gains.assets), _other_orders(gains), *_no_gains(gains, book)
    )


def _sales_at_first(gains: Gains | None) -> str | None:
    """Say what the sales gained with the first of them, and which coins have no gain."""
    if gains is None:
        return None
    without = ", ".join(asset for asset, _ in gains.gaps)
    more = len(gains.assets) > AT_FIRST
    why = "why, and more sales, are" if more else "why is"
    uncounted = f"· {without}: not all of it is counted; {why} behind “More”"
    hidden = _MORE if more else None
    first = gains.assets[:AT_FIRST]
    return lines(_gained(gains), *map(_sale, first), uncounted if gains.gaps else hidden)


def _further_sales(advice: IncomeLogAdvice) -> str | None:
    """Return what `_sales_at_first` leaves out."""
    gains = advice.gains
    if gains is None:
        return None
    others = map(_sale, gains.assets[AT_FIRST:])
    return lines(*others, _other_orders(gains), *_no_gains(gains, advice.book)) or None


def _gained(gains: Gains) -> str | None:
    if not gains.assets:
        return None
    return f"Gain of the sales, lots taken {LOTS[gains.method]}: {{realised_gain}}"


def _sale(asset: str) -> str:
    key = asset.lower()
    return (
        f"· {asset}: sold for {{proceeds_of.{key}}}, had cost {{cost_of.{key}}}, "
        f"gain {{gain_of.{key}}}"
    )


def _other_orders(gains: Gains) -> str | None:
    others = " · ".join(f"{LOTS[other]}: {{gain_by.{other}}}" for other in gains.others)
    return f"By another order: {others}" if others else None


def _no_gains(gains: Gains, book: FactBook) -> list[str]:
    return [
        f"· {asset}: {gap_words(gap, asset, f'short.{asset.lower()}', book)}"
        for asset, gap in gains.gaps
    ]


def _expected(expected: PortfolioAdvice | None) -> str | None:
    if expected is None or "monthly_income_low" not in expected.book:
        return None
    return (
        "An estimate, not a record: what you hold may pay "
        "{monthly_income_low}–{monthly_income_high} a month."
    )
