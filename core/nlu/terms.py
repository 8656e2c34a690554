"""Coins, protocols, venues, chains and indices in a reading.

A name that is also an everyday word counts only with evidence beside it: written as a symbol,
a quantity before it, another coin next to it, or a word that goes with such names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from core.nlu.lexicon import Term, beside, first_words, networks, places, terms
from core.nlu.reading import Reading
from core.nlu.spans import Entity, Kind

_WORD = re.compile(r"[a-z]+[0-9]*|[0-9]+(?=[a-z%])|(?<![.,])[0-9.,]*[0-9]")
"""A name, or a figure; it begins behind no point, lest a run of them be tried from each."""
_LONGEST_NAME = 3
_VERSION = re.compile(r" ?[12]\.0(?![\d.]*\d)| 2(?= stak| ?[,?!.;)]|$)")
_INDEX = re.compile(
    r"\b(large[ -]cap[ -]staking|defi[ -]yield|stablecoin[ -]lending|conservative[ -]defi"
    r"|aggressive[ -]growth|balanced)(?:(-| )(?:index|blend|sleeve|fund|portfolio|mix)\b)?"
)
_HYPHENATED = re.compile(
    r"large[ -]cap|defi-yield|stablecoin-lending|conservative-defi|aggressive-g"
)


_NAMES = (
    r"(?:large[ -]cap[ -]staking|defi[ -]yield|stablecoin[ -]lending|conservative[ -]defi"
    r"|aggressive[ -]growth|balanced)"
)
_BESIDE = re.compile(rf"\b({_NAMES} (?:index )?(?:vs\.?|versus|or|compared to) {_NAMES})\b")
"""Two of them set side by side need no further word for it."""


class _Word(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Named:
    """A name met in the text: the words from `first` to before `after`."""

    term: Term
    first: int
    after: int


def find_terms(reading: Reading) -> tuple[Entity, ...]:
    """Return what is named in a reading, in order and without overlaps."""
    words = [_Word(m[0], *m.span()) for m in _WORD.finditer(reading.lower)]
    named = tuple(_meant(name, words, reading) for name in _names(words))
    sure = frozenset(
        i
        for i, name in enumerate(named)
        if not name.term.ordinary or _evident(name, words, reading)
    )
    listed = (
        n for i, n in enumerate(named) if i in sure or _in_list(i, named, sure, words, reading)
    )
    return (*(_entity(name, words, reading) for name in listed), *_indices(reading))


def _names(words: list[_Word]) -> Iterator[_Named]:
    """Yield the longest names at each place, from left to right."""
    table, beginnings, at = terms(), first_words(), 0
    while at < len(words):
        if words[at].text not in beginnings:
            at += 1
            continue
        longest = min(_LONGEST_NAME, len(words) - at)
        size = next((n for n in range(longest, 0, -1) if _phrase(words, at, n) in table), 0)
        if size:
            yield _Named(table[_phrase(words, at, size)], at, at + size)
        at += size or 1


def _meant(name: _Named, words: list[_Word], reading: Reading) -> _Named:
    """Return a coin's name as the network or the protocol of that name where one is spoken of."""
    if network := _network(name, words, reading):
        return replace(name, term=network)
    place = places().get(_phrase(words, name.first, name.after - name.first))
    named = replace(name, term=place) if place else name
    return named if place and _evident(named, words, reading) else name


def _network(name: _Named, words: list[_Word], reading: Reading) -> Term | None:
    """Return the network that a coin's name means: "USDC lending on Solana"."""
    word = words[name.first]
    if word.text not in networks() or not name.first or words[name.first - 1].text != "on":
        return None
    return networks()[word.text] if _ON_A_NETWORK.search(reading.lower, 0, word.start) else None


_ON_A_NETWORK = re.compile(
    r"\b(?:usd[a-z]{1,2}|dai|stable(?:coin)?s?|pools?|vaults?|defi|dex(?:es)?|lend(?:ing)?|aave|farms?"
    r"|farming|protocols?|platforms?|apps?)\b"
)


def _phrase(words: list[_Word], at: int, size: int) -> str:
    return " ".join(word.text for word in words[at : at + size])


