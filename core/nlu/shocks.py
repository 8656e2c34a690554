"""Shocks in words: "ETH drops 60 %", "USDC depegs to 0.87", "yields halve", "if it doubles".

A shock is read whole or not at all: a movement without a size is none, since the size is what a
stress test is asked about.
"""

import re
from decimal import Decimal
from functools import lru_cache

from core.catalogue import stablecoins
from core.nlu.matching import Tokens, word_class
from core.nlu.spans import Kind, Sum
from core.nlu.utterance import Rate, Shock

MULTIPLES = {
    **dict.fromkeys(("halve", "halves", "halved", "halving"), Decimal("-0.5")),
    **dict.fromkeys(("double", "doubles", "doubled"), Decimal(1)),
    **dict.fromkeys(("triple", "triples", "tripled"), Decimal(2)),
    **dict.fromkeys(("quadruple", "quadruples"), Decimal(3)),
}
SUBJECTS = {
    **dict.fromkeys(("crypto", "market", "markets", "coins", "everything", "prices"), "market"),
    **dict.fromkeys(("stablecoin", "stablecoins", "stables"), "stablecoins"),
    **dict.fromkeys(
        ("yield", "yields", "rate", "rates", "apy", "apys", "apr", "rewards", "interest"), "yields"
    ),
}
TIMES = re.compile(r"[1-9]\d?x|x[1-9]\d?|\d?\.\d\d?x")
NAMED = frozenset({Kind.ASSET, Kind.COINS, Kind.PROTOCOL, Kind.VENUE})
_OTHER_SUBJECTS = frozenset(
    {"inflation", "tax", "taxes", "fee", "fees", "gas", "supply", "demand", "tvl", "dollar", "euro"}
    | {"rent", "salary", "income", "stocks", "stock", "bonds", "housing", "gold", "economy"}
)
"""What moves too and is no price of a coin."""
_BEFORE, _AFTER = 5, 4
"""How many words from a movement its subject and its size may stand."""


def shock_of(said: Tokens) -> Shock | None:
    """Return the first shock that a message states whole."""
    for at, word in enumerate(said.words):
        change = _change(said, at, word) if _may_move(word) else None
        if change is not None:
            subject = _subject(said, at)
            is_else = subject is None and said.words[at - 1] in _OTHER_SUBJECTS
            if not is_else and _holds(subject, word):
                return Shock(subject or "market", change)
    return None


@lru_cache(maxsize=8192)
def _may_move(word: str) -> bool:
    """Whether a word can tell of a movement at all; hardly any can."""
    classes = ("depeg", "end", "fall", "rise")
    named = word in MULTIPLES or word in _GOES or word == "zero" or TIMES.fullmatch(word)
    return bool(named) or any(word in word_class(name) for name in classes)


def _holds(subject: str | None, word: str) -> bool:
    """Whether a movement can be meant: what fails or loses its peg has a name."""
    return subject is not None or word not in word_class("end") | word_class("depeg")


def _change(said: Tokens, at: int, word: str) -> Decimal | None:
    """Return what the word at a place changes its subject by; None when it says no size."""
    if word in MULTIPLES:
        return MULTIPLES[word]
    if word in word_class("depeg"):
        return _depeg(said, at)
    if word in word_class("end"):
        return Decimal(-1) if _entity_before(said, at) or _all_stables(said, at) else None
    if TIMES.fullmatch(word):
        return Decimal(word.strip("x")) - 1
    if word == "zero" and said.words[at - 1] == "to":
        return Decimal(-1)
    if (level := _dollar_level(said, at, word)) is not None:
        return level - 1
    if word in word_class("fall"):
        return _fall(said, at)
    if word in word_class("rise"):
        return _size(said, at)
    return None


def _all_stables(said: Tokens, at: int) -> bool:
    """Whether every stablecoin is said to fail, and not only one of them."""
    before = said.words[max(at - _BEFORE, 0) : at]
    return not {"every", "all"}.isdisjoint(before) and not {
        "stablecoin",
        "stablecoins",
        "stables",
    }.isdisjoint(before)


