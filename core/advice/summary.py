"""The weekly summary: what is held against what it was, what came in, and what deserves a look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.advice.portfolio import Concentration, Owner, PortfolioAdvice, portfolio_advice
from core.facts import YOU, FactBook, Unit, Working
from core.finance.market import MarketSnapshot
from core.finance.portfolio import Position
from core.finance.receipts import Receipt
from core.finance.weeks import (
    WEEK,
    Flag,
    LastSummary,
    has_fallen,
    holdings_now,
    incident_since,
    is_same_holding,
    off_its_peg,
    received,
    shrunken,
    summary_levels,
)
from core.money import Money

WEEKS_A_YEAR = Decimal(52)
MOST_FLAGS = 4


@dataclass(frozen=True, slots=True)
class Goal:
    """The income a month that a kept plan is for, and the day it was kept."""

    income: Money
    kept_on: date


@dataclass(frozen=True, slots=True)
class Kept:
    """What a summary is about: what is held, what came in, the last summary and the goal."""

    positions: tuple[Position, ...]
    receipts: tuple[Receipt, ...] = ()
    last: LastSummary | None = None
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """For when a summary is: now, the day it was due if it comes late, the next review."""

    at: datetime
    late_for: date | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag, and the holding or the concentration that it is about."""

    flag: Flag
    position: Position | None
    concentration: Concentration | None = None


@dataclass(frozen=True, slots=True)
class SummaryAdvice:
    """The week: the portfolio with the figures of the summary beside it, and its flags."""

    portfolio: PortfolioAdvice
    book: FactBook
    flags: tuple[Raised, ...]
    is_first: bool
    same_holding: bool
    is_quiet: bool
    """Whether nothing happened that is worth more than two lines."""


def summary_advice(
    kept: Kept, owner: Owner, occasion: Occasion, snapshot: MarketSnapshot
) -> SummaryAdvice:
    """Count the week of what is held; what changed is against the last summary."""
    positions, last = kept.positions, kept.last
    portfolio, working = portfolio_advice(positions, owner, snapshot), Working()
    working.include(portfolio.book)
    _note_occasion(working, occasion)
    comparable = _note_change(working, last, owner.currency)
    _note_income(working, kept.receipts, owner)
    _note_rates_before(working, portfolio, last)
    _note_goal(working, kept.goal, owner.currency)
    since = last.at.date() if last else (occasion.at - WEEK).date()
    flags = tuple(_flags(working, portfolio, since, snapshot))[:MOST_FLAGS]
    return SummaryAdvice(
        portfolio,
        working.book,
        flags,
        is_first=not comparable,
        same_holding=last is not None and is_same_holding(last.holdings, positions),
        is_quiet=comparable and not any(map(_is_news, flags)) and _is_calm(working),
    )


def to_compare_with(
    portfolio: PortfolioAdvice,
    positions: tuple[Position, ...],
    at: datetime,
    period: str,
    snapshot: MarketSnapshot,
) -> LastSummary:
    """Return what the next summary is compared with."""
    value = Decimal(0)
    if "portfolio_value" in portfolio.book:
        worth = portfolio.book["portfolio_value"].value
        assert isinstance(worth, Money)
        value = worth.amount
    holdings = holdings_now(positions, snapshot)
    return LastSummary(at, period, value, portfolio.currency, holdings)


def _note_occasion(working: Working, occasion: Occasion) -> None:
    today = occasion.at.date()
    working.given("summary_day", today, Unit.DATE, YOU, today, note="the day of this summary")
    if occasion.late_for:
        working.given("due_day", occasion.late_for, Unit.DATE, YOU, note="when it was due")
    if occasion.review_on:
        working.given("review_day", occasion.review_on, Unit.DATE, YOU, note="of the next review")


def _note_change(working: Working, last: LastSummary | None, currency: str) -> bool:
    """Note by how much the whole moved; False where there is nothing to compare with."""
    if last is None or last.currency != currency or "portfolio_value" not in working:
        return False
    day = last.at.date()
    working.given("since", day, Unit.DATE, YOU, day, note="the day of the last summary")
    before = Money(last.value, currency)
    note = "what you held was worth at the last summary"
    working.given("value_before", before, Unit.MONEY, YOU, day, note=note)
    now = working.number("portfolio_value")
    up = now >= last.value
    name, terms = ("value_up", "portfolio_value - value_before")
    if not up:
        name, terms = ("value_down", "value_before - portfolio_value")
    moved = abs(now - last.value)
    working.derive(name, Money(moved, currency), Unit.MONEY, terms)
    if last.value:
        working.derive("moved_ratio", moved / last.value, Unit.RATIO, f"{name} / value_before")
    return True


