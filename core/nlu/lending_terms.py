"""A lending pool in words: how much of it is lent out, its curve, and what its borrowers pay.

"usdc pool at 92% utilization with kink 80", "borrow rate 6%, reserve factor 10%, util 70 to 95".
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from core.catalogue import protocol_facts
from core.nlu.described import LendingTerms
from core.nlu.reading import Reading
from core.nlu.roles import Bound
from core.nlu.utterance import Rate, Slots

_HUNDRED = Decimal(100)
_PERCENT = r"(?P<{0}>-?\d{{1,4}}(?:[.,]\d{{1,2}})?)\ ?(?:%|percent\b|pct\b)?(?![\d,]*[km$])"
_USED = r"(?:utili[sz]ation|utilsation|utili[sz]ed|util|usage)"
_LENT = r"(?:lent(?:\ out)?|borrowed|loaned(?:\ out)?|utili[sz]ed|used\ up|drawn)"
_ONE, _TO = _PERCENT.format("before"), _PERCENT.format("after")
_WAY = rf"{_ONE}(?:\ ?(?:-+>?|>|→|to|until|up\ to)\ ?{_TO})?"
_GOES = (
    r"(?:\ ?(?:rate|ratio|is|are|at|of|goes|go|rises|rising|jumps|climbs|hits|hit|reaches|drops"
    r"|falls|moves|went|going|to|up|down|back|from|only|about|around|near|over|above|already|now"
    r"|currently|=|:|becomes|spikes))*\ ?"
)
_SHARES = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        rf"\b{_USED}\b{_GOES}{_WAY}",
        rf"(?<![\d.,$]){_WAY}\ (?:pool\ |market\ )?{_USED}\b",
        rf"(?<![\d.,$]){_WAY}\ (?:of\ (?:it|that|the\ \w+|a\ \w+|all|aave|my\ \w+)\ )?"
        rf"(?:(?:is|are|gets?|was)\ )?(?:already\ )?{_LENT}\b",
        rf"\b{_LENT}\b{_GOES}{_WAY}",
    )
)
_FULL = re.compile(
    rf"\b(?:full(?:y)?|max(?:imum)?|complete(?:ly)?)\ (?:{_USED}|{_LENT})\b", re.VERBOSE
)
_BARE = re.compile(rf"(?<![\d.,$]){_WAY}\W*$", re.VERBOSE)
_LATER = re.compile(rf"\b(?:at|to|with)\ {_TO}\W*$", re.VERBOSE)
_TERMS = {
    "kink": r"(?:kinks?|optimal(?:\ (?:point|usage|utili[sz]ation))?|u[_ -]?opt)",
    "reserve": r"(?:reserve\ (?:factor|rate|cut|fee))",
    "slope": r"(?:slope\ ?(?:1|one)|first\ slope)",
    "steep": r"(?:slope\ ?(?:2|two)|second\ slope|jump(?:\ (?:rate|slope))?)",
    "base": r"(?:base(?:\ (?:rate|borrow\ rate))?)",
    "borrow": r"(?:borrow(?:ing)?\ (?:rate|apr|apy|cost|interest)|borrowers\ pay|borrow)",
}
_IS = r"(?:\ ?(?:is|at|of|pays?|=|:|to|around|about))?\ ?"


@dataclass(frozen=True, slots=True)
class LendingSaid:
    """What is said of a lending pool, and which stretches of the text say it."""

    utilisation: Rate | None = None
    terms: LendingTerms | None = None
    page: str | None = None
    """The page about it, where no share lent out is named."""
    spans: tuple[tuple[int, int], ...] = ()

    def apart_from(self, bound: tuple[Bound, ...], reading: Reading) -> tuple[Bound, ...]:
        """Return the amounts without those that the pool is described by."""
        spans = [reading.span(*span) for span in self.spans]
        return tuple(b for b in bound if not any(a <= b.entity.start < z for a, z in spans))

    def over(self, stated: Slots) -> Slots:
        """Return the slots with what is said of the pool, to which nothing else happens."""
        if self.utilisation is None:
            return replace(stated, lending=self.terms) if self.page else stated
        found = replace(stated, utilisation=self.utilisation, lending=self.terms, offer=None)
        return found.without("shock", "blows", "besides")


def lending_said(text: str, *, spoken_of: bool = False) -> LendingSaid:
    """Return what a text in lower case says of a lending pool.

    `spoken_of`: such a pool was answered about, and a percentage alone is another share lent out.

    >>> lending_said("usdc pool at 92% utilization with kink 80").terms.kink
    Decimal('0.8')
    """
    if not (spoken_of or _MAY_SAY.search(text)):
        return _without_share(text)
    terms, spans = _terms(text)
    rest = _blanked(text, spans)
    found = next((hit for pattern in _SHARES if (hit := pattern.search(rest))), None)
    if found is None and (full := _FULL.search(rest)):
        return LendingSaid(Rate(Decimal(1), Decimal(1)), terms, spans=(*spans, full.span()))
    if found is None and spoken_of:
        found = _BARE.search(rest)
    if found is None:
        return _without_share(text)
    later = _LATER.search(rest, found.end())
    before = _ratio(found["before"])
    after = _ratio(found["after"]) if found["after"] else before
    if later and not found["after"]:
        spans, after = (*spans, later.span()), _ratio(later["after"])
    return LendingSaid(Rate(before, after), terms, spans=(*spans, found.span()))


def _without_share(text: str) -> LendingSaid:
    """Return what is asked of a lending pool without a share lent out; nothing for most texts."""
    if _is_run(text):
        return LendingSaid(terms=LendingTerms(run=True), page="utilisation")
    named = _NAMED.search(text) or _WHY.search(text)
    return LendingSaid(page="utilisation" if named else None)


_NAMED = re.compile(r"\b(?:utili[sz]ation|utilsation|util)\b")
_WHY = re.compile(
    r"\bwhy (?:did|does|do|is|are|has|was) .{0,30}\b(?:rate|apy|apr|yield|interest)s?\b.{0,20}"
    r"\b(?:spik|jump|shoot|shot|explod|skyrocket|went up|go up|so high suddenly)"
)


def _is_run(text: str) -> bool:
    """Whether it is asked if money can leave a lending pool: at once, or when all want to."""
    if not _LEAVING.search(text):
        return False
    return bool(_AT_ONCE.search(text)) and bool(_lenders().search(text))


_LEAVING = re.compile(
    r"\b(?:withdraw(?:s|al|als|ing)?|get (?:\w+ ){0,3}out|got? out|pull(?:s|ed)? (?:\w+ ){0,2}out"
    r"|take (?:\w+ ){0,3}out|leaves?|exits?|liquid|liquidity|bank run|run on|cash out|stuck)\b"
)
_AT_ONCE = re.compile(
    r"\b(?:bank run|run on|everyone|everybody|all at once|all (?:the )?lenders|at the same time"
    r"|(?:enough|no|any) liquidity|how (?:fast|quick|quickly|liquid|soon)|liquidity crunch|panic"
    r"|crunch|stuck|any ?time|instantly|at once|right away|immediately)\b"
)


@cache
def _lenders() -> re.Pattern[str]:
    """Return the names of lending markets, and the words for one."""
    found = (slug for slug, one in protocol_facts().items() if one.kind == "lending market")
    names = "|".join(re.escape(slug.replace("-", " ")) for slug in found)
    return re.compile(rf"\b(?:{names}|lending (?:pool|market|protocol)s?|lent|money market)\b")


_MAY_SAY = re.compile(rf"\b(?:{_USED}|{_LENT})\b", re.VERBOSE)


def _terms(text: str) -> tuple[LendingTerms | None, tuple[tuple[int, int], ...]]:
    """Return the parts of a curve that are named, and where."""
    value = _PERCENT.format("value")
    found = {}
    for name, word in _TERMS.items():
        after = re.compile(rf"\b{word}{_IS}{value}", re.VERBOSE).search(text)
        before = re.compile(rf"(?<![\d.,$]){value}\ {word}\b", re.VERBOSE).search(text)
        if hit := after or before:
            found[name] = hit
    if not found:
        return None, ()
    parts = {name: _ratio(hit["value"]) for name, hit in found.items()}
    said = replace(LendingTerms(), **parts)  # type: ignore[arg-type]  # the other field is no rate
    return said, tuple(hit.span() for hit in found.values())


def _blanked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Return the text with what was read already taken out, its length kept."""
    for start, end in spans:
        text = text[:start] + "·" * (end - start) + text[end:]
    return text


def _ratio(written: str) -> Decimal:
    return Decimal(written.replace(",", ".")) / _HUNDRED
