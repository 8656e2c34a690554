"""Which yield an income takes, and what a sustainable blend says to it."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.growth_path import note_growth_path
from core.advice.mix import (
    BlendRisk,
    BlendYields,
    note_blend,
    note_crash,
    note_income,
    note_live,
    note_risks,
    note_weights,
    note_worst_coins,
)
from core.advice.sums import AnnualIncome, note_capital, note_figure, note_goal, note_inflation
from core.catalogue import figures
from core.facts import YOU, FactBook, Unit, Working
from core.finance.blends import Blend, Stage, policy_blend, policy_for
from core.finance.growth import years_to_reach
from core.finance.market import MarketSnapshot
from core.finance.verdict import Verdict, judge
from core.finance.yields import grown, required_capital
from core.finance.yields import required_yield as yield_needed
from core.money import Money
from core.requests import Profile, RequiredYieldRequest

YOUNG = Decimal(50)
"""Below this age, and with a goal out of reach today, growth comes before income (E5)."""

GROWTH = "growth."
"""What the facts of the mix to grow with are noted within."""


@dataclass(frozen=True, slots=True)
class RequiredYieldAdvice:
    """The yield needed, the verdict on it, and the mix it is compared with."""

    book: FactBook
    verdict: Verdict
    low_verdict: Verdict
    """The verdict on the low end of a range; the same as `verdict` for a single figure."""
    is_range: bool
    stage: Stage
    profile: Profile
    blend: Blend
    """The mix that the need is judged by."""
    growth: Blend | None
    """The mix to grow with, when the goal is out of reach today and there is time."""
    risks: tuple[BlendRisk, ...]
    live: bool


def required_yield(request: RequiredYieldRequest, snapshot: MarketSnapshot) -> RequiredYieldAdvice:
    """Compare the yield an income takes with what a blend at the person's risk level pays.

    The capital counts as it is today also for a later goal; what growth until then changes is
    said beside it (X4).
    """
    working, profile = Working(), request.profile
    capital = note_capital(working, request.capital, snapshot)
    income = note_goal(working, request.goal, capital.currency, profile, snapshot)
    low, high = note_need(working, capital, income)
    stage = stage_of(profile, high)
    blend = policy_blend(policy_for(profile.risk, stage_shown(stage)))
    yields = note_blend(working, blend)
    note_income(working, capital)
    limit = note_figure(working, "unsustainable_yield")
    verdict = judge(high, yields.low, yields.middle, yields.top, limit)
    if verdict in {Verdict.STRETCH, Verdict.UNSUSTAINABLE}:
        note_ways_out(working, capital, income, yields)
    if profile.horizon_years is not None:
        note_later(working, capital, income, profile, yields)
    growth = None
    if stage is Stage.GROW:
        note_growth_path(working, capital, income)
        growth = policy_blend(policy_for(profile.risk, stage))
        note_weights(working, growth, GROWTH)
    note_crash(working, growth or blend, GROWTH if growth else "")
    note_worst_coins(working)
    risks = note_risks(working, blend)
    live = note_live(working, blend, snapshot, profile.asked_on)
    return RequiredYieldAdvice(
        live=live,
        risks=risks,
        book=working.book,
        verdict=verdict,
        low_verdict=judge(low, yields.low, yields.middle, yields.top, limit),
        is_range=income.is_range,
        stage=stage,
        profile=profile,
        blend=blend,
        growth=growth,
    )


def note_need(working: Working, capital: Money, income: AnnualIncome) -> tuple[Decimal, Decimal]:
    """Note the yield needed, both ends for a range, and return low and high (ratios a year)."""
    ends = ("_low", "_high") if income.is_range else ("",)
    values = (income.low, income.high) if income.is_range else (income.low,)
    needs = []
    for end, value in zip(ends, values, strict=True):
        need = yield_needed(value, capital.amount)
        working.derive(f"required_yield{end}", need, Unit.RATIO, f"annual_income{end} / capital")
        needs.append(need)
    return needs[0], needs[-1]


def stage_of(profile: Profile, need: Decimal) -> Stage:
    """Return where a person stands: later with a horizon, growth with time and no way today."""
    if profile.horizon_years is not None:
        return Stage.LATER
    young = profile.age is not None and profile.age < YOUNG
    if young and need >= figures()["unsustainable_yield"].value:
        return Stage.GROW
    return Stage.NOW


def stage_shown(stage: Stage) -> Stage:
    """Return the stage whose blend a need is judged against: growth pays no income to judge."""
    return Stage.NOW if stage is Stage.GROW else stage


def note_ways_out(
    working: Working, capital: Money, income: AnnualIncome, yields: BlendYields
) -> None:
    """Note what would work instead: less income, more capital, or waiting (from the middle)."""
    end = "_high" if income.is_range else ""
    enough = required_capital(income.high, yields.middle)
    working.derive(
        "affordable_income",
        Money(capital.amount * yields.middle / 12, capital.currency),
        Unit.MONEY_MONTH,
        "capital * blend_yield_mid / months_per_year",
    )
    working.derive(
        "sufficient_capital",
        Money(enough, capital.currency),
        Unit.MONEY,
        f"annual_income{end} / blend_yield_mid",
    )
    wait = years_to_reach(capital.amount, enough, yields.middle)
    if wait is not None:
        working.derive(
            "years_to_wait",
            wait,
            Unit.YEARS,
            "years_to_reach(capital, sufficient_capital, blend_yield_mid)",
        )


def note_later(
    working: Working,
    capital: Money,
    income: AnnualIncome,
    profile: Profile,
    yields: BlendYields,
) -> None:
    """Note what reinvesting until the income starts makes of the need, and of the income (X4)."""
    assert profile.horizon_years is not None
    years = profile.horizon_years
    end = "_high" if income.is_range else ""
    working.given("horizon", years, Unit.YEARS, YOU)
    published = "published_yield_low" in working
    for side, rate_name in (
        ("high", "published_yield_low" if published else "blend_yield_low"),
        ("low", "published_yield_high" if published else "blend_yield_mid"),
    ):
        rate = working.number(rate_name)
        later = grown(capital.amount, rate, years)
        working.derive(
            f"later_capital_{'low' if side == 'high' else 'high'}",
            Money(later, capital.currency),
            Unit.MONEY,
            f"capital * (1 + {rate_name}) ** horizon",
        )
        working.derive(
            f"later_required_yield_{side}",
            yield_needed(income.high, later),
            Unit.RATIO,
            f"annual_income{end} / later_capital_{'low' if side == 'high' else 'high'}",
        )
    inflation = note_inflation(working, profile)
    working.derive(
        "later_income",
        Money(grown(income.high, inflation, years), capital.currency),
        Unit.MONEY_YEAR,
        f"annual_income{end} * (1 + inflation) ** horizon",
    )
    for side in ("low", "high"):
        other = "high" if side == "low" else "low"
        working.derive(
            f"later_real_required_yield_{side}",
            working.number("later_income") / working.number(f"later_capital_{other}"),
            Unit.RATIO,
            f"later_income / later_capital_{other}",
        )
