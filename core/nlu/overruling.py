"""What a message is asked for by what it describes, whatever else it is like."""

from core.catalogue import is_for_staking, staked_coins
from core.nlu.lending_terms import LendingSaid
from core.nlu.loops import LoopSaid
from core.nlu.ranking import Ranking
from core.nlu.reading import Reading
from core.nlu.told import told_of
from core.nlu.utterance import Intent, Slots

_SURELY = 0.9
_LEFT_ALONE = frozenset({Intent.REFUSE, Intent.SET_ALERT, Intent.SHOW_WORKING, Intent.WHAT_IF})
"""What is asked so may describe any of it."""


def overruled(
    ranking: Ranking, lending: LendingSaid, loop: LoopSaid, reading: Reading, stated: Slots
) -> Ranking:
    """Return the ranking, led by what is described: a lending pool, a stack of yields, a place."""
    if ranking[0][0] in _LEFT_ALONE:
        return ranking
    if lending.utilisation or lending.page:
        return [(Intent.EXPLAIN, _SURELY), *ranking]
    if _stacks(loop, stated):
        return [(Intent.YIELD_STACK, _SURELY), *ranking]
    if _tells_of_place(reading, stated):
        return [(Intent.CHECK_YIELD, _SURELY), *ranking]
    return ranking


def _stacks(said: LoopSaid, stated: Slots) -> bool:
    """Whether it is borrowed to earn again, or one yield put on top of another.

    Without something that is staked already, or a place that is not for staking, "stacking" is a
    slip of staking.
    """
    named = stated.assets or stated.protocols or stated.holdings or stated.capital
    staked = bool(staked_coins() & set(stated.assets)) or len(stated.protocols) > 1
    above = any(not is_for_staking(name) for name in stated.protocols)
    return bool(said.loop and named) or (said.stacks and (staked or above))


def _tells_of_place(reading: Reading, stated: Slots) -> bool:
    """Whether the size, the age or the audits of a place are told with the rate that it pays."""
    pays = stated.yield_ or stated.offer or "%" in reading.lower
    told = told_of(reading.lower) if pays else None
    return told is not None and (
        told.size is not None or told.age_days is not None or told.audited is not None
    )
