"""Where else the same coin could do the same: what is sound, and pays clearly more."""

from datetime import date

from core.catalogue import asset_facts, coin_of, protocol_of
from core.finance.evidence import judge_reading
from core.finance.market import MarketSnapshot, YieldReading
from core.finance.portfolio import Kind, Position, kind_of
from core.finance.sustainability import Standing
from core.finance.weeks import summary_levels


def better_place(
    position: Position, now: YieldReading, snapshot: MarketSnapshot, today: date
) -> YieldReading | None:
    """Return the best paid of the steady places for a holding, if it pays clearly more than `now`.

    It is of the same coin and the same way to earn, at another protocol.
    """
    least = now.settled + summary_levels()["alternative_gain"]
    found = (
        reading
        for reading in snapshot.yields.values()
        if reading.settled >= least
        and reading.venue != now.venue
        and _does_the_same(reading, position)
        and judge_reading(reading, snapshot, today).standing is Standing.STEADY
    )
    return max(found, key=lambda reading: reading.settled, default=None)


def _does_the_same(reading: YieldReading, position: Position) -> bool:
    if reading.pair:
        return False
    match kind_of(position):
        case Kind.STAKED:
            facts = asset_facts().get(reading.symbol)
            is_staking = facts is not None and facts.kind == "staked" and not _lends(reading)
            return is_staking and coin_of(reading.symbol) == coin_of(position.asset)
        case Kind.LENT:
            return reading.symbol in {position.asset, f"S{position.asset}"}
        case _:
            return False


def _lends(reading: YieldReading) -> bool:
    protocol = protocol_of(reading.project)
    return protocol is not None and "lending" in protocol.kind
