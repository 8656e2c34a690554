"""Sentences on an income goal and the verdict on it: need and recommendation share them."""

from decimal import Decimal

from core.advice.assessment import GROWTH, Assessment
from core.advice.growth_path import GROWTH_RATES
from core.catalogue import indices
from core.facts import FactBook
from core.finance.blends import Binding, Blend, Stage
from core.finance.limits import Limit
from core.finance.verdict import Verdict
from core.money import Money, Period
from core.nlg.render.chances import LEFT_OUT, chances_line, closer, own_assumptions
from core.nlg.render.parts import (
    blend_line,
    capitalised,
    kind_of_blend,
    lines,
    paragraphs,
    ratio,
)
from core.requests import Profile

VERDICT_WORDS = {
    Verdict.COMFORTABLE: "comfortable",
    Verdict.ACHIEVABLE: "achievable",
    Verdict.STRETCH: "a stretch",
    Verdict.UNSUSTAINABLE: "unsustainable",
}


def headline_need(book: FactBook, assessment: Assessment, *, real: bool = False) -> str:
    """Return what a goal takes of which capital, and the verdict on it: before inflation or not.

    `real` asks for the need some years ahead in the money of today.
    """
    verdict = VERDICT_WORDS[assessment.verdict]
    counted = " before inflation" if "inflated_need" in book else ""
    need = (
        "{required_yield_low}–{required_yield_high}" if assessment.is_range else "{required_yield}"
    )
    match assessment.stage:
        case Stage.LATER:
            then = "later_inflated_required_yield" if real else "later_required_yield"
            kept = ", in today's money" if real else ""
            return (
                f"**{need} of {{capital}} today; {{{then}_low}}–{{{then}_high}} after {{horizon}} "
                f"of reinvesting {_reinvested(book)}{kept}: {verdict}.**"
            )
        case Stage.GROW:
            years = "{growth_strong_years}", "{growth_slow_years}"
            return (
                f"**Growth first: {years[0]} to {years[1]} until your money suffices.** "
                f"Today it takes {need} a year of {{capital}}: {verdict}."
            )
        case _ if assessment.low_verdict is not assessment.verdict:
            low = VERDICT_WORDS[assessment.low_verdict]
            return (
                f"**That takes {need} a year of {{capital}}: {low} at the low end, {verdict} at "
                f"the top{counted}.**"
            )
        case _:
            return f"**That takes {need} a year of {{capital}}: {verdict}{counted}.**"


def because(assessment: Assessment, profile: Profile) -> str:
    """Return the figures that make a verdict so; growth first has its own."""
    kind = kind_of_blend(profile)
    match assessment.verdict:
        case _ if assessment.stage is Stage.GROW:
            return f"{capitalised(kind)} can be planned on for {{blend_yield_mid}}."
        case _ if not assessment.blend.is_policy:
            return "This one can be planned on for {blend_yield_mid}; the published one for less."
        case Verdict.COMFORTABLE:
            return f"Even the low end of {kind} covers it."
        case Verdict.ACHIEVABLE:
            return f"{capitalised(kind)} can be planned on for {{blend_yield_mid}}."
        case Verdict.STRETCH:
            return f"Plan on {{blend_yield_mid}} from {kind}; more is luck."
        case _:
            return (
                f"Plan on {{blend_yield_mid}} from {kind}, {{stretch_limit}} with luck. Single "
                "coins quote more, but no whole portfolio can be planned on for "
                "{unsustainable_yield}."
            )


def fit_lines(book: FactBook, assessment: Assessment) -> str | None:
    """Say by how much the best possible blend falls short, and which limit holds it (duals)."""
    short = None
    if "yield_shortfall" in book:
        short = (
            "The most that the limits of this level allow is {best_yield}, "
            "{yield_shortfall} a year short."
        )
    return " ".join(filter(None, (short, binding_line(assessment.binding)))) or None


