"""Sentences and buttons that several kinds of answer share."""

from collections.abc import Sequence
from decimal import Decimal

from core.catalogue import coin_of, dilutions
from core.facts import HOUSE, YOU, FactBook
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
from core.nlg.draft import AllocationChart, Button, Slice
from core.nlg.formats import bare_percent, percent, share
from core.nlg.press import do
from core.nlg.writing import NOT_ADVICE
from core.nlu.utterance import Intent, Risk
from core.requests import Profile


def paragraphs(*parts: str | None) -> str:
    """Join the parts that are there with an empty line between them."""
    return "\n\n".join(part for part in parts if part)


def joined(names: Sequence[str]) -> str:
    """Return names as they are said: "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def lines(*parts: str | None) -> str:
    """Join the parts that are there, a line each."""
    return "\n".join(part for part in parts if part)


def closing(book: FactBook) -> str:
    """Return the required sentences: which figures these are, how old, and that it is no advice."""
    figures = " ".join(filter(None, (_dated(book), NOT_ADVICE)))
    return lines(_exchange(book), _prices(book), figures)


def _dated(book: FactBook) -> str | None:
    house = any(fact.source == HOUSE and fact.as_of for fact in book)
    if "readings_date" not in book:
        return "House ranges." if house else None
    age = _age(book) if "readings_age" in book else ""
    begin = "House ranges; live rates of" if house else "Live figures of"
    return f"{begin} {{readings_date}} ({_providers(book)}{age})."


def _age(book: FactBook) -> str:
    return ", {readings_age} old" if ratio(book, "readings_age") else ", read today"


_PROVIDERS = ("DefiLlama", "Lido", "CoinGecko", "Token Metrics")


def _providers(book: FactBook) -> str:
    """Name those whose readings the figures are."""
    sources = {fact.source for fact in book}
    return " and ".join(name for name in _PROVIDERS if name in sources)


def _exchange(book: FactBook) -> str | None:
    """Name every rate that currencies were converted at, and the day of the rates."""
    rates = [f"{{{f.name}}} {f.note}" for f in book if f.name.endswith(".exchange_rate")]
    if not rates:
        return None
    return f"Converted at {' and '.join(rates)}, by the ECB on {{exchange_date}}."


def _prices(book: FactBook) -> str | None:
    if "price_date" not in book:
        return None
    held = {fact.note for fact in book if fact.name.endswith(".quantity") and fact.note}
    follow = (f", {one} at that of {coin_of(one)}" for one in sorted(held) if coin_of(one) != one)
    return f"Coins counted at prices of {{price_date}}{''.join(follow)}."


def kind_of_blend(profile: Profile) -> str:
    """Return "a moderate blend" or the like."""
    article = "an" if profile.risk is Risk.AGGRESSIVE else "a"
    return f"{article} {profile.risk} blend"


def risk_assumed(profile: Profile) -> str | None:
    """Say that a risk level was assumed, when it was."""
    if profile.risk_said:
        return None
    return f"You named no risk level, so this takes {profile.risk}."


def counting_lines(book: FactBook) -> str | None:
    """Say what was counted beside capital and goal: reserve, other income, tax, inflation."""
    return lines(_reserve(book), _other_income(book), _before_tax(book), _inflated(book)) or None


def _reserve(book: FactBook) -> str | None:
    if "reserve" not in book:
        return None
    return "With {reserve} kept aside, {capital} is put to work."


def _other_income(book: FactBook) -> str | None:
    if "covered_income" not in book:
        return None
    left = "{remaining_income_low}–{remaining_income_high}"
    if "remaining_income" in book:
        left = "{remaining_income}"
    period = book["remaining_income" if "remaining_income" in book else "remaining_income_low"].note
    return f"Your other income covers {{covered_income}}; that leaves {left} {period} to earn."


def _before_tax(book: FactBook) -> str | None:
    """Say what a goal is before tax, when a tax rate was named."""
    if "tax_rate" not in book:
        return None
    goal = "{annual_income_low}–{annual_income_high}"
    if "annual_income" in book:
        goal = "{annual_income}"
    return f"Before {{tax_rate}} tax that is {goal} a year."


def _inflated(book: FactBook) -> str | None:
    """Say what it takes for money and income to keep up with inflation, when it was named."""
    if "inflated_need" not in book:
        return None
    beyond = ratio(book, "inflated_need") > ratio(book, "blend_yield_mid")
    verdict = "more than the blend can be planned on" if beyond else "which the blend can pay"
    named = "" if book["inflation"].source == YOU else ", the house assumption,"
    return (
        f"To keep its buying power, {{inflation}} a year{named} has to stay in the money: "
        f"{{inflated_need}} in all, {verdict}."
    )


def without_other_income(book: FactBook, answer: int) -> tuple[Button, ...]:
    """Return the way to count the whole goal, for an income meant on top of the other."""
    if "covered_income" not in book:
        return ()
    return (do("On top of my other income", answer, Intent.WHAT_IF, other_income="0USD-month"),)


def blend_line(blend: Blend, within: str = "") -> str:
    """Return the legs with their shares on one line; `within` as their facts were noted."""
    if len(blend.legs) == 1:
        return blend.legs[0].index.name
    return " · ".join(f"{{{within}{leg.index.key}.weight}} {leg.index.name}" for leg in blend.legs)


def yield_lines(book: FactBook, blend: Blend) -> str:
    """Say what the blend pays: the published target, the computed range, and why they differ."""
    computed = "Computed: {blend_yield_low}–{blend_yield_high}, middle {blend_yield_mid}"
    if "published_yield_low" not in book or not blend.is_policy:
        return f"{computed}."
    target = "Published: {published_yield_low}–{published_yield_high}"
    if "published_income_low" in book:
        target += ", {published_income_low}–{published_income_high} a month"
    reason = "the published range leaves out the extremes"
    if any(leg.index.plan_on_middle and leg.weight > _SMALL for leg in blend.legs):
        reason = "top-of-range DeFi yields are not planned on"
    return lines(f"{target}.", f"{computed}; {reason}.")


_SMALL = Decimal("0.2")
"""A DeFi leg above this share is what sets the computed top apart (ratio)."""


def live_line(book: FactBook, *, live: bool) -> str | None:
    """Set the live readings beside the house figures of the same parts (X16)."""
    if not live:
        return None
    return (
        "Live rates, for {live_share} of the money: {live_yield} now, planned at "
        "{live_house_yield}."
    )


def real_yield_line(book: FactBook, coin: str) -> str | None:
    """Set a staking yield against the growth of the supply (X7), where that is known."""
    if "dilution" not in book:
        return None
    left = "{real_rate_low}–{real_rate_high}"
    if "real_live_rate" in book and ratio(book, "real_live_rate") > 0:
        left += ", {real_live_rate} at the live rate"
    grows = (
        f"The supply of {coin} grows by {{dilution}} a year, and new coins for all make nobody "
        f"richer: the real yield is {left}."
    )
    return " ".join(filter(None, (grows, dilutions()[coin].caution)))


def loss_line(book: FactBook) -> str:
    """Say what coin prices did in the worst year, which no yield makes up for (X17)."""
    if "crash_loss" not in book:
        return f"What could hurt most: a protocol or a stablecoin failing. {COIN_LOSSES}"
    return (
        "What could hurt most: coin prices. A year like {crash_year} takes {crash_loss}; no yield "
        "makes up for that."
    )


COIN_LOSSES = (
    "The coins behind such yields lost {coin_loss_low}–{coin_loss_high} in {crash_year}; "
    "no yield makes up for that."
)


def policy_note(blend: Blend, profile: Profile) -> str:
    """Say where the blend comes from, and how it stands to the house's default bands (X19)."""
    if not blend.is_policy:
        return (
            "This is the blend nearest to the published one in risk that the limits of this level "
            "allow for your goal."
        )
    match blend.policy.id:
        case "income-now":
            return (
                "Published for income now; the house default holds "
                "{staking_band_low}–{staking_band_high} in staking."
            )
        case "income-later":
            return "Published for income later; unlike the house default, no lending."
        case "growth-first":
            return "Published for growth first; unlike the house default, no lending."
        case _:
            default = (
                f"No published case fits {profile.risk} risk, so this follows the house default."
            )
            return f"{default} {FEWER_COINS}" if profile.risk is Risk.AGGRESSIVE else default


