"""How a rate is quoted: as APR or APY, how often it compounds, and what comes off it."""

import re
from collections.abc import Iterator
from decimal import Decimal

from core.nlu.matching import Tokens
from core.nlu.roles import Bound
from core.nlu.utterance import Quote, Rate, Slots

_TIMES = {
    **dict.fromkeys(("year", "yearly", "annually", "annual"), Decimal(1)),
    **dict.fromkeys(("quarter", "quarterly"), Decimal(4)),
    **dict.fromkeys(("month", "monthly"), Decimal(12)),
    **dict.fromkeys(("week", "weekly"), Decimal(52)),
    **dict.fromkeys(("day", "daily"), Decimal(365)),
    **dict.fromkeys(("hour", "hourly"), Decimal(8760)),
    **dict.fromkeys(("second", "continuously", "continuous", "block"), Decimal(31_536_000)),
}
"""How often a year a rate compounds; a block and no pause at all are nearly a second."""
_KINDS = frozenset({"apr", "apy"})
_NEAR, _RIGHT_AFTER = 3, 2


def quote_of(said: Tokens, bound: tuple[Bound, ...]) -> Quote | None:
    """Return how the rate of a message is quoted; None when nothing is said of it."""
    kind, compounded = _kind(said), _compounded(said)
    fee, cost, dilution = (_ratio(bound, role) for role in ("fee", "cost", "dilution"))
    net = ("{rate}" in said.places and bool(_NET.search(said.text))) or None
    is_quoted = any(part is not None for part in (kind, compounded, fee, cost, dilution, net))
    return Quote(kind, compounded, fee, cost, dilution, net) if is_quoted else None


_NET = re.compile(
    r"\bgross up (?:a )?\{rate\}"
    r"|\{rate\} (?:a year |per year |yield |return )?(?:net\b(?! of)|in my pocket)"
    r"|\bto (?:have|keep|get|net|clear|(?:be left|end up) with) (?:about )?\{rate\}"
    r"|\b(?:want|need|keep|net|clear) (?:about |a )?\{rate\} (?:net )?(?:after|left|when|real)\b"
    r"|\{rate\} after tax(?:es)?\b.*\bgross\b|\bgross\b.*\{rate\} after tax"
)
"""How a rate is told that is to be left once all is off it."""


def rate_page(stated: Slots) -> str | None:
    """Return the page of what is worked out on a rate of one's own; None where nothing is."""
    quote = stated.quote or Quote()
    if stated.yield_ is None:
        return None
    if quote.dilution is not None:
        return "real-yield"
    if stated.tax_rate or stated.inflation or quote.fee or quote.cost:
        return "what-is-left-out"
    return "apr-vs-apy" if quote.compounded else None


def frequency_alone(said: Tokens) -> Decimal | None:
    """Return how often a year a short message says that it compounds: "and daily?"."""
    named = [_TIMES[word] for word in said.words if word in _TIMES]
    others = {word for word in said.words if word.isalpha() and word not in _TIMES} - _WITH
    return named[0] if len(named) == 1 and not others and not said.entities else None


_WITH = frozenset(
    {"and", "what", "if", "how", "about", "compounded", "compounding", "paid", "it", "is", "every"}
    | {"each", "when", "with", "or", "then", "instead"}
)


def _kind(said: Tokens) -> str | None:
    """Return what stands right after a rate, else what is named first."""
    if not said.holds(_CALLED):
        return None
    for place, entity in said.entities.items():
        if isinstance(entity.value, Rate):
            after = said.words[place + 1 : place + 1 + _RIGHT_AFTER]
            kind = next((_CALLED[word] for word in after if word in _CALLED), None)
            if kind:
                return kind
    return next((word for word in said.words if word in _KINDS), None)


_CALLED = {"apr": "apr", "apy": "apy", "nominal": "apr", "effective": "apy"}
"""What a rate is by the word behind it."""


def _compounded(said: Tokens) -> Decimal | None:
    """Return the frequency named near "compounding", or beside a conversion."""
    if not said.holds(_TIMES):
        return None
    converts = set(said.words) >= _KINDS
    near = {place for at in _compounding(said) for place in range(at - _NEAR, at + _NEAR + 1)}
    for place, word in enumerate(said.words):
        quotes = word.endswith("ly") and (converts or _is_beside_kind(said.words, place))
        if word in _TIMES and (place in near or quotes):
            return _TIMES[word]
    return None


def _is_beside_kind(words: tuple[str, ...], place: int) -> bool:
    """Whether a frequency stands right at a kind of rate: "8 % apr weekly", "apr paid hourly"."""
    before = [word for word in words[place - 2 : place] if word not in {"paid", "payable"}]
    return before[-1:] in ([kind] for kind in _CALLED)


def _compounding(said: Tokens) -> Iterator[int]:
    return (at for at, word in enumerate(said.words) if word.startswith("compound"))


def _ratio(bound: tuple[Bound, ...], role: str) -> Decimal | None:
    rates = (one.entity.value for one in bound if one.role == role)
    return next((rate.high for rate in rates if isinstance(rate, Rate)), None)
