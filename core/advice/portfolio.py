"""What a person holds: its value and income, what it hangs on, and what lies idle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.advice.blend_facts import note_readings_date
from core.advice.sums import note_figure, note_price
from core.catalogue import (
    HouseRange,
    Index,
    coin_of,
    concentration_limits,
    crash_returns,
    indices,
)
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.compounding import real_yield
from core.finance.growth import MONTHS
from core.finance.market import MarketSnapshot, YieldReading
from core.finance.portfolio import (
    Kind,
    Position,
    chain_of,
    could_do,
    grouped,
    house_range,
    kind_of,
    live_reading,
    protocol_of,
)
from core.finance.rebalancing import index_for
from core.money import Money

ZERO = Decimal(0)
SHOWN = 8
"""So many holdings are told one by one; the rest in one line."""


@dataclass(frozen=True, slots=True)
class Owner:
    """For whom a portfolio is counted: currency, tax and inflation as they said, and the day."""

    currency: str
    tax_rate: Decimal | None
    asked_on: date
    plan: "Planned | None" = None


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan that what is held is set beside: shares by index, and the income wanted a month."""

    saved_on: date
    weights: Mapping[str, Decimal]
    monthly: Decimal | None
    """In the owner's currency; None where no income was named."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One holding of the view; its figures are facts under the position's key."""

    position: Position
    kind: Kind
    value: Decimal
    """In the view's currency, for the order and the picture."""
    house: HouseRange | None
    """What it is counted to pay; None for nothing."""
    reading: YieldReading | None


@dataclass(frozen=True, slots=True)
class Concentration:
    """The largest part of the whole that shares something; `<by>_share` is its fact."""

    by: str
    """`asset`, `chain`, `protocol` or `method`."""
    subject: str
    over: bool
    """Whether it is more than a recommended blend may hold there; `<by>_limit` is that fact."""


@dataclass(frozen=True, slots=True)
class PortfolioAdvice:
    """The view: the holdings by value, the largest first, and what is said of the whole."""

    book: FactBook
    holdings: tuple[Holding, ...]
    unpriced: tuple[Position, ...]
    """Holdings of coins without a price: kept, but in no sum."""
    idle: tuple[Holding, ...]
    """Those that pay nothing and could, the largest first."""
    concentrations: tuple[Concentration, ...]
    currency: str
    planned: tuple[Index, ...] = ()
    """The parts of the plan; `plan.<index>.weight` and `.held_share` are facts of each."""


def portfolio_advice(
    positions: Iterable[Position], owner: Owner, snapshot: MarketSnapshot
) -> PortfolioAdvice:
    """Count what is held, in the owner's currency, at the snapshot's prices and rates."""
    working, positions = Working(), tuple(positions)
    working.constant("months_per_year", MONTHS, "months a year")
    priced = [p for p in positions if coin_of(p.asset) in snapshot.prices]
    unpriced = tuple(p for p in positions if coin_of(p.asset) not in snapshot.prices)
    for position in unpriced:
        _note_quantity(working, position)
    if not priced:
        return PortfolioAdvice(working.book, (), unpriced, (), (), owner.currency)
    _note_prices(working, priced, owner.currency, snapshot)
    held = [_holding(working, position, owner.currency, snapshot) for position in priced]
    holdings = tuple(sorted(held, key=lambda holding: -holding.value))
    _note_whole(working, holdings, owner)
    _note_rest(working, holdings[SHOWN:], owner.currency)
    _note_live(working, holdings, owner)
    idle = tuple(h for h in holdings if h.kind is Kind.IDLE and could_do(h.position.asset))
    _note_idle(working, idle, owner.currency)
    _note_crash(working, holdings)
    found = tuple(_concentrations(working, holdings))
    planned = _note_plan(working, holdings, owner) if owner.plan else ()
    return PortfolioAdvice(working.book, holdings, unpriced, idle, found, owner.currency, planned)


