"""The path of a life: grow, exchange growth for income in the last years, then draw."""

from decimal import Decimal

from core.advice.fit_facts import leg_facts
from core.advice.likelihood import LONGEST, futures, standing_on
from core.advice.sums import AnnualIncome, note_figure
from core.facts import HOUSE, Unit, Working
from core.finance.blends import Blend, Stage, policy_blend, policy_for
from core.finance.growth import MONTHS
from core.money import Money
from core.requests import Profile


def note_life_path(
    working: Working, growing: Blend, income: AnnualIncome, profile: Profile
) -> Blend | None:
    """Note the way from a blend that grows to the one to draw from; return the latter.

    Facts are `keep_years` and `shift_years`, each part's `drawing_weight`, and how likely the
    income lasts `drawing_years` from then on: `path_chance`, and `kept_chance` where the blend
    that grows is kept. None where the start is not named, or too near or far for a path.
    """
    shift = note_figure(working, "shift_years", Unit.YEARS)
    wait = working.number("horizon") if "horizon" in working else None
    if wait is None or not shift < wait <= LONGEST or "price_growth" not in working:
        return None
    drawing = policy_blend(policy_for(profile.risk, Stage.NOW))
    working.derive("keep_years", wait - shift, Unit.YEARS, "horizon - shift_years")
    _note_weights(working, growing, drawing)
    _note_drawn(working, income)
    names = _standing(working, growing, drawing)
    _note_chance(working, "path_chance", (*names, "shift_years"))
    _note_chance(working, "kept_chance", names)
    return drawing


def _note_weights(working: Working, growing: Blend, drawing: Blend) -> None:
    """Note the shares to draw from; what is only held then has no share before."""
    held = {leg.index.id for leg in growing.legs}
    for leg in drawing.legs:
        working.include(leg_facts(leg.index.id))
        adopted, key = leg.index.house.adopted, leg.index.key
        note = "share in the blend to draw from"
        working.given(f"{key}.drawing_weight", leg.weight, Unit.RATIO, HOUSE, adopted, note=note)
        if leg.index.id not in held:
            note = "not held while growing"
            working.given(f"{key}.weight", Decimal(0), Unit.RATIO, HOUSE, adopted, note=note)


def _note_drawn(working: Working, income: AnnualIncome) -> None:
    """Note what is drawn a month, and for how long; tax is taken from what is paid."""
    note_figure(working, "drawing_years", Unit.YEARS)
    formula = "horizon + drawing_years"
    whole = working.number("horizon") + working.number("drawing_years")
    working.derive("path_years", whole, Unit.YEARS, formula)
    if "months_per_year" not in working:
        working.constant("months_per_year", MONTHS, "months a year")
    monthly, formula = income.high / MONTHS, f"annual_income{income.end} / months_per_year"
    if "tax_rate" in working:
        monthly, formula = monthly * (1 - working.number("tax_rate")), f"{formula} * (1 - tax_rate)"
    drawn = Money(monthly, income.currency)
    working.derive("path_withdrawal", drawn, Unit.MONEY_MONTH, formula)


def _standing(working: Working, growing: Blend, drawing: Blend) -> tuple[str, ...]:
    """Return the names of what the path's futures stand on, without the shift."""
    legs = {leg.index.key: None for leg in (*growing.legs, *drawing.legs)}
    moves = (f"{leg.index.key}.drawing_weight" for leg in drawing.legs)
    added = ("monthly_contribution",) if "monthly_contribution" in working else ()
    return (*standing_on(working, legs), *moves, *added)


def _note_chance(working: Working, name: str, names: tuple[str, ...]) -> None:
    years, wait = working.number("path_years"), working.number("horizon")
    drawn = working.number("path_withdrawal")
    seen = futures(working, names, years=years, wait=wait, withdrawal=drawn)
    formula = f"chance_of_path(path_withdrawal, path_years, horizon, {', '.join(names)})"
    working.derive(name, seen.lasts(years), Unit.PROBABILITY, formula)
