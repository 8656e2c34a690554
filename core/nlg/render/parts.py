"""Sentences and buttons that several kinds of answer share."""

from decimal import Decimal

from core.advice.assessment import GROWTH, Assessment
from core.advice.blend_facts import BlendRisk
from core.advice.growth_path import GROWTH_RATES
from core.facts import HOUSE, FactBook
from core.finance.blends import (
    Blend,
    Leg,
    Stage,
    high_yield,
    income_share,
    low_yield,
    middle_yield,
    policy_for,
)
from core.finance.verdict import Verdict
from core.money import Period
from core.nlg.draft import AllocationChart, Button, Slice
from core.nlg.formats import bare_percent, percent, share
from core.nlg.press import do
from core.nlg.writing import NOT_ADVICE
from core.nlu.utterance import Intent, Risk
from core.requests import Profile

VERDICT_WORDS = {
    Verdict.COMFORTABLE: "comfortable",
    Verdict.ACHIEVABLE: "achievable",
    Verdict.STRETCH: "a stretch",
    Verdict.UNSUSTAINABLE: "unsustainable",
}


def paragraphs(*parts: str | None) -> str:
    """Join the parts that are there with an empty line between them."""
    return "\n\n".join(part for part in parts if part)


def lines(*parts: str | None) -> str:
    """Join the parts that are there, a line each."""
    return "\n".join(part for part in parts if part)


def closing(book: FactBook) -> str:
    """Return the required sentences: which figures these are, how old, and that it is no advice."""
    figures = " ".join(filter(None, (_dated(book), NOT_ADVICE)))
    return lines(_exchange(book), _prices(book), figures)


def _dated(book: FactBook) -> str | None:
    if "readings_age" in book:
        return "House ranges; live rates of {readings_date} (DefiLlama, {readings_age} old)."
    if "readings_date" in book:
        return "House ranges; live rates of {readings_date} (DefiLlama)."
    return "House ranges." if any(fact.source == HOUSE and fact.as_of for fact in book) else None


def _exchange(book: FactBook) -> str | None:
    """Name every rate that currencies were converted at, and the day of the rates."""
    rates = [f"{{{f.name}}} {f.note}" for f in book if f.name.endswith(".exchange_rate")]
    if not rates:
        return None
    return f"Converted at {' and '.join(rates)}, by the ECB on {{exchange_date}}."


def _prices(book: FactBook) -> str | None:
    return "Coins counted at prices of {price_date}." if "price_date" in book else None


def kind_of_blend(profile: Profile) -> str:
    """Return "a moderate blend" or the like."""
    article = "an" if profile.risk is Risk.AGGRESSIVE else "a"
    return f"{article} {profile.risk} blend"


def risk_assumed(profile: Profile) -> str | None:
    """Say that a risk level was assumed, when it was."""
    if profile.risk_said:
        return None
    return f"You named no risk level, so this takes {profile.risk}."


def before_tax(book: FactBook) -> str | None:
    """Say what a goal is before tax, when a tax rate was named."""
    if "tax_rate" not in book:
        return None
    goal = "{annual_income_low}–{annual_income_high}"
    if "annual_income" in book:
        goal = "{annual_income}"
    return f"Before {{tax_rate}} tax that is {goal} a year."


def mix_line(blend: Blend, within: str = "") -> str:
    """Return the legs with their shares on one line; `within` as their facts were noted."""
    return " · ".join(f"{{{within}{leg.index.key}.weight}} {leg.index.name}" for leg in blend.legs)


def yield_lines(book: FactBook, blend: Blend) -> str:
    """Say what the mix pays: the published target and the computed range, and that they differ."""
    computed = "{blend_yield_low}–{blend_yield_high}, middle {blend_yield_mid}"
    if "published_yield_low" not in book or not blend.is_policy:
        return f"Computed from the parts: {computed}."
    target = "Published target {published_yield_low}–{published_yield_high}"
    if "published_income_low" in book:
        target += ": {published_income_low}–{published_income_high} a month"
    reason = "They differ: the target does not count on the parts' extremes."
    if any(leg.index.plan_on_middle and leg.weight > _SMALL for leg in blend.legs):
        reason = "They differ: top-of-range DeFi yields are not planned on."
    return lines(f"{target}.", f"Computed from the parts: {computed}. {reason}")


_SMALL = Decimal("0.2")
"""A DeFi leg above this share is what sets the computed top apart (ratio)."""


