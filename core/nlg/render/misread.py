"""What a message was understood as, shown to someone who says that it was read wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.facts import YOU, Unit, Working
from core.money import DEFAULT_CURRENCY, Money
from core.nlg.draft import Draft
from core.nlg.press import meant
from core.nlg.writing import write
from core.nlu.utterance import (
    Amount,
    Contribution,
    Holding,
    Income,
    Intent,
    Offer,
    Rate,
    Shock,
    Slots,
)
from core.requests import Frame

READINGS = {
    Intent.REQUIRED_YIELD: "which yield it takes",
    Intent.REQUIRED_CAPITAL: "how much capital it takes",
    Intent.INCOME_ESTIMATE: "what it would pay",
    Intent.TIME_TO_GOAL: "how long it takes",
    Intent.RECOMMEND_BLEND: "what to hold",
    Intent.WITHDRAWAL_PLAN: "how to draw from it",
    Intent.COMPARE_OPTIONS: "how things compare",
    Intent.WHAT_IF: "a change of the last answer",
    Intent.STRESS_TEST: "what a bad event would do",
    Intent.YIELD_LOOKUP: "what something pays now",
    Intent.CHECK_YIELD: "whether an offer can be believed",
    Intent.STAKING_ADVICE: "how to stake",
    Intent.YIELD_STACK: "several yields on one holding",
    Intent.IMPERMANENT_LOSS: "what a pool loses",
    Intent.EXPLAIN: "what a term means",
    Intent.SET_HOLDINGS: "what you hold, to be kept",
    Intent.SHOW_PORTFOLIO: "a look at what you hold",
    Intent.REBALANCE: "whether to rebalance",
    Intent.SUMMARY_NOW: "the summary",
    Intent.LOG_INCOME: "income you received",
    Intent.TAX_SUMMARY: "tax",
    Intent.EXPORT_RECORDS: "records as a file",
    Intent.SUBSCRIBE: "a regular summary",
    Intent.UNSUBSCRIBE: "no more summaries",
    Intent.SET_ALERT: "an alert",
    Intent.SET_PREFERENCE: "a setting",
    Intent.SHOW_WORKING: "how a figure came about",
    Intent.EXPORT_DATA: "all your data as a file",
    Intent.DELETE_DATA: "the deletion of your data",
    Intent.HELP: "what can be asked",
    Intent.SMALL_TALK: "a friendly word",
    Intent.REFUSE: "something that is never done here",
    Intent.OUT_OF_SCOPE: "something this bot knows nothing of",
    Intent.UNCLEAR: "something unclear",
}
"""Every intent, in words that end "It was read as"."""


def render_misread(read: Frame, readings: tuple[Intent, ...], answer: int) -> Draft:
    """Show what was understood, and offer what else may have been meant."""
    told = _Told(Working())
    parts = " · ".join(told.parts(read.slots))
    said = f"\n{_begun(parts)}." if parts else ""
    ask = "What did you mean?" if readings else "Say it in other words, one thing at a time."
    text = (
        f"**It was read as {READINGS[read.intent]}.**{said}\n\n{ask}\n\n"
        "The words are kept for whoever runs this bot, without names, so that it reads better."
    )
    rows = tuple((meant(_begun(READINGS[intent]), answer, intent),) for intent in readings)
    return write(text, told.working.book, closing="", buttons=rows)


def _begun(words: str) -> str:
    return words[0].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class _Told:
    """Tells slots in words, noting every figure as a fact that the person gave."""

    working: Working

    def parts(self, slots: Slots) -> Iterator[str]:
        """Yield what was understood, a slot at a time; what has no short words is left out."""
        for name in slots.named():
            if name == "assets" and slots.holdings:  # told with their quantities
                continue
            plain = name.removesuffix("_")
            words = self._sum(plain, getattr(slots, name)) or self._other(
                plain, getattr(slots, name)
            )
            if words:
                yield f"{plain.replace('_', ' ')} {words}"

    def _sum(self, name: str, value: object) -> str:
        """Return money, as a sum or as a flow."""
        match value:
            case Amount(amount, currency):
                return self._money(name, amount, currency)
            case Contribution(amount, currency, period):
                return f"{self._money(name, amount, currency)} a {period}"
            case Income(low, high, currency, period):
                flow = self._range(name, low, high, lambda n, v: self._money(n, v, currency))
                return f"{flow} a {period}"
            case _:
                return ""

    def _other(self, name: str, value: object) -> str:
        """Return rates, counts, names and holdings."""
        match value:
            case Rate(low, high):
                return self._range(name, low, high, self._ratio)
            case Offer(gain, days):
                term = self._figure(f"{name}_days", days, Unit.DAYS)
                return f"{self._ratio(name, gain)} in {term}"
            case Shock(subject, change):
                return f"{subject} {self._ratio(name, change)}"
            case Decimal():
                return self._figure(name, value, _UNITS.get(name, Unit.COUNT))
            case str():
                return _names([value])
            case tuple():
                held = [self._holding(part) for part in value if isinstance(part, Holding)]
                names = _names([part for part in value if isinstance(part, str)])
                return " and ".join(held) or names
            case _:
                return ""

    def _holding(self, holding: Holding) -> str:
        if holding.quantity is None:
            return _names([holding.asset])
        name = f"held_{holding.asset.lower()}"
        return f"{self._figure(name, holding.quantity, Unit.COUNT)} {holding.asset}"

    def _range(
        self, name: str, low: Decimal, high: Decimal, tell: Callable[[str, Decimal], str]
    ) -> str:
        if low == high:
            return tell(name, low)
        return f"{tell(f'{name}_low', low)}–{tell(f'{name}_high', high)}"

    def _money(self, name: str, amount: Decimal, currency: str | None) -> str:
        self.working.given(name, Money(amount, currency or DEFAULT_CURRENCY), Unit.MONEY, YOU)
        return f"{{{name}}}"

    def _ratio(self, name: str, value: Decimal) -> str:
        return self._figure(name, value, Unit.RATIO)

    def _figure(self, name: str, value: Decimal, unit: Unit) -> str:
        self.working.given(name, value, unit, YOU)
        return f"{{{name}}}"


_UNITS = {
    "horizon_years": Unit.YEARS,
    "tax_rate": Unit.RATIO,
    "inflation": Unit.RATIO,
    "reinvest_share": Unit.RATIO,
}


def _names(names: list[str]) -> str:
    """Return names as they are read; one with a digit, which is no figure, is left out."""
    return ", ".join(name.replace("-", " ") for name in names if not any(map(str.isdigit, name)))
