"""An income goal against what a sustainable blend can pay: the heart of most answers."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.blend_facts import note_blend, note_crash, note_income, note_weights
from core.advice.fit_facts import note_binding, note_shortfall
from core.advice.growth_path import GROWTH_RATES, note_chances, note_growth_path
from core.advice.likelihood import note_later_chance
from core.advice.sums import AnnualIncome, note_figure, note_inflation
from core.catalogue import figures
from core.facts import YOU, Unit, Working
from core.finance import blends
from core.finance.blends import (
    Binding,
    Blend,
    Fitted,
    Stage,
    nearest_blend,
    policy_blend,
    policy_for,
)
from core.finance.growth import years_to_reach
from core.finance.outlook import Outlook
from core.finance.verdict import Verdict, judge
from core.finance.yields import grown
from core.finance.yields import required_yield as yield_needed
from core.money import Money
from core.requests import Goal, Profile

TOLERANCE = Decimal("1e-6")
"""Parts nearer to the whole than this are the whole: the optimiser's shares are floating point."""
GROWTH = "growth."
"""What the facts of the blend to grow with are noted within."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How far a goal can be planned on, and the blends it is measured by."""

    verdict: Verdict
    low_verdict: Verdict
    """The verdict on the low end of a range; the same as `verdict` for a single figure."""
    is_range: bool
    stage: Stage
    blend: Blend
    """The blend to hold: the policy's own, or the one nearest to it that meets the need."""
    growth: Blend | None
    """The blend to grow with, when the goal is out of reach today and there is time."""
    shortfall: bool
    """Whether the goal is more than can be planned on and growth is not the way to it."""
    binding: Binding | None
    """The limit that keeps the blend from paying more, where it was moved off its policy."""
    seen: Outlook | None
    """What was simulated of the years until the income, where there are any."""


def assess(
    working: Working,
    capital: Money,
    goal: Goal,
    income: AnnualIncome,
    profile: Profile,
    *,
    tilt: bool = False,
) -> Assessment:
    """Note the yield a goal takes and judge it; `tilt` lets the blend move to meet it.

    A goal of today is judged by the yield it takes of today's capital. One some years ahead is
    judged by what it takes then: the income grown by inflation, the capital by reinvesting at
    the low end (X4).
    """
    low, high = note_need(working, capital, income)
    stage = stage_of(profile, high)
    own = policy_blend(policy_for(profile.risk, policy_stage(profile, stage)))
    tilts = tilt and stage is Stage.NOW
    fitted = _fitted(own, working, profile, income) if tilts else Fitted(own, None)
    blend = fitted.blend
    note_blend(working, blend, profile.risk, need_name(income))
    if tilts:
        note_shortfall(working, own, profile.risk, need_name(income))
    if fitted.binding:
        note_binding(working, blend, fitted.binding, profile.risk, need_name(income))
    note_income(working, capital)
    decisive = f"required_yield{income.end}"
    if profile.real and stage is Stage.NOW:
        _note_keeping_up(working, profile, decisive)
    if stage is Stage.LATER:
        decisive = note_later(working, capital, income, profile)
    verdict = _judged(own, working.number(decisive), working)
    shortfall = verdict in {Verdict.STRETCH, Verdict.UNSUSTAINABLE} and stage is not Stage.GROW
    if shortfall:
        _note_ways_out(working, capital, goal, income, decisive, stage)
    growth = _note_growth(working, capital, income, profile) if stage is Stage.GROW else None
    seen = _note_chances(working, growth or blend, profile, stage, income)
    note_crash(working, growth or blend, GROWTH if growth else "")
    return Assessment(
        verdict=verdict,
        low_verdict=verdict if stage is Stage.LATER else _judged(own, low, working),
        is_range=income.is_range,
        stage=stage,
        blend=blend,
        growth=growth,
        shortfall=shortfall,
        binding=fitted.binding,
        seen=seen,
    )


def note_need(working: Working, capital: Money, income: AnnualIncome) -> tuple[Decimal, Decimal]:
    """Note the yield needed, both ends and the middle of a range; return the ends (a year)."""
    ends = {"_low": income.low, "_high": income.high} if income.is_range else {"": income.low}
    needs = []
    for end, value in ends.items():
        needs.append(yield_needed(value, capital.amount))
        formula = f"annual_income{end} / capital"
        working.derive(f"required_yield{end}", needs[-1], Unit.RATIO, formula)
    if income.is_range:
        formula = "(required_yield_low + required_yield_high) / 2"
        working.derive("planned_need", (needs[0] + needs[-1]) / 2, Unit.RATIO, formula)
    return needs[0], needs[-1]


def need_name(income: AnnualIncome) -> str:
    """Return the name of the need that a blend is planned for: the middle of a range."""
    return "planned_need" if income.is_range else "required_yield"


def stage_of(profile: Profile, need: Decimal) -> Stage:
    """Return where a person stands: later with a horizon, growth with time and no way today."""
    if profile.horizon_years is not None:
        return Stage.LATER
    young = profile.age is not None and profile.age < figures()["growth_age"].value
    out_of_reach = need >= figures()["unsustainable_yield"].value
    return Stage.GROW if young and out_of_reach else Stage.NOW


