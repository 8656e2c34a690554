"""What a capital or coins would pay."""

from datetime import datetime

from core.advice import IncomeEstimateAdvice
from core.advice.portfolio import PortfolioAdvice
from core.catalogue import IncomeSource, Index
from core.facts import YOU
from core.finance.blends import Blend, Stage
from core.finance.indices import price_share
from core.nlg.draft import Draft
from core.nlg.render.parts import (
    COIN_LOSSES,
    blend_line,
    closing,
    explain_and_work,
    kind_of_blend,
    lines,
    live_line,
    paragraphs,
    risk_assumed,
    risk_steps,
)
from core.nlg.render.portfolio import income_as_it_lies
from core.nlg.writing import with_rest, write

PER_MONTH = "{monthly_income_low}–{monthly_income_high} a month"
PER_YEAR = "{yearly_income_low}–{yearly_income_high} a year"


def render_income(advice: IncomeEstimateAdvice, answer: int, as_of: datetime) -> Draft:
    """Put an income estimate into words."""
    book = advice.book
    steps = risk_steps(advice.profile, Stage.NOW, answer) if advice.blend else ()
    text, rest = _lying(advice.lying) if advice.lying else (_text(advice), "")
    draft = write(
        text,
        book,
        closing=closing(book),
        buttons=tuple(row for row in (explain_and_work(answer, stressed=True), steps) if row),
        as_of=as_of,
    )
    return with_rest(draft, rest)


def _lying(lying: PortfolioAdvice) -> tuple[str, str]:
    text, rest = income_as_it_lies(lying)
    return paragraphs(text, COIN_PRICE), rest


def _text(advice: IncomeEstimateAdvice) -> str:
    if advice.usual:
        return _at_place(advice)
    if advice.blend:
        return _of_blend(advice, advice.blend)
    if advice.index:
        return _of_index(advice, advice.index)
    if advice.sources:
        return _of_coins(advice)
    if advice.idle:
        return paragraphs(
            f"**{_listed(advice.idle)} pays nothing by itself, as far as this bot knows.**",
            "It could be sold for something that pays, or held for its price alone.",
        )
    return paragraphs(
        f"**That would pay {PER_YEAR}, {PER_MONTH}.**",
        lines(_after_tax(advice), _after_inflation(advice)) or None,
        "That is {capital} at the {rate_low}–{rate_high} a year you named.",
        _rate_verdict(advice),
    )


def _rate_verdict(advice: IncomeEstimateAdvice) -> str:
    if advice.too_high:
        return (
            "No sustainable blend pays that: from {unsustainable_yield} a year on, a whole "
            "portfolio cannot be planned on. Ask where such a rate would come from."
        )
    return "Whether that rate can be had, and lasts, is another question."


def _of_blend(advice: IncomeEstimateAdvice, blend: Blend) -> str:
    return paragraphs(
        f"**{PER_MONTH}, middle {{monthly_income_mid}}.**",
        lines(_after_tax(advice), _after_inflation(advice)) or None,
        f"That is {{capital}} in {kind_of_blend(advice.profile)}, "
        f"{{blend_yield_low}}–{{blend_yield_high}} a year: {blend_line(blend)}.",
        live_line(advice.book, live=advice.live),
        f"What {advice.place} alone pays is not counted." if advice.place else None,
        f"The income is steady at best, never certain. {COIN_LOSSES}",
        risk_assumed(advice.profile),
    )


def _at_place(advice: IncomeEstimateAdvice) -> str:
    now = None
    if "normal_live" in advice.book:
        now = f"Now it is {{normal_live}} ({advice.book['normal_live'].note})."
    return paragraphs(
        f"**{PER_MONTH}, {PER_YEAR}.**",
        lines(_after_tax(advice), _after_inflation(advice)) or None,
        f"That is {{capital}} on {advice.place} at what is normal for {advice.usual}: "
        "{normal_low}–{normal_high} a year (house range). What it pays differs by coin: name one.",
        now,
        "What could go wrong: the protocol fails, or a coin loses its value. "
        "Rates move daily and are never certain.",
    )


