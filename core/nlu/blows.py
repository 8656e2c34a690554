"""Every shock of a message: "BTC falls 40 % and ETH 70 %", "lido and aave both fail", "eth -50".

A clause is a pattern over the letters of the words: the names that share a movement, the movement,
and its size. What follows a clause may leave the movement out ("and ETH 70 %") or share all of it
("and lido too").
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from core.catalogue import stablecoins, staked_coins
from core.nlu.matching import Tokens, word_class
from core.nlu.shock_letters import HUNDRED, ONE, Atom, atoms_of
from core.nlu.shocks import SUBJECTS, shock_of
from core.nlu.spans import Kind
from core.nlu.utterance import ONE_STABLECOIN, STAKING_TOKENS, Blow, Rate, Shock, Slots

ZERO = Decimal(0)
Reader = Callable[[str, Atom | None], Blow | None]
"""What a clause does to one of its names, given the size that was said."""
Clause = tuple[re.Match[str], Reader]


def shocks_of(said: Tokens, discount: Blow | None) -> tuple[Shock | None, tuple[Blow, ...]]:
    """Return the first shock with a size, and all of them where that alone does not tell them.

    `discount` is what a staking token is said to trade below its coin, a shock as well.
    """
    first = shock_of(said)
    blows = _with_size(blows_of(said), first)
    if first and not _has_same(blows, first):
        blows = (Blow(first.subject, first.change), *blows)
    if discount and discount.change is not None:
        blows = (*_beside(discount, blows), discount)
    sized = (
        Shock(one.subject, one.change)
        for one in blows
        if one.change is not None and one.subject != STAKING_TOKENS
    )
    is_more = len(blows) > 1 or any(one.level is not None for one in blows)
    is_more = is_more or discount in blows
    is_more = is_more or comes_besides(said)
    return next(sized, None), blows if is_more else ()


def shared_with(said: Tokens, known: Slots) -> tuple[Blow, ...]:
    """Return what "and lido too" adds to the shocks before: the same, of places or of coins."""
    if not known.shocks or not comes_besides(said):
        return ()
    names = [atom.text for atom in atoms_of(said) if atom.code == "N"]
    others = sum(
        word not in _ADDING | _TOO | {"as", "on"} for word in said.words if word[0].isalpha()
    )
    if not names or others:
        return ()
    alike = {_is_place(one.subject): one for one in known.shocks}
    return tuple(
        Blow(name, alike[_is_place(name)].change if _is_place(name) in alike else None)
        for name in names
    )


def _beside(discount: Blow, blows: tuple[Blow, ...]) -> tuple[Blow, ...]:
    """Return the blows beside a discount, whose size clauses may have read as another's."""
    return tuple(
        one for one in blows if one.change != discount.change and one.subject != discount.subject
    )


def _with_size(blows: tuple[Blow, ...], first: Shock | None) -> tuple[Blow, ...]:
    """Return a single shock with the size that was found for it elsewhere in the message."""
    if len(blows) != 1 or first is None or blows[0].level is not None:
        return blows
    is_unsized = blows[0].change is None and blows[0].subject == first.subject
    return (replace(blows[0], change=first.change),) if is_unsized else blows


def _has_same(blows: tuple[Blow, ...], first: Shock) -> bool:
    """Whether a shock is among those of clauses: one of the market may be told of nothing else."""
    if not blows or first.subject != "market":
        return bool(blows)
    return any(one.subject == "market" or one.change == first.change for one in blows)


def beside_crash(said: Tokens) -> tuple[Blow, ...]:
    """Return what is told beside the crash year without a size: "2022 plus a depeg"."""
    return tuple(one for one in blows_of(said) if one.change is None and one.subject != "market")


def comes_besides(said: Tokens) -> bool:
    """Whether a message adds its shocks to those before: "and aave fails too"."""
    return said.words[1] in _ADDING and not _TOO.isdisjoint(said.words)


def is_supposed(said: Tokens, stated: Slots) -> bool:
    """Whether a shock is only supposed: "what if it drops 60 %", "…, lido hacked" at the end."""
    if not (stated.shocks or stated.scenario):
        return False
    if not _SUPPOSING.isdisjoint(said.words) or _is_below_zero(said):
        return True
    ends_in = said.entities.get(len(said.words) - 3)
    is_place = ends_in is not None and ends_in.kind in {Kind.PROTOCOL, Kind.VENUE}
    return is_place and said.words[-2] in word_class("end")


