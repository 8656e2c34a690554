"""Whether a named protocol, coin, offer or rate can be believed."""

from dataclasses import dataclass

from core.catalogue import failures, protocol_facts
from core.money import Money
from core.nlu.described import Told
from core.nlu.utterance import Offer, Rate, Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of


@dataclass(frozen=True, slots=True)
class CheckYieldRequest:
    """Whether a named protocol, coin, offer or rate can be believed."""

    capital: Money | Coins | None
    rate: Rate | None
    offer: Offer | None
    assets: tuple[str, ...]
    protocols: tuple[str, ...]
    method: str | None
    venue: str | None
    """The exchange, lender or wallet that was named."""
    moved_from: str | None
    """The protocol that money is to leave for another one."""
    profile: Profile
    chain: str | None = None
    told: Told | None = None
    """What was told of the place."""


def complete_check(slots: Slots, profile: Profile) -> CheckYieldRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    left = slots.placed if len(slots.protocols) > 1 else None
    return CheckYieldRequest(
        capital_of(slots),
        slots.yield_,
        slots.offer,
        slots.assets,
        tuple(name for name in slots.protocols if name != left),
        slots.method,
        slots.venue if slots.venue not in _WALLETS else None,
        left if left in slots.protocols else None,
        profile,
        slots.chain,
        slots.told,
    )


_WALLETS = frozenset({"ledger", "exodus", "phantom", "metamask", "trezor"})
"""Places that hold nothing for anybody: who has the keys is whoever uses them."""


def names_a_failure(slots: Slots) -> bool:
    """Return whether a coin or a place is named that failed: then that is the answer."""
    named = (*slots.assets, *slots.protocols, slots.venue)
    return any(
        name in failures() or (name in protocol_facts() and protocol_facts()[name].failed)
        for name in named
        if name
    )
