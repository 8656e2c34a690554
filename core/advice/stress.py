"""What a bad event would do to a plan, a holding or a blend."""

from dataclasses import dataclass
from decimal import Decimal

from core.advice.assessment import need_name, note_need, policy_stage, stage_of
from core.advice.blend_facts import note_blend, note_worst_coins
from core.advice.fit_facts import leg_facts
from core.advice.sums import note_capital, note_goal
from core.catalogue import (
    Constituent,
    StressScenario,
    coin_of,
    crash_returns,
    figures,
    income_sources,
    indices,
    protocol_facts,
    stablecoins,
    stress_scenarios,
)
from core.facts import HOUSE, YOU, FactBook, Unit, Working
from core.finance.blends import ZERO, Stage, nearest_blend, policy_blend, policy_for
from core.finance.market import MarketSnapshot
from core.finance.stress import (
    CASH,
    Held,
    Hit,
    Scenario,
    changes,
    held_of,
    hits,
    income_after,
    loss,
    settled,
)
from core.money import Money
from core.nlu.utterance import Shock
from core.requests import Coins, Profile, StressTestRequest


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one scenario does; its figures are facts within its id."""

    scenario: Scenario
    title: str
    loss: Decimal
    hits: bool
    """Whether it changes anything at all."""


@dataclass(frozen=True, slots=True)
class StressTestAdvice:
    """The outcomes: of the shock that was named first, then of the scenarios, worst first."""

    book: FactBook
    outcomes: tuple[Outcome, ...]
    named: Shock | None
    held: tuple[Held, ...]
    profile: Profile
    of_blend: bool
    """Whether a blend was tried, and not what the person holds."""
    softer: str | None
    """The name of what a tenth more of would have softened the worst outcome."""


def stress_test(request: StressTestRequest, snapshot: MarketSnapshot) -> StressTestAdvice:
    """Try what is held against the shock that was named, or against every scenario."""
    working = Working()
    held = note_held(working, request, snapshot)
    scenarios = [_of_house(scenario) for scenario in stress_scenarios()]
    if request.shock:
        scenarios = [_of_person(working, request.shock), scenarios[0]]
    outcomes = [_outcome(working, held, *one) for one in scenarios]
    if not request.shock:
        outcomes.sort(key=_by_loss, reverse=True)
    note_worst_coins(working)
    softer = _note_softer(working, held, outcomes[0])
    return StressTestAdvice(
        book=working.book,
        outcomes=tuple(outcomes),
        named=request.shock,
        held=held,
        profile=request.profile,
        of_blend=_of_blend(request),
        softer=softer,
    )


def _of_blend(request: StressTestRequest) -> bool:
    own = isinstance(request.capital, Coins) or request.assets
    return not own and not request.indices


def _by_loss(outcome: Outcome) -> Decimal:
    return outcome.loss


def note_held(
    working: Working, request: StressTestRequest, snapshot: MarketSnapshot
) -> tuple[Held, ...]:
    """Note what is held: own coins, a named index, or the blend for the goal and risk level."""
    capital = None
    if request.capital:
        reserve = request.profile.reserve
        capital = note_capital(working, request.capital, snapshot, reserve)
    if isinstance(request.capital, Coins):
        assert capital
        held = _coins(working, request.capital, capital)
    elif request.assets:
        held = _equal_parts(working, request.assets)
    elif request.indices:
        held = _index(working, request.indices[0])
    else:
        held = _blend(working, request, capital, snapshot)
    if "blend_yield_mid" not in working:
        paid = sum((one.share * one.rate for one in held), ZERO)
        formula = " + ".join(f"{one.key}.weight * {one.key}.yield_mid" for one in held)
        working.derive("blend_yield_mid", paid, Unit.RATIO, formula)
    return held


def _coins(working: Working, coins: Coins, capital: Money) -> tuple[Held, ...]:
    """Note the share of each coin, and of money beside them, by its value."""
    held = []
    for name in (*coins.quantities, *(("cash",) if coins.cash else ())):
        key = name.lower()
        value = key if name == "cash" else f"{key}.value"
        share = working.number(value) / capital.amount
        working.derive(f"{key}.weight", share, Unit.RATIO, f"{value} / capital")
        held.append(_held_coin(working, name, share))
    return tuple(held)


def _equal_parts(working: Working, assets: tuple[str, ...]) -> tuple[Held, ...]:
    """Note equal shares of some coins, when money is in them and no shares were named."""
    parts = Decimal(len(assets))
    working.constant("equal_parts", parts, "coins the money is in")
    working.constant("whole", Decimal(1), "the whole")
    for asset in assets:
        name = f"{asset.lower()}.weight"
        working.derive(name, 1 / parts, Unit.RATIO, "whole / equal_parts")
    return tuple(_held_coin(working, asset, 1 / parts) for asset in assets)


def _held_coin(working: Working, asset: str, share: Decimal) -> Held:
    """Note what one coin earns by itself; one without a source is idle."""
    key, source = asset.lower(), income_sources().get(asset)
    rate = source.house.middle if source else ZERO
    day = source.house.adopted if source else figures()["inflation"].as_of
    note = f"middle of the house range for {asset}" if source else f"{asset} is counted as idle"
    working.given(f"{key}.yield_mid", rate, Unit.RATIO, HOUSE, day, note=note)
    part = Constituent(
        id=key,
        name=asset,
        asset=asset,
        weight=Decimal(1),
        house=source.house if source else None,
        reading=None,
        paired=False,
        partner=None,
        method=source.method if source else CASH if key == CASH else "holding",
        chain="",
        protocol=_issuer(asset),
    )
    return Held(key, asset, share, rate, (part,))


def _issuer(asset: str) -> str | None:
    """Return the protocol of a staking token; a plain coin has none."""
    return {"STETH": "lido", "WSTETH": "lido", "RETH": "rocket-pool", "JITOSOL": "jito"}.get(asset)


def _index(working: Working, index_id: str) -> tuple[Held, ...]:
    index = indices()[index_id]
    working.include(leg_facts(index_id))
    working.constant(f"{index.key}.weight", Decimal(1), f"all of it in {index.name}")
    return (Held(index.key, index.name, Decimal(1), index.house.middle, index.constituents),)


def _blend(
    working: Working, request: StressTestRequest, capital: Money | None, snapshot: MarketSnapshot
) -> tuple[Held, ...]:
    profile = request.profile
    stage = Stage.NOW if profile.horizon_years is None else Stage.LATER
    need = None
    if capital and request.goal:
        income = note_goal(working, request.goal, capital.currency, profile, snapshot)
        stage = stage_of(profile, note_need(working, capital, income)[1])
        need = need_name(income)
    policy = policy_for(
        profile.risk, stage if stage is Stage.GROW else policy_stage(profile, stage)
    )
    blend = policy_blend(policy)
    sustainable = need and working.number(need) < figures()["unsustainable_yield"].value
    if need and sustainable and stage is Stage.NOW:
        blend = nearest_blend(policy, profile.risk, working.number(need)).blend
    note_blend(working, blend, profile.risk, need)
    return held_of(blend)


def _of_house(scenario: StressScenario) -> tuple[Scenario, str, str]:
    """Return a scenario of the house, its title, and the source of its sizes."""
    return (
        Scenario(
            scenario.id,
            history=scenario.history,
            coins=scenario.changes.get("coins"),
            staked=scenario.changes.get("staked"),
            stablecoin=scenario.changes.get("stablecoin"),
            protocol=scenario.changes.get("protocol"),
            yields=scenario.changes.get("yields"),
        ),
        scenario.title,
        scenario.source,
    )


def _of_person(working: Working, shock: Shock) -> tuple[Scenario, str, str]:
    """Return the shock that a person named as a scenario."""
    working.given("named_change", shock.change, Unit.RATIO, YOU)
    working.derive("named_fall", -shock.change, Unit.RATIO, "-named_change")
    subject, change = shock.subject, shock.change
    match subject:
        case "market":
            return Scenario("named", coins=change), "coin prices", YOU
        case "yields":
            return Scenario("named", yields=change), "all yields", YOU
        case _ if subject == "stablecoins" or subject in stablecoins():
            named = Scenario("named", stablecoin=change, stablecoin_named=subject)
            return named, subject, YOU
        case _ if subject in protocol_facts() or subject.islower():
            return Scenario("named", protocol=change, protocol_named=subject), subject, YOU
        case _:
            return Scenario("named", coins=change, asset=coin_of(subject)), subject, YOU


def _outcome(
    working: Working,
    held: tuple[Held, ...],
    scenario: Scenario,
    title: str,
    source: str,
) -> Outcome:
    """Note what a scenario does to each holding and to the whole."""
    within, scenario = scenario.id, settled(scenario, held)
    _note_sizes(working, scenario, source)
    moved = changes(held, scenario)
    for one, change in zip(held, moved, strict=True):
        formula = _change_formula(working, one, scenario)
        working.derive(f"{within}.{one.key}.change", change, Unit.RATIO, formula)
    lost = loss(held, moved)
    terms = " + ".join(f"{one.key}.weight * {within}.{one.key}.change" for one in held)
    working.derive(f"{within}.loss", lost, Unit.RATIO, f"-({terms})")
    _note_income(working, held, moved, scenario)
    if "capital" in working:
        capital = working.book["capital"].value
        assert isinstance(capital, Money)
        name = f"{within}.lost_money"
        working.derive(name, capital.times(lost), Unit.MONEY, f"capital * {within}.loss")
    cuts_income = scenario.yields is not None and f"{within}.income_loss" in working
    return Outcome(scenario, title, lost, bool(lost) or cuts_income)


def _note_sizes(working: Working, scenario: Scenario, source: str) -> None:
    """Note how large each shock of a scenario is, within its id."""
    for kind in ("coins", "staked", "stablecoin", "protocol", "yields"):
        size = getattr(scenario, kind)
        if size is not None:
            name = f"{scenario.id}.{kind}_change"
            as_of = None if source == YOU else stress_scenarios()[0].as_of
            working.given(name, size, Unit.RATIO, source, as_of)


def _change_formula(working: Working, held: Held, scenario: Scenario) -> str:
    """Note the coins' returns that are used, and return how the parts' changes are summed."""
    terms = []
    for part in held.parts:
        found = hits(part, scenario)
        for hit in found:
            _note_return(working, hit)
        if found:
            terms.append(f"{part.weight} * {_effect(found, scenario.id)}")
    return " + ".join(terms) or f"0 * {held.key}.weight"


def _effect(found: tuple[Hit, ...], within: str) -> str:
    """Return what the hits on a part come to, as a formula."""
    names = (h.fact if h.fact.endswith("crash_return") else f"{within}.{h.fact}" for h in found)
    roots = (" ** 0.5" if hit.rooted else "" for hit in found)
    factors = [f"(1 + {name}){root}" for name, root in zip(names, roots, strict=True)]
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
    within, after = scenario.id, income_after(held, moved, scenario.yields)
    terms = " + ".join(
        f"{one.key}.weight * {one.key}.yield_mid * (1 + {within}.{one.key}.change)" for one in held
    )
    cut = f" * (1 + {within}.yields_change)" if scenario.yields is not None else ""
    working.derive(f"{within}.yield_after", after, Unit.RATIO, f"({terms}){cut}")
    before = working.number("blend_yield_mid")
    if not before:
        return
    formula = f"1 - {within}.yield_after / blend_yield_mid"
    working.derive(f"{within}.income_loss", 1 - after / before, Unit.RATIO, formula)
    years = working.number(f"{within}.loss") / before
    formula = f"{within}.loss / blend_yield_mid"
    working.derive(f"{within}.years_lost", years, Unit.YEARS, formula)


A_TENTH = Decimal("0.1")


def _note_softer(working: Working, held: tuple[Held, ...], worst: Outcome) -> str | None:
    """Note what a tenth of the money moved from the holding hit most to the one hit least saves."""
    scenario = worst.scenario
    if not scenario.history and scenario.coins is None:
        return None  # what softens one failure makes another worse
    within = scenario.id
    moved = {one.key: working.number(f"{within}.{one.key}.change") for one in held}
    hardest, mildest = (pick(held, key=lambda one: moved[one.key]) for pick in (min, max))
    saved = (moved[mildest.key] - moved[hardest.key]) * A_TENTH
    if not saved or hardest.share < A_TENTH:
        return None
    working.constant("a_tenth", A_TENTH, "a tenth of the money")
    formula = f"a_tenth * ({within}.{mildest.key}.change - {within}.{hardest.key}.change)"
    working.derive("softened_loss", saved, Unit.RATIO, formula)
    return f"{hardest.name} to {mildest.name}"
