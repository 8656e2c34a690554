"""Borrowing against what is held to earn again, in words: "loop stETH on Aave 3x, borrow at 2.5 %".

How many times over, how much of the pledge is borrowed, and what that costs a year.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from core.nlu.described import Loop
from core.nlu.reading import Reading
from core.nlu.roles import Bound
from core.nlu.utterance import Slots

_NUMBER = r"(?P<n>\d{1,3}(?:[.,]\d{1,2})?)"
_RATE = r"(?P<n>-?\d{1,3}(?:[.,]\d{1,2})?)"
_LOOPS = re.compile(
    r"\b(?:loop(?:s|ed|ing)?|leverag(?:e|ed|ing)|recursive(?:ly)?|fold(?:ing)|multiply|multiplying)\b"
)
_BORROWS = re.compile(
    r"\bborrow(?:s|ed|ing)?\b.*\b(?:re-?stake|stake|staking|lend|deposit|supply|buy|put|again|more"
    r"|farm|earn|invest|pool|vault|yield)\b"
    r"|\b(?:as|for) collateral\b.*\bborrow|\bborrow(?:ing)? against\b"
)
_STACKS = re.compile(
    r"\b(?:stack(?:ing|ed|s)?|layer(?:ing|ed)?|double[ -]dip(?:ping)?"
    r"|on top of (?:it|that|my|the|staking))\b"
)
_TIMES = re.compile(rf"(?<![\w.]){_NUMBER}\ ?x\b|\bx\ ?(?P<m>\d{{1,3}}(?:\.\d)?)\b", re.VERBOSE)
_SHARES = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        rf"(?<![\w.]){_NUMBER}\ ?%?\ (?:ltv|loan[- ]to[- ]value|loan\ to\ value)\b",
        rf"\b(?:ltv|loan[- ]to[- ]value)\ ?(?:of|at|is|to|=|:)?\ ?{_NUMBER}\ ?%?",
        rf"\bborrow(?:ing)?\ (?:up\ to\ |about\ )?{_NUMBER}\ ?%\ (?=against|of)",
    )
)
_COSTS = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        rf"\bborrow(?:ing|ed|s)?\b[^.;?\d]{{0,30}}?\b(?:at|for|costs?|costing|rate|is|apr|apy)\ "
        rf"?(?:of\ |is\ |about\ |around\ |:\ ?)?{_RATE}\ ?(?:%|percent\b|pct\b)?"
        r"(?!\ ?(?:x\b|k\b|ltv))",
        rf"(?<![\w.]){_RATE}\ ?%\ (?:borrow(?:ing)?|loan|debt)\b",
        rf"\bagainst\b[^.;?\d]{{0,24}}?\bat\ {_RATE}\ ?(?:%|percent\b|pct\b)",
        rf"\bborrow(?:ing)?\ {_RATE}\ ?%(?!\ ?(?:against|of|ltv))",
        rf"\b(?:loan|debt)\ (?:at|costs?|of)\ {_RATE}\ ?%",
    )
)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class LoopSaid:
    """What is said of borrowing to earn again, and which stretches of the text say it."""

    loop: Loop | None = None
    stacks: bool = False
    """Whether one yield is put on top of another, by the word for it."""
    spans: tuple[tuple[int, int], ...] = ()

    def apart_from(self, bound: tuple[Bound, ...], reading: Reading) -> tuple[Bound, ...]:
        """Return the amounts without those that describe the borrowing."""
        spans = [reading.span(*span) for span in self.spans]
        return tuple(b for b in bound if not any(a <= b.entity.start < z for a, z in spans))

    def over(self, stated: Slots) -> Slots:
        """Return the slots with what is said of it: no price moves by such a multiple."""
        if self.loop is None:
            return stated
        return replace(stated, loop=self.loop).without("shock", "blows", "besides")


def loop_said(text: str, *, spoken_of: bool = False) -> LoopSaid:
    """Return what a text in lower case says of borrowing to earn again.

    `spoken_of`: it was answered about, and "5x" or "at 3 %" alone changes it.

    >>> loop_said("loop steth on aave 3x, borrow at 2.5%").loop.cost
    Decimal('0.025')
    """
    repeats = bool(_LOOPS.search(text))
    stacks = bool(_STACKS.search(text))
    if not (repeats or spoken_of or _BORROWS.search(text)):
        return LoopSaid(stacks=stacks)
    share = next((hit for pattern in _SHARES if (hit := pattern.search(text))), None)
    rest = _blanked(text, share)
    times = _TIMES.search(rest)
    cost = next((hit for pattern in _COSTS if (hit := pattern.search(rest))), None)
    if not (repeats or share or times or cost or _BORROWS.search(text)):
        return LoopSaid(stacks=stacks)
    found = Loop(
        repeats=repeats or not _BORROWS.search(text),
        multiple=_number(times["n"] or times["m"]) if times else None,
        share=_number(share["n"]) / _HUNDRED if share else None,
        cost=_number(cost["n"]) / _HUNDRED if cost else None,
    )
    return LoopSaid(found, stacks, tuple(hit.span() for hit in (share, times, cost) if hit))


def _blanked(text: str, hit: re.Match[str] | None) -> str:
    """Return the text with what was read already taken out, its length kept."""
    if hit is None:
        return text
    return text[: hit.start()] + "·" * (hit.end() - hit.start()) + text[hit.end() :]


def _number(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))
