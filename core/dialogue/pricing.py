"""What was received is worth its price of that day: which is known, and which has to be had."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from core.catalogue import coin_of
from core.dialogue.effects import Effect, HoldImport, LogIncome
from core.finance.income_records import to_cents
from core.finance.market import CoinDays, DayPrice, MarketSnapshot
from core.finance.receipts import Receipt, income_of
from core.money import DEFAULT_CURRENCY, Money


def price_of(receipt: Receipt, snapshot: MarketSnapshot) -> DayPrice | None:
    """Return what the coin of a receipt cost on its day, or beside it; None where unknown."""
    return snapshot.price_on(coin_of(receipt.asset), receipt.day)


def priced(receipt: Receipt, snapshot: MarketSnapshot) -> Receipt:
    """Return a receipt with its worth where a price of its day is at hand."""
    known = price_of(receipt, snapshot)
    if known is None or not receipt.is_income:
        return receipt
    worth = to_cents(Money(receipt.quantity * known.price, DEFAULT_CURRENCY))
    return replace(receipt, worth=worth.amount, currency=DEFAULT_CURRENCY)


def prices_missing(effects: Iterable[Effect]) -> CoinDays:
    """Return the coins and days whose price is needed to value the income that a turn records."""
    missing: dict[str, set[date]] = defaultdict(set)
    for receipt in income_of(_recorded(effects)):
        if receipt.worth is None:
            missing[coin_of(receipt.asset)].add(receipt.day)
    return {one: frozenset(days) for one, days in missing.items()}


def _recorded(effects: Iterable[Effect]) -> Iterator[Receipt]:
    for effect in effects:
        match effect:
            case LogIncome():
                yield from effect.receipts
            case HoldImport() if effect.pending:
                yield from effect.pending.receipts
            case _:
                pass
