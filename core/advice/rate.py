"""What a rate comes to: turned into a yield or back, and after fee, tax and inflation."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from core.advice.sums import note_figure, note_inflation, note_level, note_own_rate
from core.facts import YOU, FactBook, Unit, Working
from core.finance.compounding import (
    after_fee,
    before_deductions,
    effective_yield,
    nominal_rate,
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

    The steps are conversions (`named`, or those of `USUAL`) and deductions (`kept`, `taxed`,
    `real`), as far as they were asked for.
    """

    book: FactBook
    kind: str
    """What the rate was quoted as: `apr` or `apy`."""
    conversions: tuple[str, ...]
    deductions: tuple[str, ...]
    compounded: Decimal | None
    """How often a year, where it was said."""
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
    for step in deductions:
        before = _note_step(working, step, before)
    if deductions:
        _note_gross(working, request)
    return RateAdvice(
        book=working.book,
        kind=kind,
        conversions=tuple(step.name for step in conversions),
        deductions=tuple(step.name for step in deductions),
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
    """Return what comes off: fee, then tax, then inflation; nothing where only a yield was asked.

    Inflation is the house assumption where none was named.
    """
    fee, profile = request.quote.fee, request.profile
    tax, steps = profile.tax_rate, list[_Step]()
    if request.converts and not (fee or tax or profile.inflation):
        return ()
    if fee:
        working.given("fee", fee, Unit.RATIO, YOU)
        steps.append(_Step("kept", partial(after_fee, fee=fee), "{} * (1 - fee)"))
    if tax:
        working.given("tax_rate", tax, Unit.RATIO, YOU)
        steps.append(_Step("taxed", partial(after_fee, fee=tax), "{} * (1 - tax_rate)"))
    inflation = note_inflation(working, profile)
    formula = "(1 + {}) / (1 + inflation) - 1"
    steps.append(_Step("real", partial(real_yield, inflation=inflation), formula))
    return tuple(steps)


def _note_step(working: Working, step: _Step, before: str) -> str:
    """Note what a step leaves of both ends of the rate before; return the pattern of its names."""
    for end in ENDS:
        name = before.format(end)
        value = step.apply(working.number(name))
        working.derive(f"{step.name}.{end}", value, Unit.RATIO, step.formula.format(name))
    return f"{step.name}.{{}}"


def _note_gross(working: Working, request: RateRequest) -> None:
    """Note what the rate would have to be for all of it to be left, and what is lost of it."""
    fee, tax = request.quote.fee or Decimal(0), request.profile.tax_rate or Decimal(0)
    shares = "".join(f" / (1 - {name})" for name in ("fee", "tax_rate") if name in working)
    gross = before_deductions(request.rate.high, fee, tax, working.number("inflation"))
    formula = f"((1 + rate_high) * (1 + inflation) - 1){shares}"
    working.derive("gross_needed", gross, Unit.RATIO, formula)
    note_figure(working, "unsustainable_yield")
    for end in ENDS:
        loss = -working.number(f"real.{end}")
        working.derive(f"real.{end}_loss", loss, Unit.RATIO, f"-real.{end}")