def _note_income(working: Working, receipts: tuple[Receipt, ...], owner: Owner) -> None:
    """Note what was recorded this week and this year, and what a week should bring."""
    today = owner.asked_on
    spans = {"week": today - WEEK, "year": date(today.year - 1, 12, 31)}
    for name, since in spans.items():
        own = [r for r in received(receipts, since, today) if r.currency == owner.currency]
        if own:
            total = sum((r.worth for r in own if r.worth is not None), Decimal(0))
            note = f"income that you recorded this {name}"
            worth = Money(total, owner.currency)
            working.given(f"{name}_income", worth, Unit.MONEY, YOU, today, note=note)
    if "yearly_income_low" not in working:
        return
    working.constant("weeks_per_year", WEEKS_A_YEAR, "weeks a year")
    for end in ("low", "high"):
        weekly = working.number(f"yearly_income_{end}") / WEEKS_A_YEAR
        formula = f"yearly_income_{end} / weeks_per_year"
        worth = Money(weekly, owner.currency)
        working.derive(f"weekly_income_{end}", worth, Unit.MONEY, formula)


def _note_rates_before(
    working: Working, portfolio: PortfolioAdvice, last: LastSummary | None
) -> None:
    """Note what each holding paid at the last summary, where both rates are known."""
    before = {one.number: one.rate for one in last.holdings} if last else {}
    for holding in portfolio.holdings:
        rate = before.get(holding.position.number)
        if last and rate is not None and holding.reading:
            name = f"{holding.position.key}.rate_before"
            day = last.at.date()
            working.given(name, rate, Unit.RATIO, holding.reading.source, day)


def _note_goal(working: Working, goal: Goal | None, currency: str) -> None:
    if goal is None or goal.income.currency != currency or not goal.income.amount:
        return
    if "monthly_income_mid" not in working:
        return
    note = "the income a month that your plan is for"
    working.given("goal_income", goal.income, Unit.MONEY_MONTH, YOU, goal.kept_on, note=note)
    progress = working.number("monthly_income_mid") / goal.income.amount
    formula = "monthly_income_mid / goal_income"
    working.derive("goal_share", progress, Unit.RATIO, formula)


def _flags(
    working: Working, portfolio: PortfolioAdvice, since: date, snapshot: MarketSnapshot
) -> list[Raised]:
    """Note what deserves a look, and return it by importance."""
    raised: list[Raised] = []
    for holding in portfolio.holdings:
        raised += _flags_of(working, holding.position, since, snapshot)
    over = [one for one in portfolio.concentrations if one.over]
    raised += [Raised(Flag.CONCENTRATED, None, one) for one in over[:1]]
    return sorted(raised, key=lambda one: one.flag)


def _flags_of(
    working: Working, position: Position, since: date, snapshot: MarketSnapshot
) -> Iterator[Raised]:
    key = position.key
    if incident := incident_since(position, since, snapshot):
        working.given(f"{key}.incident_day", incident.day, Unit.DATE, incident.source)
        yield Raised(Flag.INCIDENT, position)
    if (peg := off_its_peg(position, snapshot)) is not None:
        read = snapshot.pegs[position.asset]
        price, day = Money(peg, read.currency), read.as_of.date()
        working.given(f"{key}.peg_price", price, Unit.MONEY, read.source, day)
        yield Raised(Flag.PEG, position)
    if f"{key}.rate_before" in working:
        before, now = (working.number(f"{key}.{name}") for name in ("rate_before", "live_rate"))
        if has_fallen(before, now):
            yield Raised(Flag.YIELD_FELL, position)
    if (reading := shrunken(position, snapshot)) and reading.change_week is not None:
        left, day = -reading.change_week, reading.as_of.date()
        working.given(f"{key}.left_share", left, Unit.RATIO, reading.source, day)
        yield Raised(Flag.SIZE_FELL, position)


def _is_calm(working: Working) -> bool:
    quiet = "week_income" not in working
    if "moved_ratio" not in working:
        return quiet
    return quiet and working.number("moved_ratio") < summary_levels()["value_moved"]


def _is_news(raised: Raised) -> bool:
    """Tell whether a flag is about something that happened: a concentration has been there."""
    return raised.flag is not Flag.CONCENTRATED
