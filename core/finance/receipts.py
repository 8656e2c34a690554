"""What came in and went out, as it is kept: when, how much, and what it was worth then if known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.finance.income_records import Disposal, IncomeEvent, IncomeKind, Purchase, Record
from core.money import DEFAULT_CURRENCY, Money


class TradeKind(StrEnum):
    """What was done with coins against money."""

    BOUGHT = "bought"
    SOLD = "sold"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Something received, bought or sold; `number` is its own among all that is kept in a chat."""

    number: int
    day: date
    asset: str
    quantity: Decimal
    kind: IncomeKind | TradeKind
    worth: Decimal | None = None
    """All of it on that day, in `currency`: for a trade, what was paid or got for it. None where
    nobody knows, which is never guessed."""
    currency: str = DEFAULT_CURRENCY
    venue: str = ""
    reference: str = ""
    """What tells it from another like it in the file it came from: a time, a transaction's id."""

    @property
    def is_income(self) -> bool:
        """Whether it was received, and not traded."""
        return isinstance(self.kind, IncomeKind)

    @property
    def event(self) -> IncomeEvent | None:
        """The receipt as totals of income count it; None without a worth, and for a trade."""
        record = self.record
        return record if isinstance(record, IncomeEvent) else None

    @property
    def record(self) -> Record | None:
        """The receipt as lots count it; None without a worth."""
        if self.worth is None:
            return None
        value = Money(self.worth, self.currency)
        match self.kind:
            case TradeKind.BOUGHT:
                return Purchase(self.day, self.asset, self.quantity, value)
            case TradeKind.SOLD:
                return Disposal(self.day, self.asset, self.quantity, value)
            case IncomeKind():
                return IncomeEvent(self.day, self.asset, self.quantity, value, self.kind)


def income_of(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """Return what was received."""
    return tuple(one for one in receipts if one.is_income)


def trades_of(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """Return what was bought and sold."""
    return tuple(one for one in receipts if not one.is_income)
