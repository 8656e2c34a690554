"""Complete questions about a plan: what income takes, what money pays, what to hold, how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from core.finance.portfolio import Kind, Position
from core.money import Money
from core.nlu.utterance import Contribution, Intent, Rate, Slots
from core.requests.frame import (
    Coins,
    Frame,
    Goal,
    MissingSlot,
    Profile,
    capital_of,
    currency_of,
    first_of,
    goal_of,
)
from core.requests.mix import held_mix, shares_of


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
    years: Decimal | None = None
    """For how long, where it is wanted for a time only."""


@dataclass(frozen=True, slots=True)
class IncomeEstimateRequest:
    """What a capital or coins would pay: at a rate, in an index, as coins, or in a blend."""

    capital: Money | Coins
    rate: Rate | None
    assets: tuple[str, ...]
    """Coins that a capital in money is put into."""
    shares: Mapping[str, Decimal]
    """The share of the money in each coin; empty for equal parts."""
    index: str | None
    profile: Profile
    lying: tuple[Position, ...] = ()
    """The coins as each lies, where that was said of all of them and something is at work."""
    real: bool = False
    """Whether what inflation leaves of it is asked for."""
    place: str | None = None
    """The protocol that a capital in money is put into, where no coin was named."""


@dataclass(frozen=True, slots=True)
class TimeToGoalRequest:
    """How long until a capital suffices: `target` directly, or what pays the goal."""

    capital: Money | Coins
    goal: Goal | None
    target: Money | None
    contribution: Contribution | None
    rate: Rate | None
    profile: Profile
    mix: Mapping[str, Decimal | None] = field(default_factory=dict)
    """The coins it lies in, with their shares where those were named; none for a blend."""


Plan = (
    RequiredYieldRequest
    | RecommendBlendRequest
    | RequiredCapitalRequest
    | IncomeEstimateRequest
    | TimeToGoalRequest
)


def complete_plan(frame: Frame, profile: Profile) -> Plan | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    missing = _missing(frame, profile)
    if missing:
        return MissingSlot(missing, frame.intent)
    slots = frame.slots
    capital = capital_of(slots)
    goal = goal_of(slots)
    match frame.intent:
        case Intent.REQUIRED_YIELD:
            assert capital
            assert goal
            return RequiredYieldRequest(capital, goal, profile)
        case Intent.REQUIRED_CAPITAL:
            assert goal
            years = slots.horizon_years if slots.lasting else None
            asset = first_of(slots.assets)
            return RequiredCapitalRequest(goal, slots.yield_, asset, profile, years)
        case Intent.INCOME_ESTIMATE:
            assert capital
            return IncomeEstimateRequest(
                capital,
                slots.yield_,
                slots.assets,
                shares_of(slots),
                first_of(slots.indices),
                profile,
                _lying(slots),
                bool(slots.real or slots.inflation),
                first_of(slots.protocols),
            )
        case Intent.TIME_TO_GOAL:
            nothing_yet = Money(Decimal(0), currency_of(slots))
            target = slots.target_capital
            return TimeToGoalRequest(
                capital or nothing_yet,
                goal,
                Money(target.amount, target.currency or currency_of(slots)) if target else None,
                slots.contribution,
                slots.yield_,
                profile,
                held_mix(slots),
            )
        case Intent.RECOMMEND_BLEND:
            return RecommendBlendRequest(capital, goal, profile)
        case intent:
            raise AssertionError(f"{intent} is no question to compute")


def _missing(frame: Frame, profile: Profile) -> str | None:
    slots = frame.slots
    has_capital = capital_of(slots) is not None
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
            return _first_unsaid(risk=profile.risk_said)


def _lying(slots: Slots) -> tuple[Position, ...]:
    """Return holdings as they lie; none where it was not said, or nothing of it is at work."""
    kinds = [held.kind in set(Kind) and Kind(held.kind) for held in slots.holdings]
    if not all(kinds) or set(kinds) <= {Kind.IDLE} or slots.capital:
        return ()
    return tuple(
        Position(number, held.asset, held.quantity, held.venue or "", Kind(held.kind))
        for number, held in enumerate(slots.holdings, 1)
        if held.quantity and held.kind
    )


def _first_unsaid(**slots: object) -> str | None:
    return next((name for name, value in slots.items() if not value), None)
