"""The weekly summary: what is held against what it was, what came in, and what deserves a look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.advice.portfolio import Concentration, Owner, PortfolioAdvice, portfolio_advice
from core.advice.sums import note_figure
from core.catalogue import coin_of
from core.facts import YOU, FactBook, Unit, Working
from core.finance.market import MarketSnapshot
from core.finance.portfolio import Position
from core.finance.receipts import Receipt
from core.finance.weeks import (
    WEEK,
    Flag,
    LastSummary,
    WeekThen,
    drifted,
    has_fallen,
    holdings_now,
    incident_since,
    is_same_holding,
    off_its_peg,
    priced_then,
    received,
    received_since,
    shares_then,
    shrunken,
    summary_levels,
    unlocks_soon,
)
from core.money import Money

WEEKS_A_YEAR = Decimal(52)
MOST_FLAGS = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """What a summary is about: what is held, what came in, and the last summary."""

    positions: tuple[Position, ...]
    receipts: tuple[Receipt, ...] = ()
    last: LastSummary | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """For when a summary is: now, the day it was due if it comes late, and how many were missed.

    `review_on` is the day of the next quarterly review, for those to whom it is sent.
    """

    at: datetime
    late_for: date | None = None
    missed: int = 0
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag, and the holding, the concentration or the part of the plan that it is about."""

    flag: Flag
    position: Position | None
    concentration: Concentration | None = None
    part: str | None = None
    """The id of the index that has drifted from the plan."""


@dataclass(frozen=True, slots=True)
class WeekSum:
    """What all was worth on the day of a summary, and what was received since the one before."""

    day: date
    value: Money
    income: Money


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
    price_lost: bool = False
    """Whether a holding had a price at the last summary and has none now."""
    price_found: bool = False
    """Whether one that had none then has a price now."""
    prices_stand: bool = False
    """Whether no price was read since the last summary, so that nothing is known to have moved."""
    weeks: tuple[WeekSum, ...] = ()
    """The summaries up to this one, oldest first."""


def summary_advice(
    kept: Kept, owner: Owner, occasion: Occasion, snapshot: MarketSnapshot
) -> SummaryAdvice:
    """Count the week of what is held; what changed is against the last summary."""
    positions, last = kept.positions, kept.last
    portfolio, working = portfolio_advice(positions, owner, snapshot), Working()
    working.include(portfolio.book)
    note_occasion(working, occasion)
    lost = last is not None and _has_lost_a_price(last, portfolio)
    found = last is not None and _has_found_a_price(last, portfolio)
    comparable = not (lost or found) and _note_change(working, last, owner.currency)
    _note_income(working, kept, owner)
    _note_rates_before(working, portfolio, last)
    since = last.at.date() if last else (occasion.at - WEEK).date()
    drift = _drift(working, portfolio, owner)
    raised = [
        *_flags(working, portfolio, since, occasion.at.date(), snapshot),
        *([drift] if drift else ()),
    ]
    flags = tuple(sorted(raised, key=lambda one: one.flag))[:MOST_FLAGS]
    return SummaryAdvice(
        portfolio,
        working.book,
        flags,
        is_first=not comparable,
        same_holding=last is not None and is_same_holding(last.holdings, positions),
        is_quiet=comparable
        and not any(_is_news(flag, kept, owner) for flag in flags)
        and _is_calm(working),
        price_lost=lost,
        price_found=found,
        prices_stand=comparable and _is_older(portfolio, last, snapshot),
        weeks=() if lost or found else _weeks(working, kept, owner),
    )


def _weeks(working: Working, kept: Kept, owner: Owner) -> tuple[WeekSum, ...]:
    """Return what all was worth and brought in, summary by summary."""
    if "portfolio_value" not in working:
        return ()
    now = WeekThen(owner.asked_on, working.number("portfolio_value"))
    past = kept.last.weeks(owner.currency) if kept.last else ()
    days = (*(one for one in past if one.day < now.day), now)
    begins = [days[0].day - WEEK, *(one.day for one in days)]
    return tuple(
        WeekSum(
            one.day,
            Money(one.value, owner.currency),
            Money(_income(kept.receipts, since, one.day, owner.currency), owner.currency),
        )
        for since, one in zip(begins, days, strict=False)
    )


def _income(receipts: tuple[Receipt, ...], since: date, until: date, currency: str) -> Decimal:
    own = (r.worth for r in received(receipts, since, until) if r.currency == currency)
    return sum((worth for worth in own if worth is not None), Decimal(0))


def to_compare_with(
    portfolio: PortfolioAdvice,
    positions: tuple[Position, ...],
    at: datetime,
    period: str,
    snapshot: MarketSnapshot,
    before: LastSummary | None = None,
) -> LastSummary:
    """Return what the next summary is compared with; `before` is what this one was."""
    value = Decimal(0)
    if "portfolio_value" in portfolio.book:
        worth = portfolio.book["portfolio_value"].value
        assert isinstance(worth, Money)
        value = worth.amount
    holdings = holdings_now(positions, snapshot)
    weeks = before.weeks(portfolio.currency) if before else ()
    return LastSummary(at, period, value, portfolio.currency, holdings, weeks)