def _is_below_zero(said: Tokens) -> bool:
    """Whether a fall is told as a percentage below zero: "200k in ETH, ETH -50 %"."""
    rates = (one.value for one in said.entities.values() if isinstance(one.value, Rate))
    return any(rate.high < 0 for rate in rates)


_SUPPOSING = frozenset(
    {"depeg", "if", "suppose", "supposing", "imagine", "assume", "assuming", "say"}
)
_ADDING = frozenset({"and", "also", "plus", "with"})
_TOO = frozenset({"too", "also", "well", "plus", "top", "additionally", "together"})


def blows_of(said: Tokens) -> tuple[Blow, ...]:
    """Return every shock that a message names, in order; of one subject the hardest."""
    if not said.entities and SUBJECTS.keys().isdisjoint(said.words):
        return ()
    hardest: dict[str, Blow] = {}
    for blow in _read(atoms_of(said)):
        known = hardest.get(blow.subject)
        if known is None or (blow.change or ZERO) < (known.change or ZERO):
            hardest[blow.subject] = blow
    return tuple(hardest.values())


def _read(atoms: tuple[Atom, ...]) -> Iterator[Blow]:
    codes, at = "".join(atom.code for atom in atoms), 0
    if "N" not in codes or _MOVING.isdisjoint(codes):
        return
    clauses: list[Clause] = [(found, r) for p, r in _CLAUSES if (found := p.search(codes))]
    for _ in range(_MOST_CLAUSES):
        clauses = _from(at, codes, clauses)
        if not clauses:
            return
        found, read = min(clauses, key=lambda one: one[0].start())  # the first listed of equals
        at, blows = found.end(), _blows(atoms, found, read)
        yield from blows
        if not blows:
            continue
        for further, reader in _elided(codes, found, read):
            at = further.end()
            yield from _blows(atoms, further, reader)
        if shared := _SHARED.match(codes, at):
            at = shared.end()
            yield from _like(blows[-1], _names(atoms, shared))


_MOST_CLAUSES = 40
"""Nobody tells of more."""


def _from(at: int, codes: str, clauses: list[Clause]) -> list[Clause]:
    """Return the next clause of each kind from a place on; a kind that has none left is gone."""
    next_ones = (
        (found if found.start() >= at else found.re.search(codes, at), read)
        for found, read in clauses
    )
    return [(found, read) for found, read in next_ones if found]


def _elided(
    codes: str, clause: re.Match[str], read: Reader
) -> Iterator[tuple[re.Match[str], Reader]]:
    """Yield what follows a clause with a size and leaves its movement out."""
    at = clause.end()
    while clause.groupdict().get("size"):
        further = _AFTER.match(codes, at) or _BEFORE.match(codes, at)
        if further is None:
            return
        at = further.end()
        moved = _rises if read is _rises else _falls
        yield further, _to if "t" in further[0] else moved


def _like(first: Blow, names: tuple[str, ...]) -> Iterator[Blow]:
    """Yield the same shock of further names, of places or of what has a price."""
    for name in names:
        if _is_place(name) is _is_place(first.subject):
            yield Blow(name, first.change, first.level)


def _blows(atoms: tuple[Atom, ...], found: re.Match[str], read: Reader) -> list[Blow]:
    said = found.groupdict().get("size")
    size = atoms[found.start("size")] if said else None
    return [blow for name in _names(atoms, found) if (blow := read(name, size))]


def _names(atoms: tuple[Atom, ...], found: re.Match[str]) -> tuple[str, ...]:
    """Return the names that share a movement; one that is said again begins them anew.

    So does one that nothing joins to the place or the kind before: "300k in crypto, ETH drops".
    """
    start, end = found.span("who")
    held = start == found.start() and atoms[start - 1].code in _HOLDING
    names: list[str] = []
    for before, atom in pairwise((Atom("j"), *atoms[start:end])):
        if atom.code != "N":
            continue
        general = atom.text in _GENERAL or (names and names[-1] in _GENERAL)
        if (
            before.text == "with"
            or atom.text in names
            or (before.code == "N" and (general or held))
        ):
            names = []
        names.append(atom.text)
    return tuple(names)


_HOLDING = frozenset("i")


_GENERAL = frozenset({*SUBJECTS.values(), ONE_STABLECOIN})


def _is_place(name: str) -> bool:
    return name.islower() and name not in _GENERAL


def _has_peg(name: str) -> bool:
    kinds = {"stablecoins", ONE_STABLECOIN}
    return name in stablecoins() or name in staked_coins() or name in kinds