def live_line(book: FactBook, *, live: bool) -> str | None:
    """Set the live readings beside the house figures of the same parts, and say what follows."""
    if not live:
        return None
    now, planned = _ratio(book, "live_yield"), _ratio(book, "live_house_yield")
    follows = "Today they would pay less than planned." if now < planned else None
    compared = (
        "Live rates exist for {live_share} of the money: {live_yield} now, "
        "against {live_house_yield} in the house ranges."
    )
    return " ".join(filter(None, (compared, follows)))


def loss_line(book: FactBook) -> str:
    """Say what coin prices did in the worst year, which no yield makes up for (X17)."""
    if "crash_loss" not in book:
        return f"What could hurt most: a protocol or a stablecoin failing. {COIN_LOSSES}"
    return (
        "What could hurt most: coin prices. A year like {crash_year} would take {crash_loss} of "
        "the money by prices alone; no yield makes up for that."
    )


COIN_LOSSES = (
    "The coins behind such yields lost {coin_loss_low}–{coin_loss_high} in {crash_year}; "
    "no yield makes up for that."
)


def policy_note(blend: Blend, profile: Profile) -> str:
    """Say where the blend comes from, and how it stands to the house's default bands (X19)."""
    if not blend.is_policy:
        return "This is the nearest to the published blend that meets the need within its bands."
    match blend.policy.id:
        case "income-now":
            return (
                "This is the published blend for income now at moderate risk; the house default "
                "would hold {staking_band_low}–{staking_band_high} in staking."
            )
        case "income-later":
            return (
                "This is the published blend for income some years ahead, moderate to aggressive; "
                "unlike the house default it holds no lending."
            )
        case "growth-first":
            return (
                "This is the published blend for growth first; unlike the house default it holds "
                "no lending."
            )
        case _:
            return f"No published case fits {profile.risk} risk, so this follows the house default."


def about_blend(blend: Blend, profile: Profile) -> str:
    """Say where the blend comes from, and that a risk level was assumed when it was."""
    return " ".join(filter(None, (policy_note(blend, profile), risk_assumed(profile))))


def headline_need(assessment: Assessment) -> str:
    """Return what a goal takes and the verdict on it."""
    verdict = VERDICT_WORDS[assessment.verdict]
    need = (
        "{required_yield_low}–{required_yield_high}" if assessment.is_range else "{required_yield}"
    )
    match assessment.stage:
        case Stage.LATER:
            return (
                f"**{need} of today's money; {{later_required_yield_low}}–"
                f"{{later_required_yield_high}} after {{horizon}} of reinvesting: {verdict}.**"
            )
        case Stage.GROW:
            years = "{growth_strong_years}", "{growth_slow_years}"
            return (
                f"**Growth first: {years[0]} to {years[1]} until your money suffices.** "
                f"Today it would take {need} a year, which is {verdict}."
            )
        case _ if assessment.low_verdict is not assessment.verdict:
            low = VERDICT_WORDS[assessment.low_verdict]
            return f"**That takes {need} a year: {low} at the low end, {verdict} at the top.**"
        case _:
            return f"**That takes {need} a year: {verdict}.**"


def because(assessment: Assessment, profile: Profile) -> str:
    """Return the figures that make a verdict so; growth first has its own."""
    kind = kind_of_blend(profile)
    match assessment.verdict:
        case _ if assessment.stage is Stage.GROW:
            return (
                f"No sustainable blend pays that; {kind} can be planned on for {{blend_yield_mid}}."
            )
        case _ if not assessment.blend.is_policy:
            return (
                "The published blend pays less; this one can be planned on for {blend_yield_mid}."
            )
        case Verdict.COMFORTABLE:
            return f"Even the low end of {kind} covers it."
        case Verdict.ACHIEVABLE:
            return f"{_capital(kind)} can be planned on for {{blend_yield_mid}}."
        case Verdict.STRETCH:
            return (
                f"{_capital(kind)} can be planned on for {{blend_yield_mid}} and may reach "
                "{stretch_limit}: count on more than the middle and you count on luck."
            )
        case _:
            return (
                f"{_capital(kind)} can be planned on for {{blend_yield_mid}} and stretched to "
                "{stretch_limit}; from {unsustainable_yield} on, no sustainable blend pays it."
            )


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def ways_out(book: FactBook, assessment: Assessment, period: Period) -> str | None:
    """Name what would work instead, when the goal is more than can be planned on."""
    if "affordable_income" not in book:
        return None
    ways = [f"take {{affordable_income}} a {period}", "have {sufficient_capital}"]
    if "years_to_wait" in book and SHORTEST_WAIT <= _ratio(book, "years_to_wait") <= LONGEST_WAIT:
        ways.append("wait about {years_to_wait} and reinvest")
    goal = "{income_high}" if assessment.is_range else "{income}"
    return f"Instead of {goal} a {period}, what would work: {' · '.join(ways)}."


