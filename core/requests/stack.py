"""What several yields on one holding come to."""

from dataclasses import dataclass, replace
from decimal import Decimal

from core.money import Money
from core.nlu.described import Loop
from core.nlu.utterance import Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of


@dataclass(frozen=True, slots=True)
class YieldStackRequest:
    """What several yields on one holding come to."""

    assets: tuple[str, ...]
    protocols: tuple[str, ...]
    capital: Money | Coins | None
    method: str | None
    loop: Loop | None
    """What is borrowed against it to earn again."""
    rate: Decimal | None
    """A rate that was named: what the borrowed money earns, or what the layer on top pays."""
    profile: Profile


def restacked(before: Slots, said: Slots) -> Slots:
    """Return a question about a stack with what was said of the same one put over it."""
    old, new = before.loop, said.loop
    kept = before.without("protocols", "holdings", "capital") if said.assets else before
    slots = kept.overlaid(said)
    if old is None or new is None:
        return slots
    sized = new.multiple is not None or new.share is not None
    return replace(
        slots,
        loop=Loop(
            old.repeats,
            new.multiple if sized else old.multiple,
            new.share if sized else old.share,
            old.cost if new.cost is None else new.cost,
        ),
    )


def complete_stack(slots: Slots, profile: Profile) -> YieldStackRequest | MissingSlot:
    """Return the question as it was asked, or what it lacks."""
    return YieldStackRequest(
        slots.assets,
        slots.protocols,
        capital_of(slots),
        slots.method,
        slots.loop,
        slots.yield_.high if slots.yield_ else None,
        profile,
    )