def _entity(name: _Named, words: list[_Word], reading: Reading) -> Entity:
    start, end = words[name.first].start, words[name.after - 1].end
    if name.term.value == "ETH" and (version := _VERSION.match(reading.lower, end)):
        end = version.end()
    return Entity(Kind(name.term.kind), start, end, name.term.value)


_ALONE = frozenset(
    {"and", "or", "but", "what", "how", "about", "then", "ok", "is", "safe"}
    | {"with", "also", "too", "as", "well", "for", "on", "instead", "same", "now", "try", "use"}
    | {"rather", "actually", "no", "i", "meant", "mean"}
)


def _is_alone(name: _Named, words: list[_Word]) -> bool:
    """Whether hardly anything else is said: "and maple?", "what about atom"."""
    others = (word for at, word in enumerate(words) if not name.first <= at < name.after)
    is_alone = all(word.text in _ALONE for word in others)
    return is_alone and words[name.first].text not in beside("rarely_coins")


def _evident(name: _Named, words: list[_Word], reading: Reading) -> bool:
    """Whether an everyday word is meant as the name it also is, by what stands beside it."""
    if _is_alone(name, words):
        return True
    before = words[name.first - 1].text if name.first else ""
    after = words[name.after].text if name.after < len(words) else ""
    if name.term.kind == "asset":
        is_coin = _is_coin(name, words, reading, before, after)
        return is_coin or _is_shocked(name, words, reading) or _is_talked_of(name, words, reading)
    if words[name.first].text in beside("talked_protocol") and _talks_of_coins(reading):
        return True
    return _is_protocol(before, after) or _pays(name, words) or _fails(name, words, reading)


_FAILS = re.compile(
    r"(?:(?: ?[,/&]| and| or)+ ?[a-z-]+){0,4} (?:(?:both|all|also) )?"
    r"(?:fails?|failed|failing|collapse[sd]?|hacked|exploited|drained|dies"
    r"|(?:gets?|got|goes?|is|are|were|was) (?:both |all )?"
    r"(?:hacked|exploited|drained|bust|under|bankrupt|insolvent|rugged))\b"
)
_DROPS = re.compile(
    r" ?-\d| (?:(?:both|all|also) )?"
    r"(?:drop|fall|crash|halve|tank|dump|plunge|collapse|double)(?:e?s)?\b"
    r"| (?:los(?:es?|ing)|goes?|is|are) (?:down |to zero|half|\d)| to zero\b"
    r"| (?:dips?|falls?|drops?|goes|rises?|climbs?|hits|reaches|crosses|is|trades|gets|breaks)"
    r" (?:(?:below|under|above|over|beneath|past|to|at) )?[$€£]?\d"
)
_FIGURE = re.compile(
    r" (?:by |down |minus |another )?\d{1,3}(?:[.,]\d+)? ?(?:%|percent|pct|$|[,.;?!]| and\b)"
)
_FALLING = re.compile(
    r"\b(?:drop|fall|crash|tank|dump|plunge|lose)(?:e?s)?\b|\b(?:down|minus|falling|losing) \d"
)


def _fails(name: _Named, words: list[_Word], reading: Reading) -> bool:
    """Whether it is a place that fails: "what if maple gets hacked"."""
    return bool(_FAILS.match(reading.lower, words[name.after - 1].end))


def _is_shocked(name: _Named, words: list[_Word], reading: Reading) -> bool:
    """Whether it is a coin that falls: "sol drops 60 %", "btc falls 40 and sol 60"."""
    if words[name.first].text in beside("rarely_coins"):
        return False
    end = words[name.after - 1].end
    if _DROPS.match(reading.lower, end):
        return True
    return bool(_FIGURE.match(reading.lower, end) and _FALLING.search(reading.lower))


def _is_coin(name: _Named, words: list[_Word], reading: Reading, before: str, after: str) -> bool:
    word = words[name.first]
    written = reading.text[word.start : word.end]
    as_symbol = written.isupper() and len(written) > 1 and not reading.text.isupper()
    sign = reading.text[word.start - 1 : word.start] == "$"
    counted = before[:1].isdigit() and reading.lower[word.start - 1] in " 0123456789"
    beside_coin = before in beside("before_coin") or after in beside("after_coin")
    if as_symbol or sign or counted or beside_coin:
        return True
    return _is_asked_for(word, before, after) or _is_owned(word, before, reading)


