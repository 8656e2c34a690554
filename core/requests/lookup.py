"""What something pays now, and where."""

from dataclasses import dataclass

from core.catalogue import asset_facts, is_dollars
from core.finance.market import chain_slug
from core.money import Money
from core.nlu.utterance import Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of


@dataclass(frozen=True, slots=True)
class YieldLookupRequest:
    """What something pays now, and where."""

    assets: tuple[str, ...]
    protocols: tuple[str, ...]
    chain: str | None
    method: str | None
    capital: Money | Coins | None
    profile: Profile
    stable: bool = False
    """Whether only what keeps to a currency was asked for."""


def complete_lookup(slots: Slots, profile: Profile) -> YieldLookupRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    assets, chain = slots.assets, slots.chain
    network = _network(slots)
    if network:
        assets, chain = (), network
    return YieldLookupRequest(
        assets,
        slots.protocols,
        chain,
        slots.method,
        capital_of(slots),
        profile,
        bool(slots.stable),
    )


def _network(slots: Slots) -> str | None:
    """Return the chain that a coin's name stands for: "stablecoins on Solana" is no SOL."""
    if not slots.stable or slots.chain or len(slots.assets) != 1 or is_dollars(slots.assets[0]):
        return None
    facts = asset_facts().get(slots.assets[0])
    return chain_slug(facts.chain) if facts else None