def policy_stage(profile: Profile, stage: Stage) -> Stage:
    """Return the stage whose policy a need is judged by.

    Growth pays no income to judge by, and a horizon of few years leaves no time for the blend
    that was published for a later income.
    """
    far = figures()["later_horizon"].value
    if stage is Stage.LATER and profile.horizon_years and profile.horizon_years >= far:
        return Stage.LATER
    return Stage.NOW


def note_later(working: Working, capital: Money, income: AnnualIncome, profile: Profile) -> str:
    """Note what the years until the income change, and return the name of the need by then."""
    assert profile.horizon_years is not None
    years = profile.horizon_years
    working.given("horizon", years, Unit.YEARS, YOU)
    inflation = note_inflation(working, profile)
    later_income = Money(grown(income.high, inflation, years), capital.currency)
    formula = f"annual_income{income.end} * (1 + inflation) ** horizon"
    working.derive("later_income", later_income, Unit.MONEY_YEAR, formula)
    for end, rate in zip(("low", "high"), growth_rates(working), strict=True):
        later = Money(grown(capital.amount, working.number(rate), years), capital.currency)
        formula = f"capital * (1 + {rate}) ** horizon"
        working.derive(f"later_capital_{end}", later, Unit.MONEY, formula)
    for end, capital_end in (("low", "high"), ("high", "low")):
        of = f"later_capital_{capital_end}"
        for name, sum_name in (
            ("later_required_yield", f"annual_income{income.end}"),
            ("later_inflated_required_yield", "later_income"),
        ):
            need = yield_needed(working.number(sum_name), working.number(of))
            working.derive(f"{name}_{end}", need, Unit.RATIO, f"{sum_name} / {of}")
    return "later_inflated_required_yield_high"


def growth_rates(working: Working) -> tuple[str, str]:
    """Return the names of the rates to reinvest at: the published target, or low and middle."""
    if "published_yield_low" in working:
        return "published_yield_low", "published_yield_high"
    return "blend_yield_low", "blend_yield_mid"


def _fitted(own: Blend, working: Working, profile: Profile, income: AnnualIncome) -> Fitted:
    """Return the blend nearest to the policy that meets the need, or the most the limits allow.

    A need that no whole portfolio should be planned for moves nothing.
    """
    need = working.number(need_name(income))
    if need >= figures()["unsustainable_yield"].value:
        return Fitted(own, None)
    return nearest_blend(own.policy, profile.risk, need)


def _judged(own: Blend, need: Decimal, working: Working) -> Verdict:
    """Judge a need by the policy's own blend, whatever blend would meet it."""
    limit = note_figure(working, "unsustainable_yield")
    return judge(need, *blends.verdict_bounds(own.policy), limit)


def _note_ways_out(
    working: Working,
    capital: Money,
    goal: Goal,
    income: AnnualIncome,
    decisive: str,
    stage: Stage,
) -> None:
    """Note what would work instead: less income, more capital, or waiting, at the middle yield.

    The income is the goal's own kind: its currency, its period, after tax if the goal is.
    """
    share = working.number("blend_yield_mid") / working.number(decisive)
    if share >= 1 - TOLERANCE:
        return
    wanted = f"{income.wanted}{income.end}"
    affordable = Money(working.number(wanted) * share, goal.currency)
    formula = f"{wanted} * blend_yield_mid / {decisive}"
    working.derive("affordable_income", affordable, Unit.MONEY, formula, note=f"a {goal.period}")
    enough = Money(capital.amount / share, capital.currency)
    formula = f"capital * {decisive} / blend_yield_mid"
    working.derive("sufficient_capital", enough, Unit.MONEY, formula)
    if stage is Stage.NOW:
        rate = working.number("blend_yield_mid")
        wait = years_to_reach(capital.amount, enough.amount, rate)
        if wait is not None:
            formula = "years_to_reach(capital, sufficient_capital, blend_yield_mid)"
            working.derive("years_to_wait", wait, Unit.YEARS, formula)


def _note_keeping_up(working: Working, profile: Profile, need_name: str) -> None:
    """Note the yield that pays the income and lets money and income grow with inflation (X18).

    What inflation takes of the money has to stay in it, beside what is paid out.
    """
    need = working.number(need_name) + note_inflation(working, profile)
    working.derive("inflated_need", need, Unit.RATIO, f"{need_name} + inflation")


def _note_growth(working: Working, capital: Money, income: AnnualIncome, profile: Profile) -> Blend:
    """Note the way to a goal by growth and return the blend for it."""
    note_growth_path(working, capital, income)
    growth = policy_blend(policy_for(profile.risk, Stage.GROW))
    note_weights(working, growth, GROWTH)
    return growth


def _note_chances(
    working: Working, blend: Blend, profile: Profile, stage: Stage, income: AnnualIncome
) -> Outlook | None:
    """Note how likely the goal is met by its time; None where it is one of today."""
    match stage:
        case Stage.GROW:
            return note_chances(working, blend, profile, GROWTH_RATES, GROWTH)
        case Stage.LATER:
            return note_later_chance(working, blend, profile, f"annual_income{income.end}")
        case _:
            return None
