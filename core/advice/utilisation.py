"""What borrowers of a lending pool pay and lenders get when so much of it is lent out."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.lending import free_share, published_curve, supply_rate
from core.requests import Profile, UtilisationRequest


@dataclass(frozen=True, slots=True)
class UtilisationAdvice:
    """Rates and the share that can leave on a published curve, `before` and `after`."""

    book: FactBook
    curve: str
    """The name of the curve."""
    profile: Profile


def utilisation_advice(request: UtilisationRequest) -> UtilisationAdvice:
    """Return what a rise in the lent share does to both rates and to the way out."""
    working = Working()
    _note_curve(working)
    if request.before is None:
        _note_place(working, "before", published_curve().usual, HOUSE)
    else:
        _note_place(working, "before", request.before, YOU)
    _note_place(working, "after", request.after, YOU)
    return UtilisationAdvice(working.book, published_curve().name, request.profile)


@cache
def example_facts() -> FactBook:
    """Return the curve at its kink and a little past it, as `usual` and `stressed`."""
    working = Working()
    _note_curve(working)
    _note_place(working, "usual", published_curve().usual, HOUSE)
    _note_place(working, "stressed", published_curve().stressed, HOUSE)
    return working.book


def _note_curve(working: Working) -> None:
    published = published_curve()
    curve = published.curve
    parts = {name: getattr(curve, name) for name in ("kink", "base", "slope", "steep")}
    for name, value in (parts | {"reserve_factor": published.reserve_factor}).items():
        note = f"{name.replace('_', ' ')} of {published.name}"
        working.given(
            f"curve.{name}", value, Unit.RATIO, published.source, published.as_of, note=note
        )


def _note_place(working: Working, place: str, lent: Decimal, source: str) -> None:
    """Note both rates (ratios a year) and the free share where so much of a pool is lent out."""
    published, share, rate = published_curve(), f"{place}.lent_share", f"{place}.borrow_rate"
    as_of = published.as_of if source == HOUSE else None
    note = "part of the pool that is lent out"
    working.given(share, lent, Unit.RATIO, source, as_of, note=note)
    formula = f"curve.base + curve.slope * {share} / curve.kink"
    if lent > published.curve.kink:
        beyond = f"({share} - curve.kink) / (1 - curve.kink)"
        formula = f"curve.base + curve.slope + curve.steep * {beyond}"
    working.derive(rate, published.curve.borrow_rate(lent), Unit.RATIO, formula)
    earned = supply_rate(published.curve, lent, published.reserve_factor)
    formula = f"{rate} * (1 - curve.reserve_factor) * {share}"
    working.derive(f"{place}.supply_rate", earned, Unit.RATIO, formula)
    working.derive(f"{place}.free_share", free_share(lent), Unit.RATIO, f"1 - {share}")
