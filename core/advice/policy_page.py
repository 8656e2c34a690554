"""Why a blend is what it is: the policy behind it, its bands, and the limits it keeps."""

from dataclasses import dataclass

from core.advice.fit_facts import leg_facts, note_binding, note_shortfall, program_facts
from core.advice.held import note_blend_for
from core.advice.sums import note_capital
from core.catalogue import (
    concentration_limits,
    default_bands,
    figures,
    indices,
)
from core.facts import HOUSE, FactBook, Unit, Working
from core.finance.blends import (
    ZERO,
    Band,
    Binding,
    Blend,
    nearest_blend,
    policy_yield,
    reachable_yield,
    shares_within,
    yield_within,
)
from core.finance.market import MarketSnapshot
from core.requests import Profile, StressTestRequest


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a policy's blend could be moved towards a need, as `best_yield` (ratio a year)."""

    suffices: bool
    binding: Binding | None
    """What holds it where it then is."""


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """A blend with its policy; `<leg>.least_weight` and `<leg>.most_weight` are its bands."""

    book: FactBook
    blend: Blend
    binding: Binding | None
    reach: Reach | None
    """How far the blend could be moved to meet a goal that it was not moved for."""
    profile: Profile


def policy_page(request: StressTestRequest, snapshot: MarketSnapshot) -> PolicyPage:
    """Return why the blend for a question is this one."""
    working, capital = Working(), None
    if request.capital:
        capital = note_capital(working, request.capital, snapshot, request.profile.reserve)
    fitted = note_blend_for(working, request, capital, snapshot)
    blend, risk = fitted.blend, request.profile.risk
    working.include(program_facts(blend.policy, risk).book)
    reach = _note_reach(working, blend, request)
    _note_limits(working)
    _note_default(working)
    return PolicyPage(working.book, blend, fitted.binding, reach, request.profile)


def _note_reach(working: Working, blend: Blend, request: StressTestRequest) -> Reach | None:
    """Note what the blend could pay at most if it were moved for the goal; None where it was.

    A need that no whole portfolio should be planned for moves nothing, nor does one that the
    blend meets by itself.
    """
    needs = ("planned_need", "required_yield")
    name = next((one for one in needs if one in working), None)
    if name is None or not blend.is_policy or request.profile.horizon_years is not None:
        return None
    need, risk = working.number(name), request.profile.risk
    if not policy_yield(blend.policy) < need < figures()["unsustainable_yield"].value:
        return None
    best, moved = reachable_yield(blend.policy, risk), nearest_blend(blend.policy, risk, need)
    formula = f"highest_yield({program_facts(blend.policy, risk).names})"
    working.derive("best_yield", best, Unit.RATIO, formula)
    note_shortfall(working, blend, risk, name)
    if moved.binding:
        note_binding(working, blend, moved.binding, risk, name)
    return Reach(need <= best, moved.binding)


def _note_limits(working: Working) -> None:
    for limit in concentration_limits():
        name = f"{limit.kind}_limit" if limit.subject is None else f"{limit.subject}_limit"
        note = "what no recommended blend exceeds in one place"
        working.given(name, limit.most, Unit.RATIO, HOUSE, limit.adopted, note=note)


def _note_default(working: Working) -> None:
    """Note the default bands (B1), what they sum to, and what they pay when made whole (X10)."""
    bands, note = default_bands(), "the house's default band"
    for band in bands:
        index = indices()[band.index]
        working.include(leg_facts(index.id))
        for end, value in (("least", band.least), ("most", band.most)):
            name = f"{index.key}.default_{end}"
            working.given(name, value, Unit.RATIO, HOUSE, index.house.adopted, note=note)
    keys = [indices()[band.index].key for band in bands]
    for end in ("least", "most"):
        total = sum((working.number(f"{key}.default_{end}") for key in keys), ZERO)
        formula = " + ".join(f"{key}.default_{end}" for key in keys)
        working.derive(f"default_{end}", total, Unit.RATIO, formula)
    for end in ("low", "high"):
        paid = [
            Band(band.least, band.most, working.number(f"{key}.yield_{end}"))
            for band, key in zip(bands, keys, strict=True)
        ]
        shares = shares_within(paid, highest=end == "high")
        terms = (f"{share} * {key}.yield_{end}" for share, key in zip(shares, keys, strict=True))
        value = yield_within(paid, highest=end == "high")
        working.derive(f"default_yield_{end}", value, Unit.RATIO, " + ".join(terms))