def _dollar_level(said: Tokens, at: int, word: str) -> Decimal | None:
    """Return the price below one that a stablecoin is said to go to: "USDT goes to 0.9".

    One below zero is read as it was said, to be refused.
    """
    moves = word in word_class("fall") or word in _GOES
    if not moves or _entity_before(said, at) not in stablecoins():
        return None
    entity = said.entities.get(at + 1 + (said.words[at + 1] == "to"))
    value = entity.value.low if entity and isinstance(entity.value, Sum) else None
    if entity and isinstance(entity.value, Decimal):
        value = entity.value
    return value if value is not None and value < 1 else None


_GOES = frozenset({"goes", "go", "going", "went", "trades", "slips", "at", "is"})


def _fall(said: Tokens, at: int) -> Decimal | None:
    after = said.words[at + 1 : at + 1 + _AFTER]
    if "half" in after and not {"to"} & set(after[: after.index("half")]):
        return Decimal("-0.5")
    size = _size(said, at)
    return -size if size is not None else None


def _size(said: Tokens, at: int) -> Decimal | None:
    """Return the percentage that a movement goes with; "to 2 %" is a level and no size."""
    if _is_named_fall(said, at):
        named = said.entities.get(at - 2)
        if named and isinstance(named.value, Rate):
            return named.value.high
    for place in range(at + 1, min(at + 1 + _AFTER, len(said.words))):
        word = said.words[place]
        if word in {"to", "."}:
            return None
        entity = said.entities.get(place)
        if entity and isinstance(entity.value, Rate):
            return entity.value.high
    before = said.entities.get(at - 1)
    return before.value.high if before and isinstance(before.value, Rate) else None


def _is_named_fall(said: Tokens, at: int) -> bool:
    """Whether it is "a 70 % ETH crash"; "my 70 % ETH" is a share of what is held."""
    name = said.entities.get(at - 1)
    is_named = said.words[at - 1] in SUBJECTS or bool(name and name.kind in NAMED)
    return said.words[at] in _FALLS and is_named and said.words[at - 3] not in _OWNED


_FALLS = frozenset(
    {"crash", "drop", "dip", "fall", "decline", "correction", "drawdown", "plunge", "slump"}
)
_OWNED = frozenset({"my", "our", "have", "hold", "holding", "with", "and", "in"})


def _depeg(said: Tokens, at: int) -> Decimal | None:
    """Return how far below one dollar a stablecoin is said to fall."""
    for place in range(at + 1, min(at + 1 + _AFTER, len(said.words))):
        entity = said.entities.get(place)
        if entity is None:
            continue
        if isinstance(entity.value, Rate):
            return -entity.value.high
        value = entity.value.low if isinstance(entity.value, Sum) else entity.value
        if isinstance(value, Decimal) and value < 1:
            return value - 1
    return None


def _entity_before(said: Tokens, at: int) -> str | None:
    """Return the coin or protocol named nearest before a place, in the same sentence."""
    for place in range(at - 1, max(at - 1 - _BEFORE, 0), -1):
        if said.words[place] == ".":
            return None
        entity = said.entities.get(place)
        if entity and entity.kind in NAMED:
            return str(getattr(entity.value, "asset", entity.value))
    return None


def _subject(said: Tokens, at: int) -> str | None:
    """Return what moves: a name before the movement, a general word, or a name right after it."""
    named = _entity_before(said, at)
    if named:
        return named
    for place in range(at - 1, max(at - 1 - _BEFORE, 0), -1):
        if said.words[place] in SUBJECTS:
            return SUBJECTS[said.words[place]]
    for place in range(at + 1, min(at + 1 + _AFTER, len(said.words))):
        entity = said.entities.get(place)
        if entity and entity.kind in NAMED:
            return str(getattr(entity.value, "asset", entity.value))
        if said.words[place] in SUBJECTS:
            return SUBJECTS[said.words[place]]
    return None
