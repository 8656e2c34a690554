"""What a message describes in several parts: a pool, a loan market, a loop, a place, a wish."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PoolShape:
    """What sets a pool apart from one of equal halves; a part that was not said is None.

    `weight` is the share of the coin named first (ratio). `low` and `high` bound the prices that
    the money works between, `start` and `end` are the price now and the one asked about: all in
    one currency, or all against a price of one at the start, where `start` is one.
    """

    weight: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    start: Decimal | None = None
    end: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LendingTerms:
    """What is said of a lending pool's curve, as ratios; a part that was not said is None.

    `kink` is the share lent out from which rates rise steeply, `slope` and `steep` what the rate
    gains up to it and from there on, `reserve` the pool's part of the interest, `borrow` what
    borrowers pay where so much is lent out.
    """

    kink: Decimal | None = None
    base: Decimal | None = None
    slope: Decimal | None = None
    steep: Decimal | None = None
    reserve: Decimal | None = None
    borrow: Decimal | None = None
    run: bool = False
    """Whether it is asked what is left when all want to leave at once."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Borrowing against what is held to earn again; a part that was not said is None.

    `multiple` is how often the money works in all, `share` what is borrowed of the pledge, and
    `cost` what that takes a year (ratios); it `repeats` where what is bought is pledged again.
    """

    repeats: bool = True
    multiple: Decimal | None = None
    share: Decimal | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a person tells of a place that pays a rate; what was not told is None.

    `size` in dollars, `base` and `reward` the parts of the rate that are earned and paid in
    tokens (ratios).
    """

    size: Decimal | None = None
    age_days: Decimal | None = None
    audited: bool | None = None
    base: Decimal | None = None
    reward: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StakingWish:
    """What a staker wants: a way out at once, and how much work (1 a wallet, 3 a server).

    `about` is what is asked first: when it is `paid`, the way `out`, what can be `lost`, the
    `least` or the `fee`.
    """

    liquid: bool = False
    skill: int | None = None
    about: str | None = None