SHORTEST_WAIT, LONGEST_WAIT = Decimal(1), Decimal(40)
"""Years between which waiting is worth naming."""


def later_lines(book: FactBook, assessment: Assessment) -> str | None:
    """Say what waiting and inflation change (X4)."""
    if assessment.stage is not Stage.LATER:
        return None
    end = "_high" if assessment.is_range else ""
    paid = _ratio(book, f"required_yield{end}") <= _ratio(book, "blend_yield_mid")
    published = "published_yield_low" in book
    rates = (
        "{published_yield_low}–{published_yield_high}"
        if published
        else "{blend_yield_low}–{blend_yield_mid}"
    )
    return lines(
        "The blend pays that much today, so no capital has to be drawn." if paid else None,
        f"Reinvesting is counted at {rates} a year.",
        f"At {{inflation}} inflation, {{annual_income{end}}} a year is {{later_income}} by then, "
        "which takes {later_real_required_yield_low}–{later_real_required_yield_high}: "
        "the verdict counts that.",
    )


def growth_lines(growth: Blend) -> str:
    """Say how long growth alone takes at stated rates (X5), and the blend to grow with."""
    years = ", ".join(f"{{{name}_years}} at {{{name}}}" for name in GROWTH_RATES)
    return lines(
        f"{mix_line(growth, GROWTH)}, all income reinvested.",
        "At a cautious {target_yield} a year your goal takes {goal_capital}. "
        f"By growth alone: {years}.",
        "These are stated rates, not forecasts; how likely each is, is not computed yet.",
    )


def risk_lines(risks: tuple[BlendRisk, ...]) -> str:
    """Return the largest risks, a line each, with the share each touches and what softens it."""
    return lines(
        "Largest risks, by the share of the money they touch:",
        *(
            f"{{{risk.kind.id.replace('-', '_')}.exposed}} {risk.kind.title.lower()}: "
            f"{risk.kind.mitigation}."
            for risk in risks
        ),
    )


def allocation_chart(blend: Blend) -> AllocationChart:
    """Return the picture of a blend, with what it shows in words."""
    slices = tuple(_slice(blend, leg) for leg in blend.legs)
    low, middle, high = low_yield(blend), middle_yield(blend), high_yield(blend)
    shares = ", ".join(f"{part.share_text} {part.label}" for part in slices)
    return AllocationChart(
        title="Where the money would be",
        subtitle=f"Pays {bare_percent(low)}–{percent(high)} a year, middle {percent(middle)}",
        slices=slices,
        source_line="House ranges. Not advice.",
        alt=f"Allocation of the blend: {shares}.",
    )


def _slice(blend: Blend, leg: Leg) -> Slice:
    house, earns = leg.index.house, income_share(blend, leg)
    pays = f"{bare_percent(house.low)}–{percent(house.high)} a year"
    return Slice(
        label=_capital(leg.index.name),
        share=leg.weight,
        income_share=earns,
        share_text=share(leg.weight),
        income_text=share(earns),
        note=pays if house.high else "held for growth",
    )


def _ratio(book: FactBook, name: str) -> Decimal:
    value = book[name].value
    assert isinstance(value, Decimal)
    return value


def explain_and_work(answer: int) -> tuple[Button, ...]:
    """Return the row of buttons that stands under every answer with figures."""
    return (
        do("Explain the risks", answer, Intent.EXPLAIN, topic="risks"),
        do("Show working", answer, Intent.SHOW_WORKING),
    )


def risk_steps(profile: Profile, stage: Stage, answer: int) -> tuple[Button, ...]:
    """Return the steps to a safer and a bolder level, where that is another blend."""
    levels, at = list(Risk), list(Risk).index(profile.risk)
    own = policy_for(profile.risk, stage)
    steps = []
    if at > 0:
        steps.append(do("Safer", answer, Intent.WHAT_IF, risk_shift="-1"))
    if at + 1 < len(levels) and policy_for(levels[at + 1], stage) is not own:
        steps.append(do("Bolder", answer, Intent.WHAT_IF, risk_shift="1"))
    return tuple(steps)
