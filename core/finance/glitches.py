"""Readings that are no facts: what was read is held against what was usual before it is used."""

from dataclasses import replace
from decimal import Decimal

from core.catalogue import asset_facts
from core.finance.market import YieldReading
from core.finance.sustainability import is_spike, levels


def believed(reading: YieldReading) -> YieldReading:
    """Return a reading with its usual rate in place of one that cannot be taken as fact.

    Nothing at all on a pool that pays, many times the usual, or twice what staking usually pays
    (rewards counted twice). Without anything usual there is nothing to hold it against.
    """
    usual = reading.usual
    if usual is None or not _is_glitch(reading, usual):
        return reading
    return replace(reading, rate=usual, disbelieved=reading.rate, change_week=None)


def _is_glitch(reading: YieldReading, usual: Decimal) -> bool:
    if is_spike(reading.rate, reading.history or (usual,)):
        return True
    return _is_staking(reading) and 0 < usual * levels()["staking_spike"] <= reading.rate


def _is_staking(reading: YieldReading) -> bool:
    facts = asset_facts().get(reading.symbol)
    return facts is not None and facts.kind == "staked"
