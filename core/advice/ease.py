"""Which of the things compared is the least work: to begin, to keep and to leave."""

from collections.abc import Sequence
from decimal import Decimal

from core.advice.options import Option, Way
from core.catalogue import staking_facts

_WORK = {
    Way.HELD: 0,
    Way.DOLLARS: 1,
    Way.LENT: 1,
    Way.LIQUID: 1,
    Way.STAKED: 2,
    Way.INDEX: 3,
    Way.LEVEL: 3,
    Way.POOLED: 4,
    Way.OTHER: 4,
}
"""From nothing to do, over one deposit and a choice of validator, to several parts to watch."""


def easiest(options: Sequence[Option]) -> Option | None:
    """Return the option that is the least work; None where several are alike.

    Staked coins are told apart by the skill their simplest route takes, then by the way out.
    """
    first, *others = sorted(options, key=_effort)
    return first if others and _effort(first) < _effort(others[0]) else None


def _effort(option: Option) -> tuple[int, int, Decimal]:
    facts = staking_facts().get(option.coin or "")
    if option.way is not Way.STAKED or facts is None:
        return (_WORK[option.way], 0, Decimal(0))
    skill = min(route.skill for route in facts.routes)
    return (_WORK[option.way], skill, facts.unbonding_days)
