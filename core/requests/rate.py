"""What a rate comes to: turned into a yield, after what comes off it, or in a pool lent out."""

from dataclasses import dataclass
from decimal import Decimal

from core.knowledge import RATE_PAGES
from core.money import Money
from core.nlu.described import LendingTerms
from core.nlu.utterance import Intent, Quote, Rate, Slots
from core.requests.frame import Coins, MissingSlot, Profile, capital_of


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
    after: Decimal | None
    """None for a pool that all want to leave."""
    terms: LendingTerms
    """What was said of the pool's own curve."""
    rate: Decimal | None
    """What lenders were said to get before."""
    capital: Money | Coins | None
    assets: tuple[str, ...]
    protocols: tuple[str, ...]
    profile: Profile


_CONVERSIONS = frozenset({"apr-vs-apy", "compounding"})


def computes(slots: Slots) -> bool:
    """Whether a page was asked for on a rate of one's own, which can be computed."""
    if slots.topic == "utilisation":
        return _is_of_pool(slots)
    return slots.topic in RATE_PAGES and slots.yield_ is not None


def _is_of_pool(slots: Slots) -> bool:
    """Whether a share lent out is named, or asked about for when all want to leave."""
    return slots.utilisation is not None or bool(slots.lending and slots.lending.run)


def complete_rate(slots: Slots, profile: Profile) -> RateRequest | UtilisationRequest | MissingSlot:
    """Return the question as it was asked, or ask for the page that was meant instead."""
    if _is_of_pool(slots):
        said = slots.utilisation
        return UtilisationRequest(
            said.low if said and said.low != said.high else None,
            said.high if said else None,
            slots.lending or LendingTerms(),
            slots.yield_.high if slots.yield_ else None,
            capital_of(slots),
            slots.assets,
            slots.protocols,
            profile,
        )
    if slots.yield_ is None:
        return MissingSlot("topic", Intent.EXPLAIN)
    low, high = sorted((slots.yield_.low, slots.yield_.high))
    quote = slots.quote or Quote()
    converts = slots.topic in _CONVERSIONS or quote.compounded is not None
    return RateRequest(Rate(low, high), quote, converts, profile)
