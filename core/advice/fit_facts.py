"""How a blend was fitted to a need, as facts: its program, what it reaches, what binds it."""

from decimal import Decimal

from core.catalogue import Index, crash_budgets, indices
from core.facts import HOUSE, Unit, Working
from core.finance.blends import Binding, Blend, highest_blend, middle_yield

HUNDRED = Decimal(100)


def note_leg_yield(working: Working, index: Index) -> None:
    """Note the house range of an index and its middle."""
    key, house = index.key, index.house
    note = f"house range for {index.name}"
    for end, value in (("low", house.low), ("high", house.high)):
        working.given(f"{key}.yield_{end}", value, Unit.RATIO, HOUSE, house.adopted, note=note)
    working.derive(
        f"{key}.yield_mid",
        house.middle,
        Unit.RATIO,
        f"({key}.yield_low + {key}.yield_high) / 2",
        note=f"middle of the house range for {index.name}",
    )


def note_nearest_weights(working: Working, blend: Blend, risk: str, need_name: str) -> None:
    """Note the shares that the optimiser found, as derived from need, policy, bands and yields."""
    formula = f"nearest_blend({need_name}, {', '.join(note_program(working, blend, risk))})"
    for leg in blend.legs:
        note = "share nearest to the policy in risk that meets the need within the limits"
        working.derive(f"{leg.index.key}.weight", leg.weight, Unit.RATIO, formula, note)


def note_program(working: Working, blend: Blend, risk: str) -> tuple[str, ...]:
    """Note what the shares of a policy's blend may be, and return the names of those facts."""
    adopted = blend.legs[0].index.house.adopted
    budget, note = crash_budgets()[risk], f"what prices may take in a crash year, {risk} risk"
    working.given("crash_budget", budget, Unit.RATIO, HOUSE, adopted, note=note)
    names = ["crash_budget"]
    note = f"share in the {blend.policy.id} policy and the band it may move in"
    for own in blend.policy.legs:
        index = indices()[own.index]
        note_leg_yield(working, index)
        bounds = (("policy", own.weight), ("least", own.least), ("most", own.most))
        for kind, value in bounds:
            name = f"{index.key}.{kind}_weight"
            working.given(name, value, Unit.RATIO, HOUSE, index.house.adopted, note=note)
            names.append(name)
        names.append(f"{index.key}.yield_mid")
    return tuple(names)


def note_shortfall(working: Working, own: Blend, risk: str, need_name: str) -> None:
    """Note the most that the limits allow and by how much it falls short, where it does."""
    best = middle_yield(highest_blend(own.policy, risk).blend)
    short = working.number(need_name) - best
    if short <= 0:
        return
    names = note_program(working, own, risk)
    working.derive("best_yield", best, Unit.RATIO, f"highest_yield({', '.join(names)})")
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
    names = ", ".join((need_name, *note_program(working, blend, risk)))
    formula = f"limit_multiplier({names})"
    working.derive("limit_multiplier", binding.easing, Unit.RATIO, formula)
    easing = binding.easing / HUNDRED
    working.derive("limit_easing", easing, Unit.RATIO, "limit_multiplier / 100")
