"""What a rate comes to: turned into a yield, after what comes off it, or in a pool lent out."""

from dataclasses import dataclass
from decimal import Decimal

from core.knowledge import RATE_PAGES
from core.nlu.utterance import Intent, Quote, Rate, Slots
from core.requests.frame import MissingSlot, Profile


@dataclass(frozen=True, slots=True)
class RateRequest:
    """What is left of a rate, turned from APR to APY or back where that was asked."""

    rate: Rate
    quote: Quote
    converts: bool
    profile: Profile


@dataclass(frozen=True, slots=True)
class UtilisationRequest:
    """What lenders get when so much of a pool is lent out (shares, before and after)."""

    before: Decimal | None
    after: Decimal
    profile: Profile


_CONVERSIONS = frozenset({"apr-vs-apy", "compounding"})


def computes(slots: Slots) -> bool:
    """Whether a page was asked for on a rate of one's own, which can be computed."""
    return slots.topic in RATE_PAGES and bool(slots.yield_ or slots.utilisation)


def complete_rate(slots: Slots, profile: Profile) -> RateRequest | UtilisationRequest | MissingSlot:
    """Return the question as it was asked, or ask for the page that was meant instead."""
    if slots.utilisation:
        low, high = sorted((slots.utilisation.low, slots.utilisation.high))
        return UtilisationRequest(low if low < high else None, high, profile)
    if slots.yield_ is None:
        return MissingSlot("topic", Intent.EXPLAIN)
    low, high = sorted((slots.yield_.low, slots.yield_.high))
    quote = slots.quote or Quote()
    converts = slots.topic in _CONVERSIONS or quote.compounded is not None
    return RateRequest(Rate(low, high), quote, converts, profile)
