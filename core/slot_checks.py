"""What makes no sense in what was said, so that no calculator ever meets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.catalogue import income_sources
from core.finance.market import MarketSnapshot
from core.money import DEFAULT_CURRENCY, ExchangeRates
from core.nlu.utterance import Amount, Contribution, Holding, Income, Rate, Slots

LEAST_SUM = Decimal("0.01")
LARGEST_SUM = Decimal("1e15")
LEAST_QUANTITY = Decimal("1e-8")
LEAST_RATE = Decimal("1e-6")
LARGEST_RATE = Decimal(100)
LONGEST_HORIZON = Decimal(100)
OLDEST_AGE = Decimal(120)


class Problem(StrEnum):
    """Why a slot cannot be used as it was said."""

    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"
    OUT_OF_RANGE = "out_of_range"
    AGES_REVERSED = "ages_reversed"
    NO_RATE = "no_rate"
    NO_PRICE = "no_price"


@dataclass(frozen=True, slots=True)
class InvalidSlot:
    """A slot that makes no sense, and why."""

    slot: str
    problem: Problem


def problem_of(slots: Slots, snapshot: MarketSnapshot) -> InvalidSlot | None:
    """Return the first slot that makes no sense."""
    checks = (
        _sum_problem("capital", slots.capital),
        _sum_problem("target_capital", slots.target_capital),
        _sum_problem("contribution", slots.contribution),
        _income_problem(slots.income),
        _within("tax_rate", slots.tax_rate, Decimal(0), Decimal("0.95")),
        _within("inflation", slots.inflation, Decimal("-0.5"), Decimal(1)),
        _within("horizon_years", slots.horizon_years, Decimal(0), LONGEST_HORIZON),
        _within("age", slots.age, Decimal(1), OLDEST_AGE),
        _within("target_age", slots.target_age, Decimal(1), OLDEST_AGE),
        _rate_problem(slots.yield_),
        _age_problem(slots),
        _holdings_problem(slots.holdings, snapshot.prices),
        _currency_problem(slots, snapshot.exchange_rates),
    )
    return next((problem for problem in checks if problem), None)


def _sum_problem(slot: str, amount: Amount | Contribution | None) -> InvalidSlot | None:
    if amount is None:
        return None
    if amount.amount < LEAST_SUM:
        return InvalidSlot(slot, Problem.NOT_POSITIVE)
    return InvalidSlot(slot, Problem.TOO_LARGE) if amount.amount > LARGEST_SUM else None


def _income_problem(income: Income | None) -> InvalidSlot | None:
    if income is None:
        return None
    if min(income.low, income.high) < LEAST_SUM:
        return InvalidSlot("income", Problem.NOT_POSITIVE)
    too_large = max(income.low, income.high) > LARGEST_SUM
    return InvalidSlot("income", Problem.TOO_LARGE) if too_large else None


def _within(slot: str, value: Decimal | None, least: Decimal, most: Decimal) -> InvalidSlot | None:
    if value is None or least <= value <= most:
        return None
    return InvalidSlot(slot, Problem.OUT_OF_RANGE)


def _rate_problem(rate: Rate | None) -> InvalidSlot | None:
    if (
        rate is None
        or LEAST_RATE <= min(rate.low, rate.high) <= max(rate.low, rate.high) <= LARGEST_RATE
    ):
        return None
    return InvalidSlot("yield_", Problem.OUT_OF_RANGE)


def _age_problem(slots: Slots) -> InvalidSlot | None:
    if slots.age is not None and slots.target_age is not None and slots.target_age <= slots.age:
        return InvalidSlot("target_age", Problem.AGES_REVERSED)
    return None


def _holdings_problem(
    holdings: tuple[Holding, ...], prices: Mapping[str, object]
) -> InvalidSlot | None:
    for holding in holdings:
        if holding.quantity is None:
            continue
        if holding.quantity < LEAST_QUANTITY:
            return InvalidSlot("holdings", Problem.NOT_POSITIVE)
        if holding.quantity > LARGEST_SUM:
            return InvalidSlot("holdings", Problem.TOO_LARGE)
        if priced_as(holding.asset) not in prices:
            return InvalidSlot("holdings", Problem.NO_PRICE)
    return None


def priced_as(asset: str) -> str:
    """Return the coin whose price stands in for an asset that follows it closely."""
    source = income_sources().get(asset)
    return source.priced_as or asset if source else asset


def _currency_problem(slots: Slots, rates: ExchangeRates) -> InvalidSlot | None:
    """Return the sum whose currency has no rate, when it meets another currency."""
    said = {
        name: part.currency
        for name in ("capital", "income", "contribution", "target_capital")
        if (part := getattr(slots, name)) and part.currency
    }
    met = set(said.values()) | ({DEFAULT_CURRENCY} if slots.holdings or slots.assets else set())
    if len(met) < 2:
        return None
    unknown = (name for name, currency in said.items() if currency not in rates.per_euro)
    return next((InvalidSlot(name, Problem.NO_RATE) for name in unknown), None)
