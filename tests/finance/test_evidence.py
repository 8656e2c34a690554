"""What is known of a pool, put together, and what follows."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from core.catalogue import protocol_facts
from core.finance.evidence import evidence_of, judge_reading, losses, normal_range, readings_at
from core.finance.market import IncidentReading, ProtocolReading, bundled_snapshot
from core.finance.sustainability import Doubt, Standing

SNAPSHOT = bundled_snapshot()
TODAY = date(2026, 9, 2)
AT = datetime(2026, 9, 2, tzinfo=UTC)


def standing(pool: str) -> Standing:
    return judge_reading(SNAPSHOT.yields[pool], SNAPSHOT, TODAY).standing


def test_real_pools_stand_where_they_should() -> None:
    """Established staking is steady, yields paid in new tokens and unknown places are watched."""
    assert standing("lido-steth") is Standing.STEADY
    assert standing("aave-usdt") is Standing.STEADY
    assert standing("morpho-usde") is Standing.WATCH
    assert standing("onre-onyc") is Standing.WATCH


def test_a_yield_with_one_part_named_is_wholly_that_part() -> None:
    """A reward with no base is all reward; with neither named nothing is known of its parts."""
    of_rewards = evidence_of(SNAPSHOT.yields["spark-usds"], SNAPSHOT, TODAY)
    assert (of_rewards.base, of_rewards.reward) == (Decimal(0), Decimal("0.0403836"))
    unnamed = replace(SNAPSHOT.yields["spark-usds"], base=None, reward=None)
    assert evidence_of(unnamed, SNAPSHOT, TODAY).reward is None


def test_what_a_protocol_earns_is_held_against_what_it_pays() -> None:
    """A pool that pays more than the whole protocol earns is doubted."""
    poor = ProtocolReading("lido", Decimal(10**10), None, Decimal(10**6), "DefiLlama", AT)
    snapshot = replace(SNAPSHOT, protocols={"lido": poor})
    found = judge_reading(SNAPSHOT.yields["lido-steth"], snapshot, TODAY)
    assert Doubt.UNCOVERED in found.doubts


def test_losses_listed_live_are_added_once() -> None:
    """A loss that is known already is not counted again because another source lists it."""
    known = protocol_facts()["euler"]
    same = IncidentReading("euler", date(2023, 3, 14), Decimal(1), None, None, "DefiLlama", AT)
    new = replace(same, day=date(2026, 8, 1), loss_usd=Decimal(5_000_000))
    snapshot = replace(SNAPSHOT, incidents=(new, same))
    assert [one.day for one in losses(known, snapshot)] == [date(2026, 8, 1), date(2023, 3, 13)]


def test_the_reading_that_stands_for_a_protocol_comes_first() -> None:
    """The reference reading, then the largest pool."""
    sizes = [reading.size for reading in readings_at(protocol_facts()["morpho"], SNAPSHOT)]
    assert sizes == sorted(sizes, reverse=True)
    assert readings_at(protocol_facts()["lido"], SNAPSHOT)[0].symbol == "STETH"


def test_what_is_normal_follows_the_coin() -> None:
    """Dollars by lending, staked coins by their network, pools of two by pairs."""
    usual = {
        pool: normal_range(SNAPSHOT.yields[pool])
        for pool in ("aave-usdt", "kelp-rseth", "onre-onyc")
    }
    assert usual["aave-usdt"] is not None
    assert usual["aave-usdt"].high == Decimal("0.08")
    assert usual["kelp-rseth"] is not None
    assert usual["kelp-rseth"].high == Decimal("0.05")
    assert usual["onre-onyc"] is None
    pair = replace(SNAPSHOT.yields["aave-usdt"], pair=True)
    found = normal_range(pair)
    assert found is not None
    assert found.high == Decimal("0.2")
