"""Whether a yield can last: what speaks against it, in order of weight, and what follows.

Nothing unknown is taken as good: what is not known is listed, and a yield about which nothing is
known is watched at best. One day never decides: a history is judged by its median.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from statistics import median, pstdev

from core.catalogue import HouseRange, read_toml

RECENT_DAYS = 30


class Standing(StrEnum):
    """What a yield can be counted on for, the best first."""

    STEADY = "steady"
    WATCH = "watch"
    FRAGILE = "fragile"
    SCREENED = "screened"


class Doubt(StrEnum):
    """What speaks against a yield."""

    OVER_SCREEN = "over_screen"
    FAILED = "failed"
    OUTLIER = "outlier"
    FAR_ABOVE_NORMAL = "far_above_normal"
    MOSTLY_REWARDS = "mostly_rewards"
    ABOVE_NORMAL = "above_normal"
    HIGH = "high"
    REWARDS = "rewards"
    UNCOVERED = "uncovered"
    INCIDENT = "incident"
    UNAUDITED = "unaudited"
    NEW = "new"
    UNKNOWN = "unknown"
    VOLATILE = "volatile"
    FALLING = "falling"
    SMALL = "small"
    YOUNG = "young"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a yield; None is not known.

    Rates are ratios a year, `size` and `revenue` USD (a year), `history` daily readings, oldest
    first, `years_since_incident` the time since the last loss of users' money.
    """

    rate: Decimal | None = None
    normal: HouseRange | None = None
    """What the same source usually pays."""
    base: Decimal | None = None
    reward: Decimal | None = None
    history: tuple[Decimal, ...] = ()
    size: Decimal | None = None
    revenue: Decimal | None = None
    age_days: Decimal | None = None
    audited: bool | None = None
    had_incident: bool | None = None
    years_since_incident: Decimal | None = None
    failed: bool = False
    outlier: bool = False
    """Whether the provider flags it so among its pools."""
    quoted: Decimal | None = None
    """What it pays at the moment, if that is not the rate that is judged."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where a yield stands, why, and what is not known."""

    standing: Standing
    doubts: tuple[Doubt, ...]
    """The weightiest first."""
    unknown: tuple[str, ...]
    """Names of the evidence that is missing."""
    rate: Decimal | None
    """The rate judged: the median of the history where there is one (ratio a year)."""


@cache
def levels() -> dict[str, Decimal]:
    """Return the levels from which something is doubtful, by name."""
    return {
        name: Decimal(value) for name, value in read_toml("sustainability.toml")["levels"].items()
    }


@cache
def _points() -> dict[str, int]:
    return dict(read_toml("sustainability.toml")["points"])


def judge_yield(evidence: Evidence) -> Judgement:
    """Return what the evidence says of a yield."""
    rate = settled_rate(evidence)
    doubts = sorted(_doubts(evidence, rate), key=_weight, reverse=True)
    return Judgement(_standing(doubts), tuple(doubts), _unknown(evidence), rate)


def settled_rate(evidence: Evidence) -> Decimal | None:
    """Return the rate to judge: the median of a history, which a spike or a zero does not move."""
    if len(evidence.history) >= RECENT_DAYS:
        return Decimal(median(evidence.history))
    return evidence.rate


def is_spike(reading: Decimal, history: tuple[Decimal, ...]) -> bool:
    """Return whether a reading is no fact: nothing at all, or many times what was usual."""
    usual = median(history) if history else reading
    return usual > 0 and (reading <= 0 or reading >= usual * levels()["spike"])


_DECISIVE = 100
"""More than all other doubts together."""


def _weight(doubt: Doubt) -> int:
    return _points().get(doubt, _DECISIVE)


def _standing(doubts: list[Doubt]) -> Standing:
    if doubts and _weight(doubts[0]) == _DECISIVE:
        return Standing.SCREENED
    bounds, total = read_toml("sustainability.toml")["standing"], sum(map(_weight, doubts))
    if total >= bounds["fragile"]:
        return Standing.FRAGILE
    return Standing.WATCH if total >= bounds["watch"] else Standing.STEADY


