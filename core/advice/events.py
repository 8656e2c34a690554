"""The shocks that a person named, as one event: the size of each is a fact within its own id."""

from dataclasses import replace
from decimal import Decimal

from core.catalogue import (
    StressScenario,
    coin_of,
    issuers,
    stablecoins,
    staked_coins,
    stress_scenarios,
)
from core.facts import YOU, Unit, Working
from core.finance.market import MarketSnapshot
from core.finance.stress import Scenario
from core.money import DEFAULT_CURRENCY, Money
from core.nlu.utterance import ONE_STABLECOIN, STAKING_TOKENS, Blow

NAMED, CRASH, TOGETHER = "named", "crash_year", "together"
_KINDS = ("coins", "staked", "stablecoin", "protocol", "yields")


def house_scenario(name: str | None) -> StressScenario | None:
    """Return the scenario of the house with an id; None where there is none."""
    return next((one for one in stress_scenarios() if one.id == name), None)


def house_event(house: StressScenario) -> Scenario:
    """Return a scenario of the house as an event."""
    event, sizes = Scenario(house.id, history=house.history), house.changes
    return replace(
        event,
        coins=sizes.get("coins"),
        staked=sizes.get("staked"),
        stablecoin=sizes.get("stablecoin"),
        protocol=sizes.get("protocol"),
        yields=sizes.get("yields"),
    )


def note_events(
    working: Working, shocks: tuple[Blow, ...], scenario: str | None, snapshot: MarketSnapshot
) -> Scenario:
    """Note the size of each shock and return them as one event.

    The scenario of the house that was named with them comes with them, unless one of them is it.
    """
    events = []
    for at, shock in enumerate(shocks):
        key = shock.subject.lower().replace("-", "_")
        events.append(_note_event(working, shock, f"{key}_shock" if at else NAMED, snapshot))
    discounted = scenario in {"staking_scare", "depeg"}
    events = [_as_discount(event) if discounted else event for event in events]
    beside = house_scenario(scenario)
    if beside and _is_further(beside, events):
        _note_sizes(working, beside)
        events.append(house_event(beside))
    first, *others = events
    return replace(first, also=tuple(others))


def _note_event(working: Working, shock: Blow, key: str, snapshot: MarketSnapshot) -> Scenario:
    """Note how far one shock goes, as `<key>_change` and `<key>_fall`, and return it."""
    kind = _kind_of(shock)
    change = _note_change(working, shock, kind, key, snapshot)
    working.derive(f"{key}_fall", -change, Unit.RATIO, f"-{key}_change")
    working.derive(f"{key}.{kind}_change", change, Unit.RATIO, f"{key}_change")
    event = Scenario(key, shock.subject)
    match kind:
        case "coins":
            coin = None if shock.subject == "market" else coin_of(shock.subject)
            return replace(event, coins=change, asset=coin)
        case "staked":
            return replace(event, staked=change, issuer=issuers().get(shock.subject))
        case "stablecoin":
            named = None if shock.subject == ONE_STABLECOIN else shock.subject
            return replace(event, stablecoin=change, stablecoin_named=named)
        case "protocol":
            return replace(event, protocol=change, protocol_named=shock.subject)
        case _:
            return replace(event, yields=change)


def _kind_of(shock: Blow) -> str:
    """Return what kind of shock it is; a staking token that only loses its peg is discounted."""
    subject = shock.subject
    if subject == STAKING_TOKENS:
        return "staked"
    if subject in {"market", "yields"}:
        return "coins" if subject == "market" else "yields"
    if subject in {"stablecoins", ONE_STABLECOIN} or subject in stablecoins():
        return "stablecoin"
    if subject.islower():
        return "protocol"
    is_unsized = shock.change is None and shock.level is None
    return "staked" if is_unsized and subject in staked_coins() else "coins"


def _as_discount(event: Scenario) -> Scenario:
    """Return the fall of a staking token as one against its coin, where that is spoken of."""
    if event.coins is None or event.subject not in staked_coins():
        return event
    issuer = issuers().get(event.subject)
    return replace(event, coins=None, asset=None, staked=event.coins, issuer=issuer)


_LIKE = {
    "coins": "coins_halve",
    "staked": "staking_scare",
    "stablecoin": "depeg",
    "protocol": "protocol_failure",
    "yields": "yields_halve",
}
"""The scenario of the house that a shock of each kind without a size is counted like."""


def _note_change(
    working: Working, shock: Blow, kind: str, key: str, snapshot: MarketSnapshot
) -> Decimal:
    """Note what a shock changes its subject by: as said, by the price gone to, or as the house."""
    name = f"{key}_change"
    if shock.change is not None:
        working.given(name, shock.change, Unit.RATIO, YOU)
        return shock.change
    if shock.level is not None and kind == "yields":
        return _note_pay_of(working, shock.level, key)
    if shock.level is not None:
        return _note_fall_to(working, shock, shock.level, key, snapshot)
    like = house_scenario(_LIKE[kind])
    assert like
    working.given(name, like.changes[kind], Unit.RATIO, like.source, like.as_of)
    return like.changes[kind]


def _note_fall_to(
    working: Working, shock: Blow, level: Decimal, key: str, snapshot: MarketSnapshot
) -> Decimal:
    """Note a price in dollars that is gone to, against the price of the snapshot."""
    reading = snapshot.prices[coin_of(shock.subject)]
    price, day = Money(reading.price, DEFAULT_CURRENCY), reading.as_of.date()
    working.given(f"{key}_price", price, Unit.MONEY, reading.source, day)
    working.given(f"{key}_level", Money(level, DEFAULT_CURRENCY), Unit.MONEY, YOU)
    change = level / reading.price - 1
    working.derive(f"{key}_change", change, Unit.RATIO, f"{key}_level / {key}_price - 1")
    return change


def _note_pay_of(working: Working, level: Decimal, key: str) -> Decimal:
    """Note the rate a year that everything is said to pay, against what it pays by the house.

    What pays nothing has no rate to fall to: nothing changes.
    """
    before = working.number("blend_yield_mid")
    working.given(f"{key}_level", level, Unit.RATIO, YOU)
    change = level / before - 1 if before else Decimal(0)
    formula = f"{key}_level / blend_yield_mid - 1" if before else "blend_yield_mid"
    working.derive(f"{key}_change", change, Unit.RATIO, formula)
    return change


def _is_further(house: StressScenario, events: list[Scenario]) -> bool:
    """Whether a scenario of the house adds to what was named: a shock of another kind does."""
    if house.id == TOGETHER:
        return False
    if house.history or "coins" in house.changes:
        return all(event.subject != "market" for event in events)
    kinds = {kind for event in events for kind in _KINDS if getattr(event, kind) is not None}
    return kinds.isdisjoint(house.changes)


def _note_sizes(working: Working, house: StressScenario) -> None:
    for kind, change in house.changes.items():
        name = f"{house.id}.{kind}_change"
        working.given(name, change, Unit.RATIO, house.source, house.as_of)
        working.derive(f"{house.id}_fall", -change, Unit.RATIO, f"-{name}")
