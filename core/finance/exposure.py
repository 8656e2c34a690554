"""Exposure: how much of what is held lies in one place or shares one risk (ratios of the whole)."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from core.catalogue import Constituent, coin_of, stablecoins, staking_facts
from core.finance.blends import ZERO
from core.finance.stress import Held

Wanted = Callable[[Constituent], bool]


def share_of(held: Held, wanted: Wanted) -> Decimal:
    """Return the share of one holding that lies in the parts that are wanted."""
    return sum((part.weight for part in held.parts if wanted(part)), ZERO)


def exposure(held: Iterable[Held], wanted: Wanted) -> Decimal:
    """Return the share of the whole that lies in the parts that are wanted."""
    return sum((one.share * share_of(one, wanted) for one in held), ZERO)


def lies_in(kind: str, name: str) -> Wanted:
    """Return what tells whether a part lies in this `chain`, or falls with this `protocol`."""
    return lambda part: name in _names(part, kind)


def _names(part: Constituent, kind: str) -> frozenset[str]:
    return part.relies_on if kind == "protocol" else frozenset({part.chain} - {""})


def largest(held: Sequence[Held], kind: str) -> str | None:
    """Return the `chain` or `protocol` that holds the most; None when there is none."""
    names = {name for one in held for part in one.parts for name in _names(part, kind)}
    return max(sorted(names), key=lambda name: exposure(held, lies_in(kind, name)), default=None)


def largest_dollar(held: Sequence[Held]) -> str | None:
    """Return the stablecoin held most, pools of it included; None when there is none."""
    coins = {part.asset for one in held for part in one.parts} & stablecoins()
    return max(sorted(coins), key=lambda coin: exposure(held, holds(coin)), default=None)


def holds(coin: str) -> Wanted:
    """Return what tells whether a part holds a coin, alone or in a pool."""
    return lambda part: coin in {part.asset, part.partner}


def is_dollar(part: Constituent) -> bool:
    """Whether a part is in a stablecoin."""
    return part.asset in stablecoins()


def in_a_program(part: Constituent) -> bool:
    """Whether a part lies in a protocol, whose program can fail."""
    return part.protocol is not None


def is_paired(part: Constituent) -> bool:
    """Whether a part is a pool of a coin with dollars."""
    return part.paired


def is_tied(part: Constituent) -> bool:
    """Whether a part is a pool of two coins that keep together."""
    return part.method == "liquidity" and not part.paired


def is_staked(part: Constituent) -> bool:
    """Whether a part is staked."""
    return part.method == "staking"


def can_be_slashed(part: Constituent) -> bool:
    """Whether a part is staked where validators can lose stake."""
    facts = staking_facts().get(coin_of(part.asset))
    return is_staked(part) and facts is not None and facts.slashing


def slowest_out(held: Iterable[Held]) -> str | None:
    """Return the staked coin that takes longest to get back; None when none is known."""
    staked = {coin_of(part.asset) for one in held for part in one.parts if is_staked(part)}
    known = sorted(staked & staking_facts().keys())
    return max(known, key=lambda coin: staking_facts()[coin].unbonding_days, default=None)
