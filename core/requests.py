"""Questions: what is known so far (Frame), and what is complete enough to compute (Request).

A slot that is missing or makes no sense is a value too, so that a calculator never meets one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.finance.market import MarketSnapshot
from core.money import DEFAULT_CURRENCY, Money, Period
from core.nlu.utterance import Contribution, Intent, Rate, Risk, Slots
from core.slot_checks import InvalidSlot, problem_of


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


@dataclass(frozen=True, slots=True)
class Coins:
    """Holdings that stand for a capital: a quantity of each coin, and money beside them."""

    quantities: Mapping[str, Decimal]
    cash: Money | None = None


@dataclass(frozen=True, slots=True)
class RequiredYieldRequest:
    """Which yield the income takes, and whether it can be had."""

    capital: Money | Coins
    goal: Goal
    profile: Profile


@dataclass(frozen=True, slots=True)
class RecommendBlendRequest:
    """What to hold, with a capital and a goal where they were said."""

    capital: Money | Coins | None
    goal: Goal | None
    profile: Profile


@dataclass(frozen=True, slots=True)
class RequiredCapitalRequest:
    """How much capital (or how many coins of `asset`) an income takes."""

    goal: Goal
    rate: Rate | None
    asset: str | None
    profile: Profile


@dataclass(frozen=True, slots=True)
class IncomeEstimateRequest:
    """What a capital or coins would pay: at a rate, in an index, as coins, or in a blend."""

    capital: Money | Coins
    rate: Rate | None
    assets: tuple[str, ...]
    """Coins that a capital in money is put into, in equal parts."""
    index: str | None
    profile: Profile


@dataclass(frozen=True, slots=True)
class TimeToGoalRequest:
    """How long until a capital suffices: `target` directly, or what pays the goal."""

    capital: Money | Coins
    goal: Goal | None
    target: Money | None
    contribution: Contribution | None
    rate: Rate | None
    profile: Profile


Request = (
    RequiredYieldRequest
    | RecommendBlendRequest
    | RequiredCapitalRequest
    | IncomeEstimateRequest
    | TimeToGoalRequest
)

QUESTIONS = frozenset(
    {
        Intent.REQUIRED_YIELD,
        Intent.RECOMMEND_BLEND,
        Intent.REQUIRED_CAPITAL,
        Intent.INCOME_ESTIMATE,
        Intent.TIME_TO_GOAL,
    }
)
"""The intents that are answered by a computation and can be followed up."""


def to_request(
    frame: Frame, risk: Risk | None, snapshot: MarketSnapshot, asked_on: date
) -> Request | MissingSlot | InvalidSlot:
    """Return the complete question, or the one thing that keeps it from being complete.

    `risk` is the level the person named earlier; the snapshot says which currencies and coins
    can be counted.
    """
    problem = problem_of(frame.slots, snapshot)
    if problem:
        return problem
    missing = _missing(frame, risk)
    if missing:
        return MissingSlot(missing, frame.intent)
    return _complete(frame, _profile(frame.slots, risk, asked_on))


def _missing(frame: Frame, risk: Risk | None) -> str | None:
    slots = frame.slots
    has_capital = _capital(slots) is not None
    match frame.intent:
        case Intent.REQUIRED_YIELD:
            return _first_unsaid(capital=has_capital, income=slots.income)
        case Intent.REQUIRED_CAPITAL:
            return _first_unsaid(income=slots.income)
        case Intent.INCOME_ESTIMATE:
            return _first_unsaid(capital=has_capital)
        case Intent.TIME_TO_GOAL:
            return _first_unsaid(
                capital=has_capital or slots.contribution,
                income=slots.income or slots.target_capital,
            )
        case _:  # a blend can be told in shares alone, once the risk level is known
            if slots.income:
                return _first_unsaid(capital=has_capital)
            return _first_unsaid(risk=slots.risk or risk)


def _first_unsaid(**slots: object) -> str | None:
    return next((name for name, value in slots.items() if not value), None)


def _complete(frame: Frame, profile: Profile) -> Request:
    slots = frame.slots
    capital = _capital(slots)
    goal = _goal(slots)
    match frame.intent:
        case Intent.REQUIRED_YIELD:
            assert capital
            assert goal
            return RequiredYieldRequest(capital, goal, profile)
        case Intent.REQUIRED_CAPITAL:
            assert goal
            return RequiredCapitalRequest(goal, slots.yield_, _first(slots.assets), profile)
        case Intent.INCOME_ESTIMATE:
            assert capital
            return IncomeEstimateRequest(
                capital, slots.yield_, slots.assets, _first(slots.indices), profile
            )
        case Intent.TIME_TO_GOAL:
            nothing_yet = Money(Decimal(0), _currency(slots))
            target = slots.target_capital
            return TimeToGoalRequest(
                capital or nothing_yet,
                goal,
                Money(target.amount, target.currency or _currency(slots)) if target else None,
                slots.contribution,
                slots.yield_,
                profile,
            )
        case Intent.RECOMMEND_BLEND:
            return RecommendBlendRequest(capital, goal, profile)
        case intent:
            raise AssertionError(f"{intent} is no question to compute")


def _first(names: tuple[str, ...]) -> str | None:
    return names[0] if names else None


def _capital(slots: Slots) -> Money | Coins | None:
    money = None
    if slots.capital:
        money = Money(slots.capital.amount, slots.capital.currency or _currency(slots))
    quantities: dict[str, Decimal] = {}
    for held in slots.holdings:
        if held.quantity:
            quantities[held.asset] = quantities.get(held.asset, Decimal(0)) + held.quantity
    return Coins(quantities, money) if quantities else money


def _goal(slots: Slots) -> Goal | None:
    income = slots.income
    if income is None:
        return None
    low, high = sorted((income.low, income.high))
    return Goal(low, high, income.period, income.currency or _currency(slots))


def _currency(slots: Slots) -> str:
    """Return the currency for sums said without one: another sum's, or US dollars."""
    parts = (slots.capital, slots.income, slots.target_capital, slots.contribution)
    said = (part.currency for part in parts if part and part.currency)
    return next(said, DEFAULT_CURRENCY)


def _profile(slots: Slots, risk: Risk | None, asked_on: date) -> Profile:
    said = slots.risk[0] if slots.risk else risk
    horizon = slots.horizon_years
    if horizon is None and slots.age is not None and slots.target_age is not None:
        horizon = slots.target_age - slots.age
    return Profile(
        said or Risk.MODERATE,
        said is not None,
        horizon or None,
        slots.age,
        slots.tax_rate,
        slots.inflation,
        asked_on,
    )
