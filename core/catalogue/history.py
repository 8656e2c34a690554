"""What prices did: the crash year, and the months that risks are measured with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from core.catalogue.constants import Figure
from core.catalogue.files import read_toml

CRASH_YEAR = 2022
"""The last calendar year in which the coins behind these yields fell together (X17)."""


@cache
def crash_returns() -> Mapping[str, Figure]:
    """Return what each coin's price did in the crash year, as a ratio (−0.64 is a 64 % fall)."""
    data = read_toml("price_history.toml")
    returns = data[f"returns_{CRASH_YEAR}"]
    return MappingProxyType(
        {coin: Figure(value, data["source"], data["as_of"]) for coin, value in returns.items()}
    )


@dataclass(frozen=True, slots=True)
class MonthlyReturns:
    """Price changes of coins from month end to month end (ratios), oldest month first.

    Every coin has the same months: `first_month` is the end of the first, `as_of` of the last.
    """

    by_coin: Mapping[str, tuple[Decimal, ...]]
    first_month: date
    as_of: date
    source: str


@cache
def monthly_returns() -> MonthlyReturns:
    """Return the table of monthly returns that risks are measured with."""
    data = read_toml("monthly_returns.toml")
    by_coin = {coin: tuple(changes) for coin, changes in data["returns"].items()}
    return MonthlyReturns(
        MappingProxyType(by_coin), data["first_month"], data["as_of"], data["source"]
    )
