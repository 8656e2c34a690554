"""How a rate is quoted: as APR or APY, how often it compounds, and the fee that comes off it."""

from collections.abc import Iterator
from decimal import Decimal

from core.nlu.matching import Tokens
from core.nlu.roles import Bound
from core.nlu.utterance import Quote, Rate

_TIMES = {
    **dict.fromkeys(("year", "yearly", "annually", "annual"), Decimal(1)),
    **dict.fromkeys(("quarter", "quarterly"), Decimal(4)),
    **dict.fromkeys(("month", "monthly"), Decimal(12)),
    **dict.fromkeys(("week", "weekly"), Decimal(52)),
    **dict.fromkeys(("day", "daily"), Decimal(365)),
    **dict.fromkeys(("second", "continuously", "continuous", "block"), Decimal(31_536_000)),
}
"""How often a year a rate compounds; a block and no pause at all are nearly a second."""
_KINDS = frozenset({"apr", "apy"})
_NEAR, _RIGHT_AFTER = 3, 2


def quote_of(said: Tokens, bound: tuple[Bound, ...]) -> Quote | None:
    """Return how the rate of a message is quoted; None when nothing is said of it."""
    kind, compounded, fee = _kind(said), _compounded(said), _fee(bound)
    if kind is None and compounded is None and fee is None:
        return None
    return Quote(kind, compounded, fee)


def _kind(said: Tokens) -> str | None:
    """Return what stands right after a rate, else what is named first."""
    for place, entity in said.entities.items():
        if isinstance(entity.value, Rate):
            after = said.words[place + 1 : place + 1 + _RIGHT_AFTER]
            kind = next((word for word in after if word in _KINDS), None)
            if kind:
                return kind
    return next((word for word in said.words if word in _KINDS), None)


def _compounded(said: Tokens) -> Decimal | None:
    """Return the frequency named near "compounding", or beside a conversion."""
    if _TIMES.keys().isdisjoint(said.words):
        return None
    converts = set(said.words) >= _KINDS
    near = {place for at in _compounding(said) for place in range(at - _NEAR, at + _NEAR + 1)}
    for place, word in enumerate(said.words):
        if word in _TIMES and (place in near or (converts and word.endswith("ly"))):
            return _TIMES[word]
    return None


def _compounding(said: Tokens) -> Iterator[int]:
    return (at for at, word in enumerate(said.words) if word.startswith("compound"))


def _fee(bound: tuple[Bound, ...]) -> Decimal | None:
    fees = (one.entity.value for one in bound if one.role == "fee")
    return next((fee.high for fee in fees if isinstance(fee, Rate)), None)
