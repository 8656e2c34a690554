"""The verdict on a required yield: how it compares with what a sustainable blend can pay."""

from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    """How far a needed yield can be planned on."""

    COMFORTABLE = "comfortable"
    ACHIEVABLE = "achievable"
    STRETCH = "stretch"
    UNSUSTAINABLE = "unsustainable"


def judge(need: Decimal, low: Decimal, middle: Decimal, top: Decimal, limit: Decimal) -> Verdict:
    """Judge a need by the blend's low, middle and top; `limit` holds for any whole portfolio.

    All are ratios a year. `top` is the higher of the published and the planned top. The rule is
    the domain brief's: a need at the limit (10 %, E2) is unsustainable whatever a blend quotes.
    """
    if need >= limit or need > top:
        return Verdict.UNSUSTAINABLE
    if need <= low:
        return Verdict.COMFORTABLE
    return Verdict.ACHIEVABLE if need <= middle else Verdict.STRETCH
