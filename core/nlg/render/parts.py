"""Sentences that several kinds of answer share."""

from decimal import Decimal

from core.advice.mix import BlendRisk
from core.advice.need import GROWTH
from core.facts import HOUSE, FactBook
from core.finance.blends import Blend, Stage
from core.finance.verdict import Verdict
from core.nlg.draft import AllocationChart, Slice
from core.nlg.formats import bare_percent, percent, share
from core.nlg.writing import NOT_ADVICE
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
    return lines(_exchange(book), _prices(book), " ".join(filter(None, (_dated(book), NOT_ADVICE))))


def _dated(book: FactBook) -> str | None:
    if "readings_date" in book:
        return "House ranges; live rates of {readings_date} (DefiLlama, {readings_age} old)."
    return "House ranges." if any(fact.source == HOUSE and fact.as_of for fact in book) else None


def _exchange(book: FactBook) -> str | None:
    if "exchange_rate" not in book:
        return None
    rate = book["exchange_rate"]
    return (
        f"Converted at {{exchange_rate}} {rate.note}, {_source(rate.source)} of {{exchange_date}}."
    )


def _source(source: str | None) -> str:
    """Return an exchange rate's source without version numbers, which are no figures."""
    return "the ECB rate" if source and source.startswith("ECB") else f"the rate from {source}"


def _prices(book: FactBook) -> str | None:
    return "Coins counted at prices of {price_date}." if "price_date" in book else None


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
    return f"Before {{tax_rate}} tax your goal is {goal} a year."


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


def live_line(*, live: bool) -> str | None:
    """Set the live readings beside the house figures of the same parts."""
    if not live:
        return None
    return (
        "Live rates exist for {live_share} of the money: {live_yield} now, "
        "against {live_house_yield} in the house ranges."
    )


def loss_line(book: FactBook) -> str:
    """Say what coin prices did in the worst year, which no yield makes up for (X17)."""
    coins = "The coins behind such yields lost {coin_loss_low}–{coin_loss_high} in {crash_year}"
    if "crash_loss" not in book:
        return f"What could hurt most: a protocol or a stablecoin failing. {coins}."
    return (
        "What could hurt most: coin prices. A year like {crash_year} would take "
        "{crash_loss} of the money; no yield makes up for that."
    )


def policy_note(blend: Blend, profile: Profile) -> str:
    """Say where the mix comes from, and how it stands to the house's default bands (X19)."""
    match blend.policy.id:
        case "income-now":
            return (
                "This is the published mix for income now at moderate risk; the house default "
                "would hold {staking_band_low}–{staking_band_high} in staking."
            )
        case "income-later":
            return (
                "This is the published mix for income some years ahead; unlike the house "
                "default it holds no lending."
            )
        case "growth-first":
            return (
                "This is the published mix for growth first; unlike the house default it holds "
                "no lending."
            )
        case _:
            return f"No published case fits {profile.risk} risk, so this follows the house default."


def later_lines(book: FactBook, stage: Stage) -> str | None:
    """Say what waiting and inflation change (X4)."""
    if stage is not Stage.LATER or "later_income" not in book:
        return None
    rates = (
        "{published_yield_low}–{published_yield_high}"
        if "published_yield_low" in book
        else "{blend_yield_low}–{blend_yield_mid}"
    )
    end = "_high" if "annual_income_high" in book else ""
    enough = _ratio(book, f"required_yield{end}") <= _ratio(book, "blend_yield_mid")
    return lines(
        "The blend pays that much today, so no capital has to be drawn." if enough else None,
        f"Reinvesting {rates} for {{horizon}} makes "
        "{later_required_yield_low}–{later_required_yield_high} enough.",
        f"At {{inflation}} inflation, {{annual_income{end}}} a year is {{later_income}} by then, "
        "which takes {later_real_required_yield_low}–{later_real_required_yield_high}.",
    )


def growth_lines(book: FactBook, growth: Blend | None = None) -> str | None:
    """Say how long growth alone takes at stated rates (X5), and the mix to grow with."""
    reached = [
        f"{{growth_{name}_years}} at {{growth_{name}}}"
        for name in ("slow", "steady", "good", "strong")
        if f"growth_{name}_years" in book
    ]
    if not reached:
        return None
    return lines(
        f"**Growth first:** {mix_line(growth, GROWTH)}, all income reinvested." if growth else None,
        f"{{goal_capital}} would do at {{target_yield}}. "
        f"Years to it by growth alone: {', '.join(reached)}.",
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


def allocation_chart(blend: Blend, book: FactBook) -> AllocationChart:
    """Return the picture of a mix, with what it shows in words."""
    slices = tuple(
        Slice(
            label=leg.index.name[0].upper() + leg.index.name[1:],
            share=leg.weight,
            income_share=_ratio(book, f"{leg.index.key}.income_share"),
            share_text=share(leg.weight),
            income_text=share(_ratio(book, f"{leg.index.key}.income_share")),
            note=f"{bare_percent(leg.index.house.low)}–{percent(leg.index.house.high)} a year",
        )
        for leg in blend.legs
    )
    low, middle, high = (_ratio(book, f"blend_yield_{end}") for end in ("low", "mid", "high"))
    shares = ", ".join(f"{part.share_text} {part.label}" for part in slices)
    return AllocationChart(
        title="Where the money would be",
        subtitle=f"Pays {bare_percent(low)}–{percent(high)} a year, middle {percent(middle)}",
        slices=slices,
        source_line="House ranges. Not advice.",
        alt=f"Allocation of the mix: {shares}.",
    )


def _ratio(book: FactBook, name: str) -> Decimal:
    value = book[name].value
    assert isinstance(value, Decimal)
    return value