def price_name(asset: str) -> str:
    """Return the name of the fact of a coin's price."""
    return f"price.{coin_of(asset).lower()}"


def _note_quantity(working: Working, position: Position) -> None:
    name = f"{position.key}.quantity"
    working.given(name, position.quantity, Unit.COUNT, YOU, note=position.asset)
    if position.unlocks:
        note = f"until when {position.asset} is locked"
        working.given(f"{position.key}.unlocks_on", position.unlocks, Unit.DATE, YOU, note=note)


def _note_prices(
    working: Working, positions: Iterable[Position], currency: str, snapshot: MarketSnapshot
) -> None:
    """Note the price of each coin in the currency, and the day of the oldest."""
    readings = {price_name(p.asset): snapshot.prices[coin_of(p.asset)] for p in positions}
    for name, reading in readings.items():
        note_price(working, name, reading, currency, snapshot)
    oldest = min(readings.values(), key=lambda reading: reading.as_of)
    day = oldest.as_of.date()
    working.given("price_date", day, Unit.DATE, oldest.source, day)


def _holding(
    working: Working, position: Position, currency: str, snapshot: MarketSnapshot
) -> Holding:
    """Note a holding's quantity and value, and what it pays by the house and now."""
    key = position.key
    _note_quantity(working, position)
    price = price_name(position.asset)
    value = position.quantity * working.number(price)
    working.derive(f"{key}.value", Money(value, currency), Unit.MONEY, f"{key}.quantity * {price}")
    kind = kind_of(position)
    house = house_range(position.asset, kind)
    if house:
        _note_rates(working, key, house, f"{position.asset} {kind}")
    reading = live_reading(position, snapshot) if house else None
    if reading:
        note = f"{reading.symbol} on {reading.venue}, {reading.chain}"
        day = reading.as_of.date()
        working.given(
            f"{key}.live_rate", reading.settled, Unit.RATIO, reading.source, day, note=note
        )
    return Holding(position, kind, value, house, reading)


def _note_rates(working: Working, key: str, house: HouseRange, what: str) -> None:
    for end, rate in (("low", house.low), ("high", house.high)):
        note = f"house range for {what}"
        working.given(f"{key}.rate_{end}", rate, Unit.RATIO, HOUSE, house.adopted, note=note)
    formula = f"({key}.rate_low + {key}.rate_high) / 2"
    working.derive(f"{key}.rate_mid", house.middle, Unit.RATIO, formula)


def _note_whole(working: Working, holdings: tuple[Holding, ...], owner: Owner) -> None:
    """Note the value of all of it, its income a year and a month, and its yield."""
    total = sum((holding.value for holding in holdings), ZERO)
    formula = " + ".join(f"{holding.position.key}.value" for holding in holdings)
    working.derive("portfolio_value", Money(total, owner.currency), Unit.MONEY, formula)
    paying = [holding for holding in holdings if holding.house]
    for end in ("low", "mid", "high") if paying else ():
        income = _note_income(working, f"yearly_income_{end}", paying, f"rate_{end}", owner)
        monthly = Money(income / MONTHS, owner.currency)
        formula = f"yearly_income_{end} / months_per_year"
        working.derive(f"monthly_income_{end}", monthly, Unit.MONEY_MONTH, formula)
        if total:
            formula = f"yearly_income_{end} / portfolio_value"
            working.derive(f"blended_yield_{end}", income / total, Unit.RATIO, formula)
    if paying and total:
        inflation = note_figure(working, "inflation")
        nominal = working.number("blended_yield_mid")
        formula = "(1 + blended_yield_mid) / (1 + inflation) - 1"
        working.derive("real_yield", real_yield(nominal, inflation), Unit.RATIO, formula)
    if paying and owner.tax_rate is not None:
        working.given("tax_rate", owner.tax_rate, Unit.RATIO, YOU)
        _note_net(working, owner)


