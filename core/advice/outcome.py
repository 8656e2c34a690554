"""What one scenario does to what is held, as facts within the scenario's id."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from core.catalogue import Constituent, crash_returns, stress_scenarios
from core.facts import YOU, FactBook, Unit, Working
from core.finance.blends import ZERO
from core.finance.stress import (
    Held,
    Hit,
    Scenario,
    change_of,
    hits,
    income_after,
    loss,
    reaches,
    settled,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one scenario does; its figures are facts within its id."""

    scenario: Scenario
    title: str
    loss: Decimal
    hits: bool
    """Whether it changes anything at all."""
    missed: tuple[Scenario, ...] = ()
    """Of several shocks together, those that touch nothing that is held."""


def note_outcome(
    working: Working, held: tuple[Held, ...], scenario: Scenario, title: str, source: str
) -> Outcome:
    """Note what a scenario does to each holding and to the whole."""
    within, scenario = scenario.id, settled(scenario, held)
    for event in scenario.events:
        _note_sizes(working, event, source)
    moved = tuple(_note_change(working, one, scenario) for one in held)
    lost = loss(held, moved)
    terms = " + ".join(f"{one.key}.weight * {within}.{one.key}.change" for one in held)
    working.derive(f"{within}.loss", lost, Unit.RATIO, f"-({terms})")
    if lost < 0:
        working.derive(f"{within}.gain", -lost, Unit.RATIO, f"-{within}.loss")
    _note_income(working, held, moved, scenario)
    if "capital" in working:
        taken, formula = working.money("capital").times(lost), f"capital * {within}.loss"
        working.derive(f"{within}.lost_money", taken, Unit.MONEY, formula)
    cuts_income = _yields(scenario) is not None and f"{within}.income_loss" in working
    missed = tuple(event for event in scenario.events if not reaches(held, event))
    return Outcome(scenario, title, lost, bool(lost) or cuts_income, missed)


def _yields(scenario: Scenario) -> Scenario | None:
    """Return the shock that cuts what is paid, where there is one."""
    return next((event for event in scenario.events if event.yields is not None), None)


def _note_sizes(working: Working, scenario: Scenario, source: str) -> None:
    """Note how large each shock of a scenario is, within its id."""
    for kind in ("coins", "staked", "stablecoin", "protocol", "yields"):
        size = getattr(scenario, kind)
        name = f"{scenario.id}.{kind}_change"
        if size is not None and name not in working:
            as_of = None if source == YOU else stress_scenarios()[0].as_of
            working.given(name, size, Unit.RATIO, source, as_of)


def _note_change(working: Working, held: Held, scenario: Scenario) -> Decimal:
    """Note what a scenario does to a holding, with the coins' returns it rests on; return it."""
    struck = _struck(held.parts, scenario)
    working.include(struck.returns)
    formula = struck.formula or f"0 * {held.key}.weight"
    working.derive(f"{scenario.id}.{held.key}.change", struck.change, Unit.RATIO, formula)
    return struck.change


@dataclass(frozen=True, slots=True)
class _Struck:
    """What a scenario does to some parts (ratio), how that is summed, and the returns in it."""

    change: Decimal
    formula: str
    returns: FactBook


@lru_cache(maxsize=512)
def _struck(parts: tuple[Constituent, ...], scenario: Scenario) -> _Struck:
    """Return the outcome for the parts of one holding, which many questions share."""
    working, terms, change = Working(), [], ZERO
    for part in parts:
        found = hits(part, scenario)
        for hit in found:
            _note_return(working, hit)
        if found:
            terms.append(f"{part.weight} * {_effect(found)}")
            change += part.weight * change_of(found)
    return _Struck(change, " + ".join(terms), working.book)


def _effect(found: tuple[Hit, ...]) -> str:
    """Return what the hits on a part come to, as a formula."""
    factors = [f"(1 + {hit.fact}){' ** 0.5' if hit.rooted else ''}" for hit in found]
    if len(factors) == 1 and not found[0].rooted:
        return factors[0].removeprefix("(1 + ").removesuffix(")")
    return f"({' * '.join(factors)} - 1)"


def _note_return(working: Working, hit: Hit) -> None:
    if not hit.fact.endswith("crash_return"):
        return
    coin = hit.fact.partition(".")[0].upper()
    figure = crash_returns()[coin]
    note = f"price change of {coin} over the year"
    working.given(hit.fact, figure.value, Unit.RATIO, figure.source, figure.as_of, note=note)


def _note_income(
    working: Working, held: tuple[Held, ...], moved: tuple[Decimal, ...], scenario: Scenario
) -> None:
    """Note the income after a scenario, how much of it is lost, and the loss in years of it."""
    within, cutting = scenario.id, _yields(scenario)
    after = income_after(held, moved, cutting.yields if cutting else None)
    terms = " + ".join(
        f"{one.key}.weight * {one.key}.yield_mid * (1 + {within}.{one.key}.change)" for one in held
    )
    cut = f" * (1 + {cutting.id}.yields_change)" if cutting else ""
    working.derive(f"{within}.yield_after", after, Unit.RATIO, f"({terms}){cut}")
    before = working.number("blend_yield_mid")
    if not before:
        return
    formula = f"1 - {within}.yield_after / blend_yield_mid"
    working.derive(f"{within}.income_loss", 1 - after / before, Unit.RATIO, formula)
    if after > before:
        gained, formula = after / before - 1, f"-{within}.income_loss"
        working.derive(f"{within}.income_gain", gained, Unit.RATIO, formula)
    years = working.number(f"{within}.loss") / before
    formula = f"{within}.loss / blend_yield_mid"
    working.derive(f"{within}.years_lost", years, Unit.YEARS, formula)
