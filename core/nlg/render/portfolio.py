"""A portfolio in words: what it is worth and pays, holding by holding, and what it hangs on."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from core.advice.portfolio import SHOWN, Concentration, Holding, PortfolioAdvice
from core.finance.portfolio import Kind, Position
from core.nlg.draft import AllocationChart, Button, Draft, Slice
from core.nlg.folding import fitted
from core.nlg.formats import bare_percent, display, percent, share
from core.nlg.press import Act, act, do
from core.nlg.render.parts import closing, lines, paragraphs, ratio
from core.nlg.writing import with_rest, write
from core.nlu.utterance import Intent

AT_FIRST = 3
"""So many holdings are told at once; the others, as far as they are told, behind "More"."""
PICTURED = 7
"""So many holdings are drawn one by one; the rest as one bar."""


def render_portfolio(advice: PortfolioAdvice, answer: int, as_of: datetime) -> Draft:
    """Put what is held into words, with its picture; what a screen has no room for is its rest."""
    first, others = advice.holdings[:AT_FIRST], advice.holdings[AT_FIRST:SHOWN]
    is_full = bool(others or advice.planned)
    more = "· and more, behind “More”" if others else None
    text = paragraphs(
        f"**{_headline(advice)}**",
        lines(*map(_line, first), more, unpriced_words(advice)),
        lines(_yields(advice), _net(advice)),
        _against_plan(advice),
        None if is_full else _idle(advice),
        _hangs_on(advice),
    )
    rest = paragraphs(
        lines(*map(_line, others), _rest(advice)),
        _idle(advice) if is_full else None,
    )
    draft = write(
        text,
        advice.book,
        closing=closing(advice.book),
        buttons=_buttons(advice, answer),
        charts=(portfolio_chart(advice),) if len(advice.holdings) > 1 else (),
        as_of=as_of,
    )
    return fitted(with_rest(draft, rest), _idle(advice), _yields(advice))


def income_as_it_lies(advice: PortfolioAdvice) -> tuple[str, str]:
    """Say what is held pays as it lies, holding by holding, and what the idle part would add.

    The second text is what a screen has no room for.
    """
    first, others = advice.holdings[:AT_FIRST], advice.holdings[AT_FIRST:SHOWN]
    headline = (
        "As it lies, it pays {monthly_income_low}–{monthly_income_high} a month, "
        "{yearly_income_low}–{yearly_income_high} a year."
        if "monthly_income_mid" in advice.book
        else "As it lies, it pays nothing."
    )
    more = "· and more, behind “More”" if others else None
    text = paragraphs(
        f"**{headline}**",
        lines(_live(advice), _net(advice)),
        lines(*map(_line, first), more, unpriced_words(advice)),
        _idle(advice),
    )
    return text, lines(*map(_line, others), _rest(advice)) if others else ""


def _headline(advice: PortfolioAdvice) -> str:
    if not advice.holdings:
        return "What you hold is kept, but no price is at hand for any of it."
    if "monthly_income_mid" not in advice.book:
        return "What you hold is worth {portfolio_value} and pays nothing, as you told it."
    return (
        "What you hold is worth {portfolio_value} and pays "
        "{monthly_income_low}–{monthly_income_high} a month."
    )


def named(position: Position) -> str:
    """Return a holding as it is told: "10 ETH staked with Lido", its quantity a fact."""
    where = venue_name(position.venue)
    if position.kind is Kind.STAKED:
        where = where.replace(" on ", " with ", 1)
    return f"{{{position.key}.quantity}} {position.asset}{_does(position)}{where}"


def _does(position: Position) -> str:
    if position.kind is None:
        return ""
    return " in a pool" if position.kind is Kind.POOLED else f" {position.kind}"


def venue_name(venue: str) -> str:
    """Return "on Aave" or the like, with a space before; nothing for no venue."""
    return f" on {venue.replace('-', ' ').title()}" if venue else ""


def _line(holding: Holding) -> str:
    key, words = holding.position.key, named(holding.position)
    told = f"· {words}: {{{key}.value}}"
    if holding.house is None:
        unsaid = "idle" if holding.kind is Kind.IDLE else "no rate known"
        return told if holding.position.kind is Kind.IDLE else f"{told}, {unsaid}"
    rates = f"{{{key}.rate_low}}–{{{key}.rate_high}} a year"
    live = f", live {{{key}.live_rate}}" if holding.reading else ""
    return f"{told}, {rates}{live}"


def _rest(advice: PortfolioAdvice) -> str | None:
    return "· {rest_count} more, together {rest_value}" if "rest_count" in advice.book else None


def unpriced_words(advice: PortfolioAdvice) -> str | None:
    """Name the holdings that are in no sum because nobody has their price."""
    if not advice.unpriced:
        return None
    words = ", ".join(map(named, advice.unpriced[:SHOWN]))
    return f"· {words}: no price at hand, so in no sum here"


def _yields(advice: PortfolioAdvice) -> str | None:
    """Say the yield of the whole, by the house, after inflation, and what pays now."""
    if "blended_yield_mid" not in advice.book:
        return None
    return lines(
        "On the whole that is {blended_yield_low}–{blended_yield_high} a year, "
        "{yearly_income_low}–{yearly_income_high}; the middle, {blended_yield_mid}, "
        "is {real_yield} after {inflation} inflation.",
        _live(advice),
    )


def _live(advice: PortfolioAdvice) -> str | None:
    """Say what those with a live rate pay by it, of which day it is."""
    if "monthly_income_live" not in advice.book:
        return None
    return "At the live rates at hand: {monthly_income_live} a month."


def _net(advice: PortfolioAdvice) -> str | None:
    if "net_income_low" not in advice.book:
        return None
    return "After {tax_rate} tax it leaves {net_income_low}–{net_income_high} a month."


def _against_plan(advice: PortfolioAdvice) -> str | None:
    """Set each part of the plan beside what is held of it, and the income beside the goal."""
    if not advice.planned:
        return None
    parts = (
        f"· {index.name}: {{plan.{index.key}.weight}} planned, {{plan.{index.key}.held_share}} held"
        for index in advice.planned
    )
    goal = None
    if "goal_share" in advice.book:
        goal = "Of the {plan_goal} a month you want, the middle of it pays {goal_share}."
    return lines("**Beside your plan of {plan_date}:**", *parts, goal)


def _idle(advice: PortfolioAdvice) -> str | None:
    """Say what could earn and does not, what it would add, and the risk of that."""
    if not advice.idle:
        return None
    names = ", ".join(dict.fromkeys(holding.position.asset for holding in advice.idle[:4]))
    return (
        f"{{idle_value}} lies idle ({names}). Staked or lent it could add "
        "{idle_income_low}–{idle_income_high} a month; but stakes are locked and can be slashed, "
        "and lending can fail."
    )


def _hangs_on(advice: PortfolioAdvice) -> str | None:
    """Say what could hurt most, and what is too much in one place."""
    over = [one for one in advice.concentrations if one.over]
    largest = [one for one in advice.concentrations if one.by == "asset"]
    told = lines(
        "A year like {crash_year} would take {crash_loss} of it by prices alone; "
        "no income makes up for that."
        if "crash_loss" in advice.book
        else None,
        *(f"{{asset_share}} of it is {one.subject}." for one in largest),
        over_the_limits(over) if over else None,
    )
    return told or None


def over_the_limits(over: Sequence[Concentration]) -> str:
    """Say that more lies in one place, or in several, than a recommended blend would hold there."""
    lies = " and ".join(f"{{{one.by}_share}} {_where(one)}" for one in over)
    limits = " and ".join(f"{{{one.by}_limit_share}}" for one in over)
    return f"{lies}: a recommended blend holds at most {limits} there."


def _where(one: Concentration) -> str:
    if one.by == "protocol":
        return f"in {venue_name(one.subject).removeprefix(' on ')}"
    return f"{'on' if one.by == 'chain' else 'in'} {one.subject}"


def _buttons(advice: PortfolioAdvice, answer: int) -> tuple[tuple[Button, ...], ...]:
    change = act("Change", answer, Act.CHANGE_HOLDINGS)
    if not advice.holdings:
        return ((change,),)
    explain = do("Explain the risks", answer, Intent.EXPLAIN, topic="risks")
    stress = do("Stress it", answer, Intent.STRESS_TEST)
    return ((explain, stress), (do("Show working", answer, Intent.SHOW_WORKING), change))


def portfolio_chart(advice: PortfolioAdvice) -> AllocationChart:
    """Return the picture of the holdings by value, with the part of the income of each."""
    drawn, rest = advice.holdings[:PICTURED], advice.holdings[PICTURED:]
    slices = [_slice(advice, (one,), _label(one)) for one in drawn]
    if rest:
        slices.append(_slice(advice, rest, "All the rest"))
    shares = ", ".join(f"{part.share_text} {part.label}" for part in slices)
    subtitle = "Pays nothing, as told"
    if "blended_yield_mid" in advice.book:
        subtitle = f"Pays {percent(ratio(advice.book, 'blended_yield_mid'))} a year, middle"
    return AllocationChart(
        title=f"What you hold: {display(advice.book['portfolio_value'])}",
        subtitle=subtitle,
        slices=tuple(slices),
        source_line="House ranges. Not advice.",
        alt=f"What you hold by value: {shares}.",
    )


def _label(holding: Holding) -> str:
    position = holding.position
    return f"{position.asset}{_does(position)}{venue_name(position.venue)}"


def _slice(advice: PortfolioAdvice, holdings: tuple[Holding, ...], label: str) -> Slice:
    value = sum((holding.value for holding in holdings), Decimal(0))
    income = sum((_income(holding) for holding in holdings), Decimal(0))
    whole = sum((holding.value for holding in advice.holdings), Decimal(0))
    earned = sum((_income(holding) for holding in advice.holdings), Decimal(0))
    of_whole = value / whole if whole else Decimal(0)
    of_income = income / earned if earned else Decimal(0)
    return Slice(label, of_whole, of_income, share(of_whole), share(of_income), _pays(holdings))


def _income(holding: Holding) -> Decimal:
    return holding.value * holding.house.middle if holding.house else Decimal(0)


def _pays(holdings: tuple[Holding, ...]) -> str:
    if len(holdings) > 1:
        return "the smaller holdings together"
    house = holdings[0].house
    return f"{bare_percent(house.low)}–{percent(house.high)} a year" if house else "pays nothing"