def note_occasion(working: Working, occasion: Occasion) -> None:
    """Note the days that a summary is about."""
    today = occasion.at.date()
    working.given("summary_day", today, Unit.DATE, YOU, today, note="the day of this summary")
    if occasion.late_for:
        working.given("due_day", occasion.late_for, Unit.DATE, YOU, note="when it was due")
    if occasion.missed:
        missed = Decimal(occasion.missed)
        working.given("missed_weeks", missed, Unit.COUNT, YOU, note="summaries that did not come")
    if occasion.review_on:
        working.given("review_on", occasion.review_on, Unit.DATE, YOU, note="the next review")


def _has_lost_a_price(last: LastSummary, portfolio: PortfolioAdvice) -> bool:
    """Tell whether the value then counts a holding that the value now cannot."""
    return any(position.number in priced_then(last) for position in portfolio.unpriced)


def _is_older(
    portfolio: PortfolioAdvice, last: LastSummary | None, snapshot: MarketSnapshot
) -> bool:
    """Tell whether the newest price of what is held was read before the day of a summary."""
    coins = {coin_of(holding.position.asset) for holding in portfolio.holdings}
    read = [snapshot.prices[coin].as_of for coin in coins if coin in snapshot.prices]
    return bool(last and read and max(read).date() < last.at.date())


def _has_found_a_price(last: LastSummary, portfolio: PortfolioAdvice) -> bool:
    """Tell whether the value now counts a holding that was held then and could not be counted."""
    then = {one.number for one in last.holdings if one.price is None}
    return any(holding.position.number in then for holding in portfolio.holdings)


def _note_change(working: Working, last: LastSummary | None, currency: str) -> bool:
    """Note by how much the whole moved; False where there is nothing to compare with."""
    if last is None or last.currency != currency or "portfolio_value" not in working:
        return False
    if not last.holdings:  # it told of a plan alone
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


def _note_income(working: Working, kept: Kept, owner: Owner) -> None:
    """Note what was recorded since the last summary and this year, and what a week should bring.

    That is a week at least, and all the time that a late summary stands for.
    """
    today = owner.asked_on
    if kept.last and (since := kept.last.at.date()) < today - WEEK:
        working.given("income_since", since, Unit.DATE, YOU, since, note="the last summary")
    spans = {
        "week": received_since(kept.receipts, kept.last, today),
        "year": received(kept.receipts, date(today.year - 1, 12, 31), today),
    }
    for name, found in spans.items():
        _note_received(working, name, found, owner)
    if "yearly_income_low" not in working:
        return
    working.constant("weeks_per_year", WEEKS_A_YEAR, "weeks a year")
    for end in ("low", "high"):
        weekly = working.number(f"yearly_income_{end}") / WEEKS_A_YEAR
        formula = f"yearly_income_{end} / weeks_per_year"
        worth = Money(weekly, owner.currency)
        working.derive(f"weekly_income_{end}", worth, Unit.MONEY, formula)


def _note_received(working: Working, name: str, found: tuple[Receipt, ...], owner: Owner) -> None:
    """Note what was received in a time, and how many records of it have no worth to be counted."""
    counted = [r.worth for r in found if r.event and r.currency == owner.currency]
    if counted:
        total = sum((worth for worth in counted if worth is not None), Decimal(0))
        note, worth = f"income that you recorded this {name}", Money(total, owner.currency)
        working.given(f"{name}_income", worth, Unit.MONEY, YOU, owner.asked_on, note=note)
    if left_out := len(found) - len(counted):
        note = f"records of this {name} without a worth in {owner.currency}"
        count = Decimal(left_out)
        working.given(f"{name}_uncounted", count, Unit.COUNT, YOU, owner.asked_on, note=note)


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


def _drift(working: Working, portfolio: PortfolioAdvice, owner: Owner) -> Raised | None:
    """Return a flag for the part that is farthest from its share in the plan, if that is far."""
    if not owner.plan or not owner.plan.weights or not portfolio.planned:
        return None
    held = {one.id: working.number(f"plan.{one.key}.held_share") for one in portfolio.planned}
    part = drifted(owner.plan.weights, held)
    if part is None:
        return None
    note_figure(working, "drift_tolerance")
    return Raised(Flag.DRIFT, None, part=part)


def _flags(
    working: Working, portfolio: PortfolioAdvice, since: date, today: date, snapshot: MarketSnapshot
) -> list[Raised]:
    """Note what deserves a look, and return it."""
    raised: list[Raised] = []
    for holding in portfolio.holdings:
        raised += _flags_of(working, holding.position, since, snapshot)
    held = (*(holding.position for holding in portfolio.holdings), *portfolio.unpriced)
    raised += [Raised(Flag.UNLOCKS, one) for one in held if unlocks_soon(one, since, today)]
    over = [one for one in portfolio.concentrations if one.over]
    return [*raised, *(Raised(Flag.CONCENTRATED, None, one) for one in over[:1])]


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
    quiet = "week_income" not in working and "week_uncounted" not in working
    if "moved_ratio" not in working:
        return quiet
    return quiet and working.number("moved_ratio") < summary_levels()["value_moved"]


def _is_news(raised: Raised, kept: Kept, owner: Owner) -> bool:
    """Tell whether a flag is about something that happened since the last summary.

    A concentration has been there; a drift is news once.
    """
    if raised.flag is Flag.DRIFT and kept.last and owner.plan:
        return drifted(owner.plan.weights, shares_then(kept.last, kept.positions)) is None
    return raised.flag is not Flag.CONCENTRATED
