"""What a bad event would do to a plan, a holding or a blend."""

from dataclasses import dataclass, replace
from decimal import Decimal

from core.advice.blend_facts import note_worst_coins
from core.advice.events import CRASH, house_event, house_scenario, note_events
from core.advice.held import note_held
from core.advice.outcome import Outcome, note_outcome
from core.catalogue import StressScenario, issuers, stress_scenarios
from core.facts import YOU, FactBook, Unit, Working
from core.finance.market import MarketSnapshot
from core.finance.stress import EVERY_STABLECOIN, Held, Scenario
from core.requests import Coins, Profile, StressTestRequest


@dataclass(frozen=True, slots=True)
class Softer:
    """What would have softened the first outcome: `moved`, `spread`, `outside`, `wait`, `spend`.

    `moved` names from where to where a tenth of the money would have gone.
    """

    kind: str
    moved: str = ""


@dataclass(frozen=True, slots=True)
class StressTestAdvice:
    """The outcomes: of the shock that was named first, then of the scenarios, worst first."""

    book: FactBook
    outcomes: tuple[Outcome, ...]
    named: bool
    """Whether the first outcome is of an event that the person named."""
    held: tuple[Held, ...]
    profile: Profile
    of_blend: bool
    """Whether a blend was tried, and not what the person holds."""
    softer: Softer | None


def stress_test(request: StressTestRequest, snapshot: MarketSnapshot) -> StressTestAdvice:
    """Try what is held against the shock that was named, or against every scenario."""
    working = Working()
    held = note_held(working, request, snapshot)
    tried = _tried(working, request, snapshot)
    outcomes = [note_outcome(working, held, *one) for one in tried]
    _note_like(working, request, outcomes[0])
    if len(outcomes) > _NAMED_AND_ANOTHER:
        outcomes.sort(key=_by_loss, reverse=True)
    note_worst_coins(working)
    softer = _note_softer(working, held, outcomes[0])
    return StressTestAdvice(
        book=working.book,
        outcomes=tuple(outcomes),
        named=len(outcomes) <= _NAMED_AND_ANOTHER,
        held=held,
        profile=request.profile,
        of_blend=is_of_blend(request),
        softer=softer,
    )


_NAMED_AND_ANOTHER = 2


def _tried(
    working: Working, request: StressTestRequest, snapshot: MarketSnapshot
) -> list[tuple[Scenario, str, str]]:
    """Return the event that was named with the crash year beside it, or else every scenario."""
    house = {scenario.id: _of_house(scenario) for scenario in stress_scenarios()}
    if request.shocks:
        named = note_events(working, request.shocks, request.scenario, snapshot)
        return [(named, "", YOU), house[CRASH]]
    if request.scenario in house:
        tried = [house[name] for name in dict.fromkeys((request.scenario, CRASH))]
        return [_about(*tried[0], request.struck), *tried[1:]]
    return list(house.values())


def _note_like(working: Working, request: StressTestRequest, named: Outcome) -> None:
    """Note how far a named scenario of the house goes, and when that happened."""
    house = house_scenario(request.scenario)
    if house is None or house.like is None or named.scenario.id != house.id:
        return
    kind = next(iter(house.changes))
    fall, of = -house.changes[kind], house.id
    working.derive(f"{of}.fall", fall, Unit.RATIO, f"-{of}.{kind}_change")
    working.given(f"{of}.day", house.as_of, Unit.DATE, house.source, house.as_of)


def _about(
    scenario: Scenario, title: str, source: str, struck: str | None
) -> tuple[Scenario, str, str]:
    """Return a scenario of the house, about the coin that was named with it."""
    if struck is None:
        return scenario, title, source
    if scenario.staked is not None:
        issuer = issuers().get(struck)
        return replace(scenario, issuer=issuer), f"a discount on {struck}", source
    return replace(scenario, stablecoin_named=struck), f"a lost peg of {struck}", source


def is_of_blend(request: StressTestRequest) -> bool:
    """Return whether a blend of the house is meant, and nothing that the person holds."""
    own = isinstance(request.capital, Coins) or request.assets or request.shares
    return not own and not request.indices and not (request.placed and request.capital)


def _by_loss(outcome: Outcome) -> Decimal:
    return outcome.loss


def _of_house(house: StressScenario) -> tuple[Scenario, str, str]:
    """Return a scenario of the house, its title, and the source of its sizes."""
    return house_event(house), house.title, house.source


A_TENTH, TWO = Decimal("0.1"), Decimal(2)


def _note_softer(working: Working, held: tuple[Held, ...], worst: Outcome) -> Softer | None:
    """Note what would have softened an outcome, and what that saves of the whole (ratio)."""
    scenario = worst.scenario
    if worst.loss < 0 or not worst.hits or (scenario.yields or 0) > 0:
        return None
    if scenario.also or scenario.history or scenario.coins is not None:
        return _note_moved(working, held, scenario.id)
    if scenario.stablecoin_named == EVERY_STABLECOIN:
        return Softer("outside")
    if scenario.protocol is not None or scenario.stablecoin is not None:
        working.constant("places", TWO, "places instead of one")
        saved = worst.loss / TWO
        working.derive("softened_loss", saved, Unit.RATIO, f"{scenario.id}.loss / places")
        return Softer("spread")
    return Softer("wait" if scenario.staked is not None else "spend")


def _note_moved(working: Working, held: tuple[Held, ...], within: str) -> Softer | None:
    """Note what a tenth of the money moved from the holding hit most to the one hit least saves.

    Only what is a tenth of the money or more can give so much.
    """
    moved = {one.key: working.number(f"{within}.{one.key}.change") for one in held}
    large = [one for one in held if one.share >= A_TENTH]
    if not large:
        return None
    hardest = min(large, key=lambda one: moved[one.key])
    mildest = max(held, key=lambda one: moved[one.key])
    saved = (moved[mildest.key] - moved[hardest.key]) * A_TENTH
    if not saved:
        return None
    working.constant("a_tenth", A_TENTH, "a tenth of the money")
    formula = f"a_tenth * ({within}.{mildest.key}.change - {within}.{hardest.key}.change)"
    working.derive("softened_loss", saved, Unit.RATIO, formula)
    return Softer("moved", f"{hardest.name} to {mildest.name}")