def _note_rest(working: Working, rest: tuple[Holding, ...], currency: str) -> None:
    """Note how many holdings are not told one by one, and what they are worth together."""
    if not rest:
        return
    count = Decimal(len(rest))
    working.given("rest_count", count, Unit.COUNT, YOU, note="holdings that are not listed")
    value = sum((holding.value for holding in rest), ZERO)
    formula = " + ".join(f"{holding.position.key}.value" for holding in rest)
    working.derive("rest_value", Money(value, currency), Unit.MONEY, formula)


def _note_income(
    working: Working, name: str, paying: Iterable[Holding], rate: str, owner: Owner
) -> Decimal:
    keys = [holding.position.key for holding in paying]
    terms = [(f"{key}.value", f"{key}.{rate}") for key in keys]
    income = sum((working.number(value) * working.number(of) for value, of in terms), ZERO)
    formula = " + ".join(f"{value} * {of}" for value, of in terms)
    working.derive(name, Money(income, owner.currency), Unit.MONEY_YEAR, formula)
    return income


def _note_net(working: Working, owner: Owner) -> None:
    assert owner.tax_rate is not None
    for end in ("low", "high"):
        net = working.number(f"monthly_income_{end}") * (1 - owner.tax_rate)
        formula = f"monthly_income_{end} * (1 - tax_rate)"
        working.derive(f"net_income_{end}", Money(net, owner.currency), Unit.MONEY_MONTH, formula)


def _note_live(working: Working, holdings: tuple[Holding, ...], owner: Owner) -> None:
    """Note what those with a live reading pay now, and how old the readings are."""
    live = [(holding, holding.reading) for holding in holdings if holding.reading]
    if not live:
        return
    income = _note_income(
        working, "yearly_income_live", [holding for holding, _ in live], "live_rate", owner
    )
    monthly = Money(income / MONTHS, owner.currency)
    formula = "yearly_income_live / months_per_year"
    working.derive("monthly_income_live", monthly, Unit.MONEY_MONTH, formula)
    oldest = min(reading.as_of for _, reading in live).date()
    note_readings_date(working, oldest, owner.asked_on)


def _note_idle(working: Working, idle: tuple[Holding, ...], currency: str) -> None:
    """Note what lies idle and what it could add a month, staked or lent."""
    if not idle:
        return
    keys = [holding.position.key for holding in idle]
    value = sum((holding.value for holding in idle), ZERO)
    formula = " + ".join(f"{key}.value" for key in keys)
    working.derive("idle_value", Money(value, currency), Unit.MONEY, formula)
    for holding in idle:
        kind = could_do(holding.position.asset)
        house = house_range(holding.position.asset, kind) if kind else None
        assert house
        assert kind
        key = f"{holding.position.key}.could"
        _note_rates(working, key, house, f"{holding.position.asset} {kind}")
    for end in ("low", "high"):
        terms = [(f"{key}.value", f"{key}.could.rate_{end}") for key in keys]
        added = sum((working.number(v) * working.number(rate) for v, rate in terms), ZERO)
        formula = " + ".join(f"{value} * {rate}" for value, rate in terms)
        name = f"idle_income_{end}"
        working.derive(
            name,
            Money(added / MONTHS, currency),
            Unit.MONEY_MONTH,
            f"({formula}) / months_per_year",
        )


def _note_crash(working: Working, holdings: tuple[Holding, ...]) -> None:
    """Note what prices alone would take of it in a year like the crash year (X17)."""
    total = working.number("portfolio_value")
    moved = [h for h in holdings if coin_of(h.position.asset) in crash_returns()]
    if not moved or not total:
        return
    for holding in moved:
        coin = coin_of(holding.position.asset)
        figure = crash_returns()[coin]
        note = f"price change of {coin} over the year"
        working.given(
            f"{coin.lower()}.crash_return",
            figure.value,
            Unit.RATIO,
            figure.source,
            figure.as_of,
            note=note,
        )
        working.given("crash_year", figure.as_of, Unit.DATE, figure.source, figure.as_of)
    terms = [
        (f"{h.position.key}.value", f"{coin_of(h.position.asset).lower()}.crash_return")
        for h in moved
    ]
    change = sum((working.number(value) * working.number(move) for value, move in terms), ZERO)
    formula = " + ".join(f"{value} * {move}" for value, move in terms)
    working.derive("crash_loss", -change / total, Unit.RATIO, f"-({formula}) / portfolio_value")


