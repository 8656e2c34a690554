"""Sums as the person gave them, turned into facts in one currency."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache

from core.catalogue import coin_of, figures, read_toml
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.market import MarketSnapshot, PriceReading
from core.finance.sustainability import levels
from core.finance.yields import gross_up
from core.money import DEFAULT_CURRENCY, Money
from core.nlu.utterance import Rate
from core.requests import Coins, Goal, Profile


@dataclass(frozen=True, slots=True)
class AnnualIncome:
    """An income goal a year in the capital's currency, before tax."""

    low: Decimal
    high: Decimal
    currency: str
    wanted: str = "income"
    """The name of the goal's facts, a period: `remaining_income` where a part is covered."""

    @property
    def is_range(self) -> bool:
        """Whether low and high differ."""
        return self.low != self.high

    @property
    def end(self) -> str:
        """The suffix of the facts of its high end."""
        return "_high" if self.is_range else ""


def note_figure(working: Working, name: str, unit: Unit = Unit.RATIO) -> Decimal:
    """Note a constant of the domain and return its value."""
    working.include(_figure(name, unit))
    return figures()[name].value


@cache
def _figure(name: str, unit: Unit) -> FactBook:
    working, figure = Working(), figures()[name]
    working.given(name, figure.value, unit, figure.source, figure.as_of)
    return working.book


def note_level(working: Working, name: str) -> None:
    """Note a level from which a yield is doubtful, as `<name>_level`."""
    working.include(_level(name))


_LEVELS = {
    "screen": "yields above it are screened out",
    "outlier": "the highest long-run mean of a real pool that is no outlier",
    "high": "the top of what DeFi sources pay in favourable markets",
    "countless": "a yield above it is not written out",
}


@cache
def _level(name: str) -> FactBook:
    working, as_of = Working(), read_toml("sustainability.toml")["as_of"]
    note = _LEVELS[name]
    working.given(f"{name}_level", levels()[name], Unit.RATIO, HOUSE, as_of, note=note)
    return working.book


def note_capital(
    working: Working,
    capital: Money | Coins,
    snapshot: MarketSnapshot,
    reserve: Money | None = None,
) -> Money:
    """Note the capital, coins at their price in the snapshot, and return it.

    What is kept aside as a reserve is not put to work.
    """
    if reserve is None:
        return _note_held(working, "capital", capital, snapshot)
    held = _note_held(working, "money_held", capital, snapshot)
    aside = note_converted(working, "reserve", reserve, held.currency, snapshot)
    left = Money(held.amount - aside.amount, held.currency)
    working.derive("capital", left, Unit.MONEY, "money_held - reserve")
    return left


def _note_held(
    working: Working, name: str, capital: Money | Coins, snapshot: MarketSnapshot
) -> Money:
    if isinstance(capital, Money):
        working.given(name, capital, Unit.MONEY, YOU)
        return capital
    parts = [
        _note_coin(working, asset, quantity, capital.currency, snapshot)
        for asset, quantity in capital.quantities.items()
    ]
    oldest = min((snapshot.prices[coin_of(asset)] for asset in capital.quantities), key=_read_at)
    day = oldest.as_of.date()
    working.given("price_date", day, Unit.DATE, oldest.source, day)
    if capital.cash:
        cash = note_converted(working, "cash", capital.cash, capital.currency, snapshot)
        parts.append(("cash", cash.amount))
    total = Money(sum((value for _, value in parts), Decimal(0)), capital.currency)
    working.derive(name, total, Unit.MONEY, " + ".join(part for part, _ in parts))
    return total


def _read_at(reading: PriceReading) -> datetime:
    return reading.as_of


def _note_coin(
    working: Working, asset: str, quantity: Decimal, currency: str, snapshot: MarketSnapshot
) -> tuple[str, Decimal]:
    key = asset.lower()
    working.given(f"{key}.quantity", quantity, Unit.COUNT, YOU, note=asset)
    price = note_price(working, f"{key}.price", snapshot.prices[coin_of(asset)], currency, snapshot)
    value = Money(quantity * price, currency)
    working.derive(f"{key}.value", value, Unit.MONEY, f"{key}.quantity * {key}.price")
    return f"{key}.value", value.amount


def note_price(
    working: Working, name: str, reading: PriceReading, currency: str, snapshot: MarketSnapshot
) -> Decimal:
    """Note a coin's price in a currency, converted where that is not the one it is read in."""
    exchange = note_exchange_rate(working, DEFAULT_CURRENCY, currency, snapshot)
    told, price = f"{name}.usd" if exchange else name, Money(reading.price, DEFAULT_CURRENCY)
    day = reading.as_of.date()
    working.given(told, price, Unit.MONEY, reading.source, day, note=reading.symbol)
    if exchange is None:
        return reading.price
    converted = Money(reading.price * exchange[1], currency)
    working.derive(name, converted, Unit.MONEY, f"{told} * {exchange[0]}")
    return converted.amount


