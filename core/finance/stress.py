"""Stress: what a bad event does to what is held, part by part.

Changes are ratios: −0.5 halves. A part that shocks of several kinds hit loses to each in turn; of
one kind the hardest hits it, and a shock of its own coin stands before one of all coins.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from core.catalogue import (
    Constituent,
    coin_of,
    crash_returns,
    issuers,
    stablecoins,
    staked_coins,
)
from core.finance.blends import ZERO, Blend

ONE = Decimal(1)
EVERY_STABLECOIN = "stablecoins"
"""What is named where all of them lose their dollar."""
CASH = "cash"
"""The method of money that is no coin, and its name: no shock here reaches it."""


@dataclass(frozen=True, slots=True)
class Held:
    """Something held: its share of the whole, what it pays a year (ratios), and its parts."""

    key: str
    """Prefix of its facts' names."""
    name: str
    share: Decimal
    rate: Decimal
    parts: tuple[Constituent, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Shocks that come together, None where there is none; see `stress_scenarios.toml`.

    `asset`, `stablecoin_named` and `protocol_named` tell which one a person named.
    """

    id: str
    subject: str = ""
    """What a person named: a symbol, a protocol's slug, or a kind; empty for the house's own."""
    history: bool = False
    coins: Decimal | None = None
    asset: str | None = None
    """The one coin that `coins` is about; None for every coin."""
    staked: Decimal | None = None
    issuer: str | None = None
    """The protocol whose staking token `staked` is about; None for every one."""
    stablecoin: Decimal | None = None
    stablecoin_named: str | None = None
    """A symbol, or `EVERY_STABLECOIN`; None for the one held most."""
    protocol: Decimal | None = None
    protocol_named: str | None = None
    yields: Decimal | None = None
    also: tuple["Scenario", ...] = ()
    """Further shocks at the same time; each has an id of its own."""

    @property
    def events(self) -> tuple["Scenario", ...]:
        """This shock and those that come with it."""
        return (self, *self.also)


@dataclass(frozen=True, slots=True)
class Hit:
    """One shock on one part: the fact it is read from, its size, and whether a pool softens it."""

    fact: str
    change: Decimal
    rooted: bool = False
    own: bool = True
    """Whether it is about this very coin, and not about every one."""

    @property
    def effect(self) -> Decimal:
        """What it does to the part's value (ratio)."""
        return (ONE + self.change).sqrt() - ONE if self.rooted else self.change


def held_of(blend: Blend) -> tuple[Held, ...]:
    """Return a blend as what is held, each leg at its middle yield."""
    return tuple(
        Held(
            leg.index.key,
            leg.index.name,
            leg.weight,
            leg.index.house.middle,
            leg.index.constituents,
        )
        for leg in blend.legs
    )


def settled(scenario: Scenario, held: Iterable[Held]) -> Scenario:
    """Return a scenario with the stablecoin and the protocol held most filled in."""
    held = tuple(held)
    also = tuple(settled(one, held) for one in scenario.also)
    if scenario.stablecoin is None and scenario.protocol is None:
        return replace(scenario, also=also) if also else scenario
    coin = scenario.stablecoin_named or _largest(held, _stablecoins)
    protocol = scenario.protocol_named or _largest(held, _protocols)
    return replace(scenario, stablecoin_named=coin, protocol_named=protocol, also=also)


def hits(part: Constituent, scenario: Scenario) -> tuple[Hit, ...]:
    """Return the shocks of a scenario that reach a part, of each kind the one that counts."""
    kinds = (_price_hit, _staking_hit, _dollar_hit, _protocol_hit)
    reached = ([hit for one in scenario.events if (hit := kind(part, one))] for kind in kinds)
    return tuple(_counting(found) for found in reached if found)


def _counting(found: list[Hit]) -> Hit:
    """Return the hardest of the hits of one kind; a rise of the very coin stands before a fall."""
    hardest = min(found, key=lambda hit: hit.change)
    own = [hit for hit in found if hit.own]
    return own[0] if own and not hardest.own and own[0].change > 0 else hardest


def reaches(held: Iterable[Held], scenario: Scenario) -> bool:
    """Return whether a shock, without those that come with it, touches anything that is held."""
    alone = replace(scenario, also=())
    return alone.yields is not None or any(hits(part, alone) for one in held for part in one.parts)


def change_of(found: Iterable[Hit]) -> Decimal:
    """Return what several shocks do to a part together (ratio, never below −1)."""
    left = ONE
    for hit in found:
        left *= ONE + hit.effect
    return left - ONE


def held_change(held: Held, scenario: Scenario) -> Decimal:
    """Return what a scenario does to something held (ratio)."""
    return sum((p.weight * change_of(hits(p, scenario)) for p in held.parts), ZERO)


def changes(held: Iterable[Held], scenario: Scenario) -> tuple[Decimal, ...]:
    """Return what a scenario does to each holding (ratios), in their order."""
    return tuple(held_change(one, scenario) for one in held)


def loss(held: Iterable[Held], moved: Iterable[Decimal]) -> Decimal:
    """Return the share of the whole that changes of the holdings take; below zero for a gain."""
    return -sum((one.share * change for one, change in zip(held, moved, strict=True)), ZERO)


def income_after(
    held: Iterable[Held], moved: Iterable[Decimal], yields: Decimal | None = None
) -> Decimal:
    """Return what is paid a year after the holdings changed, as a share of the whole before.

    Income falls with the value of what pays it, and with the yields where they change too.
    """
    pairs = zip(held, moved, strict=True)
    paid = sum((one.share * one.rate * (ONE + change) for one, change in pairs), ZERO)
    return paid * (ONE + (yields or ZERO))


def _price_hit(part: Constituent, scenario: Scenario) -> Hit | None:
    coin = coin_of(part.asset)
    if coin in stablecoins() or part.method == CASH:
        return None
    if scenario.history and coin in crash_returns():
        return Hit(f"{coin.lower()}.crash_return", crash_returns()[coin].value, part.paired)
    if scenario.coins is None or scenario.asset not in {None, coin}:
        return None
    fact = f"{scenario.id}.coins_change"
    return Hit(fact, scenario.coins, part.paired, own=scenario.asset is not None)


def _staking_hit(part: Constituent, scenario: Scenario) -> Hit | None:
    """A pool of a staking token with its coin fills up with the one that is sold."""
    token = next((one for one in (part.asset, part.partner) if one in staked_coins()), None)
    staked_with = issuers().get(token or "")
    if staked_with is None and part.method == "staking":
        staked_with = part.protocol
    if scenario.staked is None or staked_with is None:
        return None
    meant = scenario.issuer in {None, staked_with}
    return Hit(f"{scenario.id}.staked_change", scenario.staked) if meant else None


def _dollar_hit(part: Constituent, scenario: Scenario) -> Hit | None:
    """A pool of dollars fills up with the coin that falls: all of it is hit."""
    if scenario.stablecoin is None or not _is_stable(part):
        return None
    named = scenario.stablecoin_named
    if named == EVERY_STABLECOIN or named in {part.asset, part.partner}:
        return Hit(f"{scenario.id}.stablecoin_change", scenario.stablecoin, part.paired)
    return None


def _is_stable(part: Constituent) -> bool:
    return part.asset in stablecoins() or part.partner in stablecoins()


def _protocol_hit(part: Constituent, scenario: Scenario) -> Hit | None:
    if scenario.protocol is None or scenario.protocol_named not in part.relies_on:
        return None
    return Hit(f"{scenario.id}.protocol_change", scenario.protocol)


def _stablecoins(part: Constituent) -> Iterable[str]:
    """Return the stablecoin of a part, the first of two."""
    return [coin for coin in (part.asset, part.partner) if coin and coin in stablecoins()][:1]


def _protocols(part: Constituent) -> Iterable[str]:
    return sorted(part.relies_on)


def _largest(held: Iterable[Held], names_of: Callable[[Constituent], Iterable[str]]) -> str | None:
    """Return the name that holds the largest share of the whole, the first where equal."""
    shares: dict[str, Decimal] = {}
    for one in held:
        for part in one.parts:
            for name in names_of(part):
                shares[name] = shares.get(name, ZERO) + one.share * part.weight
    return max(shares, key=shares.__getitem__, default=None)
