"""How a blend was fitted to a need, as facts: its program, what it reaches, what binds it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from core.catalogue import Policy, crash_budgets, index_named, indices
from core.facts import HOUSE, FactBook, Unit, Working
from core.finance.blends import Binding, Blend, reachable_yield

HUNDRED = Decimal(100)


@cache
def leg_facts(index_id: str) -> FactBook:
    """Return the house range of an index and its middle."""
    working, index = Working(), index_named(index_id)
    key, house = index.key, index.house
    note = (
        f"house range for {index.name}" if house.high else f"{index.name} counts as paying nothing"
    )
    for end, value in (("low", house.low), ("high", house.high)):
        working.given(f"{key}.yield_{end}", value, Unit.RATIO, HOUSE, house.adopted, note=note)
    working.derive(
        f"{key}.yield_mid",
        house.middle,
        Unit.RATIO,
        f"({key}.yield_low + {key}.yield_high) / 2",
        note=f"middle of the house range for {index.name}",
    )
    return working.book


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What the shares of a policy's blend may be, as facts, and their names for a formula."""

    book: FactBook
    names: str


@lru_cache(maxsize=64)
def program_facts(policy: Policy, risk: str) -> ProgramFacts:
    """Return the crash budget, and each leg's policy share, band and middle yield."""
    working, adopted = Working(), indices()[policy.legs[0].index].house.adopted
    budget, note = crash_budgets()[risk], f"what prices may take in a crash year, {risk} risk"
    working.given("crash_budget", budget, Unit.RATIO, HOUSE, adopted, note=note)
    names = ["crash_budget"]
    note = f"share in the {policy.id} policy and the band it may move in"
    for own in policy.legs:
        key = indices()[own.index].key
        working.include(leg_facts(own.index))
        bounds = (("policy", own.weight), ("least", own.least), ("most", own.most))
        for kind, value in bounds:
            name = f"{key}.{kind}_weight"
            working.given(name, value, Unit.RATIO, HOUSE, adopted, note=note)
            names.append(name)
        names.append(f"{key}.yield_mid")
    return ProgramFacts(working.book, ", ".join(names))


def note_nearest_weights(working: Working, blend: Blend, risk: str, need_name: str) -> None:
    """Note the shares that the optimiser found, as derived from need, policy, bands and yields."""
    program = program_facts(blend.policy, risk)
    working.include(program.book)
    formula = f"nearest_blend({need_name}, {program.names})"
    note = "share nearest to the policy in risk that meets the need within the limits"
    for leg in blend.legs:
        working.derive(f"{leg.index.key}.weight", leg.weight, Unit.RATIO, formula, note)


def note_shortfall(working: Working, own: Blend, risk: str, need_name: str) -> None:
    """Note the most that the limits allow and by how much it falls short, where it does."""
    best = reachable_yield(own.policy, risk)
    short = working.number(need_name) - best
    if short <= 0:
        return
    program = program_facts(own.policy, risk)
    working.include(program.book)
    working.derive("best_yield", best, Unit.RATIO, f"highest_yield({program.names})")
    working.derive("yield_shortfall", short, Unit.RATIO, f"{need_name} - best_yield")


def note_binding(
    working: Working, blend: Blend, binding: Binding, risk: str, need_name: str
) -> None:
    """Note the bound of the limit that binds, and what one percent of the money more would bring.

    The multiplier of the limit in the program says what a whole share of room would bring a year.
    """
    adopted = blend.legs[0].index.house.adopted
    note = "house limit of this risk level"
    working.given("limit_share", binding.limit.bound, Unit.RATIO, HOUSE, adopted, note=note)
    formula = f"limit_multiplier({need_name}, {program_facts(blend.policy, risk).names})"
    working.derive("limit_multiplier", binding.easing, Unit.RATIO, formula)
    easing = binding.easing / HUNDRED
    working.derive("limit_easing", easing, Unit.RATIO, "limit_multiplier / 100")