def _doubts(evidence: Evidence, rate: Decimal | None) -> Iterator[Doubt]:
    if evidence.failed:
        yield Doubt.FAILED
    if evidence.quoted is not None and evidence.quoted > levels()["screen"]:
        yield Doubt.OVER_SCREEN
    elif rate is not None:
        yield from _doubts_of_rate(rate, evidence.normal, outlier=evidence.outlier)
    yield from _doubts_of_source(evidence, rate)
    yield from _doubts_of_history(evidence.history)
    yield from _doubts_of_place(evidence)


def _doubts_of_rate(rate: Decimal, normal: HouseRange | None, *, outlier: bool) -> Iterator[Doubt]:
    """Yield the one doubt that the height of a rate raises."""
    limits = levels()
    if rate > limits["screen"]:
        yield Doubt.OVER_SCREEN
    elif rate > limits["outlier"] or outlier:
        yield Doubt.OUTLIER
    elif normal and rate > normal.high * limits["far_above_normal"]:
        yield Doubt.FAR_ABOVE_NORMAL
    elif normal and rate > normal.high * limits["above_normal"]:
        yield Doubt.ABOVE_NORMAL
    elif not normal and rate > limits["high"]:
        yield Doubt.HIGH


def _doubts_of_source(evidence: Evidence, rate: Decimal | None) -> Iterator[Doubt]:
    """Yield the doubts about who pays: reward tokens, or more than the protocol earns (B3)."""
    limits = levels()
    if evidence.reward is not None and evidence.base is not None:
        whole = evidence.reward + evidence.base
        share = evidence.reward / whole if whole > 0 else Decimal(0)
        if share > limits["mostly_reward_share"]:
            yield Doubt.MOSTLY_REWARDS
        elif share > limits["reward_share"]:
            yield Doubt.REWARDS
    if rate is None or evidence.revenue is None or evidence.size is None:
        return
    if rate * evidence.size > evidence.revenue * limits["uncovered"]:
        yield Doubt.UNCOVERED


def _doubts_of_history(history: tuple[Decimal, ...]) -> Iterator[Doubt]:
    """Yield the doubts of a history: it varies more than its median, or it has been falling."""
    if len(history) < 2 * RECENT_DAYS:
        return
    usual = median(history)
    if usual <= 0 or pstdev(history) / usual > levels()["volatility"]:
        yield Doubt.VOLATILE
    before = median(history[:-RECENT_DAYS])
    if before > 0 and median(history[-RECENT_DAYS:]) / before < levels()["falling"]:
        yield Doubt.FALLING


def _doubts_of_place(evidence: Evidence) -> Iterator[Doubt]:
    """Yield the doubts about where the money lies: size, age, audits, losses before."""
    limits = levels()
    if evidence.had_incident:
        since = evidence.years_since_incident
        if since is None or since < limits["incident_years"]:
            yield Doubt.INCIDENT
    if evidence.audited is False:
        yield Doubt.UNAUDITED
    if evidence.age_days is not None and evidence.age_days < limits["new_days"]:
        yield Doubt.NEW
    elif evidence.age_days is not None and evidence.age_days < limits["young_days"]:
        yield Doubt.YOUNG
    if evidence.size is not None and evidence.size < limits["small_usd"]:
        yield Doubt.SMALL
    if not _known(evidence):
        yield Doubt.UNKNOWN


def _known(evidence: Evidence) -> bool:
    """Return whether there is anything to judge by: the place, or what such a source usually pays.

    A pool, which has a size, is judged by its place: that others pay the same says nothing of it.
    """
    if evidence.failed or (evidence.normal and evidence.size is None):
        return True
    return evidence.audited is not None or evidence.had_incident is not None


def _unknown(evidence: Evidence) -> tuple[str, ...]:
    asked = ("reward", "revenue", "size", "age_days", "audited", "had_incident")
    missing = [name for name in asked if getattr(evidence, name) is None]
    return (*missing, *(() if evidence.history else ("history",)))
