"""A first plan in three taps: each carries all that was chosen before it.

A tap is `tap:USD:100000:1500:moderate`, cut off after what is chosen so far. It needs no memory,
so an old one goes on where it stood.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from core.facts import FactBook
from core.money import DEFAULT_CURRENCY, Money, Period
from core.nlg.draft import Button, Draft
from core.nlg.formats import money
from core.nlg.writing import write
from core.nlu.utterance import Amount, Income, Intent, Risk, Slots, Utterance

SUMS = tuple(Decimal(amount) for amount in (10_000, 50_000, 100_000, 300_000))
RATES = tuple(Decimal(rate) for rate in ("0.03", "0.05", "0.07"))
"""The incomes offered, as ratios of the sum a year: within reach, in the middle, at the edge."""
NONE_IN_MIND = Decimal(0)
_LEVELS = "|".join(Risk)
_TAP = re.compile(
    rf"tap:([A-Z]{{3}})(?::(\d{{1,15}}))?(?::(\d{{1,15}}))?(?::({_LEVELS}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen so far, in this order; None is still to be chosen.

    `income` is wanted a month, `NONE_IN_MIND` when there is no figure to aim for.
    """

    currency: str = DEFAULT_CURRENCY
    capital: Decimal | None = None
    income: Decimal | None = None
    risk: Risk | None = None

    @property
    def asks(self) -> str | None:
        """The slot to choose next."""
        choices = {"capital": self.capital, "income": self.income, "risk": self.risk}
        return next((name for name, chosen in choices.items() if chosen is None), None)

    @property
    def press(self) -> str:
        """What the button says that leads here."""
        chosen = (self.currency, self.capital, self.income, self.risk)
        return ":".join(["tap", *(f"{part}" for part in chosen if part is not None)])


def read_tap(press: str) -> Chosen | None:
    """Return what a tap has chosen; None for any other press."""
    found = _TAP.fullmatch(press)
    if found is None:
        return None
    currency, capital, income, risk = found.groups()
    return Chosen(currency, _decimal(capital), _decimal(income), Risk(risk) if risk else None)


def utterance_of(chosen: Chosen) -> Utterance:
    """Return what was chosen as if it had been said."""
    capital, income = chosen.capital, chosen.income
    slots = Slots(
        capital=None if capital is None else Amount(capital, chosen.currency),
        income=Income(income, income, chosen.currency, Period.MONTH) if income else None,
        risk=(chosen.risk,) if chosen.risk else (),
    )
    return Utterance(Intent.REQUIRED_YIELD if income else Intent.RECOMMEND_BLEND, slots)


def question(chosen: Chosen) -> Draft:
    """Ask for the next choice; each can be typed instead, and an income can be left open."""
    match chosen.asks:
        case "capital":
            sums = [_choice(replace(chosen, capital=capital), capital) for capital in SUMS]
            return _asked(
                "**How much would you put to work?** Tap a sum, or write yours.",
                tuple(sums[:2]),
                tuple(sums[2:]),
            )
        case "income":
            incomes = [_choice(replace(chosen, income=one), one) for one in _incomes(chosen)]
            return _asked(
                "**How much a month should it pay?** Tap one, or write yours.",
                tuple(incomes),
                (Button("No figure in mind", replace(chosen, income=NONE_IN_MIND).press),),
            )
        case _:
            levels = tuple(
                Button(level.title(), replace(chosen, risk=level).press) for level in Risk
            )
            return _asked(
                "**How much loss on the way could you sit through?** Conservative keeps to staking "
                "and lending; aggressive adds DeFi, which pays more and can fail altogether.",
                levels,
            )


def opening(currency: str) -> Button:
    """Return the button that begins."""
    return Button("A first plan in three taps", Chosen(currency).press)


def _asked(words: str, *rows: tuple[Button, ...]) -> Draft:
    return write(words, FactBook(), closing="", buttons=rows)


def _choice(chosen: Chosen, amount: Decimal) -> Button:
    return Button(money(Money(amount, chosen.currency), exact=True), chosen.press)


def _incomes(chosen: Chosen) -> tuple[Decimal, ...]:
    """Return incomes a month to choose from, in figures people think in.

    >>> _incomes(Chosen(capital=Decimal(100_000)))
    (Decimal('250'), Decimal('420'), Decimal('580'))
    """
    assert chosen.capital is not None
    paid = (chosen.capital * rate / 12 for rate in RATES)
    return tuple(dict.fromkeys(_two_figures(amount) for amount in paid))


def _two_figures(amount: Decimal) -> Decimal:
    step = Decimal(1).scaleb(max(amount.adjusted() - 1, 0))
    return max(Decimal(1), (amount / step).to_integral_value() * step).quantize(Decimal(1))


def _decimal(digits: str | None) -> Decimal | None:
    return None if digits is None else Decimal(digits)