def _is_asked_for(word: _Word, before: str, after: str) -> bool:
    """Whether it is asked how much of it is needed: "how much sol do i need"."""
    asked = before in beside("counted_coin") and (not after or after in beside("after_counted"))
    return asked and word.text not in beside("rarely_coins")


def _is_owned(word: _Word, before: str, reading: Reading) -> bool:
    """Whether an everyday word is somebody's coin in a message that speaks of coins."""
    if before not in beside("owned_coin") or word.text in beside("rarely_coins"):
        return False
    return _talks_of_coins(reading)


def _talks_of_coins(reading: Reading) -> bool:
    """Whether the message speaks of staking, lending or rates at all."""
    return bool(_TALKS_OF_COINS.search(reading.lower))


_TALKS_OF_COINS = re.compile(
    r"\b(?:un|re)?stak(?:e|ing|ed)\b|\bunbond|\bap[yr]\b|\bvalidator|\blend|\bdefi\b"
)


def _is_talked_of(name: _Named, words: list[_Word], reading: Reading) -> bool:
    """Whether it is a word for a coin wherever staking, pools or rates are spoken of."""
    told = _phrase(words, name.first, name.after - name.first)
    return told in beside("in_talk_of_coins") and bool(_TALKS_OF_YIELD.search(reading.lower))


_TALKS_OF_YIELD = re.compile(
    r"\b(?:un|re)?stak(?:e|ing|ed)\b|\b(?:un)?bond(?:ing|ed)?\b|\bap[yr]\b|\bvalidator"
    r"|\bslash|\bil\b|\bimpermanent|\blps?\b|\bpools?\b|\byields?\b|\bstack|\bloop|\bliquidity\b|\bdelegat|\bdefi\b"
)


def _is_protocol(before: str, after: str) -> bool:
    if after in beside("after_protocol"):
        return True
    return before in beside("before_protocol") and after not in beside("not_after_protocol")


def _pays(name: _Named, words: list[_Word]) -> bool:
    """Whether it pays a rate: "anchor pays 20 %" tells of no ship."""
    after = [w for w in words[name.after : name.after + 4] if w.text not in _STILL][:2]
    if len(after) < 2 or after[0].text not in beside("paying_protocol"):
        return False
    return after[1].text[0].isdigit()


_STILL = frozenset({"still", "really", "actually", "even", "now", "keep", "keeps", "currently"})


def _in_list(
    at: int,
    named: tuple[_Named, ...],
    sure: frozenset[int],
    words: list[_Word],
    reading: Reading,
) -> bool:
    """Whether a sure name of the same kind stands next to it: "sol, ada and atom"."""
    here = named[at]
    beside = [named[i] for i in (at - 1, at + 1) if i in sure]
    return any(
        other.term.kind == here.term.kind
        and _only_joined(reading, words, *sorted((here, other), key=lambda name: name.first))
        for other in beside
    )


_JOINED = re.compile(r"[\s,/&+;]*(?:and|or|vs\.?|versus|then|plus|than)?[\s,/&+]*[\d.%k]*\s*")


def _only_joined(reading: Reading, words: list[_Word], left: _Named, right: _Named) -> bool:
    start, end = words[left.after - 1].end, words[right.first].start
    return end - start < 16 and bool(_JOINED.fullmatch(reading.lower, start, end))


def _indices(reading: Reading) -> Iterator[Entity]:
    """Yield the published indices; their everyday names need the word index or a hyphen."""
    beside = {place for pair in _BESIDE.finditer(reading.lower) for place in pair.span(1)}
    for found in _INDEX.finditer(reading.lower):
        if found[2] or _HYPHENATED.match(found[1]) or beside & {found.start(), found.end()}:
            slug = found[1].replace(" ", "-")
            yield Entity(Kind.INDEX, found.start(), found.end(), slug)
