"""What is known of a question so far, and the values that complete questions are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.money import DEFAULT_CURRENCY, Money, Period
from core.nlu.utterance import Intent, Risk, Slots


@dataclass(frozen=True, slots=True)
class Frame:
    """A question under discussion, complete or not."""

    intent: Intent
    slots: Slots = field(default_factory=Slots)


@dataclass(frozen=True, slots=True)
class MissingSlot:
    """The one thing to ask for next."""

    slot: str
    intent: Intent


@dataclass(frozen=True, slots=True)
class Goal:
    """An income wanted: per period, before or after tax as the profile says."""

    low: Decimal
    high: Decimal
    period: Period
    currency: str
    other: "OtherIncome | None" = None
    """What is there already and covers a part of it."""


@dataclass(frozen=True, slots=True)
class OtherIncome:
    """Income from elsewhere, such as a pension: the low end of what was said."""

    amount: Money
    period: Period


@dataclass(frozen=True, slots=True)
class Profile:
    """Who asks: risk level (assumed when not `risk_said`), time and tax.

    `tax_rate` and `inflation` are ratios, ages and horizons years.
    """

    risk: Risk
    risk_said: bool
    horizon_years: Decimal | None
    age: Decimal | None
    tax_rate: Decimal | None
    inflation: Decimal | None
    asked_on: date
    """The day of the question, for the age of the figures it is answered with."""
    reserve: Money | None = None
    """What is kept aside and earns nothing."""
    volatility: Decimal | None = None
    """What prices are to swing a year in a simulation; None for what history showed."""
    model: str | None = None
    """How prices are to move in a simulation: `parametric`; None for what history showed."""
    fee: Decimal | None = None
    """What holding costs a year; None for the house's assumption."""
    growth: Decimal | None = None
    """What coin prices are to grow a year in a simulation; None for the house's assumption."""
    real: bool = False
    """Whether the income has to keep its buying power, be the rate of inflation named or not."""


@dataclass(frozen=True, slots=True)
class Coins:
    """Holdings that stand for a capital: a quantity of each coin, and money beside them."""

    quantities: Mapping[str, Decimal]
    cash: Money | None = None
    idle: frozenset[str] = frozenset()
    """Those of which all was said to lie idle."""
    currency: str = DEFAULT_CURRENCY
    """What they are counted in."""


def first_of(names: tuple[str, ...]) -> str | None:
    """Return the first of some names, if there is one."""
    return names[0] if names else None


def capital_of(slots: Slots) -> Money | Coins | None:
    """Return what is to be put to work: money, or coins with money beside them."""
    money = None
    if slots.capital:
        money = Money(slots.capital.amount, slots.capital.currency or currency_of(slots))
    quantities: dict[str, Decimal] = {}
    for held in slots.holdings:
        if held.quantity:
            quantities[held.asset] = quantities.get(held.asset, Decimal(0)) + held.quantity
    at_work = {held.asset for held in slots.holdings if held.kind != "idle"}
    idle = frozenset(quantities.keys() - at_work)
    return Coins(quantities, money, idle) if quantities else money


def goal_of(slots: Slots) -> Goal | None:
    """Return the income wanted, low end first."""
    income = slots.income
    if income is None:
        return None
    low, high = sorted((income.low, income.high))
    currency = income.currency or currency_of(slots)
    return Goal(low, high, income.period, currency, _other_income(slots, currency))


def _other_income(slots: Slots, currency: str) -> OtherIncome | None:
    """Return what covers a part of the goal; none, where a button said to count without it."""
    said = slots.other_income
    if said is None or not said.low:
        return None
    return OtherIncome(Money(said.low, said.currency or currency), said.period)


def currency_of(slots: Slots) -> str:
    """Return the currency for sums said without one: another sum's, or US dollars."""
    parts = (slots.capital, slots.income, slots.target_capital, slots.contribution)
    said = (part.currency for part in parts if part and part.currency)
    return next(said, DEFAULT_CURRENCY)


def profile_of(slots: Slots, risk: Risk | None, asked_on: date) -> Profile:
    """Return who asks; `risk` is the level named earlier in the conversation."""
    said = slots.risk[0] if slots.risk else risk
    return Profile(
        said or Risk.MODERATE,
        said is not None,
        horizon_of(slots),
        slots.age,
        slots.tax_rate,
        slots.inflation,
        asked_on,
        _reserve(slots),
        slots.volatility,
        slots.model,
        slots.fee,
        slots.growth,
        bool(slots.real) or slots.inflation is not None,
    )


def horizon_of(slots: Slots) -> Decimal | None:
    """Return the years until the income is wanted; None for an income of today."""
    horizon = slots.horizon_years
    if horizon is None and slots.age is not None and slots.target_age is not None:
        horizon = slots.target_age - slots.age
    return horizon or None


def _reserve(slots: Slots) -> Money | None:
    if slots.reserve is None:
        return None
    return Money(slots.reserve.amount, slots.reserve.currency or currency_of(slots))