def note_goal(
    working: Working, goal: Goal, currency: str, profile: Profile, snapshot: MarketSnapshot
) -> AnnualIncome:
    """Note an income goal: as said, a year, in `currency`, and before tax where a rate is known.

    The yearly facts are `annual_income_low` and `annual_income_high` (or `annual_income`).
    """
    exchange = note_exchange_rate(working, goal.currency, currency, snapshot)
    if profile.tax_rate is not None:
        working.given("tax_rate", profile.tax_rate, Unit.RATIO, YOU)
    working.constant("periods_per_year", goal.period.per_year, f"{goal.period}s a year")
    steps = f" * {exchange[0]}" if exchange else ""
    if profile.tax_rate is not None:
        steps += " / (1 - tax_rate)"
    covered = note_other_income(working, goal, snapshot)
    wanted = "remaining_income" if covered else "income"
    yearly = []
    for end, value in _ends(goal):
        said = Money(value, goal.currency)
        working.given(f"income{end}", said, Unit.MONEY, YOU, note=f"a {goal.period}")
        if covered:
            left = Money(value - covered, goal.currency)
            formula = f"income{end} - covered_income"
            working.derive(f"{wanted}{end}", left, Unit.MONEY, formula, note=f"a {goal.period}")
        annual = (value - covered) * goal.period.per_year * (exchange[1] if exchange else 1)
        annual = gross_up(annual, profile.tax_rate or Decimal(0))
        formula = f"{wanted}{end} * periods_per_year{steps}"
        working.derive(f"annual_income{end}", Money(annual, currency), Unit.MONEY_YEAR, formula)
        yearly.append(annual)
    return AnnualIncome(yearly[0], yearly[-1], currency, wanted)


def note_other_income(working: Working, goal: Goal, snapshot: MarketSnapshot) -> Decimal:
    """Note what another income covers of a goal a period of it, and return that; else zero."""
    if goal.other is None:
        return Decimal(0)
    said = goal.other
    noted = note_converted(working, "other_income", said.amount, goal.currency, snapshot)
    if said.period is goal.period:
        working.derive("covered_income", noted, Unit.MONEY, "other_income")
        return noted.amount
    per_year = said.period.per_year
    working.constant("other_periods_per_year", per_year, f"{said.period}s a year")
    covered = Money(noted.amount * per_year / goal.period.per_year, goal.currency)
    formula = "other_income * other_periods_per_year / periods_per_year"
    working.derive("covered_income", covered, Unit.MONEY, formula)
    return covered.amount


def _ends(goal: Goal) -> tuple[tuple[str, Decimal], ...]:
    """Return the ends of a goal with the suffix of their facts' names."""
    if goal.low == goal.high:
        return (("", goal.low),)
    return (("_low", goal.low), ("_high", goal.high))


def note_exchange_rate(
    working: Working, base: str, quote: str, snapshot: MarketSnapshot
) -> tuple[str, Decimal] | None:
    """Note how much `quote` one unit of `base` buys; return the fact's name and the rate.

    None when the currencies are the same.
    """
    if base == quote:
        return None
    rates = snapshot.exchange_rates
    rate = rates.rate(base, quote)
    assert rate is not None, "to_request lets no currency without a rate through"
    name, note = f"{base}_{quote}.exchange_rate".lower(), f"{quote} for one {base}"
    working.given(name, rate, Unit.COUNT, rates.source, rates.as_of, note=note)
    working.given("exchange_date", rates.as_of, Unit.DATE, rates.source, rates.as_of)
    return name, rate


def note_converted(
    working: Working, name: str, said: Money, currency: str, snapshot: MarketSnapshot
) -> Money:
    """Note a sum of the person's in `currency`, converted where it was said in another."""
    exchange = note_exchange_rate(working, said.currency, currency, snapshot)
    if exchange is None:
        working.given(name, said, Unit.MONEY, YOU)
        return said
    working.given(f"{name}.said", said, Unit.MONEY, YOU)
    converted = Money(said.amount * exchange[1], currency)
    working.derive(name, converted, Unit.MONEY, f"{name}.said * {exchange[0]}")
    return converted


def note_own_rate(working: Working, rate: Rate) -> None:
    """Note a rate that the person named (ratio a year)."""
    for end, value in (("low", rate.low), ("high", rate.high)):
        working.given(f"rate_{end}", value, Unit.RATIO, YOU)


def note_inflation(working: Working, profile: Profile) -> Decimal:
    """Note the inflation to count with: the person's own, or the house assumption."""
    if profile.inflation is None:
        return note_figure(working, "inflation")
    working.given("inflation", profile.inflation, Unit.RATIO, YOU)
    return profile.inflation