FEWER_COINS = (
    "Prices hit it less, as it holds fewer coins; what it adds is programs that can fail, which no "
    "fall of prices shows."
)
"""Why the bold blend for income now loses less in a crash year than the safer ones."""


def about_blend(book: FactBook, blend: Blend, profile: Profile) -> str:
    """Say where the blend comes from, what was assumed, and what is not counted."""
    said = (policy_note(blend, profile), risk_assumed(profile), uncounted(book))
    return " ".join(filter(None, said))


def uncounted(book: FactBook) -> str | None:
    """Say that a plan is before tax and inflation, until they are counted (X18)."""
    counted = {"tax": "tax_rate", "inflation": "inflation"}
    unsaid = [word for word, name in counted.items() if name not in book]
    if not unsaid:
        return None
    return f"Before {' and '.join(unsaid)}: name yours."


def capitalised(words: str) -> str:
    """Return words with their first letter large."""
    return words[0].upper() + words[1:]


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
        label=capitalised(leg.index.name),
        share=leg.weight,
        income_share=earns,
        share_text=share(leg.weight),
        income_text=share(earns),
        note=pays if house.high else "held for growth",
    )


def ratio(book: FactBook, name: str) -> Decimal:
    """Return the number of a fact that is no sum of money."""
    value = book[name].value
    assert isinstance(value, Decimal)
    return value


def explain_and_work(answer: int, *, stressed: bool = False) -> tuple[Button, ...]:
    """Return the row of buttons that stands under every answer with figures.

    `stressed`: whether there is money put to work that a bad event could be tried on.
    """
    explain = do("Explain the risks", answer, Intent.EXPLAIN, topic="risks")
    work = do("Show working", answer, Intent.SHOW_WORKING)
    if not stressed:
        return explain, work
    return explain, do("Stress it", answer, Intent.STRESS_TEST), work


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
