"""What a rate comes to: turned into a yield or back, and after fee, tax and inflation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from operator import sub

from core.advice.sums import note_figure, note_inflation, note_level, note_own_rate
from core.facts import YOU, FactBook, Unit, Working
from core.finance.compounding import (
    Deductions,
    after_fee,
    before_deductions,
    effective_yield,
    nominal_rate,
    real_staking_yield,
    real_yield,
)
from core.finance.sustainability import levels
from core.requests import Profile, RateRequest

USUAL = {"monthly": Decimal(12), "daily": Decimal(365), "unbroken": Decimal(31_536_000)}
"""How often a year rates compound where that was not said; on Aave it is every second."""
ENDS = ("low", "high")


@dataclass(frozen=True, slots=True)
class RateAdvice:
    """What a rate comes to; each step's facts are `<step>.low` and `<step>.high` (ratios a year).

    The steps are conversions (`named`, or those of `USUAL`) and deductions (`kept`, `paid`,
    `taxed`, `diluted`, `real`), as far as they were asked for. Where the rate is what is to be
    left, there are none, but `gross.low` and `gross.high` that leave it.
    """

    book: FactBook
    kind: str
    """What the rate was quoted as: `apr` or `apy`."""
    conversions: tuple[str, ...]
    deductions: tuple[str, ...]
    compounded: Decimal | None
    """How often a year, where it was said."""
    wanted: bool
    """Whether the rate is what is to be left, and what it takes for that is asked."""
    countless: bool
    """Whether the yield is too large to write out."""
    profile: Profile


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing done to a rate, and its formula over the rate before."""

    name: str
    apply: Callable[[Decimal], Decimal]
    formula: str


def rate_advice(request: RateRequest) -> RateAdvice:
    """Turn a rate into a yield or back where asked, then take off fee, tax and inflation."""
    working, quote = Working(), request.quote
    kind = quote.kind or "apr"
    note_own_rate(working, request.rate)
    for level in ("screen", "countless"):
        note_level(working, level)
    countless = request.converts and kind == "apr" and _is_countless(request)
    conversions: tuple[_Step, ...] = ()
    if request.converts and not countless:
        conversions = _conversions(working, kind, quote.compounded)
        for step in conversions:
            _note_step(working, step, "rate_{}")
    before = "named.{}" if quote.compounded and conversions else "rate_{}"
    deductions = () if countless else _deductions(working, request)
    for step in deductions if not request.quote.net else ():
        before = _note_step(working, step, before)
    if deductions and request.quote.net:
        for end in ENDS:
            _note_gross(working, request, f"gross.{end}", f"rate_{end}")
    elif deductions:
        for step in deductions:
            _note_losses(working, step)
        _note_gross(working, request, "gross_needed", "rate_high")
    return RateAdvice(
        book=working.book,
        kind=kind,
        conversions=tuple(step.name for step in conversions),
        deductions=tuple(step.name for step in deductions),
        wanted=request.quote.net is True and bool(deductions),
        compounded=quote.compounded,
        countless=countless,
        profile=request.profile,
    )


def _is_countless(request: RateRequest) -> bool:
    times = request.quote.compounded or USUAL["unbroken"]
    return effective_yield(request.rate.high, times) > levels()["countless"]


def _conversions(working: Working, kind: str, compounded: Decimal | None) -> tuple[_Step, ...]:
    """Return the yield of a rate, or the rate of a yield, at each frequency."""
    often = {"named": compounded} if compounded else USUAL
    for name, times in often.items():
        working.constant(f"{name}.times", times, "payments a year")
    convert, formula = _CONVERT[kind]
    return tuple(
        _Step(name, partial(convert, periods=times), formula.format(name))
        for name, times in often.items()
    )


_CONVERT = {
    "apr": (effective_yield, "(1 + {{}} / {0}.times) ** {0}.times - 1"),
    "apy": (nominal_rate, "((1 + {{}}) ** (1 / {0}.times) - 1) * {0}.times"),
}


def _deductions(working: Working, request: RateRequest) -> tuple[_Step, ...]:
    """Return what comes off: fee, cost, tax, dilution, inflation; none where only a yield is asked.

    Inflation is the house assumption where none was named, nor a growing supply.
    """
    quote, profile = request.quote, request.profile
    named = {
        "kept": ("fee", quote.fee, "{} * (1 - fee)", after_fee),
        "paid": ("cost", quote.cost, "{} - cost", sub),
        "taxed": ("tax_rate", profile.tax_rate, "{} * (1 - tax_rate)", after_fee),
        "diluted": ("dilution", quote.dilution, "{} - dilution", real_staking_yield),
    }
    steps = list[_Step]()
    for name, (fact, size, formula, apply) in named.items():
        if size:
            working.given(fact, size, Unit.RATIO, YOU)
            steps.append(_Step(name, _less(apply, size), formula))
    if _leaves_prices_out(request, has_steps=bool(steps)):
        return tuple(steps)
    inflation = note_inflation(working, profile)
    formula = "(1 + {}) / (1 + inflation) - 1"
    return (*steps, _Step("real", partial(real_yield, inflation=inflation), formula))


def _less(
    apply: Callable[[Decimal, Decimal], Decimal], size: Decimal
) -> Callable[[Decimal], Decimal]:
    return lambda rate: apply(rate, size)


def _leaves_prices_out(request: RateRequest, *, has_steps: bool) -> bool:
    """Whether inflation is no part of the question: only a yield, a net or a real one is asked."""
    if request.profile.inflation is not None:
        return False
    quote = request.quote
    return quote.dilution is not None or quote.net is True or (request.converts and not has_steps)


def _note_step(working: Working, step: _Step, before: str) -> str:
    """Note what a step leaves of both ends of the rate before; return the pattern of its names."""
    for end in ENDS:
        name = before.format(end)
        value = step.apply(working.number(name))
        working.derive(f"{step.name}.{end}", value, Unit.RATIO, step.formula.format(name))
    return f"{step.name}.{{}}"


def _note_losses(working: Working, step: _Step) -> None:
    """Note what a step takes below zero, for both ends."""
    for end in ENDS:
        left = f"{step.name}.{end}"
        working.derive(f"{left}_loss", -working.number(left), Unit.RATIO, f"-{left}")


def _note_gross(working: Working, request: RateRequest, name: str, wanted: str) -> None:
    """Note what the rate would have to be for `wanted` to be left of it.

    Inflation counts where it was named, or is all that comes off.
    """
    counted = {one: working.number(one) for one in ("fee", "cost", "dilution") if one in working}
    less = Deductions(**counted, tax=request.profile.tax_rate or Decimal(0))
    formula = wanted
    if request.profile.inflation is not None or not (counted or less.tax):
        less = replace(less, inflation=working.number("inflation"))
        formula = f"((1 + {wanted}) * (1 + inflation) - 1)"
    formula += " + dilution" if "dilution" in working else ""
    formula = f"({formula}) / (1 - tax_rate)" if less.tax else formula
    formula += " + cost" if "cost" in working else ""
    formula = f"({formula}) / (1 - fee)" if "fee" in working else formula
    gross = before_deductions(working.number(wanted), less)
    working.derive(name, gross, Unit.RATIO, formula)
    note_figure(working, "unsustainable_yield")