def _note_plan(working: Working, holdings: tuple[Holding, ...], owner: Owner) -> tuple[Index, ...]:
    """Note each part of the plan beside what is held of it, and how much of the goal is paid."""
    plan, total = owner.plan, working.number("portfolio_value")
    if plan is None or not total:
        return ()
    working.given("plan_date", plan.saved_on, Unit.DATE, YOU, note="the day you kept the plan")
    parts = grouped((index_for(h.position.asset, h.kind), h.position) for h in holdings)
    shown = tuple(index for index in indices().values() if index.id in {*plan.weights, *parts})
    for index in shown:
        key, weight = f"plan.{index.key}", plan.weights.get(index.id, ZERO)
        working.given(f"{key}.weight", weight, Unit.RATIO, YOU, note="your plan")
        if index.id not in parts:
            working.given(f"{key}.held_share", ZERO, Unit.RATIO, YOU, note="nothing of it is held")
            continue
        terms = [f"{position.key}.value" for position in parts[index.id]]
        held = sum((working.number(term) for term in terms), ZERO) / total
        formula = f"({' + '.join(terms)}) / portfolio_value"
        working.derive(f"{key}.held_share", held, Unit.RATIO, formula)
    if plan.monthly and "monthly_income_mid" in working:
        goal = Money(plan.monthly, owner.currency)
        working.given("plan_goal", goal, Unit.MONEY_MONTH, YOU, note="the income you want")
        paid = working.number("monthly_income_mid") / plan.monthly
        working.derive("goal_share", paid, Unit.RATIO, "monthly_income_mid / plan_goal")
    return shown


METHODS = {Kind.STAKED: "staking", Kind.LENT: "lending", Kind.POOLED: "liquidity"}


def _concentrations(working: Working, holdings: tuple[Holding, ...]) -> Iterable[Concentration]:
    """Yield the largest part by asset, chain, protocol and method, with the house's limit."""
    if not working.number("portfolio_value"):
        return
    values = {holding.position: holding for holding in holdings}
    commons: Mapping[str, list[tuple[str | None, Position]]] = {
        "asset": [(coin_of(h.position.asset), h.position) for h in holdings],
        "chain": [(chain_of(h.position, h.reading), h.position) for h in holdings],
        "protocol": [(protocol_of(h.position), h.position) for h in holdings],
        "method": [(METHODS.get(h.kind), h.position) for h in holdings],
    }
    for by, common in commons.items():
        largest = _note_largest(working, by, grouped(common), values)
        if largest:
            yield largest


def _note_largest(
    working: Working,
    by: str,
    groups: Mapping[str, tuple[Position, ...]],
    values: Mapping[Position, Holding],
) -> Concentration | None:
    sums = {name: sum((values[p].value for p in group), ZERO) for name, group in groups.items()}
    if not sums:
        return None
    subject = max(sums, key=lambda name: sums[name])
    share = sums[subject] / working.number("portfolio_value")
    terms = " + ".join(f"{position.key}.value" for position in groups[subject])
    working.derive(f"{by}_share", share, Unit.RATIO, f"({terms}) / portfolio_value", note=subject)
    limit = next(
        (
            one
            for one in concentration_limits()
            if one.kind == by and one.subject in {None, subject}
        ),
        None,
    )
    if limit is None:
        return Concentration(by, subject, over=False)
    note = f"the most of a recommended blend in one {by}"
    working.given(f"{by}_limit_share", limit.most, Unit.RATIO, HOUSE, limit.adopted, note=note)
    return Concentration(by, subject, over=share > limit.most)