def binding_line(binding: Binding | None) -> str | None:
    """Name the limit that binds and what easing it would bring."""
    if binding is None:
        return None
    return (
        f"What holds it there: {limit_words(binding.limit)}. Each percent of the money more room "
        "there would bring {limit_easing} more yield a year."
    )


def limit_words(limit: Limit) -> str:
    """Return a limit in words, its bound as the fact `limit_share`."""
    match limit.kind:
        case "least" | "most":
            return f"at {limit.kind} {{limit_share}} in {indices()[limit.subject].name}"
        case "crash_loss":
            return "coin prices may take at most {limit_share} in a crash year"
        case "method":
            return f"at most {{limit_share}} in {limit.subject}"
        case kind:
            return f"at most {{limit_share}} on one {kind} ({limit.subject.capitalize()})"


def ways_out(book: FactBook, assessment: Assessment, period: Period) -> str | None:
    """Name what would work instead, when the goal is more than can be planned on."""
    if "affordable_income" not in book:
        return None
    ways = ["{sufficient_capital} of capital"]
    affordable = book["affordable_income"].value
    if isinstance(affordable, Money) and affordable.amount >= LEAST_INCOME:
        ways.insert(0, f"{{affordable_income}} a {period}")
    if "years_to_wait" in book and SHORTEST_WAIT <= ratio(book, "years_to_wait") <= LONGEST_WAIT:
        ways.append("about {years_to_wait} of reinvesting")
    goal = "{income_high}" if assessment.is_range else "{income}"
    return f"Instead of {goal} a {period}: {', '.join(ways[:-1])}, or {ways[-1]}."


LEAST_INCOME = Decimal("0.01")
"""Less than a cent is no income to name."""
SHORTEST_WAIT, LONGEST_WAIT = Decimal(1), Decimal(40)
"""Years between which waiting is worth naming."""


def later_lines(book: FactBook, assessment: Assessment, *, real: bool = False) -> str | None:
    """Say what waiting and inflation change (X4)."""
    if assessment.stage is not Stage.LATER:
        return None
    end = "_high" if assessment.is_range else ""
    paid = ratio(book, f"required_yield{end}") <= ratio(book, "blend_yield_mid")
    grown = "By then {inflation} inflation makes it {later_income}"
    takes = ", which takes {later_inflated_required_yield_low}–{later_inflated_required_yield_high}"
    if real:
        takes = "; without it {later_required_yield_low}–{later_required_yield_high} would do"
    return lines(
        "It pays that today: no capital need be drawn." if paid else None,
        f"{grown}{takes}. {_later_chance(book)}",
        own_assumptions(book),
    )


def _reinvested(book: FactBook) -> str:
    """Return the rates at which the income until then is put back."""
    if "published_yield_low" in book:
        return "{published_yield_low}–{published_yield_high}"
    return "{blend_yield_low}–{blend_yield_mid}"


def _later_chance(book: FactBook) -> str:
    """Say how likely the blend pays the income by then, and why that is not the verdict."""
    if "horizon_chance" not in book:
        return "The verdict counts that."
    chance = (
        "With prices, {horizon_chance} of {simulated_paths} futures (± {standard_error}) pay it."
    )
    return f"{chance} {LEVEL_CHANCE}"


LEVEL_CHANCE = (
    "If prices keep level, {level_chance} of futures pay it; else a part comes from the capital. "
    "The verdict counts inflation and no prices."
)
"""What can wait of a chance."""


def growth_lines(book: FactBook, growth: Blend) -> str:
    """Say how long growth alone takes at stated rates and how likely (X5), and in which blend."""
    years = ", ".join(f"{{{name}_years}} at {{{name}}}" for name in GROWTH_RATES)
    return paragraphs(
        f"{blend_line(growth, GROWTH)}, all income reinvested.\n"
        f"Your goal takes {{goal_capital}} at a cautious {{target_yield}}. By growth alone: "
        f"{years}. {chances_line(book, GROWTH_RATES)}",
        lines(closer(book), own_assumptions(book), LEFT_OUT if "simulated_paths" in book else None)
        or None,
    )