def _is_below_peg(name: str, size: Atom) -> bool:
    return size.code in "BL" and size.size < ONE and _has_peg(name)


def _falls(name: str, size: Atom | None) -> Blow | None:
    """A fall by a percentage, by a bare number of percent, or of a peg to a price below one."""
    if size is None:
        return None
    if size.code == "H":
        return Blow(name, size.size)
    if _is_below_peg(name, size):
        return Blow(name, size.size - ONE)
    if size.code == "L":
        return None
    return Blow(name, -(size.size / HUNDRED if size.code == "B" else size.size))


def _rises(name: str, size: Atom | None) -> Blow | None:
    fall = _falls(name, size)
    return Blow(name, -fall.change) if fall and fall.change is not None else None


def _to(name: str, size: Atom | None) -> Blow | None:
    """A price that is gone to: of a peg below one, of a coin in dollars."""
    if size is None or size.code not in "BL":
        return None
    if _is_below_peg(name, size):
        return Blow(name, size.size - ONE)
    return Blow(name, None, size.size) if name.isupper() and not _has_peg(name) else None


def _pay(name: str, size: Atom | None) -> Blow | None:
    """A rate that is gone to: of the yields; a coin goes to no percentage."""
    return Blow(name, None, size.size) if size and name == "yields" else None


def _stands(name: str, size: Atom | None) -> Blow | None:
    return Blow(name, size.size - ONE) if size and _is_below_peg(name, size) else None


def _depegs(name: str, size: Atom | None) -> Blow | None:
    if not _has_peg(name):
        return None
    return _falls(name, size) if size and size.size < ONE else Blow(name, None)


def _ends(name: str, _size: Atom | None) -> Blow | None:
    """A failure takes everything; that of the market is a crash, and yields have none."""
    if name == "yields":
        return None
    return Blow(name, None if name in {"market", ONE_STABLECOIN} else -ONE)


def _times(name: str, size: Atom | None) -> Blow | None:
    return Blow(name, size.size) if size else None


def _unsized(name: str, _size: Atom | None) -> Blow | None:
    return None if _is_place(name) else Blow(name, None)


_MOVING = frozenset("FRDXMSZBLoC")
"""A clause has one of these; most messages have none."""
_WHO = "(?P<who>N(?:[fj]{0,3}N)*)"
_SUBJECT = f"{_WHO}[fjgt]{{0,3}}"
_CLAUSES: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (_SUBJECT + "(?:[FXo]f{0,2})?D(?:f{0,2}[gt]{0,2}(?P<size>[PBSL]))?", _depegs),
        (_SUBJECT + "w?[fgt]{0,3}(?P<size>P)C", _depegs),
        (_SUBJECT + "w?[fgt]{0,3}C[fi]{0,2}(?P<size>P)", _depegs),
        ("(?P<size>P)C[fit]{0,2}" + _WHO, _depegs),
        (_SUBJECT + "F?f?[tg]?Z", _ends),
        (_SUBJECT + "(?P<size>M)", _times),
        (_SUBJECT + "F[fi]{0,2}(?P<size>[MH])", _times),
        (_WHO + "[fjg]{0,3}F?f?[tu]f?(?P<size>[BL])", _to),
        (_WHO + "[fjg]{0,3}[FR]?f?[tu]f?(?P<size>P)", _pay),
        (_SUBJECT + "Ff{0,2}(?P<size>[PBS])", _falls),
        (_SUBJECT + "(?P<size>P)F", _falls),
        (_SUBJECT + "Rf{0,2}(?P<size>[PB])", _rises),
        (_SUBJECT + "X", _ends),
        (_WHO + "[fg]{0,2}(?P<size>S)", _falls),
        (_WHO + "[fg]{0,2}(?P<size>[BL])", _stands),
        ("(?P<size>P)(?:f?Fi|o)f{0,2}" + _WHO, _falls),
        ("Ff?i?(?P<size>P)if{0,2}" + _WHO, _falls),
        ("X[io]f{0,2}" + _WHO, _ends),
        ("Dif{0,2}" + _WHO + "(?:f{0,2}t?(?P<size>[PBL]))?", _depegs),
        (_SUBJECT + "F", _unsized),
    )
)
_AFTER = re.compile("[fj]{0,3}" + _WHO + "[fg]{0,2}t?(?P<size>[PBSLH])")
_BEFORE = re.compile("[fj]{0,3}(?P<size>P)[io]f{0,2}" + _WHO)
_SHARED = re.compile("f?jf{0,2}" + _WHO + r"f*(?=\.)")
