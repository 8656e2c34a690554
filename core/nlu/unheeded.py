"""What a message says that no slot can hold: the answer tells of it, so that nothing is lost."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal

from core.nlu.matching import Tokens
from core.nlu.spans import Kind, Sum
from core.nlu.utterance import Intent, Rate, Slots, Unheeded, Utterance

_COUNTING = frozenset(
    {
        *(Intent.REQUIRED_YIELD, Intent.REQUIRED_CAPITAL, Intent.INCOME_ESTIMATE),
        *(Intent.TIME_TO_GOAL, Intent.RECOMMEND_BLEND, Intent.WITHDRAWAL_PLAN, Intent.WHAT_IF),
    }
)
"""Questions that count with the person's sums."""


def unheeded(said: Tokens, utterance: Utterance) -> tuple[Unheeded, ...]:
    """Return what of a message its answer cannot take into account as it was said."""
    slots, intent = utterance.slots, utterance.intent
    if intent is Intent.UNCLEAR:
        return ()
    found = {
        Unheeded.RANGE: _is_middle(said, slots),
        Unheeded.ADDED: intent is Intent.RECOMMEND_BLEND and slots.contribution is not None,
        Unheeded.YEARS: intent is Intent.INCOME_ESTIMATE and _is_over_years(slots),
        Unheeded.NETWORKS: slots.chain is not None and _networks(said) > 1,
        Unheeded.SUM: intent in _COUNTING and _has_idle_sum(said, slots),
        Unheeded.TIME: intent in _COUNTING and _has_idle_time(said, slots),
        Unheeded.RATE: intent in _OF_A_BLEND and slots.yield_ is not None,
        Unheeded.BOUNDS: intent in _OF_A_BLEND and bool(_BOUNDS.search(" ".join(said.words))),
        Unheeded.POINTS: bool(slots.shocks) and not _POINTS.isdisjoint(said.words),
        Unheeded.MOVE: any(_is_larger_end(one.value, slots) for one in said.entities.values()),
    }
    return tuple(kind for kind, holds in found.items() if holds)


_OF_A_BLEND = frozenset({Intent.RECOMMEND_BLEND, Intent.REQUIRED_YIELD})
_BOUNDS = re.compile(
    r"\b(?:no|without|avoid|avoiding|exclude|excluding|except|skip|only|just|max|maximum|at most"
    r"|no more than|at least|minimum) (?:any |all )?(?:\{rate\} )?(?:of |in |for |on )?"
    r"(?:lending|staking|defi|stablecoins?|liquidity|farming|pools?|\{asset\}|\{protocol\}"
    r"|\{chain\}|(?:one|a|any|each) (?:single )?(?:protocol|chain|coin))(?![\w}])"
)


_POINTS = frozenset({"points", "pp", "ppt"})


def _is_larger_end(value: object, slots: Slots) -> bool:
    """Whether a range is what something is said to move by, of which one end counts."""
    if not isinstance(value, Rate) or value.low == value.high:
        return False
    return any(one.change is not None and abs(one.change) == value.high for one in slots.shocks)


def _is_middle(said: Tokens, slots: Slots) -> bool:
    """Whether a sum of money that is counted with is the middle of a range."""
    counted = {one.amount for one in (slots.capital, slots.target_capital) if one}
    return any(
        isinstance(one.value, Sum)
        and one.kind is Kind.SUM
        and one.value.low < one.value.high
        and _middle(one.value) in counted
        for one in said.entities.values()
    )


def _is_over_years(slots: Slots) -> bool:
    """Whether an income of today is asked for with years ahead: nothing is projected there."""
    return slots.horizon_years is not None or bool(slots.reinvest_share)


def _has_idle_sum(said: Tokens, slots: Slots) -> bool:
    """Whether a sum of money that is named is in none of the slots that count.

    Beside a sum to reach, an income does not: that sum is the goal.
    """
    sums = [one.value for one in said.entities.values() if isinstance(one.value, Sum)]
    if not sums:
        return False
    idle = {"income"} if slots.target_capital else set()
    counted = {one for name in slots.named() if name not in idle for one in _in(slots, name)}
    return any(counted.isdisjoint({one.low, one.high, _middle(one)}) for one in sums)


_TIMES = frozenset({Kind.AGE, Kind.TARGET_AGE, Kind.YEARS})


def _has_idle_time(said: Tokens, slots: Slots) -> bool:
    """Whether an age or a number of years that is named is in none of the slots."""
    times = [one.value for one in said.entities.values() if one.kind in _TIMES]
    if not times:
        return False
    counted = {one for name in slots.named() for one in _in(slots, name)}
    return any(one not in counted for one in times)


def _in(slots: Slots, name: str) -> Iterator[Decimal]:
    return _figures(getattr(slots, name))


def _figures(value: object) -> Iterator[Decimal]:
    """Yield every figure in a value and its parts."""
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _figures(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _figures(getattr(value, field.name))


def _middle(money: Sum) -> Decimal:
    return (money.low + money.high) / 2


def _networks(said: Tokens) -> int:
    return len({one.value for one in said.entities.values() if one.kind is Kind.CHAIN})
