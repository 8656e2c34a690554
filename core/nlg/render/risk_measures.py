"""One measure of the risk of what is held: a bad month, the deepest fall, who carries it."""

from datetime import datetime

from core.advice.risk_page import RiskPage
from core.finance.stress import Held
from core.nlg.draft import Button, Draft, Kind
from core.nlg.press import do, say
from core.nlg.render.parts import (
    capitalised,
    closing,
    kind_of_blend,
    lines,
    paragraphs,
    ratio,
    risk_assumed,
)
from core.nlg.writing import write
from core.nlu.utterance import Intent

MEASURED = frozenset({"value-at-risk", "drawdown", "volatility", "risk-parts"})
"""The pages of the knowledge base that are a measure of what is held."""


def render_risk_measure(page: RiskPage, topic: str, answer: int, as_of: datetime) -> Draft:
    """Put one measure first, with the others, who carries it, and how it was measured below."""
    text = paragraphs(
        f"**{_headline(page, topic)}**",
        lines(*_others(page, topic)) or None,
        _parts(page),
        _measured(page),
        _tried(page),
    )
    return write(
        text,
        page.book,
        closing=closing(page.book),
        buttons=_buttons(topic, answer),
        as_of=as_of,
        kind=Kind.EXPLANATION,
    )


def _headline(page: RiskPage, topic: str) -> str:
    if "yearly_volatility" not in page.book:
        return "Nothing here moves with coin prices, so there are no swings to measure."
    if topic == "risk-parts" and (most := _most(page)):
        income = _income(page, most)
        return f"{capitalised(most.name)} carries {{{most.key}.risk_share}} of the risk{income}."
    return f"{_told(page, _MEASURES.get(topic, _MEASURES['value-at-risk']))}."


_MEASURES = {
    "value-at-risk": "A bad month takes {bad_month_loss} of it or more, {bad_month_money}",
    "drawdown": "From its high it once fell {deepest_drawdown}, {drawdown_money}",
    "volatility": "It swings by {yearly_volatility} a year",
}


def _told(page: RiskPage, words: str) -> str:
    """Return a measure without the money where no sum was named."""
    return words if "capital" in page.book else words.partition(", {")[0]


def _others(page: RiskPage, topic: str) -> tuple[str, ...]:
    """Say the measures that the headline is not about."""
    if "yearly_volatility" not in page.book:
        return ()
    worst = "The worst such months took {worst_months_loss} on average, {worst_months_money}"
    told = [_told(page, words) for name, words in _MEASURES.items() if name != topic]
    if topic != "risk-parts":
        told.insert(0, _told(page, worst))
    return tuple(f"{words}." for words in told)


def _most(page: RiskPage) -> Held | None:
    """Return what carries the most of the risk."""
    shares = {one.key: ratio(page.book, f"{one.key}.risk_share") for one in _carrying(page)}
    return max(_carrying(page), key=lambda one: shares[one.key], default=None)


def _carrying(page: RiskPage) -> list[Held]:
    return [one for one in page.held if f"{one.key}.risk_share" in page.book]


def _income(page: RiskPage, one: Held) -> str:
    if f"{one.key}.income_share" not in page.book:
        return ""
    return f" and pays {{{one.key}.income_share}} of the income"


def _parts(page: RiskPage) -> str | None:
    """Set each part's share of the risk beside its share of the money and of the income."""
    if len(page.held) == 1:
        return None
    told = []
    for one in _carrying(page):
        income = f"{one.key}.income_share"
        paid = f", {{{income}}} of the income" if income in page.book else ""
        told.append(
            f"{capitalised(one.name)}: {{{one.key}.weight}} of the money, "
            f"{{{one.key}.risk_share}} of the risk{paid}"
        )
    return lines("Who carries it:", *told) if told else None


def _measured(page: RiskPage) -> str | None:
    if "table_start" not in page.book:
        return None
    return (
        "Measured on the months from {table_start} to {table_end}, prices alone. A bad month is "
        "the mildest of the worst twentieth; no price shows a fault in a program or a lost peg "
        "before it happens."
    )


def _tried(page: RiskPage) -> str | None:
    """Say which blend is meant, where nothing of one's own was named."""
    if page.profile is None:
        return None
    named = f"That is of {kind_of_blend(page.profile)}."
    return " ".join(filter(None, (named, risk_assumed(page.profile))))


def _buttons(topic: str, answer: int) -> tuple[tuple[Button, ...], ...]:
    means = do("What that means", answer, Intent.EXPLAIN, topic=f"{topic}+")
    risks = do("Explain the risks", answer, Intent.EXPLAIN, topic="risks")
    stress = do("Stress it", answer, Intent.STRESS_TEST)
    return ((risks, stress), (means, say("show the working", "Show working")))
