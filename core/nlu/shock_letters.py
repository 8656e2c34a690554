"""A message as one letter a word, for the clauses that tell of shocks.

N a name, P a percentage, B a bare number, L a sum of money, S a size below zero ("-50"), M a
multiple ("halves", "x4"), H a part ("half", "two thirds"); F falls, R rises, D loses its peg, C a
discount, X fails, Z zero; f, j, g, t, u, i and o the small words between them (a verb's company,
"and", "goes", "to", "below", "in", "off"); a stop for the end of a sentence, w for every other
word.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType

from core.catalogue import read_toml, stablecoins
from core.nlu.matching import Tokens, word_class
from core.nlu.shocks import MULTIPLES, NAMED, SUBJECTS, TIMES
from core.nlu.spans import Coins, Entity, Kind, Sum
from core.nlu.utterance import ONE_STABLECOIN, Rate

ONE, HUNDRED = Decimal(1), Decimal(100)


@dataclass(frozen=True, slots=True)
class Atom:
    """One word: its letter, the name it is or the word itself, and its size, if it has one."""

    code: str
    text: str = ""
    size: Decimal = ONE


def atoms_of(said: Tokens) -> tuple[Atom, ...]:
    """Return the words of a message as letters."""
    found: list[Atom] = []
    for at, word in enumerate(said.words):
        entity = said.entities.get(at)
        if entity:
            found.extend(_of_entity(entity, found))
        elif word in _BOTH and found[-1].code != "N":
            found.extend(Atom("N", name) for name in _meant(said, at))
        elif word in SUBJECTS:
            _add_general(found, _general(word, said.words[at - 1]))
        elif word in _PARTS:
            found.append(_part(word, said.words[at - 1], found))
        else:
            found.append(_of_word(word))
    return tuple(found)


_PARTS = {
    "half": Decimal("0.5"),
    "third": Decimal(1) / 3,
    "thirds": Decimal(1) / 3,
    "quarter": Decimal("0.25"),
    "quarters": Decimal("0.25"),
}
_COUNTS = {"two": Decimal(2), "three": Decimal(3)}


def _part(word: str, before: str, found: list[Atom]) -> Atom:
    """Return a part of the whole as a size below zero: a third, "two thirds", "2 thirds"."""
    count = _COUNTS.get(before, ONE)
    if word[-1] == "s" and found[-1].code == "B":
        count = found.pop().size
    return Atom("H", word, -_PARTS[word] * count)


_BOTH = frozenset({"both", "they", "them"})


def _meant(said: Tokens, at: int) -> tuple[str, ...]:
    """Return what "both" stands for: the places named before, or the coins where they fall."""
    fails = not word_class("end").isdisjoint(said.words[at + 1 : at + 4])
    kinds = {Kind.PROTOCOL, Kind.VENUE} if fails else {Kind.ASSET, Kind.COINS}
    before = (one for place, one in said.entities.items() if place < at and one.kind in kinds)
    return tuple(dict.fromkeys(str(getattr(one.value, "asset", one.value)) for one in before))


def _general(word: str, before: str) -> str:
    named = SUBJECTS[word]
    return ONE_STABLECOIN if named == "stablecoins" and before in _ONE_OF else named


_ONE_OF = frozenset({"a", "one", "my", "biggest", "largest", "main", "another"})


def _add_general(found: list[Atom], name: str) -> None:
    """Add a general name: of "ETH yields" the yields are meant, of "ETH prices" the coin."""
    while name == "yields" and found and found[-1].text in _WAYS:
        found.pop()
    is_beside = bool(found) and found[-1].code == "N"
    if is_beside and name == "yields":
        found.pop()
    if name == "yields" or not is_beside:
        found.append(Atom("N", name))


_WAYS = frozenset({"staking", "lending", "deposit", "supply", "pool", "lp", "savings"})


_CENTS = re.compile(r"\d\dc")


@lru_cache(maxsize=8192)
def _of_word(word: str) -> Atom:
    if word in MULTIPLES:
        return Atom("M", word, MULTIPLES[word])
    if _CENTS.fullmatch(word):
        return Atom("L", word, Decimal(word[:2]) / HUNDRED)
    if TIMES.fullmatch(word):
        return Atom("M", word, Decimal(word.strip("x")) - ONE)
    return Atom(_letters().get(word, "w"), word)


@cache
def _letters() -> Mapping[str, str]:
    """Return the letter of each word that has one, those of the shared classes last."""
    own = read_toml("grammar/words.toml")["shocks"]
    letters = {word: letter for letter, words in own.items() for word in words.split()}
    for name, letter in (("fall", "F"), ("rise", "R"), ("end", "X"), ("depeg", "D")):
        letters |= dict.fromkeys(word_class(name), letter)
    return MappingProxyType(letters | dict.fromkeys("^$.?", "."))


def _of_entity(entity: Entity, before: list[Atom]) -> tuple[Atom, ...]:
    match entity.value:
        case Coins(asset, quantity):
            size = _size_between(before, asset, quantity)
            return (size, Atom("N", asset)) if size else (Atom("w"),)
        case Rate(_, high):
            return (Atom("S" if high < 0 else "P", size=abs(high)),)
        case Sum(low, high, _, None):
            return (Atom("L", size=low),)
        case Decimal() as number if number < 0 and _is_price(before):
            return (Atom("L", size=number),)
        case Decimal() as number if number < 0:
            return (Atom("S", size=-number / HUNDRED),)
        case Decimal() as number:
            return (Atom("B", size=number),)
        case str() as name if entity.kind in NAMED:
            return (Atom("N", name),)
        case _:
            return (Atom("w"),)


def _is_price(before: list[Atom]) -> bool:
    """Whether a number below zero is the price of a coin: it cannot be, and is refused."""
    name = next((atom.text for atom in reversed(before) if atom.code == "N"), "")
    said = before[-1].text if before else ""
    return (said == "to" and name.isupper()) or (said == "at" and name in stablecoins())


_LONGEST_CLAUSES = 60
"""Words of one sentence that are looked back on: a list of hundreds is no tale of shocks."""


def _size_between(before: list[Atom], asset: str, quantity: Decimal) -> Atom | None:
    """Return the size of the name before that reads as a quantity of the name after it.

    "eth -50 btc -30" holds no coins, nor does "btc down 40 eth 70 sol 90".
    """
    if quantity < 0:
        return Atom("S", size=-quantity / HUNDRED)
    said = "".join(atom.code for atom in before[-_LONGEST_CLAUSES:]).rpartition(".")[2]
    if said.endswith("N") and quantity < ONE and asset in stablecoins():
        return Atom("B", size=quantity)
    moves = "N" in said and not {"F", "S"}.isdisjoint(said)
    return Atom("B", size=quantity) if moves and said[-1] in "NF" else None