def _of_index(advice: IncomeEstimateAdvice, index: Index) -> str:
    planned = "Its top is not to be planned on. " if index.plan_on_middle else ""
    losses = COIN_LOSSES if price_share(index) else ""
    return paragraphs(
        f"**{PER_MONTH}, {PER_YEAR}.**",
        lines(_after_tax(advice), _after_inflation(advice)) or None,
        f"That is {{capital}} in {index.name} at {{rate_low}}–{{rate_high}} a year "
        f"(house range): {index.character}.",
        f"{planned}The income is steady at best, never certain. {losses}".strip(),
    )


def _of_coins(advice: IncomeEstimateAdvice) -> str:
    now = None
    if "monthly_income_live" in advice.book:
        now = "At the live rates it is {monthly_income_live} a month: plan on that first."
    unused = "It lies idle and pays nothing. Put to work: " if advice.unused else ""
    return paragraphs(
        f"**{unused}{PER_MONTH}, {PER_YEAR}, by the house ranges.**",
        lines(now, _after_tax(advice), _after_inflation(advice)) or None,
        lines(*(_source_line(source, advice) for source in advice.sources), _parts_line(advice)),
        _idle_line(advice),
        _caution(advice),
    )


def _after_tax(advice: IncomeEstimateAdvice) -> str | None:
    if "net_income_low" not in advice.book:
        return None
    return "After {tax_rate} tax that leaves {net_income_low}–{net_income_high} a month."


def _after_inflation(advice: IncomeEstimateAdvice) -> str | None:
    """Say what is left to spend where the money is to keep what it buys."""
    if "real_income_low" not in advice.book:
        return None
    assumed = "" if advice.book["inflation"].source == YOU else " (assumed)"
    low, high = (advice.book[f"real_income_{end}"].value for end in ("low", "high"))
    left = "{real_income_low}" + ("" if low == high else " to {real_income_high}")
    return (
        f"After {{inflation}} inflation a year{assumed} {left} a month is left to spend; the rest "
        "is what the money loses in worth."
    )


def _source_line(source: IncomeSource, advice: IncomeEstimateAdvice) -> str:
    key = source.asset.lower()
    line = (
        f"{source.asset} {source.method}: {{{key}.rate_low}}–{{{key}.rate_high}} a year "
        "(house range)"
    )
    live = f"{key}.live_rate"
    if live not in advice.book:
        return f"{line}; no live rate at hand."
    return f"{line}; {{{live}}} now ({advice.book[live].note})."


def _parts_line(advice: IncomeEstimateAdvice) -> str | None:
    """Say how the money was split, when it was put into more than one coin."""
    coins = (*(source.asset for source in advice.sources), *advice.idle)
    if len(coins) < 2 or f"{coins[0].lower()}.weight" not in advice.book:
        return None
    if "equal_parts" in advice.book:
        return "Counted in equal parts, since no shares were named."
    return (
        "Split as you said: " + " · ".join(f"{{{one.lower()}.weight}} {one}" for one in coins) + "."
    )


def _idle_line(advice: IncomeEstimateAdvice) -> str | None:
    if not advice.idle:
        return None
    idle = _listed(advice.idle)
    return f"{idle[0].upper()}{idle[1:]} is counted as paying nothing."


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _caution(advice: IncomeEstimateAdvice) -> str:
    if all(source.method == "lending" for source in advice.sources):
        return (
            "What could go wrong: the protocol fails, or a coin loses its value. "
            "Rates move daily and are never certain."
        )
    return COIN_PRICE


COIN_PRICE = (
    "What could go wrong: the coin's price. Rewards come in coins, and a high yield does not make "
    "up for a sharp fall."
)
